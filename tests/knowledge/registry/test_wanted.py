"""What people type becomes the paper they want: a table."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from knowledge.documents.registry.asking import names_a_paper
from knowledge.documents.registry.wanted import Wanted, wanted
from knowledge.vietnamese.text import fold
from tests.conftest import NOON

NQ, CT, KH = frozenset({"nghi quyet"}), frozenset({"chi thi"}), frozenset({"ke hoach"})
QD = frozenset({"quyet dinh", "quy dinh"})
TW = frozenset({"tw"})
BC = frozenset({"bao cao"})
UBND = frozenset({"ubnd"})


def numbered(
    number: str,
    key: str = "",
    types: frozenset[str] = NQ,
    issuers: frozenset[str] = frozenset(),
    **more: Any,  # noqa: ANN401  # fields by name
) -> Wanted:
    return Wanted(number=number, key=key, types=types, issuers=issuers, **more)


def about(words: str, types: frozenset[str] = frozenset(), **more: Any) -> Wanted:  # noqa: ANN401  # fields by name
    return Wanted(types=types, words=tuple(words.split()), **more)


def month(year: int, number: int, last: int) -> dict[str, Any]:
    return {"first": date(year, number, 1), "last": date(year, number, last)}


def on(year: int, number: int, day: int) -> dict[str, Any]:
    return {"first": date(year, number, day), "last": date(year, number, day)}


POLITBURO: dict[str, Any] = {"issuer": "bo chinh tri", "issuers": frozenset({"tw", "bct"})}

TABLE: list[tuple[str, Wanted]] = [
    ("57", Wanted(number="57")),
    ("৫৭", Wanted(number="57")),
    ("số 57", Wanted(number="57")),
    ("văn bản số 57", Wanted(number="57")),
    ("nq 57", numbered("57", "57nq")),
    ("NQ57", numbered("57", "57nq")),
    ("nq-57", numbered("57", "57nq")),
    ("nq số 57", numbered("57", "57nq")),
    ("57 nq tw", numbered("57", "57nqtw", issuers=TW)),
    ("57-NQ/TW", numbered("57", "57nqtw", issuers=TW)),
    ("57 – NQ / TW", numbered("57", "57nqtw", issuers=TW)),
    ("57/NQ-TW", numbered("57", "57nqtw", issuers=TW)),
    ("57nqtw", numbered("57", "57nqtw", issuers=TW)),
    ("NQ57-TW", numbered("57", "57nqtw", issuers=TW)),
    ("nq tw 57", numbered("57", "57nqtw", issuers=TW)),
    ("57-NQ/TƯ", numbered("57", "57nqtw", issuers=TW)),
    ("5O-NQ/TW", numbered("50", "50nqtw", issuers=TW)),
    ("l2/QĐ-UBND", numbered("12", "12qdubnd", QD, UBND)),
    ("I2 - qd - ubnd", numbered("12", "12qdubnd", QD, UBND)),
    ("12a/QĐ-UBND", numbered("12a", "12aqdubnd", QD, UBND)),
    ("012/qđ-ubnd", numbered("12", "12qdubnd", QD, UBND)),
    ("qđ 12/2025", numbered("12", "12qd2025", QD, year=2025)),
    ("quyết định 12 năm 2025", numbered("12", types=frozenset({"quyet dinh"}), year=2025)),
    ("nghị quyết 57", numbered("57")),
    ("Nghị quyết số 57", numbered("57")),
    ("nghi quyet so 57", numbered("57")),
    ("cho tôi xem nghị quyết 57", numbered("57")),
    ("mở văn bản nghị quyết 57", numbered("57")),
    ("nghị quyết 57 của Bộ Chính trị", numbered("57", **POLITBURO)),
    ("nghi quyet 57 bo chinh tri", numbered("57", **POLITBURO)),
    ("57-NQ/TW ngày 22/12/2024", numbered("57", "57nqtw", issuers=TW, **on(2024, 12, 22))),
    ("nghị quyết 57 ngày 22 tháng 12 năm 2024", numbered("57", **on(2024, 12, 22))),
    ("nq 57 22/12", numbered("57", "57nq", **on(2025, 12, 22))),
    ("30/2020/NĐ-CP", numbered("30", "302020ndcp", frozenset({"nghi dinh"}), frozenset({"cp"}), year=2020)),
    ("30 2020 nd cp", numbered("30", "302020ndcp", frozenset({"nghi dinh"}), frozenset({"cp"}), year=2020)),
    ("nghị định 30/2020", numbered("30", "302020", frozenset({"nghi dinh"}), year=2020)),
    ("117/2025/QH15", numbered("117", "1172025qh15", frozenset(), year=2025)),
    ("2312/CVT-CS", numbered("2312", "2312cvtcs", frozenset())),
    ("18-KH/ĐU", numbered("18", "18khdu", KH, frozenset({"du"}))),
    ("hd 36 vptw", numbered("36", "36hdvptw", frozenset({"huong dan"}), frozenset({"vptw"}))),
    ("cv 203", numbered("203", "203cv", frozenset({"cong van"}))),
    ("công văn số 203-CV/VPTU", numbered("203", "203cvvptu", frozenset({"cong van"}), frozenset({"vptu"}))),
    ("tb 66 tháng trước", numbered("66", "66tb", frozenset({"thong bao"}), **month(2026, 2, 28))),
    ("resolution 57", numbered("57")),
    ("directive 7 of 2026", numbered("7", "72026", CT, year=2026)),
    ("chỉ thị về chuyển đổi số tháng 1", about("chuyen doi so", CT, **month(2026, 1, 31))),
    ("chi thi ve chuyen doi so thang 1", about("chuyen doi so", CT, **month(2026, 1, 31))),
    ("chỉ thị tháng 12", Wanted(types=CT, **month(2025, 12, 31))),
    ("chỉ thị tháng 1/2025", Wanted(types=CT, **month(2025, 1, 31))),
    ("báo cáo quý I/2026", Wanted(types=BC, first=date(2026, 1, 1), last=date(2026, 3, 31))),
    ("báo cáo quý 4", Wanted(types=BC, first=date(2025, 10, 1), last=date(2025, 12, 31))),
    ("kết luận ngày 5/1/2026", Wanted(types=frozenset({"ket luan"}), **on(2026, 1, 5))),
    ("chỉ thị 2025", Wanted(types=CT, year=2025)),
    ("chỉ thị năm ngoái", Wanted(types=CT, year=2025)),
    ("ct chuyển đổi số", about("chuyen doi so", CT)),
    ("quyết định ubnd", Wanted(types=frozenset({"quyet dinh"}), issuers=UBND)),
    ("quy định của Bộ Chính trị", Wanted(types=frozenset({"quy dinh"}), **POLITBURO)),
    ("quyết định ban hành quy chế làm việc", about("quy che lam viec", frozenset({"quyet dinh"}))),
    ("kế hoạch thực hiện nghị quyết 57-NQ/TW", about("thuc hien nghi quyet 57 nq tw", KH)),
    ("họp không giấy tờ", about("hop khong giay to")),
    ("đầu tư công", about("dau tu cong")),
    ("bảo vệ môi trường về lâu dài", about("bao ve moi truong lau dai")),
    ("nghị quyết 12 từ năm 2020", numbered("12", year=2020, words=("tu",))),
    ("🙂", Wanted()),
    ("", Wanted()),
]  # fmt: skip


@pytest.mark.parametrize(("query", "expected"), TABLE, ids=[query for query, _ in TABLE])
def test_a_query_is_read(query: str, expected: Wanted) -> None:
    assert wanted(query, NOON) == expected


@pytest.mark.parametrize(
    "query", ["x" * 5000, "57" * 3000, "nq " * 2000, "///---", "\0nq\0 57", "quý " * 500]
)
def test_nonsense_is_read_without_trouble(query: str) -> None:
    wanted(query, NOON)
    names_a_paper(fold(query))


NAMES = [
    "nq 57", "57 nq tw", "57-NQ/TW", "57-NQ/TW ngày 22/12/2024", "12/QĐ-UBND", "nghị quyết 57",
    "nghị quyết 57 của Bộ Chính trị", "nghị quyết 57 về chuyển đổi số", "văn bản số 57", "mở chỉ thị 7",
    "tìm văn bản về họp không giấy tờ", "tìm nghị quyết về đất đai", "quyết định số 118", "resolution 57",
]  # fmt: skip
OTHERS = [
    "57", "2025", "tuần 12", "10 ngày", "báo cáo 15/3", "nộp báo cáo quý", "mai họp gì", "cảm ơn",
    "nghị quyết 57 nói gì về chuyển đổi số?", "quy định 31 còn hiệu lực không", "điều 5 nghị quyết 12",
    "văn bản nào thay thế 31-QĐ/TU", "kế hoạch 45 đến khi nào", "quy định 31 trách nhiệm người đứng đầu",
    "chủ tịch tiếp công dân ngày nào, theo 12/QĐ-UBND", "chỉ thị về chuyển đổi số tháng 1",
]  # fmt: skip


@pytest.mark.parametrize(("line", "expected"), [*((n, True) for n in NAMES), *((o, False) for o in OTHERS)])
def test_a_name_is_told_from_a_question(line: str, expected: bool) -> None:
    assert names_a_paper(fold(line)) is expected
