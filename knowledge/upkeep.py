"""What is forgotten, and when."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, or_, select

from knowledge.models import (
    AgendaIntake,
    Asked,
    BulletinFile,
    Event,
    Filing,
    Invitation,
    JoinAttempt,
    MadeFile,
    Notice,
    NoticeState,
    TaskFile,
    Upload,
)

if TYPE_CHECKING:
    from knowledge.database import Database

KEPT = timedelta(days=30)
UPLOADS_KEPT = timedelta(days=1)
"""A file whose event could not be answered; the others go with their answer."""

FILINGS_KEPT = timedelta(days=7)
"""A paper or a programme that its secretary has not confirmed."""
MADE_KEPT = timedelta(days=7)
"""A file that was made for somebody: it can be made again."""
QUESTIONS_KEPT = timedelta(days=90)
"""What was asked, with the votes on it: long enough for the secretary's list of what nobody answers."""


async def prune(database: Database, now: datetime) -> int:
    """Delete what was settled more than 30 days ago, and files left over; returns how many rows."""
    old = now - KEPT
    over = Notice.state.not_in([NoticeState.WAITING, NoticeState.SENDING])
    attached = or_(
        select(BulletinFile.file_id).where(BulletinFile.file_id == MadeFile.id).exists(),
        select(TaskFile.file_id).where(TaskFile.file_id == MadeFile.id).exists(),
    )
    statements = (
        delete(Event).where(Event.settled_at < old),
        delete(Notice).where(over, Notice.due_at < old, Notice.expires_at < old),
        delete(Invitation).where(or_(Invitation.expires_at < old, Invitation.used_at < old)),
        delete(JoinAttempt).where(JoinAttempt.at < old),
        delete(Asked).where(Asked.asked_at < now - QUESTIONS_KEPT),
        delete(Filing).where(Filing.created_at < now - FILINGS_KEPT),
        delete(AgendaIntake).where(AgendaIntake.created_at < now - FILINGS_KEPT),
        delete(MadeFile).where(MadeFile.made_at < now - MADE_KEPT, ~attached),
        delete(Upload).where(Upload.created_at < now - UPLOADS_KEPT),
    )
    async with database.write() as connection:
        return sum([(await connection.execute(statement)).rowcount for statement in statements])
