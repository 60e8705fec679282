"""Work programmes as offices keep them: weekly tables (CSV, XLSX, XLS, ODS) and calendars (ICS)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from knowledge import sheets
from knowledge.agenda.lines import ParsedAgenda, ParsedMeeting
from knowledge.problems import Problem, Refusal
from knowledge.sheets import Row, read_rows
from knowledge.vietnamese.clocks import clocks
from knowledge.vietnamese.text import clean, fold

SUFFIXES = sheets.SUFFIXES | {".ics"}
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
COLUMNS = {
    "day": ("Ngày", "Thứ/Ngày", "Thứ, ngày", "Ngày tháng", "Date", "Day"),
    "weekday": ("Thứ", "Weekday"),
    "part": ("Buổi", "Part"),
    "time": ("Thời gian", "Giờ", "Time"),
    "title": ("Nội dung", "Nội dung công việc", "Công việc", "Title", "Meeting", "Subject"),
    "chair": ("Chủ trì", "Người chủ trì", "Lãnh đạo chủ trì", "Chair"),
    "place": ("Địa điểm", "Nơi họp", "Place", "Location"),
    "attendance": ("Thành phần", "Thành phần tham dự", "Người dự", "Attendees", "Participants"),
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
FRACTION = re.compile(r"0?\.\d{3,}")
ESTIMATED = "Giờ dự kiến theo buổi"
"""The note of a meeting whose programme named no hour."""


def parse_agenda(path: Path, zone: tzinfo = HANOI) -> ParsedAgenda:
    """Read a programme; hours are of the zone unless the file names another. Run it in a Workshop."""
    if path.suffix.lower() == ".ics":
        return parse_calendar(path, zone)
    agenda = ParsedAgenda()
    carried: dict[str, str] = {}
    for row in read_rows(path, COLUMNS, ("day", "title")):
        try:
            if meeting := read_row(row, carried, zone):
                agenda.meetings.append(meeting)
        except Refusal as refusal:
            agenda.problems.append(Problem(refusal, row.line))
    return agenda


def read_row(row: Row, carried: dict[str, str], zone: tzinfo) -> ParsedMeeting | None:
    """Read one line; an empty day or part is that of the line above. None where nothing takes place."""
    named = f"{row['weekday']} {row['day']}".strip()
    if row["day"] and named != carried.get("day"):
        carried |= {"day": named, "part": ""}
    carried["part"] = row["part"] or carried.get("part", "")
    title = row["title"]
    if FREE.fullmatch(fold(title).strip(" .")):
        return None
    day = read_day(carried.get("day", ""))
    part = next((PARTS[word] for word in fold(carried["part"]).split() if word in PARTS), "")
    hours = read_hours(row["time"], part)
    if not hours and part not in STARTS:
        raise Refusal("There is no hour for “{title}”. Write one such as 8h or 14h30.", title=title)
    starts_at = datetime.combine(day, hours[0] if hours else STARTS[part], zone)
    ends_at = datetime.combine(day, hours[1], zone) if len(hours) > 1 else None
    if ends_at and ends_at <= starts_at:
        raise Refusal("“{title}” ends before it starts. Correct its hours.", title=title)
    return ParsedMeeting(
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
    )


def read_day(text: str) -> date:
    """Read "Thứ Ba 24/11/2026"; Refusal where there is no date, or the weekday is another one."""
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


def parse_calendar(path: Path, zone: tzinfo) -> ParsedAgenda:
    """Read the events of an ICS file; each bad one is a problem, and the others go in."""
    from icalendar import Calendar

    try:
        calendars = Calendar.from_ical(path.read_bytes(), multiple=True)
    except ValueError as error:
        raise Refusal(
            "{name}: this is not a readable calendar. Export it again as ICS.", name=path.name
        ) from error
    agenda = ParsedAgenda()
    events = [event for each in calendars for event in each.walk("VEVENT")]
    for number, event in enumerate(events, 1):
        try:
            agenda.meetings.append(read_event(event, number, zone))
        except Refusal as refusal:
            agenda.problems.append(Problem(refusal, event=number))
    return agenda


def read_event(event: object, number: int, zone: tzinfo) -> ParsedMeeting:
    """Read one event."""
    get = event.get  # type: ignore[attr-defined]  # a mapping without types
    title = clean(str(get("SUMMARY", "")))
    starts_at = moment_of(get("DTSTART"), zone)
    if not title or starts_at is None:
        raise Refusal("The event has no title or no readable start. Correct it in the calendar.")
    ends_at = moment_of(get("DTEND"), zone)
    if ends_at is None and (length := getattr(get("DURATION"), "dt", None)):
        ends_at = starts_at + length
    if get("RRULE"):
        raise Refusal("“{title}” repeats, which is not read yet. Export its days one by one.", title=title)
    organizer = get("ORGANIZER")
    return ParsedMeeting(
        place_in_file=f"event {number}",
        key=clean(str(get("UID", ""))),
        title=title,
        starts_at=starts_at,
        ends_at=ends_at if ends_at and ends_at > starts_at else None,
        place=clean(str(get("LOCATION", ""))),
        chair=clean(str(organizer.params.get("CN", ""))) if organizer is not None else "",
        note=clean(str(get("DESCRIPTION", "")))[:500],
    )


def moment_of(property: object, zone: tzinfo) -> datetime | None:
    """Return a property's moment; a whole day begins at midnight, an hour without a zone is ours."""
    from icalendar.error import BrokenCalendarProperty

    try:
        value = getattr(property, "dt", None)
    except BrokenCalendarProperty:
        return None
    if isinstance(value, datetime):
        return value.replace(tzinfo=zone) if value.tzinfo is None else value.astimezone(UTC)
    return datetime.combine(value, time(), zone) if isinstance(value, date) else None
