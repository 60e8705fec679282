"""Work programmes as offices keep them: weekly tables (CSV, XLSX, XLS, ODS, Word) and calendars (ICS)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, tzinfo
from pathlib import Path

from knowledge import sheets
from knowledge.agenda.lines import ParsedAgenda, ParsedMeeting
from knowledge.agenda.reading.tables import HANOI, parse_table, parse_word
from knowledge.problems import Problem, Refusal
from knowledge.vietnamese.text import clean

SUFFIXES = sheets.SUFFIXES | {".ics", ".docx"}


def parse_agenda(path: Path, zone: tzinfo = HANOI) -> ParsedAgenda:
    """Read a programme; hours are of the zone unless the file names another. Run it in a Workshop."""
    suffix = path.suffix.lower()
    if suffix == ".ics":
        return parse_calendar(path, zone)
    return parse_word(path, zone) if suffix == ".docx" else parse_table(path, zone)


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
