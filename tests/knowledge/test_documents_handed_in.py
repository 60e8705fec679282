"""What comes in as bytes: hostile names, archives, and files that are not what they say."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from knowledge.documents.reading import handed_in
from knowledge.documents.reading.handed import shown_name
from knowledge.files import Workshop, kind_of
from knowledge.problems import SecretPaper
from tests.knowledge.documents_files import DECISION, p, pdf, word


@pytest.fixture(scope="module")
def workshop() -> Iterator[Workshop]:
    made = Workshop()
    yield made
    made.close()


def archive(members: dict[str, bytes | str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as writer:
        for name, content in members.items():
            writer.writestr(name, content)
    return made.getvalue()


async def test_one_file_is_read_under_its_name_and_keeps_its_bytes(workshop: Workshop) -> None:
    content = DECISION.encode()
    [one] = await handed_in(workshop, "quy che.txt", content)
    assert (one.name, one.content, one.refusal) == ("quy che.txt", content, None)
    assert one.read
    assert one.read.paragraphs[1] == "Số: 12/QĐ-UBND"


async def test_an_archive_goes_on_where_a_member_fails(workshop: Workshop, tmp_path: Path) -> None:
    word(tmp_path / "a.docx", p("Điều 1. Họp"))
    members: dict[str, bytes | str] = {
        "van ban/một.txt": DECISION,
        "../../etc/hai.docx": (tmp_path / "a.docx").read_bytes(),
        "trong.zip": archive({"x.txt": "x"}),
        "khóa.pdf": b"%PDF-1.4 nothing",
        "chạy.exe": b"MZ",
        "rỗng.txt": b"",
        "Độ mật/ba.txt": "ba",
        "mật/MẬT.txt": "bốn",
        "__MACOSX/._a": b"x",
        "a/Thumbs.db": b"x",
        "a/cùng.txt": "năm",
        "b/cùng.txt": "sáu",
    }
    with capture_logs() as logs:
        found = await handed_in(workshop, "C:\\gửi\\cả gói.zip", archive(members))
    assert [h.name for h in found if h.read] == [
        "một.txt",
        "hai.docx",
        "ba.txt",
        "a - cùng.txt",
        "b - cùng.txt",
    ]
    said = {h.name: str(h.refusal) for h in found if h.refusal}
    assert set(said) == {"trong.zip", "khóa.pdf", "chạy.exe", "rỗng.txt", "MẬT.txt"}
    assert all(sentence.startswith(f"{name}: ") for name, sentence in said.items())
    assert "archive within" in said["trong.zip"]
    assert "empty" in said["rỗng.txt"]
    assert isinstance(next(h.refusal for h in found if h.name == "MẬT.txt"), SecretPaper)
    assert all(h.content == b"" for h in found if h.refusal)
    assert [entry["event"] for entry in logs] == ["secret_paper_refused"]
    assert "MẬT" not in str(logs)


async def test_archives_that_do_harm_are_one_sentence(workshop: Workshop) -> None:
    sound = archive({"a.txt": DECISION})
    locked = bytearray(sound)
    locked[6] |= 1  # the flag "encrypted", in the member's own head and in the directory
    locked[sound.index(b"PK\x01\x02") + 8] |= 1
    broken = sound[:45] + b"\xff" * 20 + sound[65:]
    cases = {
        "many.zip": (archive({f"{n}.txt": "x" for n in range(201)}), "more than 200 files"),
        "none.zip": (archive({}), "no text"),
        "junk.zip": (archive({"__MACOSX/x": "x"}), "no text"),
        "cut.zip": (sound[:-30], "cannot be read"),
        "locked.zip": (bytes(locked), "password"),
        "broken.zip": (broken, "cannot be read"),
        "bomb.zip": (archive({"a.txt": b" " * (21 * 2**20)}), "larger than 20 MB"),
        "fat.pdf": (b"%PDF" + bytes(20 * 2**20), "larger than 20 MB"),
    }
    for name, (content, sentence) in cases.items():
        [one] = await handed_in(workshop, name, content)
        assert sentence in str(one.refusal), name


async def test_an_archive_that_fills_the_disk_is_stopped(workshop: Workshop) -> None:
    """Each member is small enough; together they are not."""
    large = b" " * (18 * 2**20)
    found = await handed_in(workshop, "a.zip", archive({f"{n}.txt": large for n in range(7)}))
    assert sum("larger" in str(h.refusal) for h in found) == 2


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd.txt"),
        ("C:\\temp\\a.docx", "a.docx"),
        ("a\x00b\n\r\t\u202ecod.txt", "ab cod.txt"),
        ("", "paper.txt"),
        ("....", "paper.txt"),
        ("/", "paper.txt"),
        ('a<b>"c|?*.txt', "a b c.txt"),
        ("Số 12.2025", "Số 12.2025"),
    ],
)
def test_names_of_strangers_are_made_safe(name: str, shown: str) -> None:
    assert shown_name(name, b"words") == shown


def test_a_name_without_an_end_is_cut_before_its_ending() -> None:
    shown = shown_name("x" * 300 + ".PDF")
    assert len(shown) == 120
    assert shown.endswith("x.PDF")


async def test_names_without_an_ending_are_known_by_their_content(workshop: Workshop, tmp_path: Path) -> None:
    word(tmp_path / "a.docx", p("Điều 1. Họp"))
    for content in (pdf([["Working rules of the office"]]), (tmp_path / "a.docx").read_bytes(), b"words"):
        [one] = await handed_in(workshop, "giấy", content)
        assert one.read, one.refusal
    assert kind_of(b"\0\1", named=False) == ""
    assert kind_of(archive({"xl/workbook.xml": "x"}), named=True) == ".xlsx"
    assert kind_of(struct.pack("<4s", b"PK\x03\x04"), named=True) == ".zip"


async def test_nothing_stays_on_the_disk(
    workshop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    await handed_in(workshop, "a.zip", archive({"a.txt": "x", "b.exe": "x"}))
    assert not list(tmp_path.iterdir())  # noqa: ASYNC240  # a look at one folder
