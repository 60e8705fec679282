"""Calendars as phones and offices exchange them (ICS, RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.agenda.lines import ParsedAgenda, ParsedMeeting
from knowledge.problems import Problem, Refusal
from knowledge.vietnamese.text import clean

if TYPE_CHECKING:
    from icalendar import Calendar, Component

BEHIND, AHEAD = timedelta(days=7), timedelta(days=62)
"""How far a meeting that repeats is written out, around today: the rest belongs to later programmes."""
MOST_TIMES = 100


def read_calendar(path: Path, now: datetime) -> ParsedAgenda:
    """Read the events of an ICS file; each bad one is a problem, and the others go in."""
    from icalendar import Calendar

    try:
        calendars = Calendar.from_ical(path.read_bytes(), multiple=True)
    except ValueError as error:
        raise Refusal(
            "{name}: this is not a readable calendar. Export it again as ICS.", name=path.name
        ) from error
    agenda = ParsedAgenda()
    events = [(each, event) for each in calendars for event in each.walk("VEVENT")]
    for number, (calendar, event) in enumerate(events, 1):
        try:
            agenda.meetings.extend(meetings_of(calendar, event, number, now))
        except Refusal as refusal:
            agenda.problems.append(Problem(refusal, event=number))
    return agenda


def meetings_of(calendar: Calendar, event: Component, number: int, now: datetime) -> Iterable[ParsedMeeting]:
    """Return an event's meeting, or each of its times where it repeats."""
    zone = now.tzinfo
    if "RRULE" not in event and "RDATE" not in event:
        # A changed time of a repeated event is read with that event.
        own = event.get("UID")
        is_part = "RECURRENCE-ID" in event and any(
            "RRULE" in other and other.get("UID") == own for other in calendar.walk("VEVENT")
        )
        return [] if is_part else [read_event(event, number, zone)]
    first = read_event(event, number, zone)
    times = repeated(calendar, event, now)
    if not times:
        raise Refusal("“{title}” repeats, but not in the coming weeks.", title=first.title)
    if len(times) > MOST_TIMES:
        raise Refusal("“{title}” repeats too often. Export its days one by one.", title=first.title)
    return [read_event(each, number, zone, is_repeated=True) for each in times]


def repeated(calendar: Calendar, event: Component, now: datetime) -> list[Component]:
    """Return the times of one repeated event around today, without those that were taken out."""
    import recurring_ical_events
    from icalendar import Calendar

    alone = Calendar()
    own = event.get("UID")
    for other in calendar.subcomponents:
        if other.name == "VTIMEZONE" or (other.name == "VEVENT" and other.get("UID") == own):
            alone.add_component(other)
    try:
        times: list[Component] = []
        for each in recurring_ical_events.of(alone).after(now - BEHIND):
            if each.start >= (now + AHEAD if isinstance(each.start, datetime) else (now + AHEAD).date()):
                break
            times.append(each)
            if len(times) > MOST_TIMES:
                break
    except (ValueError, TypeError, KeyError) as error:
        raise Refusal("The event has no title or no readable start. Correct it in the calendar.") from error
    return times


def read_event(
    event: Component, number: int, zone: tzinfo | None, *, is_repeated: bool = False
) -> ParsedMeeting:
    """Read one event, or one of its times."""
    title = clean(str(event.get("SUMMARY", "")))
    starts_at = moment_of(event.get("DTSTART"), zone)
    if not title or starts_at is None:
        raise Refusal("The event has no title or no readable start. Correct it in the calendar.")
    ends_at = moment_of(event.get("DTEND"), zone)
    if ends_at is None and (length := getattr(event.get("DURATION"), "dt", None)):
        ends_at = starts_at + length
    organizer = event.get("ORGANIZER")
    key = clean(str(event.get("UID", "")))
    return ParsedMeeting(
        place_in_file=f"event {number}",
        key=f"{key}/{starts_at.astimezone(UTC):%Y%m%d}" if is_repeated else key,
        title=title,
        starts_at=starts_at,
        ends_at=ends_at if ends_at and ends_at > starts_at else None,
        place=clean(str(event.get("LOCATION", ""))),
        chair=clean(str(organizer.params.get("CN", ""))) if organizer is not None else "",
        note=clean(str(event.get("DESCRIPTION", "")))[:500],
    )


def moment_of(property: object, zone: tzinfo | None) -> datetime | None:
    """Return a property's moment; a whole day begins at midnight, an hour without a zone is ours."""
    from icalendar.error import BrokenCalendarProperty

    try:
        value = getattr(property, "dt", None)
    except BrokenCalendarProperty:
        return None
    if isinstance(value, datetime):
        return value.replace(tzinfo=zone) if value.tzinfo is None else value.astimezone(UTC)
    return datetime.combine(value, time(), zone) if isinstance(value, date) else None
