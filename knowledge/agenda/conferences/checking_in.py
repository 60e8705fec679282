"""Who is there: people check in by the code of their hall, or by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased

from knowledge.agenda.conferences.rights import LATE_AFTER, check_open, is_on
from knowledge.models import Attendee, CheckIn, ConnectionPoint, Meeting, Person, Post, UnitTree
from knowledge.organisation.invitations import tidy_code
from knowledge.problems import Refusal

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from knowledge.database import Database

CODE, SELF = "code", "self"
MOST_ON = 20


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """That somebody is there, since when."""

    meeting_id: int
    title: str
    point: str
    """Empty where the meeting has no connection points."""
    at: datetime
    is_late: bool
    is_again: bool
    """They had checked in before: the first time counts."""


@dataclass(frozen=True, slots=True)
class Involved:
    """A meeting that is on, and what a person has to do with it."""

    meeting_id: int
    title: str
    starts_at: datetime
    checked_in_at: datetime | None
    is_expected: bool
    reports_point: int | None
    """The first of the points that they report of."""


class CheckIns:
    """People who checked in; once each, the first time counts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def by_code(self, person_id: int, code: str, now: datetime) -> CheckedIn | None:
        """Check a person in at the point with this code; None where there is none. Raises Refusal."""
        found = await self._database.look_up(
            select(ConnectionPoint.id).where(ConnectionPoint.code == tidy_code(code)), {}
        )
        if not found:
            return None
        async with self._database.edit() as session:
            point = await session.get_one(ConnectionPoint, found[0].id)
            meeting = await session.get_one(Meeting, point.meeting_id)
            return await enter(session, person_id, meeting, point, way=CODE, now=now)

    async def by_oneself(self, person_id: int, meeting_id: int, now: datetime) -> CheckedIn:
        """Check an expected person in where they are expected. Raises Refusal."""
        async with self._database.edit() as session:
            query = (
                select(Meeting, Attendee.point_id)
                .join(Attendee, Attendee.meeting_id == Meeting.id)
                .join(Person, Person.id == Attendee.person_id)
                .where(Meeting.id == meeting_id, Person.id == person_id, Person.suspended_at.is_(None))
            )
            row = (await session.execute(query)).first()
            if row is None:
                raise Refusal("You are not invited to this meeting by name.")
            meeting, expected_at = row
            point_id = expected_at or await nearest_point(session, person_id, meeting_id)
            point = await session.get(ConnectionPoint, point_id) if point_id else None
            if point is None and await has_points(session, meeting_id):
                raise Refusal("Your unit has no hall here. Please type the code that is shown in your hall.")
            return await enter(session, person_id, meeting, point, way=SELF, now=now)

    async def is_code(self, code: str, now: datetime) -> bool:
        """Tell whether a code belongs to a meeting that is on; says nothing else of it."""
        query = (
            select(ConnectionPoint.id)
            .join(Meeting, Meeting.id == ConnectionPoint.meeting_id)
            .where(ConnectionPoint.code == tidy_code(code), is_on(now))
        )
        async with self._database.read() as connection:
            return (await connection.execute(query)).first() is not None

    async def on_now(self, person_id: int, now: datetime) -> list[Involved]:
        """Return the meetings that are on to which a person is invited, or of which they report."""
        reports = (
            select(func.min(ConnectionPoint.id))
            .where(ConnectionPoint.meeting_id == Meeting.id, ConnectionPoint.reporter_id == person_id)
            .scalar_subquery()
        )
        mine = (CheckIn.meeting_id == Meeting.id) & (CheckIn.person_id == person_id)
        invited = (Attendee.meeting_id == Meeting.id) & (Attendee.person_id == person_id)
        query = (
            select(
                Meeting.id,
                Meeting.title,
                Meeting.starts_at,
                CheckIn.at,
                Attendee.person_id.is_not(None),
                reports,
            )
            .outerjoin(CheckIn, mine)
            .outerjoin(Attendee, invited)
            .where(is_on(now), or_(Attendee.person_id.is_not(None), reports.is_not(None)))
            .order_by(Meeting.starts_at, Meeting.id)
            .limit(MOST_ON)
        )
        async with self._database.read() as connection:
            return [Involved(*row) for row in await connection.execute(query)]


async def enter(
    session: AsyncSession,
    person_id: int,
    meeting: Meeting,
    point: ConnectionPoint | None,
    *,
    way: str,
    now: datetime,
) -> CheckedIn:
    """Write that a person is there, unless they were already. Raises Refusal outside of the meeting."""
    check_open(meeting, now)
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    values = {
        "meeting_id": meeting.id,
        "person_id": person_id,
        "point_id": point.id if point else None,
        "at": now,
        "way": way,
        "is_late": now > meeting.starts_at + LATE_AFTER,
    }
    written = await session.execute(
        insert(CheckIn).values(values).on_conflict_do_nothing().returning(CheckIn.person_id)
    )
    is_again = written.first() is None
    row = await session.get_one(CheckIn, (meeting.id, person_id))
    if is_again and row.point_id != values["point_id"]:
        point = await session.get(ConnectionPoint, row.point_id) if row.point_id else None
    return CheckedIn(meeting.id, meeting.title, point.name if point else "", row.at, row.is_late, is_again)


async def nearest_point(session: AsyncSession, person_id: int, meeting_id: int) -> int | None:
    """Return the meeting's point of the person's own unit, or of the nearest one above it."""
    tree = aliased(UnitTree)
    height = select(func.count()).where(tree.unit_id == ConnectionPoint.unit_id).scalar_subquery()
    query = (
        select(ConnectionPoint.id)
        .join(UnitTree, UnitTree.above_id == ConnectionPoint.unit_id)
        .join(Post, Post.unit_id == UnitTree.unit_id)
        .where(ConnectionPoint.meeting_id == meeting_id, Post.person_id == person_id)
        .order_by(height.desc(), ConnectionPoint.id)
        .limit(1)
    )
    return await session.scalar(query)


async def has_points(session: AsyncSession, meeting_id: int) -> bool:
    """Tell whether a meeting has connection points."""
    query = select(ConnectionPoint.id).where(ConnectionPoint.meeting_id == meeting_id).limit(1)
    return await session.scalar(query) is not None
