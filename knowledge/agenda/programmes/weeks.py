"""A unit's week in an open transaction: found or begun, kept in step with what is published, edited."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING

from sqlalchemy import select

from knowledge.agenda.lines import ParsedMeeting, packed, unpacked
from knowledge.agenda.programmes.recurring import occurrences
from knowledge.agenda.publishing import COPIED, key_of
from knowledge.agenda.reading.tables import HANOI
from knowledge.models import (
    Meeting,
    MeetingState,
    Programme,
    ProgrammeLine,
    ProgrammeState,
    RecurringMeeting,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.ext.asyncio import AsyncSession

WEEK = timedelta(days=7)


def monday_of(moment: datetime, zone: tzinfo = HANOI) -> date:
    """Return the first day of the week in which something takes place."""
    day = moment.astimezone(zone).date()
    return day - timedelta(days=day.weekday())


def span(first_day: date, zone: tzinfo = HANOI) -> tuple[datetime, datetime]:
    """Return when a week begins, and when the next one does."""
    start = datetime.combine(first_day, time(), zone).astimezone(UTC)
    return start, start + WEEK


async def week_of(
    session: AsyncSession, unit_id: int, first_day: date, person_id: int, now: datetime
) -> Programme:
    """Return the unit's programme of a week, begun where there is none: with what repeats in it."""
    found = await session.scalar(
        select(Programme).where(Programme.unit_id == unit_id, Programme.first_day == first_day)
    )
    if found is not None:
        return found
    programme = Programme(
        unit_id=unit_id, first_day=first_day, drafted_by=person_id, changed_at=now, version=0, revision=0
    )
    session.add(programme)
    await session.flush()
    await keep_in_step(session, programme)
    await add_recurring(session, programme)
    return programme


async def lines_of(session: AsyncSession, programme_id: int) -> list[ProgrammeLine]:
    """Return a programme's lines in order of time."""
    query = (
        select(ProgrammeLine)
        .where(ProgrammeLine.programme_id == programme_id)
        .order_by(ProgrammeLine.starts_at, ProgrammeLine.id)
    )
    return list(await session.scalars(query))


async def keep_in_step(session: AsyncSession, programme: Programme) -> None:
    """Bring the lines to what is published: meetings change without their programme too."""
    start, end = span(programme.first_day)
    lines = {line.meeting_id: line for line in await lines_of(session, programme.id) if line.meeting_id}
    here = (Meeting.starts_at >= start) & (Meeting.starts_at < end)
    query = select(Meeting).where(Meeting.unit_id == programme.unit_id, here | Meeting.id.in_(lines))
    for meeting in await session.scalars(query):
        line = lines.get(meeting.id)
        if line is None:
            if meeting.state == MeetingState.PLANNED:
                session.add(new_line(programme, as_line(meeting), meeting_id=meeting.id))
            continue
        line.values = packed(replace(as_line(meeting), papers=unpacked(line.values).papers))
        line.starts_at = meeting.starts_at
        line.is_dropped = meeting.state == MeetingState.CANCELLED
    await session.flush()


def as_line(meeting: Meeting) -> ParsedMeeting:
    """Return a published meeting as a programme says it."""
    values = {name: getattr(meeting, name) for name in COPIED}
    return ParsedMeeting("", meeting.source.rpartition(":")[0] or meeting.source, **values)


def new_line(
    programme: Programme, line: ParsedMeeting, *, meeting_id: int | None = None, by: int | None = None
) -> ProgrammeLine:
    """Make a line; its key is kept, so that it stays the same meeting wherever it is moved."""
    return ProgrammeLine(
        programme_id=programme.id,
        meeting_id=meeting_id,
        starts_at=line.starts_at,
        values=packed(replace(line, key=key_of(line))),
        revision=programme.revision,
        changed_by=by,
    )


async def merge(
    session: AsyncSession, programme: Programme, drafted: Iterable[ParsedMeeting], person_id: int
) -> int:
    """Put lines into a draft; those that are there already are changed. Returns how many differ."""
    there = by_key(await lines_of(session, programme.id))
    times: Counter[str] = Counter()
    changed = 0
    for each in drafted:
        key = key_of(each)
        times[key] += 1
        line = there.get((key, times[key]))
        if line is None:
            session.add(new_line(programme, each, by=person_id))
            changed += 1
            continue
        wanted = packed(replace(each, key=key))
        if line.is_dropped or differs(line.values, wanted):
            write(line, replace(each, key=key), programme, person_id)
            line.is_dropped = False
            changed += 1
    await session.flush()
    return changed


def by_key(lines: Iterable[ProgrammeLine]) -> dict[tuple[str, int], ProgrammeLine]:
    """Number the lines of each key, in order."""
    times: Counter[str] = Counter()
    found = {}
    for line in lines:
        key = str(line.values["key"])
        times[key] += 1
        found[key, times[key]] = line
    return found


def differs(one: dict[str, object], other: dict[str, object]) -> bool:
    """Tell whether two lines say something else: where they stood, and what was unsure, does not count."""
    mine, theirs = unpacked(one), unpacked(other)
    return any(getattr(mine, name) != getattr(theirs, name) for name in (*COPIED, "papers"))


def write(line: ProgrammeLine, values: ParsedMeeting, programme: Programme, person_id: int) -> None:
    """Change a line; what was accepted of its conflicts is to be accepted anew."""
    line.values = packed(values)
    line.starts_at = values.starts_at
    line.revision = programme.revision
    line.changed_by = person_id
    line.override_reason, line.override_by = "", None


def touch(programme: Programme, now: datetime) -> None:
    """Note that a programme is being edited: it is a draft again."""
    programme.revision += 1
    programme.changed_at = now
    programme.state = ProgrammeState.DRAFT


async def add_recurring(session: AsyncSession, programme: Programme) -> None:
    """Put what repeats into a new week."""
    start, end = span(programme.first_day)
    query = select(RecurringMeeting).where(
        RecurringMeeting.unit_id == programme.unit_id, RecurringMeeting.ended_at.is_(None)
    )
    for recurring in await session.scalars(query):
        for moment in occurrences(recurring.rule, recurring.starts_at, start, end):
            each = moved(unpacked(recurring.values), moment)
            line = new_line(programme, replace(each, key=f"recurring-{recurring.id}-{moment:%Y%m%d}"))
            line.recurring_id = recurring.id
            session.add(line)
    await session.flush()


def moved(line: ParsedMeeting, starts_at: datetime) -> ParsedMeeting:
    """Return a line at another time, as long as before."""
    length = line.ends_at - line.starts_at if line.ends_at else None
    return replace(line, starts_at=starts_at, ends_at=starts_at + length if length else None, key="")
