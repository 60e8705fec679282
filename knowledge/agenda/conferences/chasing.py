"""Silent points are chased in steps: their reporter, then their unit, then who organises the conference."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, select, update
from sqlalchemy.orm import aliased

from knowledge.agenda.conferences.rights import ends_at, is_on
from knowledge.messages.notices import queue
from knowledge.models import (
    CheckIn,
    ConnectionPoint,
    Meeting,
    Person,
    PointReport,
    Post,
    UnitTree,
)
from knowledge.scope import OVERSEERS

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

REPORTER, UNIT, ORGANISER = "reporter", "unit", "organiser"
CHASE = "pointchase"
"""The notice that asks for a silent point's numbers; its subject is the point."""
SILENT = "silentpoints"
"""The notice that names the silent points to the organiser; its subject is the meeting."""


@dataclass(frozen=True, slots=True)
class Step:
    """When somebody is asked, counted from the start of the meeting, and who."""

    after: timedelta
    whom: str


@dataclass(frozen=True, slots=True)
class Question:
    """What a notice asks: its kind, of what, and at which step."""

    kind: str
    subject_id: int
    step: int


STEPS = (
    Step(timedelta(minutes=-10), REPORTER),
    Step(timedelta(minutes=5), REPORTER),
    Step(timedelta(minutes=15), UNIT),
    Step(timedelta(minutes=30), ORGANISER),
)


async def chase(session: AsyncSession, now: datetime) -> int:
    """Take the steps that are due for silent points; returns how many notices it wrote."""
    written = 0
    told: set[int] = set()
    for point, meeting in await silent_points(session, now):
        due = sum(now >= meeting.starts_at + step.after for step in STEPS)
        if due <= point.chased:
            continue
        # After an outage only the latest step is taken: the earlier ones would say the same at once.
        whom = STEPS[due - 1].whom
        await session.execute(
            update(ConnectionPoint).where(ConnectionPoint.id == point.id).values(chased=due)
        )
        if whom == ORGANISER:
            if meeting.organiser_id and meeting.id not in told:
                told.add(meeting.id)
                written += await ask(
                    session, meeting.organiser_id, Question(SILENT, meeting.id, due), meeting, now
                )
            continue
        for person_id in await asked(session, point, whom):
            written += await ask(session, person_id, Question(CHASE, point.id, due), meeting, now)
    return written


async def silent_points(session: AsyncSession, now: datetime) -> list[tuple[ConnectionPoint, Meeting]]:
    """Return the points of meetings that are on of which nothing is known, and for which a step is left."""
    before = -STEPS[0].after
    checked_in = select(CheckIn.person_id).where(
        CheckIn.meeting_id == ConnectionPoint.meeting_id, CheckIn.point_id == ConnectionPoint.id
    )
    query = (
        select(ConnectionPoint, Meeting)
        .join(Meeting, Meeting.id == ConnectionPoint.meeting_id)
        .outerjoin(PointReport, PointReport.point_id == ConnectionPoint.id)
        .where(
            is_on(now, before=before),
            ConnectionPoint.chased < len(STEPS),
            PointReport.point_id.is_(None),
            ~checked_in.exists(),
        )
        .order_by(ConnectionPoint.id)
    )
    return [(point, meeting) for point, meeting in await session.execute(query)]


async def asked(session: AsyncSession, point: ConnectionPoint, whom: str) -> list[int]:
    """Return who is asked for a point's numbers: its reporter, or the nearest secretaries and leads too."""
    if whom == REPORTER and point.reporter_id:
        return [point.reporter_id]
    tree = aliased(UnitTree)
    height = select(func.count()).where(tree.unit_id == Post.unit_id).scalar_subquery()
    query = (
        select(Post.person_id, height)
        .join(UnitTree, and_(UnitTree.above_id == Post.unit_id, UnitTree.unit_id == point.unit_id))
        .join(Person, Person.id == Post.person_id)
        .where(Post.role.in_(list(OVERSEERS)), Person.suspended_at.is_(None))
    )
    rows = [(person, level) for person, level in await session.execute(query)]
    nearest = max((level for _, level in rows), default=0)
    people = {person for person, level in rows if level == nearest}
    return sorted(people | ({point.reporter_id} if point.reporter_id else set()))


async def ask(
    session: AsyncSession,
    person_id: int,
    about: Question,
    meeting: Meeting,
    now: datetime,
) -> bool:
    """Write a notice of a step, once; it is stale when the meeting is over."""
    return await queue(
        session,
        person_id=person_id,
        kind=about.kind,
        subject_id=about.subject_id,
        cause=f"{about.kind}:{about.subject_id}:{person_id}:{about.step}",
        due_at=now,
        expires_at=max(ends_at(meeting), now + timedelta(minutes=5)),
    )
