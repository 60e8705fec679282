"""Weekly tables: the usual columns in any order and spelling, days and parts carried down."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from knowledge.agenda.lines import DAY, ParsedAgenda, ParsedMeeting
from knowledge.agenda.reading.pasted import BULLET, has_hour, is_part, read_pasted_lines
from knowledge.agenda.reading.sentences import STARTS, Where, taken_apart
from knowledge.agenda.reading.weeks import CLEAR_DATE, Day, Week, is_day, read_day, short
from knowledge.problems import Problem, Refusal
from knowledge.sheets import Row
from knowledge.vietnamese import slips
from knowledge.vietnamese.clocks import CLOCK, clocks
from knowledge.vietnamese.spelling import bare
from knowledge.vietnamese.text import fold

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
        *("Tham dự", "Dự họp", "Thành phần mời"),
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
PARTS |= {"trua": "noon", "noon": "noon", "toi": "evening", "evening": "evening"}
TEXTS = ("place", "chair", "attendance", "papers", "prepared_by", "followed_by", "invitation")
FREE = re.compile(r"(?:nghi|day off|off|-*)(?: (?:le|bu|phep).*)?")
FRACTION = re.compile(r"0?\.\d{3,}")
ESTIMATED = "Giờ dự kiến theo buổi"
"""The note of a meeting whose programme named no hour."""


def read_table(rows: Sequence[Row], week: Week) -> ParsedAgenda:
    """Read every row; a bad one is a problem, and the others go in."""
    agenda = ParsedAgenda()
    carried = Carried(week)
    for row in rows:
        try:
            agenda.meetings.extend(read_row(row, carried))
        except Refusal as refusal:
            agenda.problems.append(Problem(refusal, row.line))
        agenda.problems += [Problem(refusal, row.line) for refusal in carried.taken_problems()]
    return agenda


class Carried:
    """The day and the part that hold until a row names others."""

    def __init__(self, week: Week) -> None:
        self.week = week
        self.part = ""
        self._named = week.first.strftime("%d/%m/%Y") if week.is_one_day and week.first else ""
        self._day: Day | Refusal | None = None
        self._problems: list[Refusal] = []

    def name_day(self, text: str) -> None:
        """Go on to another day."""
        if text and text != self._named:
            self._named, self._day, self.part = text, None, ""

    def day(self) -> Day:
        """Return the day that holds. Raises Refusal."""
        if self._day is None:
            try:
                self._day = read_day(self._named, self.week)
            except Refusal as refusal:
                self._day = refusal
            else:
                self._problems += [self._day.problem] if self._day.problem else []
        if isinstance(self._day, Refusal):
            raise self._day
        return self._day

    def taken_problems(self) -> list[Refusal]:
        """Hand over what is wrong with days, once each."""
        problems, self._problems = self._problems, []
        return problems


def read_row(row: Row, carried: Carried) -> list[ParsedMeeting]:
    """Read the meetings of one line; an empty day or part is that of the line above."""
    hour = row["time"]
    if spans := spanning(row):
        carried.name_day(spans if is_day(spans) else "")
        carried.part = part_in(spans) or carried.part
        return []
    if CLEAR_DATE.search(bare(hour)):
        carried.name_day(hour)
    else:
        carried.name_day(f"{row['weekday']} {row['day']}".strip() if row["day"] or row["weekday"] else "")
    carried.part = row["part"] or carried.part
    title = row["title"]
    if FREE.fullmatch(fold(title).strip(" .")):
        return []
    day = carried.day()
    unsure = frozenset({DAY}) if day.problem else frozenset()
    part = part_in(carried.part)
    if wrong := hours_amiss(hour):
        raise wrong
    hours = read_hours(hour, part)
    if not hours and (CLOCK.search(bare(title)) or (part and is_list(title))):
        return read_cell(row, Where(day.date, part, row.line, bool(day.problem)), carried.week)
    if not hours and part not in STARTS:
        raise Refusal("There is no hour for “{title}”. Write one such as 8h or 14h30.", title=short(title))
    zone = carried.week.now.tzinfo
    starts_at = datetime.combine(day.date, hours[0] if hours else STARTS[part], zone)
    ends_at = datetime.combine(day.date, hours[1], zone) if len(hours) > 1 else None
    if ends_at and ends_at <= starts_at:
        raise Refusal("“{title}” ends before it starts. Correct its hours.", title=short(title))
    if not hours:
        unsure |= {"starts_at"}
    meeting = ParsedMeeting(
        place_in_file=f"line {row.line}",
        key="",
        title=title,
        starts_at=starts_at,
        ends_at=ends_at,
        note=" · ".join(filter(None, (row["note"], "" if hours else ESTIMATED))),
        unsure=unsure,
        **{name: row[name] for name in TEXTS},
    )
    return [completed(meeting, row)]


def completed(meeting: ParsedMeeting, row: Row) -> ParsedMeeting:
    """Take place and chair out of the title where the table has no columns for them."""
    missing = {"place", "chair"} - row.cells.keys()
    apart = taken_apart(meeting.title)
    found = {name for name, text in apart.items() if text and name != "title"}
    if not missing & found or not apart["title"]:
        return meeting
    # A title that says more than that is kept whole.
    title = apart["title"] if found <= missing else meeting.title
    values = {name: apart[name] for name in missing & found}
    return replace(meeting, title=title, **values)  # type: ignore[arg-type]  # texts all of them


def spanning(row: Row) -> str:
    """Return what stands across the whole row as a heading of days or parts; empty where it is a meeting."""
    texts = {text for text in row.cells.values() if text} or {""}
    text = texts.pop()
    if texts or has_hour(text):
        return ""
    return text if is_day(text) or is_part(text) else ""


def is_list(text: str) -> bool:
    """Tell a cell in which several things stand one under another."""
    return sum(bool(BULLET.match(line)) for line in text.split("\n")) > 1


def hours_amiss(text: str) -> Refusal | None:
    """Return what is impossible in a cell of hours."""
    wrong = slips.hours(text, bare(text))
    return wrong[0] if wrong else None


def part_in(text: str) -> str:
    """Return the part of the day that a text names; empty where it names none."""
    return next((PARTS[word] for word in fold(text).split() if word in PARTS), "")


def read_cell(row: Row, where: Where, week: Week) -> list[ParsedMeeting]:
    """Read the meetings that stand in one cell, each with its hour; other columns hold for all of them."""
    now = datetime.combine(where.day or date.min, time(), week.now.tzinfo)
    found = read_pasted_lines(row["title"], where, now)
    return [beside(meeting, row) for meeting in found]


def beside(meeting: ParsedMeeting, row: Row) -> ParsedMeeting:
    """Fill in from the other columns what the cell does not say itself."""
    values = {name: getattr(meeting, name) or row[name] for name in (*TEXTS, "note")}
    return replace(meeting, **values)  # type: ignore[arg-type]  # texts all of them


def read_hours(text: str, part: str) -> list[time]:
    """Read "8h", "7 giờ 30", "14h00 - 16h30", or a fraction of a day as sheets store an hour."""
    if FRACTION.fullmatch(text):
        minutes = round(float(text) * 24 * 60)
        return [time(minutes // 60 % 24, minutes % 60)]
    return clocks(fold(text), part)
