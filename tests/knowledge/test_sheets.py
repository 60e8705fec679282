from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import pytest
import xlsxwriter

from knowledge import Refusal, sheets
from knowledge.sheets import read_rows

COLUMNS = {"name": ["Họ và tên", "Full name"], "phone": ["Điện thoại", "Phone"], "post": ["Chức vụ"]}


def csv(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Họ và tên,Điện thoại\nAn,091\n", "utf-8"),
        ("Họ và tên;Điện thoại\r\nAn;091\r\n", "utf-8-sig"),
        ("Điện thoại\tHọ và tên\n091\tAn\n", "utf-16"),
        ("DANH SÁCH CÁN BỘ\n\nSTT,HO VA TEN,dien thoai :\n1,An,091\n", "utf-8"),
        ("Họ  và têm,Điện thọai\nAn,091\n", "utf-8"),
        ("PHONE,Full Name\n091,An\n", "utf-8"),
    ],
)
def test_headings_in_any_order_spelling_and_encoding(tmp_path: Path, text: str, encoding: str) -> None:
    rows = read_rows(csv(tmp_path / "a.csv", text, encoding), COLUMNS, ["name", "phone"])
    assert [(row["name"], row["phone"], row["post"]) for row in rows] == [("An", "091", "")]


def test_lines_are_the_files_own_and_empty_rows_are_passed_over(tmp_path: Path) -> None:
    path = csv(tmp_path / "a.csv", "Họ và tên\nAn\n\n ,\nBình\n")
    assert [(row.line, row["name"]) for row in read_rows(path, COLUMNS, ["name"])] == [(2, "An"), (5, "Bình")]


def test_a_table_without_the_columns_says_which(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"a\.csv: .*Họ và tên, Điện thoại"):
        read_rows(csv(tmp_path / "a.csv", "a,b\n1,2\n"), COLUMNS, ["name", "phone"])


@pytest.mark.parametrize(
    ("content", "complaint"), [(b"\xff\x00\x80", "UTF-8"), (b"H\xe9,x", "UTF-8"), (b"\n \n", "heading")]
)
def test_text_that_is_none(tmp_path: Path, content: bytes, complaint: str) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(Refusal, match=complaint):
        read_rows(tmp_path / "a.csv", COLUMNS, ["name"])


def test_an_endless_cell(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="CSV"):
        read_rows(csv(tmp_path / "a.csv", 'Họ và tên\n"' + "x" * 200_000), COLUMNS, ["name"])


def test_too_many_rows(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="more than"):
        read_rows(csv(tmp_path / "a.csv", "Họ và tên\n" + "x\n" * (sheets.MOST_ROWS + 1)), COLUMNS, ["name"])


def test_a_workbook_with_merged_cells_dates_and_a_hidden_sheet(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        hidden = book.add_worksheet("hidden")
        sheet = book.add_worksheet("shown")
        sheet.activate()
        sheet.set_first_sheet()
        hidden.hide()
        days, clocks = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"num_format": "hh:mm"})
        both = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        sheet.merge_range("A1:C1", "DANH SÁCH")
        for column, heading in enumerate(["Họ và tên", "Điện thoại", "Chức vụ"]):
            sheet.write(1, column, heading)
        sheet.merge_range("A3:A6", "An")
        sheet.write(2, 1, 912345678)
        sheet.write_datetime(3, 1, datetime(2026, 3, 2), days)  # noqa: DTZ001  # a sheet knows no zones
        sheet.write_datetime(4, 1, datetime(2026, 3, 2, 8, 30), both)  # noqa: DTZ001  # the same
        sheet.write(5, 1, 1.5)
        sheet.write_datetime(5, 2, time(8, 30), clocks)
    rows = read_rows(path, COLUMNS, ["name", "phone"])
    assert [(row.line, row["name"], row["phone"]) for row in rows] == [
        (3, "An", "912345678"),
        (4, "An", "02/03/2026"),
        (5, "An", "02/03/2026 08:30"),
        (6, "An", "1.5"),
    ]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (time(8, 30), "08:30"),
        (date(2026, 3, 2), "02/03/2026"),
        (3.0, "3"),
        (0.25, "0.25"),
        (True, "True"),
        (" a\xa0b ", "a b"),
    ],
)
def test_a_cell_as_a_person_would_type_it(cell: object, text: str) -> None:
    assert sheets.in_text(cell) == text


def test_a_sheet_that_claims_a_million_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "Họ và tên")
        sheet.write(sheets.MOST_ROWS + 1, 0, "An")
    with pytest.raises(Refusal, match="more than"):
        read_rows(path, COLUMNS, ["name"])
