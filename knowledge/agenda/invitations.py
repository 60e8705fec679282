"""Invitations to meetings that wait for an answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from knowledge.models import Answer, Attendee, Meeting, MeetingState, Person

if TYPE_CHECKING:
    from knowledge.database import Database

MOST = 20


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """A meeting to come to which one is invited, and has not said whether one comes."""

    meeting_id: int
    title: str
    starts_at: datetime


class MeetingInvitations:
    """What people are invited to."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def open(self, person_id: int, now: datetime) -> list[OpenInvitation]:
        """Return the meetings to come that wait for the person's answer, the next first."""
        found = (
            select(Meeting.id, Meeting.title, Meeting.starts_at)
            .join(Attendee, Attendee.meeting_id == Meeting.id)
            .join(Person, Person.id == Attendee.person_id)
            .where(
                Attendee.person_id == person_id,
                Attendee.answer == Answer.NONE,
                Meeting.starts_at > now,
                Meeting.state == MeetingState.PLANNED,
                Person.suspended_at.is_(None),
            )
            .order_by(Meeting.starts_at, Meeting.id)
            .limit(MOST)
        )
        async with self._database.read() as connection:
            return [OpenInvitation(*row) for row in (await connection.execute(found)).all()]
