"""Weekly tables: the usual columns in any order and spelling, days and parts carried down."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from knowledge.agenda.lines import ParsedAgenda, ParsedMeeting
from knowledge.agenda.reading.pasted import read_pasted_lines
from knowledge.agenda.reading.sentences import Where
from knowledge.problems import Problem, Refusal
from knowledge.sheets import HEADING_SEARCH, Row, read_grid, read_rows, rows_below
from knowledge.vietnamese.clocks import CLOCK, clocks
from knowledge.vietnamese.spelling import bare
from knowledge.vietnamese.text import clean, fold

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
COLUMNS = {
    "day": ("Ngày", "Thứ/Ngày", "Thứ, ngày", "Thứ ngày", "Ngày tháng", "Ngày, tháng", "Date", "Day"),
    "weekday": ("Thứ", "Weekday"),
    "part": ("Buổi", "Sáng/Chiều", "Part"),
    "time": ("Thời gian", "Giờ", "Giờ họp", "Time"),
    "title": (
        *("Nội dung", "Nội dung công việc", "Nội dung cuộc họp", "Nội dung làm việc", "Công việc"),
        *("Nội dung công tác", "Title", "Meeting", "Subject"),
    ),
    "chair": ("Chủ trì", "Người chủ trì", "Lãnh đạo chủ trì", "Đồng chí chủ trì", "Chair"),
    "place": ("Địa điểm", "Địa điểm họp", "Nơi họp", "Phòng họp", "Place", "Location"),
    "attendance": (
        *("Thành phần", "Thành phần tham dự", "Thành phần dự họp", "Thành phần/Mời dự", "Mời dự", "Người dự"),
        *("Attendees", "Participants"),
    ),
    "prepared_by": ("Chuẩn bị", "Đơn vị chuẩn bị", "Chuẩn bị nội dung", "Cơ quan chuẩn bị", "Prepared by"),
    "followed_by": (
        "Lãnh đạo VP theo dõi",
        "LĐ VP theo dõi",
        "Lãnh đạo Văn phòng",
        "Theo dõi",
        "Followed by",
    ),
    "invitation": ("Giấy mời số", "Giấy mời", "Số giấy mời", "Invitation"),
    "note": ("Ghi chú", "Note", "Notes"),
    "papers": ("Tài liệu", "Văn bản", "Papers", "Documents"),
}
PARTS = {"sang": "morning", "morning": "morning", "chieu": "afternoon", "afternoon": "afternoon"}
PARTS |= {"toi": "evening", "evening": "evening"}
STARTS = {"morning": time(8), "afternoon": time(14), "evening": time(19)}
FREE = re.compile(r"(?:nghi|day off|off|-*)(?: (?:le|bu|phep).*)?")
DATE = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)")
WEEKDAY = re.compile(r"(?<!\w)(?:thu (hai|ba|tu|nam|sau|bay|[2-7])|(chu nhat|cn))(?!\w)")
NAMES = (("hai", "2"), ("ba", "3"), ("tu", "4"), ("nam", "5"), ("sau", "6"), ("bay", "7"))
WEEKDAYS = {name: number for number, names in enumerate(NAMES) for name in names}
SHORT_DATE = re.compile(r"(?<!\d)\d{1,2}[/.-]\d{1,2}(?![\d/])")
YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
FRACTION = re.compile(r"0?\.\d{3,}")
ESTIMATED = "Giờ dự kiến theo buổi"
"""The note of a meeting whose programme named no hour."""


def read_table(rows: Sequence[Row], zone: tzinfo, title: str = "") -> ParsedAgenda:
    """Read every row; a bad one is a problem, and the others go in. The title gives dates their year."""
    agenda = ParsedAgenda()
    carried: dict[str, str] = {"year": year_in(title)}
    for row in rows:
        try:
            agenda.meetings.extend(read_row(row, carried, zone))
        except Refusal as refusal:
            agenda.problems.append(Problem(refusal, row.line))
    return agenda


def year_in(title: str) -> str:
    """Return the year that a programme's title names; empty where it names none."""
    found = YEAR.search(title)
    return found[0] if found else ""


