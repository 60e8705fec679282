"""Who is there: people check in by the code of their hall, or by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Integer, Select, String, bindparam, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased

from knowledge.agenda.conferences.rights import LATE_AFTER, Sitting, check_open, is_on
from knowledge.models import Attendee, CheckIn, ConnectionPoint, Meeting, Person, Post, UnitTree
from knowledge.organisation.invitations import tidy_code
from knowledge.problems import Refusal
from knowledge.together import Together

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from knowledge.database import Database

CODE, SELF = "code", "self"
MOST_ON = 20
SITTING = (Meeting.id, Meeting.title, Meeting.state, Meeting.starts_at, Meeting.ends_at)


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


class Entry(NamedTuple):
    """That somebody enters: a row to be written."""

    meeting_id: int
    person_id: int
    point_id: int | None
    at: datetime
    way: str
    is_late: bool


class CheckIns:
    """People who checked in; once each, the first time counts."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._entries = Together(self._write)

    async def by_code(self, person_id: int, code: str, now: datetime) -> CheckedIn | None:
        """Check a person in at the point with this code; None where there is none. Raises Refusal."""
        found = await self._database.look_up(point_by_code(), {"code": tidy_code(code)})
        if not found:
            return None
        point_id, name, *meeting = found[0]
        return await self._enter(person_id, Sitting(*meeting), (point_id, name), CODE, now)

    async def by_oneself(self, person_id: int, meeting_id: int, now: datetime) -> CheckedIn:
        """Check an expected person in where they are expected. Raises Refusal."""
        async with self._database.view() as session:
            query = (
                select(*SITTING, Attendee.point_id)
                .join(Attendee, Attendee.meeting_id == Meeting.id)
                .join(Person, Person.id == Attendee.person_id)
                .where(Meeting.id == meeting_id, Person.id == person_id, Person.suspended_at.is_(None))
            )
            row = (await session.execute(query)).first()
            if row is None:
                raise Refusal("You are not invited to this meeting by name.")
            meeting, expected_at = Sitting(*row[:-1]), row[-1]
            point_id = expected_at or await nearest_point(session, person_id, meeting_id)
            point = await session.get(ConnectionPoint, point_id) if point_id else None
            if point is None and await has_points(session, meeting_id):
                raise Refusal("Your unit has no hall here. Please type the code that is shown in your hall.")
        place = (point.id, point.name) if point else (None, "")
        return await self._enter(person_id, meeting, place, SELF, now)

    async def _enter(
        self, person_id: int, meeting: Sitting, place: tuple[int | None, str], way: str, now: datetime
    ) -> CheckedIn:
        """Write that a person is there, unless they were already. Raises Refusal outside of the meeting."""
        check_open(meeting, now)
        point_id, name = place
        is_late = now > meeting.starts_at + LATE_AFTER
        entry = Entry(meeting.id, person_id, point_id, now, way, is_late)
        if await self._entries.put(entry):
            return CheckedIn(meeting.id, meeting.title, name, now, is_late, is_again=False)
        values = {"meeting": meeting.id, "person": person_id}
        [(at, was_late, first)] = await self._database.look_up(entered(), values)
        return CheckedIn(meeting.id, meeting.title, first or "", at, was_late, is_again=True)

    async def _write(self, entries: Sequence[Entry]) -> list[bool]:
        """Write who enters, in one transaction; tells of each whether they were not there before."""
        insert = sqlite.insert if self._database.is_sqlite else postgresql.insert
        rows = insert(CheckIn).values([entry._asdict() for entry in entries])
        statement = rows.on_conflict_do_nothing().returning(CheckIn.meeting_id, CheckIn.person_id)
        async with self._database.write() as connection:
            new = {tuple(row) for row in await connection.execute(statement)}
        told = []
        for entry in entries:
            who = (entry.meeting_id, entry.person_id)
            told.append(who in new)
            new.discard(who)
        return told

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


@cache
def point_by_code() -> Select[*tuple[Any, ...]]:
    """Build the look-up of a code once: a hall of people types it within a minute."""
    return (
        select(ConnectionPoint.id, ConnectionPoint.name, *SITTING)
        .join(Meeting, Meeting.id == ConnectionPoint.meeting_id)
        .where(ConnectionPoint.code == bindparam("code", type_=String))
    )


@cache
def entered() -> Select[datetime, bool, str]:
    """Build the look-up of when and where somebody checked in."""
    return (
        select(CheckIn.at, CheckIn.is_late, ConnectionPoint.name)
        .outerjoin(ConnectionPoint, ConnectionPoint.id == CheckIn.point_id)
        .where(
            CheckIn.meeting_id == bindparam("meeting", type_=Integer),
            CheckIn.person_id == bindparam("person", type_=Integer),
        )
    )


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
