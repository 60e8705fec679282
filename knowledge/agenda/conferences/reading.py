"""The numbers of a conference as they are read: reports, check-ins and lists, put together by point."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, select

from knowledge.agenda.conferences.figures import Figures
from knowledge.agenda.conferences.totals import PointTotals, Totals
from knowledge.models import (
    Answer,
    Attendee,
    AttendeeRole,
    CheckIn,
    ConnectionPoint,
    Meeting,
    Person,
    PointReport,
    Unit,
    UnitTree,
)

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection


async def read_totals(
    connection: AsyncConnection, meeting_id: int, seen: ColumnElement[bool], *, whole: bool
) -> Totals:
    """Read the points of a meeting that the condition lets through; `whole` adds who belongs to none."""
    rows = (await connection.execute(point_rows(meeting_id, seen))).all()
    points = tuple(as_totals(row) for row in rows)
    units = (
        select(Unit.id, Unit.name, Unit.parent_id)
        .where(
            Unit.id.in_(
                select(UnitTree.above_id)
                .join(ConnectionPoint, ConnectionPoint.unit_id == UnitTree.unit_id)
                .where(ConnectionPoint.meeting_id == meeting_id)
            )
        )
    )  # fmt: skip
    above = {row.id: (row.name, row.parent_id) for row in await connection.execute(units)}
    return Totals(points, above, await read_elsewhere(connection, meeting_id) if whole else Figures())


def point_rows(meeting_id: int, seen: ColumnElement[bool]) -> Select[*tuple[object, ...]]:
    """Select a meeting's points with what was reported, who checked in and who is expected there."""
    arrived = arrivals(meeting_id).subquery()
    listed = expectations(meeting_id).subquery()
    return (
        select(
            ConnectionPoint.id,
            ConnectionPoint.name,
            ConnectionPoint.unit_id,
            Unit.name.label("unit"),
            ConnectionPoint.reporter_id,
            Person.name.label("reporter"),
            ConnectionPoint.expected,
            PointReport.expected.label("told_expected"),
            PointReport.present.label("told_present"),
            PointReport.excused.label("told_excused"),
            PointReport.substitutes.label("told_substitutes"),
            PointReport.late.label("told_late"),
            PointReport.reasons,
            PointReport.reported_at,
            listed.c.people.label("listed"),
            listed.c.excused.label("list_excused"),
            arrived.c.people.label("arrived"),
            arrived.c.late.label("arrived_late"),
            arrived.c.substitutes.label("arrived_substitutes"),
        )
        .join(Meeting, Meeting.id == ConnectionPoint.meeting_id)
        .join(Unit, Unit.id == ConnectionPoint.unit_id)
        .outerjoin(Person, Person.id == ConnectionPoint.reporter_id)
        .outerjoin(PointReport, PointReport.point_id == ConnectionPoint.id)
        .outerjoin(listed, listed.c.point_id == ConnectionPoint.id)
        .outerjoin(arrived, arrived.c.point_id == ConnectionPoint.id)
        .where(ConnectionPoint.meeting_id == meeting_id, seen)
        .order_by(Unit.name, ConnectionPoint.name, ConnectionPoint.id)
    )


def arrivals(meeting_id: int) -> Select[*tuple[object, ...]]:
    """Select how many checked in at each point."""
    instead = and_(
        Attendee.meeting_id == CheckIn.meeting_id,
        Attendee.person_id == CheckIn.person_id,
        Attendee.role == AttendeeRole.SUBSTITUTE,
    )
    return (
        select(
            CheckIn.point_id,
            func.count().label("people"),
            func.count(case((CheckIn.is_late, 1))).label("late"),
            func.count(Attendee.person_id).label("substitutes"),
        )
        .outerjoin(Attendee, instead)
        .where(CheckIn.meeting_id == meeting_id)
        .group_by(CheckIn.point_id)
    )


def expectations(meeting_id: int) -> Select[*tuple[object, ...]]:
    """Select how many are expected at each point, and how many of them excused themselves and stayed away."""
    came = and_(CheckIn.meeting_id == Attendee.meeting_id, CheckIn.person_id == Attendee.person_id)
    away = and_(Attendee.answer == Answer.ABSENT, CheckIn.person_id.is_(None))
    return (
        select(
            Attendee.point_id,
            func.count().label("people"),
            func.count(case((away, 1))).label("excused"),
        )
        .outerjoin(CheckIn, came)
        .where(Attendee.meeting_id == meeting_id, Attendee.role != AttendeeRole.SUBSTITUTE)
        .group_by(Attendee.point_id)
    )


def as_totals(row: Row[*tuple[object, ...]]) -> PointTotals:
    """Put a point's numbers together."""
    is_reported = row.reported_at is not None
    figures = Figures(
        row.told_expected if is_reported else row.expected or row.listed or 0,
        max(row.told_present or 0, row.arrived or 0),
        row.told_excused if is_reported else row.list_excused or 0,
        max(row.told_substitutes or 0, row.arrived_substitutes or 0),
        max(row.told_late or 0, row.arrived_late or 0),
    )
    return PointTotals(
        row.id,
        row.name,
        row.unit_id,
        row.unit,
        row.reporter_id,
        row.reporter or "",
        figures,
        row.arrived or 0,
        row.reasons or "",
        row.reported_at,
    )


async def read_elsewhere(connection: AsyncConnection, meeting_id: int) -> Figures:
    """Read the numbers of those who belong to no point; who came to one counts there."""
    listed = await connection.execute(
        expectations(meeting_id).where(Attendee.point_id.is_(None), CheckIn.point_id.is_(None))
    )
    arrived = await connection.execute(arrivals(meeting_id).where(CheckIn.point_id.is_(None)))
    expected, there = listed.first(), arrived.first()
    return Figures(
        expected.people if expected else 0,
        there.people if there else 0,
        expected.excused if expected else 0,
        there.substitutes if there else 0,
        there.late if there else 0,
    )
