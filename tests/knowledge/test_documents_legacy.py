"""The fonts before Unicode: every letter, in the case that was drawn, and nothing where they are not."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from knowledge.documents.reading import read_document
from knowledge.documents.reading.legacy import (
    FROM_TCVN3,
    FROM_VNI,
    TCVN3,
    VNI,
    converted,
    encoding_of,
    repaired,
)
from knowledge.documents.reading.text import decoded
from knowledge.problems import Refusal
from knowledge.vietnamese.syllables import is_syllable, likeness
from tests.knowledge.documents_files import word

MARKS = "\u0300\u0301\u0303\u0309\u0323"
SMALL = {unicodedata.normalize("NFC", v + m) for v in "aăâeêioôơuưy" for m in ("", *MARKS)} | {"đ"}
MARKED = {letter for letter in SMALL if not letter.isascii()}


def test_every_letter_can_be_written_in_either_encoding() -> None:
    tcvn3 = {chr(old): chr(new) for old, new in FROM_TCVN3.items()}
    assert set(tcvn3.values()) == MARKED | set("ĂÂÊÔƠƯĐ")
    assert len(tcvn3) == len(MARKED) + 7
    assert set(FROM_VNI.values()) == MARKED | {letter.upper() for letter in MARKED}
    for old, new in {**tcvn3, **FROM_VNI}.items():
        encoding = VNI if FROM_VNI.get(old) == new else TCVN3
        assert converted(f"x{old}x", encoding) == f"x{new}x"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("ñY BAN NH¢N D¢N TØNH QU¶NG HßA", "ỦY BAN NHÂN DÂN TỈNH QUẢNG HÒA"),
        ("CéNG HßA X· HéI CHñ NGHÜA VIÖT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("Së T\u00ad ph¸p, Sè: 1/Q§-UBND", "Sở Tư pháp, Số: 1/QĐ-UBND"),
        ("n\u2212íc, ng-êi, TTr-VP", "nước, người, TTr-VP"),
    ],
)
def test_words_of_tcvn3(old: str, new: str) -> None:
    assert converted(old, TCVN3) == new


def test_fonts_are_known_by_name() -> None:
    names = (".VnTime", "ABCDEF+.VnArialH", "VNI-Times", "Times New Roman", "")
    assert [encoding_of(n) for n in names] == [TCVN3, TCVN3, VNI, "", ""]


def test_what_is_no_old_font_stays_as_it_is() -> None:
    for text in (
        "Señor, el niño comió piñas y el pingüino de la mañana",
        "Über die Straße, größer und schöner",
        "Quy chế làm việc của Ủy ban nhân dân",
        "® và © và µ là ký hiệu trong một văn bản tiếng Việt",
    ):
        assert repaired([text]) == [text]


def test_a_lost_letter_comes_back_where_no_other_word_is_possible() -> None:
    lost = "Ch¬ng I: ®èi t\u00acîng ®îc ph©n c«ng; ngêi ®øng ®Çu c¸c phêng, híng dÉn nh sau"
    assert repaired([lost.replace("\u00ac\u00ee", "\u00ee")]) == [
        "Chương I: đối tượng được phân công; người đứng đầu các phường, hướng dẫn như sau"
    ]


def test_syllables() -> None:
    assert all(map(is_syllable, ("nghiêng", "Quyết", "ưu", "giếng", "khuya", "uỷ", "đ".upper() + "iều")))
    assert not any(map(is_syllable, ("niño", "bcd", "ếế", "the1", "street")))
    assert likeness("") == 0
    assert likeness("Quy chế làm việc") > 1.2 > likeness("the rules of the work")


def test_runs_of_a_word_file_are_read_by_their_font(tmp_path: Path) -> None:
    def run(text: str, font: str) -> str:
        return f'<w:r><w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr>{text}</w:r>'

    body = "".join(
        f"<w:p>{inner}</w:p>"
        for inner in (
            run("<w:t>®iÒu kho¶n</w:t>", ".VnTimeH"),
            run('<w:t xml:space="preserve">Ph¹m vi ®èi t</w:t><w:softHyphen/><w:t>îng; </w:t>', ".VnTime")
            + run("<w:t>giữ nguyên; </w:t>", "Times New Roman")
            + run("<w:t>ñoái töôïng</w:t>", "VNI-Times"),
        )
    )
    word(tmp_path / "a.docx", body)
    assert read_document(tmp_path / "a.docx").paragraphs == (
        "ĐIỀU KHOẢN",
        "Phạm vi đối tượng; giữ nguyên; đối tượng",
    )
    word(tmp_path / "b.docx", f"<w:p>{run('<w:t>Điều khoản đã là Unicode</w:t>', '.VnTime')}</w:p>")
    assert read_document(tmp_path / "b.docx").paragraphs == ("Điều khoản đã là Unicode",)


def test_encodings_of_plain_text(tmp_path: Path) -> None:
    text = "Quy chế làm việc của Ủy ban nhân dân tỉnh; các đơn vị thực hiện."
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"):
        (tmp_path / "a.txt").write_bytes(text.encode(encoding))
        assert decoded(tmp_path / "a.txt") == text
    (tmp_path / "a.txt").write_bytes(cp1258(text))
    assert unicodedata.normalize("NFC", decoded(tmp_path / "a.txt")) == text
    (tmp_path / "a.txt").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(Refusal, match="not UTF-8"):
        decoded(tmp_path / "a.txt")


def cp1258(text: str) -> bytes:
    """Return the text as Windows wrote it: a base with its roof or horn, then the tone."""
    out = b""
    for letter in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", letter)
        tones = "".join(p for p in parts if p in MARKS)
        base = unicodedata.normalize("NFC", "".join(p for p in parts if p not in MARKS))
        out += (base + tones).encode("cp1258")
    return out
