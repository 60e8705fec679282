"""Conferences: connection points, what their reporters tell, and the numbers as they stand."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select, true

from knowledge.agenda.conferences import points, units
from knowledge.agenda.conferences.cards import Conference, PointCard
from knowledge.agenda.conferences.chasing import chase, silent_points
from knowledge.agenda.conferences.figures import Figures, check
from knowledge.agenda.conferences.points import PointsReport
from knowledge.agenda.conferences.reading import read_totals
from knowledge.agenda.conferences.rights import (
    OPENS_BEFORE,
    REPORTED_UNTIL,
    ends_at,
    organised,
    overseen_by,
    reported,
)
from knowledge.agenda.conferences.roster import Roster, person_key
from knowledge.agenda.conferences.totals import PointTotals, Totals
from knowledge.agenda.seeing import organised_by
from knowledge.models import (
    Answer,
    Attendee,
    AttendeeRole,
    CheckIn,
    ConnectionPoint,
    Meeting,
    MeetingState,
    Person,
    PointReport,
)
from knowledge.problems import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.agenda.conferences.lists import PointLine
    from knowledge.database import Database

__all__ = ["Conference", "Conferences", "Figures", "PointCard", "PointTotals", "PointsReport", "Totals"]
MOST_NAMES = 200


class Conferences:
    """Connection points and their numbers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, person_id: int, meeting_id: int) -> Conference | None:
        """Return a meeting with the numbers that the person sees; None where they see none of them."""
        point = select(ConnectionPoint.id).where(
            ConnectionPoint.meeting_id == Meeting.id, overseen_by(person_id)
        )
        query = (
            select(Meeting, organised_by(person_id))
            .where(Meeting.id == meeting_id)
            .where(or_(organised_by(person_id), point.exists()))
        )
        async with self._database.view() as session:
            found = (await session.execute(query)).first()
            if found is None:
                return None
            meeting, organises = found
            seen = true() if organises else overseen_by(person_id)
            totals = await read_totals(await session.connection(), meeting_id, seen, whole=bool(organises))
        return Conference(
            meeting.id,
            meeting.title,
            meeting.unit_id,
            meeting.starts_at,
            ends_at(meeting),
            meeting.state == MeetingState.CANCELLED,
            bool(organises),
            totals,
        )

    async def point(self, person_id: int, point_id: int, now: datetime) -> PointCard | None:
        """Return a connection point; None where it is not in the person's scope."""
        async with self._database.view() as session:
            try:
                point, meeting = await reported(session, person_id, point_id)
            except Refusal:
                return None
            came = and_(CheckIn.meeting_id == Attendee.meeting_id, CheckIn.person_id == Attendee.person_id)
            query = (
                select(Person.name, Attendee.answer)
                .join(Attendee, Attendee.person_id == Person.id)
                .outerjoin(CheckIn, came)
                .where(
                    Attendee.point_id == point_id,
                    Attendee.role != AttendeeRole.SUBSTITUTE,
                    CheckIn.person_id.is_(None),
                )
                .order_by(Person.name)
                .limit(MOST_NAMES)
            )
            away = (await session.execute(query)).all()
            is_open = meeting.state == MeetingState.PLANNED and now < ends_at(meeting)
        conference = await self.get(person_id, meeting.id)
        if conference is None:
            return None
        totals = next((row for row in conference.totals.points if row.id == point_id), None)
        if totals is None:
            return None
        return PointCard(
            conference,
            totals,
            point.code if is_open else "",
            tuple(name for name, answer in away if answer != Answer.ABSENT),
            tuple(name for name, answer in away if answer == Answer.ABSENT),
        )

    async def add(
        self, person_id: int, meeting_id: int, lines: Sequence[PointLine], now: datetime
    ) -> PointsReport:
        """Add points, reporters and delegates to a meeting that the person organises. Raises Refusal."""
        async with self._database.edit() as session:
            meeting = await organised(session, person_id, meeting_id)
            return await points.write(session, meeting, lines, now)

    async def add_for_units(
        self, person_id: int, meeting_id: int, now: datetime, *, every: bool
    ) -> PointsReport:
        """Add a point in each unit directly below, or in all of them. Raises Refusal."""
        async with self._database.edit() as session:
            meeting = await organised(session, person_id, meeting_id)
            return await units.add_for_units(session, meeting, now, every=every)

    async def units_below(self, person_id: int, meeting_id: int) -> tuple[int, int]:
        """Return in how many units points could be: directly below, and all. Raises Refusal."""
        async with self._database.view() as session:
            meeting = await organised(session, person_id, meeting_id)
            counts = [
                await session.scalar(
                    select(func.count()).select_from(
                        units.units_below(meeting.unit_id, every=every).subquery()
                    )
                )
                for every in (False, True)
            ]
        return counts[0] or 0, counts[1] or 0

    async def members(self, person_id: int, meeting_id: int) -> int:
        """Return how many people have a post in a unit with a point. Raises Refusal."""
        async with self._database.view() as session:
            meeting = await organised(session, person_id, meeting_id)
            people = units.members(meeting.id).subquery()
            return await session.scalar(select(func.count()).select_from(people)) or 0

    async def expect_members(self, person_id: int, meeting_id: int) -> int:
        """Expect everybody of the units that have a point; returns how many are new. Raises Refusal."""
        async with self._database.edit() as session:
            meeting = await organised(session, person_id, meeting_id)
            return await units.expect_members(session, meeting)

    async def change_point(
        self,
        person_id: int,
        point_id: int,
        now: datetime,
        *,
        reporter: str = "",
        expected: int | None = None,
    ) -> None:
        """Give a point another reporter or number of people. Raises Refusal."""
        async with self._database.edit() as session:
            point, meeting = await reported(session, person_id, point_id)
            await organised(session, person_id, meeting.id)
            reporter_id = None
            if reporter:
                roster = await Roster.load(session, [person_key(reporter)])
                reporter_id = roster.person(reporter, point.unit_id)
            await points.settle(session, point, meeting, points.Told(reporter_id, expected), now)

    async def remove_point(self, person_id: int, point_id: int) -> int:
        """Remove a point of a meeting that the person organises; returns the meeting. Raises Refusal."""
        async with self._database.edit() as session:
            point, meeting = await reported(session, person_id, point_id)
            await organised(session, person_id, meeting.id)
            there = select(CheckIn.person_id).where(CheckIn.point_id == point_id).limit(1)
            if await session.scalar(there) is not None:
                raise Refusal(
                    "People have checked in at {name} already: it stays in the table.", name=point.name
                )
            await points.remove(session, point)
            return meeting.id

    async def report(
        self, person_id: int, point_id: int, figures: Figures, reasons: str, now: datetime
    ) -> None:
        """Write down a point's numbers; the latest report counts. Raises Refusal."""
        check(figures)
        async with self._database.edit() as session:
            point, meeting = await reported(session, person_id, point_id)
            if meeting.state == MeetingState.CANCELLED:
                raise Refusal("“{title}” was cancelled. Nobody needs to check in.", title=meeting.title)
            opens = meeting.starts_at - OPENS_BEFORE
            if now < opens:
                raise Refusal(
                    "The numbers of “{title}” are taken from {when} on. Please send them then.",
                    title=meeting.title,
                    when=opens,
                )
            if now > ends_at(meeting) + REPORTED_UNTIL:
                raise Refusal("The numbers of “{title}” are closed.", title=meeting.title)
            row = await session.get(PointReport, point.id) or PointReport(point_id=point.id)
            row.expected, row.present, row.excused = figures.expected, figures.present, figures.excused
            row.substitutes, row.late, row.reasons = figures.substitutes, figures.late, reasons
            row.reported_by, row.reported_at = person_id, now
            session.add(row)

    async def chase(self, now: datetime) -> int:
        """Ask for the numbers of silent points, step by step; returns how many notices it wrote."""
        async with self._database.view() as session:
            if not await silent_points(session, now):
                return 0
        async with self._database.edit() as session:
            return await chase(session, now)
