# a line of a made-up file is one line
"""Heads, articles and passages of papers as they are really written."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.documents.structure import LARGEST, analyse, sentences
from knowledge.documents.structure.marks import arabic
from knowledge.documents.structure.places import place_of
from tests.knowledge.documents_files import DECISION

PARTY = """ĐẢNG BỘ THÀNH PHỐ MẪU
Số 09-NQ/TU
NGHỊ QUYẾT
VỀ CHUYỂN ĐỔI SỐ
* * *
I. TÌNH HÌNH
1. Kết quả đã đạt được.
II. MỤC TIÊU
1. Đến năm 2030 mọi hồ sơ được xử lý trên môi trường số.
2. Cán bộ được bồi dưỡng kỹ năng số.
- Hằng năm có kế hoạch."""


def long(start: str, words: int = 130) -> str:
    return start + " từ" * words + "."


def places(text: str) -> list[str]:
    return [d.path for d in analyse(text.split("\n"), "a.txt").passages]


def test_a_state_paper() -> None:
    found = analyse(DECISION.split("\n"), "a.txt")
    assert (found.head.title, found.head.number) == (
        "Quyết định ban hành Quy chế tiếp công dân",
        "12/QĐ-UBND",
    )
    assert found.head.issued_on == date(2026, 1, 5)
    assert [d.path for d in found.passages if d.path] == ["Điều 1", "Điều 2", "Điều 3"]
    second = next(d for d in found.passages if d.path == "Điều 2")
    assert second.heading == "Lịch tiếp công dân"
    assert second.context == "Chương I QUY ĐỊNH CHUNG"
    assert place_of(second.path, second.text, "2. Văn phòng niêm yết") == "Điều 2, khoản 2"
    assert place_of("", second.text, "2. Văn phòng niêm yết") == ""


def test_a_party_paper() -> None:
    found = analyse(PARTY.split("\n"), "a.txt")
    assert (found.head.title, found.head.number) == ("Nghị quyết về chuyển đổi số", "09-NQ/TU")
    assert [d.path for d in found.passages] == ["", "Mục I", "Mục II"]
    last = found.passages[-1]
    assert place_of(last.path, last.text, "2. Cán bộ") == "Mục II, 2"


def test_long_articles_are_cut_between_clauses() -> None:
    text = "Điều 1. A\n" + "\n".join(long(f"{n}. Khoản") for n in range(1, 5)) + "\nĐiều 2. B\nXong."
    assert places(text) == [*(f"Điều 1, khoản {n}" for n in range(1, 5)), "Điều 2"]


def test_short_clauses_are_read_together() -> None:
    text = "Điều 1. A\n" + "\n".join(long(f"{n}. Khoản", 40) for n in range(1, 8)) + "\nĐiều 2. B\nXong."
    assert places(text) == [
        "Điều 1, khoản 1-2",
        "Điều 1, khoản 3-4",
        "Điều 1, khoản 5-6",
        "Điều 1, khoản 7",
        "Điều 2",
    ]


def test_a_clause_without_end_is_cut_at_its_sentences() -> None:
    text = "Điều 1. A\n1. " + " ".join(long("Câu", 80) for _ in range(6)) + "\nĐiều 2. B\nXong."
    found = analyse(text.split("\n"), "a.txt").passages
    assert {d.path for d in found} == {"Điều 1, khoản 1", "Điều 2"}
    assert all(len(d.text.split()) <= LARGEST for d in found)


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("Điều 1. A\nx\nĐiều 2a. B\ny\nĐiều 3. C\nz", ["Điều 1", "Điều 2a", "Điều 3"]),
        ("Điều 1. A\nx\nĐiều 99. Trích luật khác\nĐiều 2. B\ny", ["Điều 1", "Điều 2"]),
        ("Điều 1. Sửa:\n“Điều 2. Cũ\ny”\nĐiều 2. B\nz", ["Điều 1", "Điều 2"]),
        (
            "QUYẾT ĐỊNH\nĐiều 1. A\nx\nQUY CHẾ\nLàm việc\nĐiều 1. C\nz",
            ["", "Điều 1", "Quy chế", "Điều 1 Quy chế"],
        ),
        ("Article 1. Scope\nx\nArticle 2. Meetings\ny", ["Article 1", "Article 2"]),
        ("ধারা 1. ক\nx\nধারা 2. খ\ny", ["ধারা 1", "ধারা 2"]),
        ("# Sổ tay\n# Họp\nx\n# Báo cáo\ny", ["Họp", "Báo cáo"]),
        ("Một đoạn.\nHai đoạn.", [""]),
    ],
)
def test_places(text: str, paths: list[str]) -> None:
    assert places(text) == paths


@pytest.mark.parametrize(
    ("text", "name", "title"),
    [
        ("LUẬT\nTHANH NIÊN\nĐiều 1", "a.txt", "Luật Thanh niên"),
        ("Số: 3/UBND-VP\nV/v báo cáo quý\nKính gửi: các sở", "a.txt", "Công văn V/v báo cáo quý"),
        ("# Sổ tay\nx.", "a.txt", "Sổ tay"),
        ("Quy định nội bộ\nx.", "a.txt", "Quy định nội bộ"),
        ("Một câu, có dấu chấm.", "so_tay_can bo.txt", "so tay can bo"),
        ("Một câu, có dấu chấm.", "000_8b7.txt", "Một câu, có dấu chấm."),
        (long("Một câu"), "000_8b7.txt", "Một câu" + " từ" * 24 + "…"),
        ("QUYẾT ĐỊNH\nVề họp\nTHÀNH PHỐ\nĐiều 1. x", "a.txt", "Quyết định về họp"),
    ],
)
def test_titles(text: str, name: str, title: str) -> None:
    assert analyse(text.split("\n"), name).head.title == title


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Số: 30/2020/NĐ-CP", "30/2020/NĐ-CP"),
        ("Số 57-NQ/TW", "57-NQ/TW"),
        ("Luật số: 117/2025/QH15", "117/2025/QH15"),
        ("Số: 367 - QĐ/TWĐTN-VP", "367-QĐ/TWĐTN-VP"),
        ("Căn cứ Nghị định số 1/2020/NĐ-CP", ""),
        ("Không có gì", ""),
    ],
)
def test_numbers(line: str, number: str) -> None:
    assert analyse([line], "a.txt").head.number == number


def test_a_day_that_no_calendar_has() -> None:
    assert analyse(["ngày 31 tháng 02 năm 2026"], "a.txt").head.issued_on is None
    assert analyse(["Căn cứ Luật ngày 1 tháng 2 năm 2026"], "a.txt").head.issued_on is None


def test_roman_numbers_and_sentences() -> None:
    assert [arabic(n) for n in ("I", "IV", "IX", "XIV", "XL")] == [1, 4, 9, 14, 40]
    assert sentences("Một. Hai!\nkhoản 1. Ba; bốn") == ["Một.", "Hai!", "khoản 1. Ba;", "bốn"]


def test_what_a_page_without_a_head_names_is_a_guess() -> None:
    page = [
        "Quy chế làm việc",
        "1. Văn bản theo Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020.",
    ]
    head = analyse(page, "page 2.png").head
    assert head.number == "30/2020/NĐ-CP"
    assert {"number", "type"} <= head.unsure


def test_a_day_that_left_its_column_is_found_and_is_no_part_of_the_title() -> None:
    head = analyse(
        [
            *("UBND PHƯỜNG TRÚC LÂM", "Số: 02/ĐA-UBND", "ĐỀ ÁN", "Trúc Lâm, ngày 06 tháng 11 năm 2026"),
            *("Tuyến phố không rác", "I. SỰ CẦN THIẾT", "Rác tồn đọng.", "CHỦ TỊCH", "Bạch Thu Cúc"),
        ],
        "scan.pdf",
    ).head
    assert (head.abstract, head.place) == ("Tuyến phố không rác", "Trúc Lâm")
    assert head.issued_on == date(2026, 11, 6)
    late = analyse(
        ["ĐỀ ÁN", "Tuyến phố không rác", "I. MỘT", "Rác.", "Trúc Lâm, ngày 06 tháng 11 năm 2026"], "x"
    ).head
    assert late.issued_on == date(2026, 11, 6)
    assert "issued_on" in late.unsure
