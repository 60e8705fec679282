"""Meetings by whom, where, and about what: among those that the asker sees; a taken room is only "busy"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from rapidfuzz import fuzz
from sqlalchemy import ColumnElement, select

from knowledge.agenda.programmes.conflicts import end_of
from knowledge.agenda.seeing import seen_by
from knowledge.models import Attendee, Booking, Facility, Meeting, MeetingState, Person, Post, UnitTree
from knowledge.vietnamese.text import fold

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from knowledge.database import Database

ALIKE = 88
"""Similarity, of 100, at which a name or a room counts as misspelt."""
LEADS = re.compile(r"^(?:d/c|dong chi|ong|ba|anh|chi|co|chu)\.? ")


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


class Finding:
    """Looks through the meetings of a span."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def with_person(self, viewer: int, name: str, start: datetime, end: datetime) -> list[FoundMeeting]:
        """Return the meetings that a person or post chairs or is invited to, as far as the viewer sees."""
        wanted = LEADS.sub("", fold(name)).strip(" .?")
        async with self._database.view() as session:
            meetings = await self._seen(session, viewer, start, end)
            names = await invited_names(session, [m.id for m in meetings])
        return [
            found(m)
            for m in meetings
            if any(is_named(wanted, text) for text in (m.chair, m.attendance, *names.get(m.id, ())))
        ]

    async def about(self, viewer: int, topic: str, start: datetime, end: datetime) -> list[FoundMeeting]:
        """Return the meetings whose title or note speaks of a topic."""
        wanted = fold(topic).strip(" .?")
        async with self._database.view() as session:
            meetings = await self._seen(session, viewer, start, end)
        return [found(m) for m in meetings if speaks_of(wanted, f"{m.title} {m.note}")]

    async def in_room(
        self, viewer: int, room: str, start: datetime, end: datetime
    ) -> tuple[str, list[FoundMeeting]]:
        """Return a room's or car's name and what takes it; what the viewer does not see has no title.

        The name is empty where no room of the viewer's units, or above them, is called so; then the places
        that meetings in scope name are looked at.
        """
        wanted = fold(room).strip(" .?")
        async with self._database.view() as session:
            meetings = await self._seen(session, viewer, start, end)
            facility = await facility_called(session, viewer, wanted)
            if facility is None:
                return "", [found(m) for m in meetings if is_named(wanted, m.place)]
            seen = {m.id for m in meetings}
            query = (
                select(Meeting)
                .join(Booking, Booking.meeting_id == Meeting.id)
                .where(Booking.facility_id == facility.id, *within(start, end))
                .order_by(Meeting.starts_at, Meeting.id)
            )
            taken = [
                found(m) if m.id in seen else hidden(m)
                for m in await session.scalars(query)
                if end_of(m.starts_at, m.ends_at) > start
            ]
            return facility.name, taken

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


async def invited_names(session: AsyncSession, ids: list[int]) -> dict[int, list[str]]:
    """Return the names of those who are invited to each meeting."""
    query = (
        select(Attendee.meeting_id, Person.name)
        .join(Person, Person.id == Attendee.person_id)
        .where(Attendee.meeting_id.in_(ids))
    )
    names: dict[int, list[str]] = {}
    for meeting, name in await session.execute(query):
        names.setdefault(meeting, []).append(name)
    return names


async def facility_called(session: AsyncSession, viewer: int, wanted: str) -> Facility | None:
    """Return the room or car of the viewer's units, or above them, that is called so."""
    units = (
        select(UnitTree.above_id)
        .join(Post, Post.unit_id == UnitTree.unit_id)
        .join(Person, Person.id == Post.person_id)
        .where(Post.person_id == viewer, Person.suspended_at.is_(None))
    )
    there = list(await session.scalars(select(Facility).where(Facility.unit_id.in_(units))))
    best = max(there, key=lambda f: fuzz.ratio(f.folded_name, wanted), default=None)
    return best if best and fuzz.ratio(best.folded_name, wanted) >= ALIKE else None
