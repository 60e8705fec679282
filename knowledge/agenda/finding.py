"""Meetings by whom, where, and about what: among those that the asker sees; a taken room is only "busy"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz
from sqlalchemy import ColumnElement, select

from knowledge.agenda.naming import TITLES, Named, holders_near, posts_as_said, whom
from knowledge.agenda.programmes.conflicts import end_of
from knowledge.agenda.seeing import seen_by
from knowledge.models import Attendee, Booking, Facility, Meeting, MeetingState, Person, Post, UnitTree
from knowledge.organisation.units import UnitRow, best_fits, placed_units
from knowledge.vietnamese.text import fold

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from knowledge.database import Database

ALIKE = 88
"""Similarity, of 100, at which a name or a room counts as misspelt."""
FEWEST_LETTERS = 5


@dataclass(frozen=True, slots=True)
class FoundMeeting:
    """A meeting that fits; without its title where the asker does not see it."""

    id: int
    title: str
    starts_at: datetime
    ends_at: datetime | None
    place: str
    chair: str

    @property
    def is_hidden(self) -> bool:
        """Tell whether only the time may be said."""
        return not self.title


class Room(NamedTuple):
    """A room or a car."""

    id: int
    name: str


class Finding:
    """Looks through the meetings of a span."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def whom(self, viewer: int, text: str) -> list[Named]:
        """Return whom somebody may mean: one, several to choose from, or nobody of the roster."""
        async with self._database.view() as session:
            return await whom(session, viewer, text)

    async def named(self, viewer: int, person_id: int) -> Named | None:
        """Return a person of those whom the viewer may mean."""
        async with self._database.view() as session:
            holders = await holders_near(session, viewer)
        return next((holder.who for holder in holders if holder.who.person_id == person_id), None)

    async def with_person(
        self, viewer: int, who: Named | str, start: datetime, end: datetime
    ) -> list[FoundMeeting]:
        """Return the meetings that somebody chairs or is invited to, as far as the viewer sees.

        Of whoever is not in the roster, those whose chair or attendance names them.
        """
        if isinstance(who, str):
            names = {TITLES.sub("", fold(who)).strip(" .?")}
        else:
            # Not by the post alone: "Trưởng ban" is said of several.
            names = {fold(who.name), max(posts_as_said(who.post, who.unit), key=len, default="")} - {""}
            names -= {fold(who.post)}
        async with self._database.view() as session:
            meetings = await self._seen(session, viewer, start, end)
            invited = await invited_people(session, [m.id for m in meetings])
        return [
            found(m)
            for m in meetings
            if any(is_them(names, who, person, name) for person, name in invited.get(m.id, ()))
            or any(is_named(name, text) for name in names for text in (m.chair, m.attendance))
        ]

    async def about(self, viewer: int, topic: str, start: datetime, end: datetime) -> list[FoundMeeting]:
        """Return the meetings whose title or note speaks of a topic."""
        wanted = fold(topic).strip(" .?")
        async with self._database.view() as session:
            meetings = await self._seen(session, viewer, start, end)
        return [found(m) for m in meetings if speaks_of(wanted, f"{m.title} {m.note}")]

    async def rooms(self, viewer: int, text: str) -> list[Room]:
        """Return the rooms and cars of the viewer's units, or above them, that a text may mean."""
        wanted = fold(text).strip(" .?")
        async with self._database.view() as session:
            return rooms_called(await facilities_of(session, viewer), wanted)

    async def in_room(self, viewer: int, room: Room, start: datetime, end: datetime) -> list[FoundMeeting]:
        """Return what takes a room or car; what the viewer does not see has no title."""
        async with self._database.view() as session:
            if room.id not in {f.id for f in await facilities_of(session, viewer)}:
                return []
            seen = {m.id for m in await self._seen(session, viewer, start, end)}
            query = (
                select(Meeting)
                .join(Booking, Booking.meeting_id == Meeting.id)
                .where(Booking.facility_id == room.id, *within(start, end))
                .order_by(Meeting.starts_at, Meeting.id)
            )
            return [
                found(m) if m.id in seen else hidden(m)
                for m in await session.scalars(query)
                if end_of(m.starts_at, m.ends_at) > start
            ]

    async def at_place(self, viewer: int, text: str, start: datetime, end: datetime) -> list[FoundMeeting]:
        """Return the meetings in scope whose place is called so."""
        wanted = fold(text).strip(" .?")
        async with self._database.view() as session:
            meetings = await self._seen(session, viewer, start, end)
        return [found(m) for m in meetings if is_named(wanted, m.place)]

    async def units(self, viewer: int, text: str) -> list[UnitRow]:
        """Return the units that a text may mean, among the viewer's own, those above and those below."""
        async with self._database.read() as connection:
            placed = await placed_units(connection, viewer)
        # A part of a name is enough for `best_fits`: "Hà" stands in many.
        wanted = fold(text)
        if len(wanted) < FEWEST_LETTERS or TITLES.match(wanted):
            return []
        return [UnitRow(unit.id, unit.name) for unit in best_fits(placed, text)]

    async def of_unit(self, viewer: int, unit_id: int, start: datetime, end: datetime) -> list[FoundMeeting]:
        """Return the meetings of a unit, as far as the viewer sees them."""
        async with self._database.view() as session:
            meetings = await self._seen(session, viewer, start, end)
        return [found(m) for m in meetings if m.unit_id == unit_id]

    async def _seen(
        self, session: AsyncSession, viewer: int, start: datetime, end: datetime
    ) -> list[Meeting]:
        query = select(Meeting).where(*within(start, end), seen_by(viewer))
        rows = await session.scalars(query.order_by(Meeting.starts_at, Meeting.id))
        return [m for m in rows if end_of(m.starts_at, m.ends_at) > start]


