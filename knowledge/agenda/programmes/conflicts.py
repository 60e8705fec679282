"""What cannot be at two meetings at once: a person, a room, a car."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from knowledge.agenda.lines import ParsedMeeting
from knowledge.agenda.linking import named_facilities, named_people
from knowledge.models import Attendee, Booking, Facility, Meeting, MeetingState, Person

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

USUAL_LENGTH = timedelta(minutes=90)
"""Of a meeting that does not say when it ends."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A meeting with whom and what it needs; of the draft (line) or published (meeting)."""

    line_id: int | None
    meeting_id: int | None
    title: str
    starts_at: datetime
    ends_at: datetime
    people: frozenset[int]
    facilities: frozenset[int]

    def overlaps(self, other: Taken) -> bool:
        """Tell whether both go on at some moment."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    def is_same(self, other: Taken) -> bool:
        """Tell whether both are one meeting."""
        return self.meeting_id is not None and self.meeting_id == other.meeting_id


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two meetings at once that need the same."""

    line_id: int
    title: str
    other_line_id: int | None
    other_meeting_id: int | None
    other_title: str
    other_starts_at: datetime
    what: tuple[str, ...]
    """Names of the people, rooms and cars."""


def end_of(starts_at: datetime, ends_at: datetime | None) -> datetime:
    """Return when a meeting is over, by its word or by custom."""
    return ends_at if ends_at and ends_at > starts_at else starts_at + USUAL_LENGTH


async def needs(session: AsyncSession, line: ParsedMeeting, unit_id: int) -> tuple[set[int], set[int]]:
    """Return the people and the rooms and cars that a line names."""
    meeting = Meeting(
        unit_id=unit_id,
        chair=line.chair,
        attendance=line.attendance,
        place=line.place,
        note=line.note,
    )
    return set(await named_people(session, meeting)), await named_facilities(session, meeting)


async def published(session: AsyncSession, start: datetime, end: datetime, but: Iterable[int]) -> list[Taken]:
    """Return the meetings of every unit in a span, except these; whoever shows them looks at the scope."""
    query = select(Meeting.id, Meeting.title, Meeting.starts_at, Meeting.ends_at).where(
        Meeting.starts_at < end,
        Meeting.starts_at >= start - timedelta(days=1),
        Meeting.state == MeetingState.PLANNED,
        Meeting.id.not_in(list(but)),
    )
    rows = (await session.execute(query)).all()
    ids = [row[0] for row in rows]
    people, rooms = defaultdict(set), defaultdict(set)
    coming = select(Attendee.meeting_id, Attendee.person_id).where(
        Attendee.meeting_id.in_(ids), Attendee.answer.not_in(["absent", "sends"])
    )
    for meeting, person in await session.execute(coming):
        people[meeting].add(person)
    booked = select(Booking.meeting_id, Booking.facility_id).where(Booking.meeting_id.in_(ids))
    for meeting, room in await session.execute(booked):
        rooms[meeting].add(room)
    return [
        Taken(None, id_, title, at, end_of(at, to), frozenset(people[id_]), frozenset(rooms[id_]))
        for id_, title, at, to in rows
    ]


def clashes(mine: Sequence[Taken], others: Sequence[Taken]) -> list[tuple[Taken, Taken]]:
    """Return the pairs that overlap and need the same, each once."""
    found = []
    for number, one in enumerate(mine):
        for other in (*mine[number + 1 :], *others):
            shared = one.people & other.people or one.facilities & other.facilities
            if shared and one.overlaps(other) and not one.is_same(other):
                found.append((one, other))
    return found


async def named(session: AsyncSession, pairs: Sequence[tuple[Taken, Taken]]) -> list[Conflict]:
    """Put names to what clashes."""
    people = {p for one, other in pairs for p in one.people & other.people}
    rooms = {f for one, other in pairs for f in one.facilities & other.facilities}
    persons = dict((await session.execute(select(Person.id, Person.name).where(Person.id.in_(people)))).all())
    facilities = dict(
        (await session.execute(select(Facility.id, Facility.name).where(or_(Facility.id.in_(rooms))))).all()
    )
    return [
        Conflict(
            one.line_id or 0,
            one.title,
            other.line_id,
            other.meeting_id,
            other.title,
            other.starts_at,
            tuple(
                [persons[p] for p in sorted(one.people & other.people)]
                + [facilities[f] for f in sorted(one.facilities & other.facilities)]
            ),
        )
        for one, other in pairs
    ]
