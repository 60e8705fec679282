"""Pictures of papers and old Word files, read by programs of the system where they are installed."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from rapidfuzz.distance import Levenshtein

from knowledge.documents.reading import HandedIn, handed_in, programs
from knowledge.documents.reading.pages.repair import repaired_numbers
from knowledge.documents.reading.secrecy import is_stamp
from knowledge.files import Workshop
from knowledge.problems import SecretPaper
from tests.knowledge.documents_files import DECISION, Picture, drawn, pdf, png, scanned

LINES = [
    "WORKING RULES OF THE OFFICE",
    "The head of the office calls a meeting on the first day of each month.",
    "Papers are sent to the members three days before the meeting is held.",
]


def needs(program: str) -> pytest.MarkDecorator:
    """Skip where a developer has not installed it; on the build's machine it has to be there."""
    missing = shutil.which(program) is None and not os.environ.get("CI")
    return pytest.mark.skipif(missing, reason=f"{program} is not installed (apt-get install it)")


@pytest.fixture(scope="module")
def workshop() -> Iterator[Workshop]:
    made = Workshop()
    yield made
    made.close()


@pytest.fixture(scope="module")
def page() -> Picture:
    return drawn(pdf([LINES]))


async def one(workshop: Workshop, name: str, content: bytes) -> HandedIn:
    [found] = await handed_in(workshop, name, content)
    return found


@needs("tesseract")
async def test_a_picture_and_a_scanned_pdf_become_words(workshop: Workshop, page: Picture) -> None:
    for name, content in (
        ("a.png", png(page)),
        ("b.pdf", scanned([drawn(pdf([["ANNEX", "A page before the other."]])), page])),
        ("c.pdf", scanned([page], "Ky boi: Van phong, 12.11.2026")),
    ):
        found = await one(workshop, name, content)
        assert found.read, found.refusal
        text = " ".join(found.read.paragraphs)
        assert "three days before the meeting" in text
        [remark] = found.read.remarks
        assert str(remark).startswith(f"{name}: recognised from an image, confidence 9")
        assert found.content == content


@needs("tesseract")
@pytest.mark.parametrize("mark", ["MAT", "TOI MAT", "TUYET MAT"])
async def test_a_stamp_on_a_scan_is_seen(workshop: Workshop, mark: str) -> None:
    stamped = drawn(pdf([["OFFICE OF THE CITY", mark, *LINES[1:]]]))
    assert isinstance((await one(workshop, "a.pdf", scanned([stamped]))).refusal, SecretPaper)
    assert isinstance((await one(workshop, "a.png", png(stamped))).refusal, SecretPaper)


@needs("tesseract")
@pytest.mark.parametrize(("mark", "secret"), [("TOI MAT", True), ("OFFICE", False)])
async def test_a_stamp_that_was_put_on_a_page_of_text_is_seen(
    workshop: Workshop, mark: str, secret: bool
) -> None:
    stamp = drawn(pdf([[mark]]), 200)
    words = "The head of the office calls a meeting on the first day of each month. " * 2
    found = await one(workshop, "a.pdf", scanned([stamp], words, "297 0 0 421 20 400"))
    assert isinstance(found.refusal, SecretPaper) is secret


@needs("tesseract")
async def test_an_empty_and_a_broken_picture_are_one_sentence(workshop: Workshop, page: Picture) -> None:
    width, height, dots = page
    empty = (width, height, b"\xff" * len(dots))
    assert "no text" in str((await one(workshop, "a.png", png(empty))).refusal)
    assert "no text" in str((await one(workshop, "a.pdf", scanned([empty]))).refusal)
    assert "cannot be read" in str((await one(workshop, "a.png", png(page)[:300])).refusal)
    assert "ending" in str((await one(workshop, "a.jpg", png(page))).refusal)


