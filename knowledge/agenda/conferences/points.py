"""A conference's connection points as they are set up: halls, reporters, who is expected where."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import delete, select, update

from knowledge.agenda.conferences.rights import LASTS
from knowledge.agenda.conferences.roster import Roster, person_key
from knowledge.messages.notices import queue
from knowledge.models import (
    Attendee,
    AttendeeRole,
    ConnectionPoint,
    Meeting,
    Unit,
)
from knowledge.organisation.invitations import ALPHABET, LENGTH
from knowledge.problems import Problem, Refusal
from knowledge.vietnamese.text import clean, fold

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from knowledge.agenda.conferences.lists import PointLine

KIND = "point"
"""The notice that tells a reporter of their point."""
MOST_POINTS = 2_000


@dataclass(slots=True)
class PointsReport:
    """What a list of points came to."""

    added: int = 0
    changed: int = 0
    invited: int = 0
    problems: list[Problem] = field(default_factory=list)


class Told(NamedTuple):
    """What somebody said of a point; None where they said nothing of it."""

    reporter: int | None = None
    expected: int | None = None


def new_code() -> str:
    """Make a code that nobody guesses."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


async def write(
    session: AsyncSession, meeting: Meeting, lines: Sequence[PointLine], now: datetime
) -> PointsReport:
    """Write points and who is expected there; the same list again changes nothing."""
    report = PointsReport()
    roster = await Roster.load(session, {person_key(n) for ln in lines for n in (ln.reporter, ln.delegate)})
    there = await points_of(session, meeting.id)
    known = {(point.unit_id, point.folded_name): point for point in there}
    invited = {row.person_id: row for row in await attendees_of(session, meeting.id)}
    touched: set[int] = set()
    for line in lines:
        try:
            unit_id = roster.unit(line.unit)
            reporter = roster.person(line.reporter, unit_id) if line.reporter else None
            delegate = roster.person(line.delegate, unit_id) if line.delegate else None
        except Refusal as refusal:
            report.problems.append(Problem(refusal, line=line.line))
            continue
        key = (unit_id, fold(line.name))
        point = known.get(key)
        if point is None and len(known) >= MOST_POINTS:
            full = Refusal("A conference has {most} connection points at most.", most=MOST_POINTS)
            report.problems.append(Problem(full, line=line.line))
            break
        if point is None:
            point = known[key] = await add_point(session, meeting, unit_id, line.name)
            touched.add(point.id)
            report.added += 1
        told = Told(reporter, line.expected)
        if await settle(session, point, meeting, told, now) and point.id not in touched:
            touched.add(point.id)
            report.changed += 1
        if delegate is not None:
            report.invited += await expect(session, invited, delegate, point)
    return report


async def add_point(session: AsyncSession, meeting: Meeting, unit_id: int, name: str) -> ConnectionPoint:
    """Add a point; one without a name is called after its unit."""
    unit = await session.get_one(Unit, unit_id)
    point = ConnectionPoint(
        meeting_id=meeting.id,
        unit_id=unit_id,
        name=clean(name)[:200] or unit.name,
        folded_name=fold(name)[:200],
        code=new_code(),
    )
    session.add(point)
    await session.flush()
    return point


async def settle(
    session: AsyncSession, point: ConnectionPoint, meeting: Meeting, told: Told, now: datetime
) -> bool:
    """Write what was told of a point, and tell a new reporter; False where nothing changed."""
    is_new = False
    if told.expected is not None and told.expected != point.expected:
        point.expected, is_new = told.expected, True
    if told.reporter is not None and told.reporter != point.reporter_id:
        point.reporter_id, is_new = told.reporter, True
        await tell_reporter(session, point, meeting, now)
    return is_new


async def tell_reporter(
    session: AsyncSession, point: ConnectionPoint, meeting: Meeting, now: datetime
) -> None:
    """Tell the reporter of a point that it is theirs."""
    if point.reporter_id:
        await queue(
            session,
            person_id=point.reporter_id,
            kind=KIND,
            subject_id=point.id,
            cause=f"point:{point.id}:{point.reporter_id}",
            due_at=now,
            expires_at=max(meeting.starts_at + LASTS, now + timedelta(minutes=5)),
        )


async def expect(
    session: AsyncSession, invited: dict[int, Attendee], person_id: int, point: ConnectionPoint
) -> bool:
    """Expect a person at a point; False where they are expected there already."""
    there = invited.get(person_id)
    if there is None:
        invited[person_id] = Attendee(
            meeting_id=point.meeting_id, person_id=person_id, point_id=point.id, role=AttendeeRole.INVITED
        )
        session.add(invited[person_id])
        return True
    is_new = there.point_id != point.id
    there.point_id = point.id
    return is_new


async def points_of(session: AsyncSession, meeting_id: int) -> list[ConnectionPoint]:
    """Return a meeting's points."""
    query = select(ConnectionPoint).where(ConnectionPoint.meeting_id == meeting_id)
    return list(await session.scalars(query))


async def attendees_of(session: AsyncSession, meeting_id: int) -> list[Attendee]:
    """Return who is invited to a meeting."""
    return list(await session.scalars(select(Attendee).where(Attendee.meeting_id == meeting_id)))


async def remove(session: AsyncSession, point: ConnectionPoint) -> None:
    """Remove a point: who was expected there is expected at the meeting still."""
    at_point = Attendee.point_id == point.id
    await session.execute(update(Attendee).where(at_point).values(point_id=None))
    await session.execute(delete(ConnectionPoint).where(ConnectionPoint.id == point.id))
