"""Whom a version of a bulletin is told to."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Select, literal, select

from knowledge.bulletins.rows import KIND
from knowledge.messages.notices import cause_of, queue_each
from knowledge.models import Bulletin, BulletinReader, Notice, NoticeState

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

WORTH_TELLING = timedelta(days=3)


async def tell(session: AsyncSession, bulletin: Bulletin, now: datetime) -> None:
    """Write the notices of a version; of a later one, to those whom an earlier one may have reached."""
    recipients = select(
        BulletinReader.person_id,
        BulletinReader.bulletin_id,
        cause_of(f"{KIND}:{bulletin.id}:{bulletin.version}", BulletinReader.person_id),
        literal(now, Notice.due_at.type).label("due"),
        literal(now + WORTH_TELLING, Notice.due_at.type).label("expires"),
    ).where(BulletinReader.bulletin_id == bulletin.id)
    if bulletin.version > 1:
        recipients = recipients.where(reached(bulletin.id).exists())
    await session.flush()
    await queue_each(session, recipients, KIND)


def waiting(bulletin_id: int) -> Select[int]:
    """Select a reader's notices that have not left: they will bring the newest text."""
    return of_reader(bulletin_id).where(Notice.state == NoticeState.WAITING)


def reached(bulletin_id: int) -> Select[int]:
    """Select a reader's notices that arrived, or may be arriving."""
    return of_reader(bulletin_id).where(Notice.state.in_((NoticeState.SENT, NoticeState.SENDING)))


def of_reader(bulletin_id: int) -> Select[int]:
    """Select a reader's notices of a bulletin, beside a query of its readers."""
    return select(Notice.id).where(
        Notice.kind == KIND,
        Notice.subject_id == bulletin_id,
        Notice.person_id == BulletinReader.person_id,
    )
