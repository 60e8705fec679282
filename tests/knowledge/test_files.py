from __future__ import annotations

import asyncio
import os
import time
import zipfile
from pathlib import Path

import pytest

from knowledge import Refusal, files
from knowledge.files import Workshop, check

KINDS = frozenset({".xlsx", ".docx", ".pdf", ".csv"})


def archive(path: Path, entries: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in entries.items():
            made.writestr(name, content)
    return path


def refused(path: Path) -> str:
    with pytest.raises(Refusal) as caught:
        check(path, KINDS)
    assert path.name in str(caught.value)
    return caught.value.message


def test_a_sound_file_passes(tmp_path: Path) -> None:
    check(archive(tmp_path / "a.xlsx", {"xl/workbook.xml": b"<workbook/>", "xl/image.png": b"x"}), KINDS)
    (tmp_path / "a.csv").write_text("a,b", encoding="utf-8")
    check(tmp_path / "a.csv", KINDS)


def test_files_that_are_not_there_or_not_ours(tmp_path: Path) -> None:
    (tmp_path / "a.exe").write_bytes(b"MZ")
    (tmp_path / "empty.csv").write_bytes(b"")
    (tmp_path / "folder.csv").mkdir()
    assert "no such file" in refused(tmp_path / "none.csv")
    assert "kind" in refused(tmp_path / "a.exe")
    assert "empty" in refused(tmp_path / "empty.csv")
    assert "not a file" in refused(tmp_path / "folder.csv")


def test_an_unreadable_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.csv").write_bytes(b"x")

    def denied(*_: object, **__: object) -> None:
        raise PermissionError  # the superuser, as whom tests may run, is never denied by the system

    monkeypatch.setattr(Path, "open", denied)
    assert "cannot be opened" in refused(tmp_path / "a.csv")


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "a.csv").open("wb") as file:
        file.truncate(files.LARGEST_FILE + 1)
    assert "larger" in refused(tmp_path / "a.csv")


def test_a_wrongly_named_file(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"PK\x03\x04")
    assert "does not fit" in refused(tmp_path / "a.pdf")


@pytest.mark.parametrize(
    "entries",
    [
        {"xl/workbook.xml": b"0" * (files.LARGEST_UNPACKED + 1)},
        {f"{n}": b"" for n in range(files.MOST_ZIP_ENTRIES + 1)},
        {"../../etc/passwd": b"x"},
        {"/etc/passwd": b"x"},
        {"word/vbaProject.bin": b"x"},
        {"word/document.xml": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'},
    ],
    ids=["bomb", "many", "upwards", "absolute", "macros", "entities"],
)
def test_a_harmful_office_file(tmp_path: Path, entries: dict[str, bytes]) -> None:
    assert "harmful" in refused(archive(tmp_path / "a.docx", entries))


def test_a_cut_office_file(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.docx", {"word/document.xml": b"<a/>"})
    path.write_bytes(path.read_bytes()[:40])
    assert "harmful" in refused(path)


def read_text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def refuse(path: Path) -> str:
    raise Refusal("{name}: no.", name=path.name)


def die(_: Path) -> str:
    os._exit(1)


def devour(_: Path) -> int:
    return len(bytearray(files.MOST_MEMORY))


def spin(_: Path) -> None:
    while True:
        time.process_time()


async def test_a_child_parses_and_refuses_and_is_made_anew_when_it_dies(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("words", encoding="utf-8")
    workshop = Workshop()
    try:
        assert await workshop.parse(read_text, path) == "words"
        with pytest.raises(Refusal, match=r"a\.txt: no\."):
            await workshop.parse(refuse, path)
        with pytest.raises(Refusal, match="too much time or memory"):
            await workshop.parse(die, path)
        with pytest.raises(Refusal, match="cannot be read"):
            await workshop.parse(devour, path)
        assert await workshop.parse(read_text, path) == "words"
    finally:
        workshop.close()
        workshop.close()


async def test_a_child_that_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "SLOWEST_PARSE", 0.5)
    workshop = Workshop()
    with pytest.raises(Refusal, match="too much time or memory"):
        await workshop.parse(spin, tmp_path / "a.txt")
    workshop.close()


async def test_who_waits_for_a_turn_does_not_lose_time_and_who_leaves_makes_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "SLOWEST_PARSE", 20)
    path = tmp_path / "a.txt"
    path.write_text("words", encoding="utf-8")
    workshop = Workshop()
    try:
        busy = asyncio.create_task(workshop.parse(spin, path))
        waiting = [asyncio.create_task(workshop.parse(read_text, path)) for _ in range(3)]
        await asyncio.sleep(0.2)
        assert not any(task.done() for task in waiting)
        busy.cancel()
        assert await asyncio.gather(*waiting) == ["words"] * 3
    finally:
        workshop.close()


def test_the_limits_hold_in_whoever_runs_them(tmp_path: Path) -> None:
    """The child's side, run here: coverage does not see into a killed child."""
    import multiprocessing

    path = tmp_path / "a.txt"
    path.write_text("words", encoding="utf-8")
    context = multiprocessing.get_context("fork")
    with context.Pool(1, initializer=files.limit_memory) as pool:
        assert pool.apply(files.run_limited, (read_text, path)) == "words"
