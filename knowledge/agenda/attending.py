"""Who was invited, who comes, who goes instead, and who is still silent."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import literal, or_, select, update
from sqlalchemy.orm import aliased

from knowledge.agenda.cards import AttendeeRow, MeetingCard
from knowledge.agenda.conferences.rights import overseen_by
from knowledge.agenda.naming import TITLES
from knowledge.agenda.papers import has_papers
from knowledge.agenda.seeing import organised_by, seen_by
from knowledge.messages.notices import cause_of, queue, queue_each
from knowledge.models import (
    Answer,
    Attendee,
    AttendeeRole,
    ConnectionPoint,
    Meeting,
    MeetingState,
    Person,
)
from knowledge.problems import Refusal
from knowledge.vietnamese.text import fold

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from knowledge.database import Database

NUDGE_AGAIN = timedelta(hours=4)
"""How long a nudge is given before another one may follow."""


class Attending:
    """Invitations and their answers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def card(self, person_id: int, meeting_id: int) -> MeetingCard | None:
        """Return a meeting that the person sees, with the answers where they organise it."""
        async with self._database.view() as session:
            meeting = await session.scalar(
                select(Meeting).where(Meeting.id == meeting_id, seen_by(person_id))
            )
            if meeting is None:
                return None
            people = await attendees(session, meeting_id)
            organises = await self._organises(session, person_id, meeting_id)
            with_papers = await has_papers(session, person_id, meeting_id)
            counts = organises or await oversees_a_point(session, person_id, meeting_id)
        mine = next((p for p in people if p.person_id == person_id), None)
        return MeetingCard(
            meeting.id,
            meeting.title,
            meeting.starts_at,
            meeting.ends_at,
            meeting.place,
            meeting.chair,
            meeting.attendance,
            meeting.note,
            meeting.state == MeetingState.CANCELLED,
            mine,
            tuple(people) if organises else (),
            organises,
            counts,
            with_papers,
        )

    async def answer(
        self, person_id: int, meeting_id: int, answer: Answer, now: datetime, reason: str = ""
    ) -> None:
        """Note that the person attends or not; the organiser hears of who does not. Raises Refusal."""
        async with self._database.edit() as session:
            attendee, meeting = await self._mine(session, person_id, meeting_id, now)
            await self._send_home(session, attendee)
            attendee.answer, attendee.reason, attendee.answered_at = answer, reason, now
            if answer == Answer.ABSENT:
                await tell_organiser(session, meeting, person_id, now)

    async def send(self, person_id: int, meeting_id: int, name: str, now: datetime) -> str:
        """Send somebody else, who is told; returns their name. Raises Refusal."""
        async with self._database.edit() as session:
            attendee, meeting = await self._mine(session, person_id, meeting_id, now)
            other = await colleague(session, name)
            if other.id == person_id:
                raise Refusal("That is you. Please name who goes instead.")
            there = await session.get(Attendee, (meeting_id, other.id))
            if there is not None and there.role != AttendeeRole.SUBSTITUTE:
                raise Refusal("{name} is invited already. Please name somebody else.", name=other.name)
            await self._send_home(session, attendee, but=other.id)
            attendee.answer, attendee.reason, attendee.answered_at = Answer.SENDS, "", now
            attendee.substitute_id = other.id
            if there is None:
                session.add(Attendee(meeting_id=meeting_id, person_id=other.id, role=AttendeeRole.SUBSTITUTE))
            await session.flush()
            await queue(
                session,
                person_id=other.id,
                kind="invitation",
                subject_id=meeting_id,
                cause=f"invitation:{meeting_id}:{other.id}:{now.isoformat()}",
                due_at=now,
                expires_at=max(meeting.starts_at, now + timedelta(minutes=5)),
            )
            await tell_organiser(session, meeting, person_id, now)
            return other.name

    async def nudge(self, person_id: int, meeting_id: int, now: datetime) -> int:
        """Ask those who are silent, and nobody else, once more; returns how many. Raises Refusal."""
        async with self._database.edit() as session:
            if not await self._organises(session, person_id, meeting_id):
                raise Refusal("This meeting is not within your scope.")
            meeting = await session.get_one(Meeting, meeting_id)
            silent = (
                Attendee.meeting_id == meeting_id,
                Attendee.answer == Answer.NONE,
                Attendee.person_id != person_id,
                or_(Attendee.nudged_at.is_(None), Attendee.nudged_at < now - NUDGE_AGAIN),
            )
            moment = Attendee.nudged_at.type
            recipients = select(
                Attendee.person_id,
                Attendee.meeting_id,
                cause_of(f"nudge:{now.isoformat()}:{meeting_id}", Attendee.person_id),
                literal(now, moment).label("due"),
                literal(max(meeting.starts_at, now + timedelta(minutes=5)), moment).label("expires"),
            ).where(*silent)
            count = await queue_each(session, recipients, "invitation")
            await session.execute(update(Attendee).where(*silent).values(nudged_at=now))
            return count

    async def _mine(
        self, session: AsyncSession, person_id: int, meeting_id: int, now: datetime
    ) -> tuple[Attendee, Meeting]:
        query = (
            select(Attendee, Meeting)
            .join(Meeting, Meeting.id == Attendee.meeting_id)
            .join(Person, Person.id == Attendee.person_id)
            .where(
                Attendee.meeting_id == meeting_id,
                Attendee.person_id == person_id,
                Person.suspended_at.is_(None),
            )
        )
        found = (await session.execute(query)).first()
        if found is None:
            raise Refusal("You are not invited to this meeting by name.")
        attendee, meeting = found
        if meeting.state == MeetingState.CANCELLED:
            raise Refusal("This meeting was cancelled. No answer is needed.")
        if meeting.starts_at <= now:
            raise Refusal("This meeting has begun. Please tell its organiser.")
        return attendee, meeting

    async def _organises(self, session: AsyncSession, person_id: int, meeting_id: int) -> bool:
        query = select(Meeting.id).where(Meeting.id == meeting_id, organised_by(person_id))
        return await session.scalar(query) is not None

    async def _send_home(self, session: AsyncSession, attendee: Attendee, but: int = 0) -> None:
        """Take back the substitute of an earlier answer."""
        old, attendee.substitute_id = attendee.substitute_id, None
        there = await session.get(Attendee, (attendee.meeting_id, old)) if old and old != but else None
        if there is not None and there.role == AttendeeRole.SUBSTITUTE:
            await session.delete(there)


