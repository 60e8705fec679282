"""Weeks in the layouts that offices use: each meeting's date, time, place and chair are read, or doubted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import docx
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.agenda.corrections import change_of, correction_in
from knowledge.agenda.lines import ParsedAgenda, ParsedMeeting
from knowledge.agenda.reading.files import parse_agenda
from knowledge.agenda.reading.handed import programme_in_text
from knowledge.agenda.reading.sentences import taken_apart
from knowledge.agenda.reading.tables import HANOI
from knowledge.vietnamese.text import fold
from tests.conftest import NOON

NOW = datetime(2026, 2, 13, 9, tzinfo=HANOI)
TITLE = "LỊCH CÔNG TÁC TUẦN 08 (từ ngày 16/02 đến 20/02/2026)"
Merge = tuple[tuple[int, int], tuple[int, int]]


def cells(rows: str) -> list[list[str]]:
    """Split a drawn table: a line is a row, "|" parts its cells, "//" in a cell is a new line."""
    return [
        [cell.strip().replace(" // ", "\n") for cell in row.split("|")] for row in rows.strip().splitlines()
    ]


class Source(NamedTuple):
    """One file as a secretary has it: its suffix, and how it is written to a path."""

    suffix: str
    write: Callable[[Path], object]


def word(*paragraphs: str, table: str = "", merges: tuple[Merge, ...] = ()) -> Source:
    def write(path: Path) -> None:
        document = docx.Document()
        for paragraph in paragraphs:
            document.add_paragraph(paragraph)
        if rows := cells(table) if table else []:
            drawn = document.add_table(rows=len(rows), cols=len(rows[0]))
            for number, row in enumerate(rows):
                for cell, text in zip(drawn.rows[number].cells, row, strict=True):
                    cell.text = text
            for first, last in merges:
                text = drawn.cell(*first).text
                drawn.cell(*first).merge(drawn.cell(*last)).text = text
        document.save(str(path))

    return Source(".docx", write)


def sheet(table: str, merges: tuple[Merge, ...] = ()) -> Source:
    def write(path: Path) -> None:
        with xlsxwriter.Workbook(path) as workbook:
            page = workbook.add_worksheet()
            for number, row in enumerate(cells(table)):
                page.write_row(number, 0, row)
            for first, last in merges:
                page.merge_range(*first, *last, cells(table)[first[0]][first[1]])

    return Source(".xlsx", write)


def text(suffix: str, *lines: str) -> Source:
    return Source(suffix, lambda path: path.write_text("\n".join(lines), encoding="utf-8"))


def event(*lines: str) -> tuple[str, ...]:
    return ("BEGIN:VEVENT", "DTSTAMP:20260201T000000Z", *lines, "END:VEVENT")


class Layout(NamedTuple):
    """A file, the meetings in it as "dd/mm HH:MM | place | chair", and how many lines are refused.

    "?" behind a value says that it must be marked as unsure.
    """

    source: Source
    meetings: str
    problems: int = 0


LAYOUTS = {
    "the usual columns, merged days, the year in the title": Layout(
        word(
            TITLE,
            table="""
            Thứ/Ngày | Giờ | Nội dung | Chủ trì | Thành phần | Địa điểm
            Thứ Hai 16/02 | 08h00 | Giao ban | Đ/c A | Các phó | Phòng họp 2
             | 14h00 | Tiếp dân | Đ/c B | | Trụ sở""",
            merges=(((1, 0), (2, 0)),),
        ),
        """16/02 08:00 | Phòng họp 2 | Đ/c A
           16/02 14:00 | Trụ sở | Đ/c B""",
    ),
    "columns turned round and misspelt": Layout(
        word(
            TITLE,
            table="""
            Địa diểm | Chủ trì | Mời dự | Nội dung công viêc | Gìờ | Thứ, ngày
            Phòng họp 1 | Đ/c A | Các phó | Họp UBND | 7h30 | Thứ Ba 17/02""",
        ),
        "17/02 07:30 | Phòng họp 1 | Đ/c A",
    ),
    "a heading of two rows": Layout(
        word(
            TITLE,
            table="""
            Ngày | Thời gian | Nội dung | Phân công | Phân công | Địa điểm
             | | | Chủ trì | Tham dự |
            Thứ Tư 18/02 | 8h | Kiểm tra | Đ/c C | Đ/c D | Xã Nam""",
            merges=(((0, 3), (0, 4)),),
        ),
        "18/02 08:00 | Xã Nam | Đ/c C",
    ),
    "a row of its own for each day": Layout(
        word(
            TITLE,
            table="""
            Giờ | Nội dung | Chủ trì | Địa điểm
            Thứ Hai, 16/02 | | |
            8h | Giao ban | Đ/c A | Phòng 1
            Thứ Ba, 17/02 | | |
            9h | Họp | Đ/c B | Phòng 2""",
            merges=(((1, 0), (1, 3)), ((3, 0), (3, 3))),
        ),
        """16/02 08:00 | Phòng 1 | Đ/c A
           17/02 09:00 | Phòng 2 | Đ/c B""",
    ),
    "morning and afternoon as columns": Layout(
        word(
            TITLE,
            table="Thứ/Ngày | Sáng | Chiều\n"
            "Thứ Hai 16/02 | 08h00: Họp giao ban tại phòng họp 2, đ/c A chủ trì |"
            "2h: Tiếp dân tại trụ sở, đ/c B chủ trì",
        ),
        """16/02 08:00 | phòng họp 2 | đ/c A
           16/02 14:00 | trụ sở | đ/c B""",
    ),
    "leaders as rows, days as columns": Layout(
        word(
            TITLE,
            table="""
            Lãnh đạo | Thứ Hai 16/02 | Thứ Ba 17/02
            Đ/c A | 8h: Giao ban tại phòng 1 | 14h: Họp tại phòng 2
            Đ/c B | | 9h: Tiếp dân tại trụ sở""",
        ),
        """16/02 08:00 | phòng 1 | Đ/c A?
           17/02 14:00 | phòng 2 | Đ/c A?
           17/02 09:00 | trụ sở | Đ/c B?""",
    ),
    "several meetings in one cell": Layout(
        word(
            TITLE,
            table="Thứ/Ngày | Nội dung\n"
            "Thứ Năm 19/02 | - 8h00: Họp Ban Thường vụ tại phòng 1, đ/c A chủ trì; mời: các Ủy viên //"
            " - 14h00: Làm việc với Sở X tại phòng 3, đ/c B chủ trì",
        ),
        """19/02 08:00 | phòng 1 | đ/c A
           19/02 14:00 | phòng 3 | đ/c B""",
    ),
    "paragraphs without a table": Layout(
        word(
            TITLE,
            "Thứ Hai, ngày 16/02",
            "- 8h00: Giao ban tại phòng họp 2, đ/c A chủ trì",
            "- 14h00: Tiếp dân tại trụ sở, đ/c B chủ trì",
        ),
        """16/02 08:00 | phòng họp 2 | đ/c A
           16/02 14:00 | trụ sở | đ/c B""",
    ),
    "a sheet with merged days and parts of the day": Layout(
        sheet(
            f"""{TITLE} | | | | |
            Ngày | Buổi | Giờ | Nội dung | Chủ trì | Địa điểm
            16/02/2026 | Sáng | 8h | Giao ban | Đ/c A | Phòng 1
             | Chiều | 2h | Họp | Đ/c B | Phòng 2
             | | | Dự lễ | Đ/c C | Hội trường""",
            merges=(((0, 0), (0, 5)), ((2, 0), (4, 0)), ((3, 1), (4, 1))),
        ),
        """16/02 08:00 | Phòng 1 | Đ/c A
           16/02 14:00 | Phòng 2 | Đ/c B
           16/02 14:00? | Hội trường | Đ/c C""",
    ),
    "the weekday and the date apart, every column in use": Layout(
        sheet(
            "Thứ | Ngày | Giờ | Nội dung | Chủ trì | Thành phần/Mời dự | Địa điểm | "
            "Chuẩn bị | Lãnh đạo VP theo dõi | Giấy mời số | Ghi chú\n"
            "Hai | 16/02/2026 | 8h00-10h00 | Giao ban | Đ/c A | Các phó | Phòng 1 | "
            "VP | Đ/c V | 12/GM-UBND | "
        ),
        "16/02 08:00 | Phòng 1 | Đ/c A",
    ),
    "weekdays only, dated by the title": Layout(
        word(
            TITLE,
            table="""
            Thứ | Giờ | Nội dung | Chủ trì | Địa điểm
            Thứ Hai | 8h | Giao ban | Đ/c A | Phòng 1
            Thứ Ba | 9h | Họp | Đ/c B | Phòng 2""",
        ),
        """16/02 08:00 | Phòng 1 | Đ/c A
           17/02 09:00 | Phòng 2 | Đ/c B""",
    ),
    "a plain list in UTF-8 with commas": Layout(
        text(".csv", "Ngày,Giờ,Nội dung,Chủ trì,Địa điểm", "16/02/2026,8h,Giao ban,Đ/c A,P1"),
        "16/02 08:00 | P1 | Đ/c A",
    ),
    "bad rows beside good ones": Layout(
        sheet(
            f"""{TITLE} | | | |
            Ngày | Giờ | Nội dung | Chủ trì | Địa điểm
            Thứ hai 18/02 | 8h | Sai thứ | Đ/c A | P1
            31/02/2026 | 8h | Ngày không có | |
            19/02/2026 | 25:00 | Giờ không có | |
            19/02/2026 | 10h00 - 9h00 | Kết thúc trước | |
            20/02/2026 | 8h | Tốt | Đ/c B | P2"""
        ),
        """18/02? 08:00 | P1 | Đ/c A
           20/02 08:00 | P2 | Đ/c B""",
        problems=4,
    ),
    "a calendar with a weekly meeting beside a single one": Layout(
        text(
            ".ics",
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//a//b",
            *event(
                "UID:1",
                "DTSTART;TZID=Asia/Ho_Chi_Minh:20260216T080000",
                "SUMMARY:Giao ban",
                "LOCATION:Phong 1",
                "RRULE:FREQ=WEEKLY;COUNT=2",
            ),
            *event("UID:2", "DTSTART:20260217T020000Z", "SUMMARY:Hop", "LOCATION:Phong 2"),
            "END:VCALENDAR",
            "",
        ),
        """16/02 08:00 | Phong 1 |
           17/02 09:00 | Phong 2 |
           23/02 08:00 | Phong 1 |""",
    ),
    "an invitation letter": Layout(
        word(
            "ỦY BAN NHÂN DÂN XÃ X",
            "Số: 45/GM-UBND",
            "GIẤY MỜI",
            "Họp triển khai nhiệm vụ tháng 3",
            "Chủ tịch UBND xã trân trọng kính mời: Các đồng chí trưởng ngành",
            "Thời gian: 14h00, thứ Năm, ngày 19/02/2026",
            "Địa điểm: Hội trường UBND xã",
            "Chủ trì: Đ/c Chủ tịch UBND xã",
        ),
        "19/02 14:00 | Hội trường UBND xã | Đ/c Chủ tịch UBND xã",
    ),
    "weekdays only, and no title to date them": Layout(
        word(
            "LỊCH CÔNG TÁC",
            table="""
            Thứ/Ngày | Giờ | Nội dung | Chủ trì | Địa điểm
            Thứ Hai | 8h | Giao ban | Đ/c A | Phòng 1""",
        ),
        "16/02? 08:00 | Phòng 1 | Đ/c A",
        problems=1,
    ),
    "an English table": Layout(
        sheet(
            """Work programme, 16-20 February 2026 | | | |
            Date | Time | Subject | Chair | Place
            Monday 16/02/2026 | 8:00 | Briefing | Ada | Room 1
             | 2pm | Reception | Grace | Room 2"""
        ),
        """16/02 08:00 | Room 1 | Ada
           16/02 14:00 | Room 2 | Grace""",
    ),
}


def seen(meeting: ParsedMeeting) -> tuple[str, str, str, str]:
    local = meeting.starts_at.astimezone(HANOI)
    day = "?" if "day" in meeting.unsure else ""
    time = "?" if "starts_at" in meeting.unsure else ""
    return (
        f"{local:%d/%m}{day}",
        f"{local:%H:%M}{time}",
        *(
            fold(value).strip(" .") + ("?" if field in meeting.unsure else "")
            for field, value in (("place", meeting.place), ("chair", meeting.chair))
        ),
    )  # type: ignore[return-value]


def expected(meetings: str) -> list[tuple[str, ...]]:
    return [(*when.split(" "), fold(place), fold(chair)) for when, place, chair in cells(meetings)]


def read(layout: Layout, folder: Path) -> ParsedAgenda:
    path = folder / f"week{layout.source.suffix}"
    layout.source.write(path)
    return parse_agenda(path, NOW)


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_is_read(name: str, tmp_path: Path) -> None:
    agenda = read(LAYOUTS[name], tmp_path)
    assert sorted(map(seen, agenda.meetings)) == sorted(expected(LAYOUTS[name].meetings))
    assert len(agenda.problems) == LAYOUTS[name].problems


FRAGMENTS = (
    "Thứ Hai ", "16/02 ", "8h ", "25:00 ", "31/02 ", "mời: ", "chủ trì ", "đ/c A ", "tại phòng 1 ",
    "\n", "- ", ": ", ";", "(", "từ ngày ", "đến ", "/2026", "T2 ", "CN ", "mùng 1 Tết ", "99/99/9999 ",
    "0h", "24h", "bỏ ", "2 ", "lúc ", "địa điểm ", "｜", "\0", "💥",
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200) | st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join))
def test_no_text_makes_the_reading_raise(pasted: str) -> None:
    programme_in_text(pasted, NOON)
    taken_apart(pasted)
    correction_in(pasted)
    change_of(ParsedMeeting("", "", "x", NOON, None), pasted, NOON)