async def test_a_scan_where_nothing_can_recognise_it(page: Picture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    workshop = Workshop()
    try:
        assert "tesseract is not installed" in str((await one(workshop, "a.png", png(page))).refusal)
        assert "need LibreOffice" in str((await one(workshop, "a.doc", b"{\\rtf1 a}")).refusal)
    finally:
        workshop.close()


@needs("tesseract")
async def test_tesseract_without_vietnamese(
    page: Picture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    workshop = Workshop()
    try:
        assert "knows no Vietnamese" in str((await one(workshop, "a.png", png(page))).refusal)
    finally:
        workshop.close()


async def test_more_pictures_than_an_office_waits_for(workshop: Workshop) -> None:
    dot = (1, 1, b"\0")
    assert "more than 100 scanned" in str((await one(workshop, "a.pdf", scanned([dot] * 101))).refusal)


@needs("tesseract")
@needs("soffice")
async def test_vietnamese_is_recognised(workshop: Workshop, tmp_path: Path) -> None:
    """A real page: LibreOffice sets it, pdfium draws it, tesseract reads it."""
    document = docx.Document()
    document.styles["Normal"].font.name = "Noto Serif"
    for line in DECISION.split("\n"):
        document.add_paragraph(line)
    document.save(str(tmp_path / "a.docx"))
    profile = f"-env:UserInstallation={(tmp_path / 'p').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "a.docx")], check=True, capture_output=True)  # noqa: ASYNC221  # made once
    page = drawn((tmp_path / "a.pdf").read_bytes(), 200)  # one small file
    found = await one(workshop, "a.png", png(page))
    assert found.read, found.refusal
    wrong = Levenshtein.normalized_distance(" ".join(found.read.paragraphs), " ".join(DECISION.split()))
    assert wrong < 0.05
    assert "Số: 12/QĐ-UBND" in " ".join(found.read.paragraphs)


@needs("soffice")
async def test_an_old_word_file_is_read(workshop: Workshop) -> None:
    rtf = rb"{\rtf1\ansi Quy ch\u7871? l\u224?m vi\u7879?c\par {\*\bkmkstart x}1. Hai\par}"
    for name in ("a.doc", "a.rtf"):
        found = await one(workshop, name, rtf)
        assert found.read, found.refusal
        assert found.read.paragraphs == ("Quy chế làm việc", "1. Hai")
    assert "cannot be read" in str((await one(workshop, "a.doc", b"\xd0\xcf\x11\xe0" + b"x" * 3000)).refusal)


@needs("soffice")
def test_a_program_that_takes_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "PATIENCE", 0.2)
    with pytest.raises(TimeoutError):
        programs.run(["sleep", "60"], tmp_path)


@pytest.mark.parametrize(
    ("seen", "printed"),
    [
        ("Luật số 72/2025/OHI5 ngày 16 tháng 6 năm 2025", "Luật số 72/2025/QH15 ngày 16 tháng 6 năm 2025"),
        ("ngày l0 tháng TÌ năm 2O26", "ngày 10 tháng 11 năm 2026"),
        ("ngày ấy tháng nọ năm nào", "ngày ấy tháng nọ năm nào"),
        ("mỗi tháng O1 lần, 1O0 người, 2I5 và 5O", "mỗi tháng 01 lần, 100 người, 215 và 50"),
        ("Số: 12/QD-UBND, 30/2020/ND-CP", "Số: 12/QĐ-UBND, 30/2020/NĐ-CP"),
        ("IO, OK, Olympic và II", "IO, OK, Olympic và II"),
    ],
)
def test_numbers_that_recognition_gets_wrong(seen: str, printed: str) -> None:
    assert repaired_numbers([seen]) == [printed]


def test_points_that_recognition_gets_wrong() -> None:
    assert repaired_numbers(["c) ba", "đ) bốn", "đ) năm"]) == ["c) ba", "d) bốn", "đ) năm"]
    assert repaired_numbers(["c) ba", "d) bốn", "đ) năm"]) == ["c) ba", "d) bốn", "đ) năm"]


@pytest.mark.parametrize(
    ("line", "secret"),
    [
        ("MẬT", True),
        ("| MÂT |", True),
        ("TÔI MẠT", True),
        ("TUYẺT MẬI", True),
        ("Tối mật", True),
        ("ỦY BAN MẶT TRẬN", False),
        ("BẢO MẬT", False),
        ("MẶT TRẬN", False),
        ("Mặt bằng", False),
        ("TỔ", False),
    ],
)
def test_stamps_as_recognition_sees_them(line: str, secret: bool) -> None:
    assert is_stamp(line) is secret


def test_headings_whose_strokes_recognition_lost() -> None:
    seen = [
        *(
            "L MỤC TIÊU",
            "1. Một",
            "IL KẾT QUẢ",
            "II. KINH PHÍ",
            "Phần thứ hai",
            "1. VỚI ỦY BAN",
            "IIL VỚI MẶT TRẬN",
        ),
        *("PHỤ LỤCI", "V. RIÊNG", "Số: 77KH-SNV"),
    ]
    printed = [
        *(
            "I. MỤC TIÊU",
            "1. Một",
            "II. KẾT QUẢ",
            "III. KINH PHÍ",
            "Phần thứ hai",
            "I. VỚI ỦY BAN",
            "II. VỚI MẶT TRẬN",
        ),
        *("PHỤ LỤC I", "V. RIÊNG", "Số: 77/KH-SNV"),
    ]
    assert repaired_numbers(seen) == printed
    assert repaired_numbers(["1. MỤC TIÊU", "2. KINH PHÍ"]) == ["1. MỤC TIÊU", "2. KINH PHÍ"]
    assert repaired_numbers(["X. TÊN", "II. TÊN", *["I. TÊN"] * 40])[-1].endswith(". TÊN")