def read_row(row: Row, carried: dict[str, str], zone: tzinfo) -> list[ParsedMeeting]:
    """Read the meetings of one line; an empty day or part is that of the line above."""
    named = f"{row['weekday']} {row['day']}".strip()
    if row["day"] and named != carried.get("day"):
        carried |= {"day": named, "part": ""}
    carried["part"] = row["part"] or carried.get("part", "")
    title = row["title"]
    if FREE.fullmatch(fold(title).strip(" .")):
        return []
    day = read_day(carried.get("day", ""), carried.get("year", ""))
    part = next((PARTS[word] for word in fold(carried["part"]).split() if word in PARTS), "")
    hours = read_hours(row["time"], part)
    if not hours and CLOCK.search(bare(title)):
        return read_cell(row, Where(day, part, row.line), zone)
    if not hours and part not in STARTS:
        raise Refusal("There is no hour for “{title}”. Write one such as 8h or 14h30.", title=title)
    starts_at = datetime.combine(day, hours[0] if hours else STARTS[part], zone)
    ends_at = datetime.combine(day, hours[1], zone) if len(hours) > 1 else None
    if ends_at and ends_at <= starts_at:
        raise Refusal("“{title}” ends before it starts. Correct its hours.", title=title)
    meeting = ParsedMeeting(
        place_in_file=f"line {row.line}",
        key="",
        title=title,
        starts_at=starts_at,
        ends_at=ends_at,
        place=row["place"],
        chair=row["chair"],
        attendance=row["attendance"],
        note=" · ".join(filter(None, (row["note"], "" if hours else ESTIMATED))),
        papers=row["papers"],
        prepared_by=row["prepared_by"],
        followed_by=row["followed_by"],
        invitation=row["invitation"],
        unsure=frozenset() if hours else frozenset({"starts_at"}),
    )
    return [meeting]


def read_cell(row: Row, where: Where, zone: tzinfo) -> list[ParsedMeeting]:
    """Read the meetings that stand in one cell, each with its hour; other columns hold for all of them."""
    now = datetime.combine(where.day or date.min, time(), zone)
    found = read_pasted_lines(row["title"], where, now)
    return [beside(meeting, row) for meeting in found]


def beside(meeting: ParsedMeeting, row: Row) -> ParsedMeeting:
    """Fill in from the other columns what the cell does not say itself."""
    return replace(
        meeting,
        place=meeting.place or row["place"],
        chair=meeting.chair or row["chair"],
        attendance=meeting.attendance or row["attendance"],
        note=meeting.note or row["note"],
        prepared_by=meeting.prepared_by or row["prepared_by"],
        followed_by=meeting.followed_by or row["followed_by"],
        invitation=meeting.invitation or row["invitation"],
    )


def read_day(text: str, year: str = "") -> date:
    """Read "Thứ Ba 24/11/2026"; Refusal where there is no date, or the weekday is another one."""
    if year and not DATE.search(text):
        text = SHORT_DATE.sub(rf"\g<0>/{year}", text, count=1)
    match = DATE.search(text)
    if not match:
        raise Refusal("“{text}” is no full date. Write one such as 24/11/2026.", text=text)
    try:
        day = date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError as error:
        raise Refusal("“{text}” is no date of the calendar. Correct it.", text=text) from error
    named = WEEKDAY.search(fold(text))
    if named and WEEKDAYS.get(named[1] or "", 6) != day.weekday():
        raise Refusal("In “{text}” the weekday does not fit the date. Correct one of them.", text=text)
    return day


def read_hours(text: str, part: str) -> list[time]:
    """Read "8h", "7 giờ 30", "14h00 - 16h30", or a fraction of a day as sheets store an hour."""
    if FRACTION.fullmatch(text):
        minutes = round(float(text) * 24 * 60)
        return [time(minutes // 60 % 24, minutes % 60)]
    return clocks(fold(text), part)


def parse_table(path: Path, zone: tzinfo = HANOI) -> ParsedAgenda:
    """Read a sheet; Refusal where it has no heading with a day and a title."""
    title = " ".join(cell for row in read_grid(path)[:HEADING_SEARCH] for cell in row)
    return read_table(read_rows(path, COLUMNS, REQUIRED), zone, title)


def parse_word(path: Path, zone: tzinfo = HANOI) -> ParsedAgenda:
    """Read the tables of a Word file, or its lines where no table is a programme."""
    import docx

    document = docx.Document(str(path))
    texts = [clean(p.text) for p in document.paragraphs]
    agenda = ParsedAgenda()
    for table in document.tables:
        grid = [[clean(cell.text) for cell in row.cells] for row in table.rows]
        if rows := rows_below(grid, COLUMNS, REQUIRED):
            found = read_table(rows, zone, "\n".join(texts))
            agenda.meetings += found.meetings
            agenda.problems += found.problems
    if agenda.meetings or agenda.problems:
        return agenda
    raise Refusal(
        "{name}: no heading row with the columns {columns} was found. Add them in the first rows.",
        name=path.name,
        columns=", ".join(COLUMNS[name][0] for name in REQUIRED),
    )


REQUIRED = ("day", "title")
