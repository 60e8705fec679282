"""A point in each unit below, and everybody of these units expected there."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Select, case, func, select

from knowledge.agenda.conferences.points import (
    MOST_POINTS,
    PointsReport,
    Told,
    add_point,
    attendees_of,
    points_of,
    settle,
)
from knowledge.models import Attendee, ConnectionPoint, Meeting, Person, Post, Role, Unit, UnitTree

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession


def units_below(unit_id: int, *, every: bool) -> Select[int]:
    """Select the units directly below a meeting's unit, or all below it.

    An office that has none below it acts for the body above it.
    """
    has_below = select(Unit.id).where(Unit.parent_id == unit_id).exists()
    parent = select(Unit.parent_id).where(Unit.id == unit_id).scalar_subquery()
    head = case((has_below, unit_id), else_=parent)
    if every:
        return select(UnitTree.unit_id).where(UnitTree.above_id == head, UnitTree.unit_id != head)
    return select(Unit.id).where(Unit.parent_id == head)


async def add_for_units(
    session: AsyncSession, meeting: Meeting, now: datetime, *, every: bool
) -> PointsReport:
    """Make one point in each unit below, reported of by its secretary, or else its lead."""
    has_one = {point.unit_id for point in await points_of(session, meeting.id)}
    report = PointsReport()
    wanted = units_below(meeting.unit_id, every=every)
    for unit_id in sorted(set(await session.scalars(wanted)) - has_one)[: MOST_POINTS - len(has_one)]:
        point = await add_point(session, meeting, unit_id, "")
        await settle(session, point, meeting, Told(await keeper(session, unit_id)), now)
        report.added += 1
    return report


async def keeper(session: AsyncSession, unit_id: int) -> int | None:
    """Return a unit's secretary, or else its lead."""
    secretary_first = case((Post.role == Role.SECRETARY, 0), else_=1)
    query = (
        select(Post.person_id)
        .join(Person, Person.id == Post.person_id)
        .where(
            Post.unit_id == unit_id,
            Post.role.in_([Role.SECRETARY, Role.LEAD]),
            Person.suspended_at.is_(None),
        )
        .order_by(secretary_first, Post.id)
        .limit(1)
    )
    return await session.scalar(query)


def members(meeting_id: int) -> Select[int, int]:
    """Select the people with a post in a unit that has a point, with the first of its points."""
    first = func.min(ConnectionPoint.id)
    return (
        select(Post.person_id, first)
        .join(Person, Person.id == Post.person_id)
        .join(ConnectionPoint, ConnectionPoint.unit_id == Post.unit_id)
        .where(ConnectionPoint.meeting_id == meeting_id, Person.suspended_at.is_(None))
        .group_by(Post.person_id)
    )


async def expect_members(session: AsyncSession, meeting: Meeting) -> int:
    """Expect everybody of the units that have a point, each at its unit's; returns how many are new there."""
    rows = {row.person_id: row for row in await attendees_of(session, meeting.id)}
    fresh = 0
    for person_id, point_id in (await session.execute(members(meeting.id))).all():
        there = rows.get(person_id)
        if there is None:
            session.add(Attendee(meeting_id=meeting.id, person_id=person_id, point_id=point_id))
            fresh += 1
        elif there.point_id is None:
            there.point_id = point_id
            fresh += 1
    return fresh
