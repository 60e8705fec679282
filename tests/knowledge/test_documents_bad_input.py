"""Files that are broken, locked, misnamed or built to do harm: one sentence each, and the bot goes on."""

from __future__ import annotations

import io
import os
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pytest
import xlsxwriter

from knowledge import files
from knowledge.documents.reading import handed_in
from knowledge.files import Workshop
from knowledge.problems import Refusal
from tests.knowledge.documents_files import assembled, locked_pdf, pdf, stream

MOST_GROWTH = 50 * 2**20
"""Bytes that the bot itself may grow by, whatever a file does to the workshop."""
SLOWEST = 60


@pytest.fixture(scope="module")
def workshop() -> Iterator[Workshop]:
    made = Workshop()
    yield made
    made.close()


def resident() -> int:
    """Return the memory of this process, in bytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def packed(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def word_of(body: bytes, more: dict[str, bytes] | None = None) -> bytes:
    """Return a Word file with this XML as its document part."""
    empty = io.BytesIO()
    docx.Document().save(empty)
    with zipfile.ZipFile(empty) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    head, _, tail = parts["word/document.xml"].partition(b"<w:body>")
    parts["word/document.xml"] = head + b"<w:body>" + body + tail if body[:2] != b"<?" else body
    return packed(parts | (more or {}))


def book_of(sheet: bytes) -> bytes:
    """Return a workbook with this XML as its only sheet."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        book.add_worksheet().write(0, 0, "x")
    with zipfile.ZipFile(made) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    return packed(parts | {"xl/worksheets/sheet1.xml": sheet})


def rows(xml: str, claimed: str = "A1") -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return (
        f'<?xml version="1.0"?><worksheet xmlns="{space}"><dimension ref="{claimed}"/>'
        f"<sheetData>{xml}</sheetData></worksheet>"
    ).encode()