async def oversees_a_point(session: AsyncSession, person_id: int, meeting_id: int) -> bool:
    """Tell whether a person sees the numbers of a meeting's connection point."""
    query = (
        select(ConnectionPoint.id)
        .join(Meeting, Meeting.id == ConnectionPoint.meeting_id)
        .where(Meeting.id == meeting_id, overseen_by(person_id))
        .limit(1)
    )
    return await session.scalar(query) is not None


async def attendees(session: AsyncSession, meeting_id: int) -> list[AttendeeRow]:
    """Return the people of a meeting, the chair first, then by name."""
    other = aliased(Person)
    query = (
        select(Person.id, Person.name, Attendee.role, Attendee.answer, Attendee.reason, other.name)
        .join(Attendee, Attendee.person_id == Person.id)
        .outerjoin(other, other.id == Attendee.substitute_id)
        .where(Attendee.meeting_id == meeting_id)
        .order_by(Person.name, Person.id)
    )
    rows = [
        AttendeeRow(id_, name, role, answer, reason, substitute or "")
        for id_, name, role, answer, reason, substitute in await session.execute(query)
    ]
    return sorted(rows, key=lambda row: row.role == AttendeeRole.SUBSTITUTE)


async def colleague(session: AsyncSession, name: str) -> Person:
    """Return the one person of the roster with this name. Raises Refusal."""
    folded = TITLES.sub("", fold(name).removeprefix("cu "))
    folded = folded.removesuffix(" di thay").removesuffix(" du thay").removesuffix(" thay").strip(" .")
    found = list(
        await session.scalars(
            select(Person).where(Person.folded_name == folded, Person.suspended_at.is_(None))
        )
    )
    if not found:
        raise Refusal("Nobody in the roster is called “{name}”. Please type the full name.", name=name[:60])
    if len(found) > 1:
        raise Refusal("Several people are called {name}. Please ask your secretary.", name=found[0].name)
    return found[0]


async def tell_organiser(session: AsyncSession, meeting: Meeting, person_id: int, now: datetime) -> None:
    """Tell the organiser that somebody does not come themselves."""
    if meeting.organiser_id and meeting.organiser_id != person_id:
        await queue(
            session,
            person_id=meeting.organiser_id,
            kind="attendance",
            subject_id=meeting.id,
            cause=f"attendance:{meeting.id}:{person_id}:{now.isoformat()}",
            due_at=now,
            expires_at=max(meeting.starts_at, now + timedelta(minutes=5)),
        )
