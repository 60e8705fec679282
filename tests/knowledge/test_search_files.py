"""The index's files may be missing, damaged, shared with another process, or left by one that was killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from knowledge import Knowledge
from knowledge.documents.search import following, textindex
from knowledge.documents.search.passages import ANALYSER
from knowledge.documents.search.textindex import TextIndex
from tests.conftest import CAST, gather_cast
from tests.knowledge.test_search import NOTICE, found, put

ADA = CAST["ada"][0]
ANOTHER = """
import asyncio, sys
from pathlib import Path
from knowledge import Knowledge
from knowledge.documents.search.fields import mark
from knowledge.documents.search.textindex import TextIndex

async def search(url):
    async with Knowledge.open(url) as knowledge:
        print(len(await knowledge.documents.search("kho lưu trữ", None)), flush=True)
        sys.stdin.readline()

def die(folder):
    index = TextIndex(Path(folder))
    index.open()
    writer = index._writing()
    writer.delete_all_documents()
    writer.add_document(mark(10**6))
    print("writing", flush=True)
    while True:
        writer.add_document(mark(10**6))

{"search": lambda a: asyncio.run(search(a)), "die": die}[sys.argv[1]](sys.argv[2])
"""


@pytest.fixture
def index(sqlite_url: str) -> Path:
    """The folder of the database's index."""
    return Path(sqlite_url.removeprefix("sqlite:///")).with_suffix(".index")


@pytest.fixture
async def two_papers(sqlite_url: str, index: Path) -> set[int]:
    """A database with two papers and its index, closed."""
    async with Knowledge.open(sqlite_url) as knowledge:
        await gather_cast(knowledge)
        papers = {await put(knowledge, NOTICE, "a.txt"), await put(knowledge, NOTICE + " Hai.", "b.txt")}
        assert not is_there(index), "who never searches pays nothing"
        assert set(await found(knowledge, "kho lưu trữ", ADA)) == papers
    assert is_there(index / ANALYSER / "meta.json")
    return papers


def is_there(path: Path) -> bool:
    return path.exists()


def started(what: str, where: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", ANOTHER, what, where]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def files(index: Path, ending: str = "") -> list[Path]:
    return [path for path in (index / ANALYSER).iterdir() if path.is_file() and path.name.endswith(ending)]


async def still_found(url: str, papers: set[int]) -> None:
    async with Knowledge.open(url) as knowledge:
        assert set(await found(knowledge, "kho lưu trữ", ADA)) == papers
        new = await put(knowledge, NOTICE + " Ba.", "c.txt")
        assert set(await found(knowledge, "kho lưu trữ", ADA)) == papers | {new}


@pytest.mark.parametrize("ending", ["meta.json", ".store", ".term", ".idx", ".fast", ".fieldnorm", ""])
@pytest.mark.parametrize("share", [0, 0.5, None])
async def test_damaged_files_are_written_anew(
    sqlite_url: str, index: Path, two_papers: set[int], ending: str, share: float | None
) -> None:
    hurt = files(index, ending)
    assert hurt
    for path in hurt:
        if share is None:
            path.unlink()
        else:
            content = path.read_bytes()
            path.write_bytes(content[: int(share * len(content))])
    await still_found(sqlite_url, two_papers)


async def test_an_index_of_another_analyser_is_thrown_away(
    sqlite_url: str, index: Path, two_papers: set[int]
) -> None:
    (index / ANALYSER).rename(index / "0")
    await still_found(sqlite_url, two_papers)
    assert not is_there(index / "0")


async def test_a_process_killed_while_it_writes_leaves_what_was_there(
    sqlite_url: str, index: Path, two_papers: set[int]
) -> None:
    with started("die", str(index)) as writing:
        assert writing.stdout
        assert writing.stdout.readline() == "writing\n"
        os.kill(writing.pid, signal.SIGKILL)
    await still_found(sqlite_url, two_papers)


async def test_two_processes_share_the_folder(sqlite_url: str, two_papers: set[int]) -> None:
    async with Knowledge.open(sqlite_url) as knowledge:
        third = await put(knowledge, NOTICE + " Ba.", "c.txt")
        # The other one writes, and still holds the lock when this one asks.
        with started("search", sqlite_url) as other:
            assert other.stdin
            assert other.stdout
            assert other.stdout.readline() == "3\n"
            assert set(await found(knowledge, "kho lưu trữ", ADA)) == {*two_papers, third}
            fourth = await put(knowledge, NOTICE + " Bốn.", "d.txt")
            assert set(await found(knowledge, "kho lưu trữ", ADA)) >= two_papers
            other.stdin.close()
        assert set(await found(knowledge, "kho lưu trữ", ADA)) == {*two_papers, third, fourth}


def test_one_writes_at_a_time(tmp_path: Path) -> None:
    first, second = TextIndex(tmp_path), TextIndex(tmp_path)
    first.open()
    second.open()
    first.write([], [], 1)
    with pytest.raises(textindex.Busy):
        second.write([], [], 2)
    first._let_go()
    second.write([], [], 2)
    first.reload()
    assert first.held == 2
    first.close()
    second.close()


def test_what_was_not_committed_is_given_up(tmp_path: Path) -> None:
    first, second = TextIndex(tmp_path), TextIndex(tmp_path)
    first.open()
    second.open()
    first.write([], [], 1)
    first.write([], [], 2, goes_on=True)
    first.give_up()
    second.write([], [], 3)
    first.reload()
    assert (first.held, first.size) == (3, 0)
    first.close()
    second.close()


@pytest.mark.parametrize("commit", [0, 3, 100])
async def test_many_papers_are_taken_over_in_parts(
    sqlite_url: str, index: Path, two_papers: set[int], monkeypatch: pytest.MonkeyPatch, commit: int
) -> None:
    monkeypatch.setattr(following, "BATCH", 1)
    monkeypatch.setattr(following, "PAPERS", 2)
    monkeypatch.setattr(following, "COMMIT", commit)
    async with Knowledge.open(sqlite_url) as knowledge:
        more = {await put(knowledge, f"{NOTICE} Số {n}.", f"{n}.txt") for n in range(7)}
        assert set(await found(knowledge, "kho lưu trữ", ADA)) == two_papers | more
        assert await knowledge.documents.index.rebuild() == knowledge.documents.index.index.size
        assert set(await found(knowledge, "kho lưu trữ", ADA)) == two_papers | more