def locked_office() -> bytes:
    """Return what Office puts around a file with a password, as far as anybody looks."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(1000)
        + "EncryptedPackage".encode("utf-16-le")
        + bytes(500)
    )


def inflated_pdf() -> bytes:
    """Return a PDF of a page whose content is far larger than it looks."""
    content = zlib.compress(b"q " * (150 * 2**20), 1).decode("latin-1")
    return assembled(
        [
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Count 1/Kids[3 0 R]>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
            f"<</Filter/FlateDecode/Length {len(content)}>>\nstream\n{content}\nendstream",
        ]
    )


def many_pages(number: int) -> bytes:
    kids = " ".join(["3 0 R"] * number)
    return assembled(
        [
            "<</Type/Catalog/Pages 2 0 R>>",
            f"<</Type/Pages/Count {number}/Kids[{kids}]>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
            stream("q Q"),
        ]
    )


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM'
    b' "file:///etc/passwd">]><w:document xmlns:w="x"><w:body><w:p>&b;&c;</w:p></w:body></w:document>'
)
DEEP = b"<w:sdt><w:sdtContent>" * 5000 + b"</w:sdtContent></w:sdt>" * 5000
SOUND = b"<w:p><w:r><w:t>words</w:t></w:r></w:p>"
EVERYTHING = "A1:XFD1048576"
FIRST = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2.5</v></c></row>'
CASES: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "locked word": ("a.docx", locked_office, "locked with a password"),
    "locked workbook": ("a.xlsx", locked_office, "locked with a password"),
    "locked pdf": ("a.pdf", locked_pdf, "locked with a password"),
    "empty": ("a.docx", lambda: b"", "empty"),
    "cut word": ("a.docx", lambda: word_of(SOUND)[:3000], "harmful or damaged"),
    "cut workbook": ("a.xlsx", lambda: book_of(rows(""))[:3000], "harmful or damaged"),
    "cut pdf": ("a.pdf", lambda: pdf([["words"]])[:90], "cannot be read"),
    "pdf called word": ("a.docx", lambda: pdf([["words"]]), "does not fit the ending"),
    "word called pdf": ("a.pdf", lambda: word_of(SOUND), "does not fit the ending"),
    "archive called word": ("a.docx", lambda: packed({"a.txt": b"x"}), "cannot be read"),
    "bomb of one part": ("a.docx", lambda: word_of(SOUND, {"word/x.xml": bytes(101 * 2**20)}), "harmful"),
    "bomb of tiny parts": (
        "a.docx",
        lambda: word_of(b"<w:p/>" * 15_000_000),
        "too much time or memory|cannot be read",
    ),
    "deep word": ("a.docx", lambda: word_of(DEEP), "cannot be read|no text"),
    "entities in word": ("a.docx", lambda: word_of(LAUGHS), "harmful"),
    "entities in a workbook": ("a.xlsx", lambda: book_of(LAUGHS), "harmful"),
    "macros in word": ("a.docx", lambda: word_of(SOUND, {"word/vbaProject.bin": b"x"}), "harmful"),
    "macros in old word": (
        "a.doc",
        lambda: b"\xd0\xcf\x11\xe0" + bytes(600) + "_VBA_PROJECT".encode("utf-16-le"),
        "harmful",
    ),
    "a million rows": (
        "a.xlsx",
        lambda: book_of(rows("<row><c><v>1</v></c></row>" * 1_000_000)),
        "more than|too much time",
    ),
    "a sheet that claims everything": (
        "a.xlsx",
        lambda: book_of(rows(FIRST + '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>', EVERYTHING)),
        "more than|too much time",
    ),
    "2000 pages": ("a.pdf", lambda: many_pages(2000), "more than 500 pages"),
    "an inflated pdf": ("a.pdf", inflated_pdf, "too much time|cannot be read|no text"),
    "one endless word": ("a.txt", lambda: b"a" * (21 * 2**20), "larger than 20 MB"),
    "zeros": ("a.txt", lambda: bytes(5 * 2**20), "no text|not UTF-8"),
}


@pytest.mark.parametrize("case", CASES)
async def test_each_is_one_sentence_and_the_bot_stays_as_it_was(workshop: Workshop, case: str) -> None:
    name, make, sentence = CASES[case]
    content = make()
    before, begun = resident(), time.monotonic()
    [found] = await handed_in(workshop, name, content)
    assert found.read is None
    assert found.refusal
    assert [s for s in sentence.split("|") if s in str(found.refusal)], found.refusal
    assert "\n" not in str(found.refusal)
    assert resident() - before < MOST_GROWTH
    assert time.monotonic() - begun < SLOWEST
    [sound] = await handed_in(workshop, "b.txt", b"words")
    assert sound.read


async def test_what_a_sheet_only_claims_is_not_believed(workshop: Workshop) -> None:
    content = book_of(
        rows('<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2.5</v></c></row>', "A1:XFD1048576")
    )
    [found] = await handed_in(workshop, "a.xlsx", content)
    assert found.read
    assert found.read.paragraphs == ("1 | 2.5",)


def start_and_wait(path: Path) -> None:
    """Start a program as a reader does, then hang."""
    import subprocess

    with subprocess.Popen(["sleep", "1000"]) as program:
        path.write_text(str(program.pid), encoding="utf-8")
        program.wait()


async def test_programs_end_with_the_child_that_started_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop = Workshop()
    await workshop.parse(str, tmp_path)  # the child itself needs longer to start than the file may take
    monkeypatch.setattr(files, "SLOWEST_PARSE", 3)
    with pytest.raises(Refusal, match="too much time"):
        await workshop.parse(start_and_wait, tmp_path / "pid")
    number = int((tmp_path / "pid").read_text(encoding="utf-8"))  # one number
    for _ in range(100):
        state = Path(f"/proc/{number}/stat")
        if not state.exists() or state.read_text(encoding="utf-8").split()[2] == "Z":  # noqa: ASYNC240  # one line
            return
        time.sleep(0.05)  # noqa: ASYNC251  # the system needs a moment to end it; bounded, and nothing else runs
    pytest.fail("it still runs")
