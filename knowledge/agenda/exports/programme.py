"""Some days of a programme, arranged as offices print it: by day, part of the day, and hour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from knowledge.agenda.exports.rows import Body, Exported
from knowledge.vietnamese.text import fold

DAY = timedelta(days=1)
SATURDAY = 5
MONDAY_TO_SUNDAY = 6
NOON, EVENING = 12, 18
PARTY = ("dang uy", "thanh uy", "tinh uy", "quan uy", "huyen uy", "xa uy", "phuong uy", "chi bo", "dang bo")
STATE = ("ubnd", "hdnd", "uy ban nhan dan", "hoi dong nhan dan", "so ", "uy ban mat tran")


@dataclass(frozen=True, slots=True, kw_only=True)
class TableWords:
    """What is said in a table or picture, in the language of whoever gets it."""

    title: str
    """ "Work programme, week 10", as it stands at the head."""
    span: str
    weekdays: tuple[str, ...]
    """From Monday."""
    parts: tuple[str, str, str]
    """Morning, afternoon, evening."""
    day: str
    date: str
    part: str
    time: str
    until: str
    content: str
    chair: str
    attendance: str
    place: str
    prepared_by: str
    note: str
    continued: str
    """After the name of a day that goes on from the page before."""


@dataclass(frozen=True, slots=True)
class Days:
    """The days from the first to the last, in the zone in which they are days."""

    first: date
    last: date
    zone: ZoneInfo

    def week(self) -> int | None:
        """Return the number of the week; None where it is not exactly one."""
        whole = self.first.weekday() == 0 and (self.last - self.first).days == MONDAY_TO_SUNDAY
        return self.first.isocalendar().week if whole else None


@dataclass(frozen=True, slots=True)
class Line:
    """A meeting as one line of a table."""

    part: int
    """0 morning, 1 afternoon, 2 evening."""
    time: str
    meeting: Exported
    note: str
    """Its own, and the unit's name where several units' meetings stand together."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day with its lines; a working day is there without any, too."""

    day: date
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Programme:
    """What is printed."""

    days: tuple[Day, ...]
    body: Body | None
    words: TableWords
    zone: ZoneInfo


def arranged(meetings: Sequence[Exported], days: Days, body: Body | None, words: TableWords) -> Programme:
    """Put meetings, in order of time, under their days; weekends only where something takes place."""
    several = len({meeting.unit_id for meeting in meetings}) > 1
    by_day: dict[date, list[Line]] = {}
    for meeting in meetings:
        day = meeting.starts_at.astimezone(days.zone).date()
        by_day.setdefault(day, []).append(line_of(meeting, days.zone, several=several))
    count = (days.last - days.first).days + 1
    shown = (days.first + n * DAY for n in range(count))
    kept = tuple(
        Day(day, tuple(by_day.get(day, ()))) for day in shown if day in by_day or day.weekday() < SATURDAY
    )
    return Programme(kept, body, words, days.zone)


def line_of(meeting: Exported, zone: ZoneInfo, *, several: bool) -> Line:
    """Say when a meeting is, and whose where that is not plain."""
    start = meeting.starts_at.astimezone(zone)
    part = 0 if start.hour < NOON else 1 if start.hour < EVENING else 2
    time = f"{start:%H:%M}"
    if meeting.ends_at and meeting.ends_at > meeting.starts_at:
        end = meeting.ends_at.astimezone(zone)
        time += f" – {end:%H:%M}" if end.date() == start.date() else f" – {end:%H:%M %d/%m}"
    note = "\n".join(filter(None, (meeting.note, meeting.invitation, meeting.unit if several else "")))
    return Line(part, time, meeting, note)


def is_of_party(body: Body) -> bool:
    """Tell whether a unit heads its papers as the Party's bodies do, or as the State's."""
    for name in (body.name, *body.above):
        folded = f"{fold(name)} "
        if any(folded.startswith(word) for word in STATE):
            return False
        if any(word in folded for word in PARTY):
            return True
    return False
