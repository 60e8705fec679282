"""Meetings as calendars read them: RFC 5545, in UTC."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from knowledge.agenda.exports.rows import Exported

if TYPE_CHECKING:
    from icalendar import Event, Timezone

UNSAID = timedelta(hours=1)
"""How long a meeting is shown whose end nobody told."""
REFRESH = timedelta(hours=1)
"""How often phones are asked to look."""
MARK = 16
"""Bytes of what makes an event's own name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarWords:
    """What is said in a calendar, in the language of whoever gets it."""

    name: str
    chair: str
    attendance: str
    prepared_by: str
    invitation: str
    note: str
    unsaid: str
    """That the end is not known."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What is around the events."""

    words: CalendarWords
    zone: ZoneInfo
    first: date
    last: date
    secret: bytes
    """Of this organisation: names of events made with it are nobody else's, and always the same."""


def written(meetings: Sequence[Exported], frame: Frame) -> bytes:
    """Write a calendar; the same meetings make the same bytes."""
    from icalendar import Calendar, vDuration, vText

    calendar = Calendar()
    calendar.add("PRODID", "-//canbo//agenda//VI")
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    # Apple and Google read the names with X; RFC 7986 has the others.
    for name in ("NAME", "X-WR-CALNAME"):
        calendar.add(name, vText(frame.words.name))
    calendar.add("X-WR-TIMEZONE", str(frame.zone))
    calendar.add("REFRESH-INTERVAL", vDuration(REFRESH), {"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(REFRESH))
    calendar.add_component(timezone_of(frame))
    for meeting in meetings:
        calendar.add_component(event_of(meeting, frame))
    return bytes(calendar.to_ical())


def timezone_of(frame: Frame) -> Timezone:
    """Return the rules of the zone that the calendar names, for those who do not know it."""
    from icalendar import Timezone

    return Timezone.from_tzinfo(frame.zone, str(frame.zone), frame.first, frame.last)


def event_of(meeting: Exported, frame: Frame) -> Event:
    """Return one meeting; a cancelled one stays, so that phones take it off the day."""
    from icalendar import Event

    event = Event()
    touched = in_utc(meeting.changed_at or meeting.starts_at)
    event.add("UID", uid_of(meeting.id, frame.secret))
    event.add("DTSTAMP", touched)
    event.add("LAST-MODIFIED", touched)
    event.add("SEQUENCE", meeting.sequence)
    event.add("DTSTART", in_utc(meeting.starts_at))
    event.add("DTEND", in_utc(end_of(meeting)))
    event.add("SUMMARY", " ".join(meeting.title.split()))
    event.add("STATUS", "CANCELLED" if meeting.is_cancelled else "CONFIRMED")
    if meeting.is_cancelled:
        event.add("TRANSP", "TRANSPARENT")
    if meeting.place:
        event.add("LOCATION", " ".join(meeting.place.split()))
    if description := described(meeting, frame.words):
        event.add("DESCRIPTION", description)
    event.add("CATEGORIES", [meeting.unit])
    return event


def described(meeting: Exported, words: CalendarWords) -> str:
    """Say what has no field of its own, a line each."""
    told = (
        (words.chair, meeting.chair),
        (words.attendance, meeting.attendance),
        (words.prepared_by, meeting.prepared_by),
        (words.invitation, meeting.invitation),
        (words.note, meeting.note),
    )
    said = [f"{label}: {value}" for label, value in told if value]
    return "\n".join([*said, *([] if has_end(meeting) else [words.unsaid])])


def has_end(meeting: Exported) -> bool:
    """Tell whether the programme says when it ends."""
    return meeting.ends_at is not None and meeting.ends_at > meeting.starts_at


def end_of(meeting: Exported) -> datetime:
    """Return when it ends, or is shown to end."""
    if meeting.ends_at is not None and has_end(meeting):
        return meeting.ends_at
    return meeting.starts_at + UNSAID


def uid_of(meeting_id: int, secret: bytes) -> str:
    """Return the event's name, which stays when everything else changes."""
    return f"{hmac.digest(secret, b'%d' % meeting_id, 'sha256')[:MARK].hex()}@canbo"


def in_utc(moment: datetime) -> datetime:
    """Return the moment in UTC, without parts of a second, which calendars have not."""
    return moment.astimezone(UTC).replace(microsecond=0)


def mark_of(meetings: Sequence[Exported], frame: Frame) -> str:
    """Return a mark that differs where the calendar would, without writing it."""
    said = repr((meetings, frame.words, str(frame.zone), frame.first, frame.last))
    return hashlib.sha256(frame.secret + said.encode()).hexdigest()[:32]