def within(start: datetime, end: datetime) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of meetings that may go on in a span: one that began before it, too."""
    return (
        Meeting.starts_at >= start - timedelta(hours=12),
        Meeting.starts_at < end,
        Meeting.state == MeetingState.PLANNED,
    )


def found(meeting: Meeting) -> FoundMeeting:
    """Return a meeting in full."""
    return FoundMeeting(
        meeting.id, meeting.title, meeting.starts_at, meeting.ends_at, meeting.place, meeting.chair
    )


def hidden(meeting: Meeting) -> FoundMeeting:
    """Return nothing but a meeting's time."""
    return FoundMeeting(0, "", meeting.starts_at, end_of(meeting.starts_at, meeting.ends_at), "", "")


def is_named(wanted: str, text: str) -> bool:
    """Tell whether a text names what is wanted, whole words at a time, misspelt or not."""
    folded = fold(text)
    if re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", folded):
        return True
    # A slip in a short name makes another name.
    return len(wanted) > 5 and fuzz.partial_ratio(wanted, folded) >= ALIKE and len(folded) >= len(wanted)  # noqa: PLR2004  # letters


def speaks_of(topic: str, text: str) -> bool:
    """Tell whether a text has every word of a topic."""
    words = set(re.findall(r"\w+", fold(text)))
    return set(re.findall(r"\w+", topic)) <= words


def is_them(names: set[str], who: Named | str, person_id: int, name: str) -> bool:
    """Tell whether an invited person is the one who is wanted."""
    if isinstance(who, str):
        return any(is_named(wanted, name) for wanted in names)
    return person_id == who.person_id


async def invited_people(session: AsyncSession, ids: list[int]) -> dict[int, list[tuple[int, str]]]:
    """Return who is invited to each meeting: ids and names."""
    query = (
        select(Attendee.meeting_id, Person.id, Person.name)
        .join(Person, Person.id == Attendee.person_id)
        .where(Attendee.meeting_id.in_(ids))
    )
    people: dict[int, list[tuple[int, str]]] = {}
    for meeting, person_id, name in await session.execute(query):
        people.setdefault(meeting, []).append((person_id, name))
    return people


async def facilities_of(session: AsyncSession, viewer: int) -> list[Facility]:
    """Return the rooms and cars of the viewer's units, and of those above them."""
    units = (
        select(UnitTree.above_id)
        .join(Post, Post.unit_id == UnitTree.unit_id)
        .join(Person, Person.id == Post.person_id)
        .where(Post.person_id == viewer, Person.suspended_at.is_(None))
    )
    query = select(Facility).where(Facility.unit_id.in_(units)).order_by(Facility.name, Facility.id)
    return list(await session.scalars(query))


def rooms_called(there: Sequence[Facility], wanted: str) -> list[Room]:
    """Return the room that is called so; or those that begin so, or are most like it."""
    exact = [f for f in there if f.folded_name == wanted]
    begun = [f for f in there if f.folded_name.startswith(f"{wanted} ")]
    alike = [f for f in there if fuzz.ratio(f.folded_name, wanted) >= ALIKE]
    # A slip in a number names another room.
    same = [f for f in alike if re.findall(r"\d+", f.folded_name) == re.findall(r"\d+", wanted)]
    return [Room(f.id, f.name) for f in exact or begun or same]
