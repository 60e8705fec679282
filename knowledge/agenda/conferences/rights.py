"""Who sees a conference's points, and when one may check in."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import ColumnElement, and_, or_, select

from knowledge.agenda.seeing import organised_by
from knowledge.models import ConnectionPoint, Meeting, MeetingState, Person
from knowledge.problems import Refusal
from knowledge.scope import OVERSEERS, units_held

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

OPENS_BEFORE = timedelta(minutes=60)
"""How long before its start people may check in: halls fill early."""
LASTS = timedelta(hours=4)
"""How long a meeting counts as on whose end nobody wrote down."""
LATE_AFTER = timedelta(minutes=5)
"""Who comes later than this after the start is late."""
REPORTED_UNTIL = timedelta(days=2)
"""How long after the start a reporter may still put numbers right."""


def overseen_by(person_id: int) -> ColumnElement[bool]:
    """Return the condition of points whose numbers a person sees; the statement joins the meeting.

    Those that they report of, those of their units, and all of a meeting that they organise.
    """
    is_active = select(Person.id).where(Person.id == person_id, Person.suspended_at.is_(None)).exists()
    return and_(
        is_active,
        or_(
            ConnectionPoint.reporter_id == person_id,
            ConnectionPoint.unit_id.in_(units_held(person_id, OVERSEERS)),
            organised_by(person_id),
        ),
    )


def is_on(now: datetime, *, before: timedelta = OPENS_BEFORE) -> ColumnElement[bool]:
    """Return the condition of meetings at which one may check in."""
    return and_(
        Meeting.state == MeetingState.PLANNED,
        Meeting.starts_at <= now + before,
        # The later of the two bounds keeps the index on the start of use.
        Meeting.starts_at > now - timedelta(days=1),
        or_(
            Meeting.ends_at > now,
            and_(Meeting.ends_at.is_(None), Meeting.starts_at > now - LASTS),
        ),
    )


class Sitting(NamedTuple):
    """When a meeting is held, and whether."""

    id: int
    title: str
    state: str
    starts_at: datetime
    ends_at: datetime | None


def ends_at(meeting: Meeting | Sitting) -> datetime:
    """Return until when a meeting is on."""
    return meeting.ends_at or meeting.starts_at + LASTS


def check_open(meeting: Sitting, now: datetime) -> None:
    """Refuse checking in before or after the meeting."""
    if meeting.state == MeetingState.CANCELLED:
        raise Refusal("“{title}” was cancelled. Nobody needs to check in.", title=meeting.title)
    if now < meeting.starts_at - OPENS_BEFORE:
        raise Refusal(
            "Checking in at “{title}” begins at {when}. Please try again then.",
            title=meeting.title,
            when=meeting.starts_at - OPENS_BEFORE,
        )
    if now >= ends_at(meeting):
        raise Refusal(
            "“{title}” is over; nobody can check in any more. Please tell your hall's reporter.",
            title=meeting.title,
        )


async def organised(session: AsyncSession, person_id: int, meeting_id: int) -> Meeting:
    """Return a meeting that the person organises. Raises Refusal."""
    query = select(Meeting).where(Meeting.id == meeting_id, organised_by(person_id))
    meeting = await session.scalar(query)
    if meeting is None:
        raise Refusal("This meeting is not within your scope.")
    return meeting


async def reported(session: AsyncSession, person_id: int, point_id: int) -> tuple[ConnectionPoint, Meeting]:
    """Return a point whose numbers the person may give, with its meeting. Raises Refusal."""
    query = (
        select(ConnectionPoint, Meeting)
        .join(Meeting, Meeting.id == ConnectionPoint.meeting_id)
        .where(ConnectionPoint.id == point_id, overseen_by(person_id))
    )
    found = (await session.execute(query)).first()
    if found is None:
        raise Refusal("This connection point is not within your scope.")
    return found[0], found[1]
