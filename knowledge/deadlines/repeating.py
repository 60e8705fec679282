"""Reminders that come again: when next, and those that nobody has marked as done."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from sqlalchemy import select, update

from knowledge.deadlines.rows import DeadlineRow, one, remind
from knowledge.models import Deadline, Person

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from knowledge.database import Database

MISSED_AFTER = timedelta(hours=6)
"""How long one waits for "done" before the next time counts."""
MOST = 500


def following(rule: str, due_at: datetime, after: datetime, zone: tzinfo) -> datetime | None:
    """Return the next time of a rule after a moment, at the same hour; None where there is none."""
    start = due_at.astimezone(zone).replace(tzinfo=None)
    last = max(start, after.astimezone(zone).replace(tzinfo=None))
    found = rrulestr(rule, dtstart=start).after(last)
    return found.replace(tzinfo=zone) if found else None


async def move_on(
    connection: AsyncConnection, row: DeadlineRow, cause: str, now: datetime, zone: tzinfo
) -> DeadlineRow:
    """Move a repeated reminder to its next time; one whose rule has ended is done."""
    due_at = following(row.rule, row.due_at, now, zone)
    values = {"due_at": due_at} if due_at else {"done_at": now}
    await connection.execute(update(Deadline).where(Deadline.id == row.id).values(values))
    moved = await one(connection, row.id)
    if due_at:
        await remind(connection, moved, due_at, cause)
    return moved


async def move_missed(database: Database, now: datetime, zone: tzinfo) -> int:
    """Move on what nobody marked as done, each for itself; returns how many."""
    missed = (
        select(Deadline.id, Person.timezone)
        .join(Person, Person.id == Deadline.person_id)
        .where(Deadline.rule != "", Deadline.done_at.is_(None), Deadline.due_at <= now - MISSED_AFTER)
        .order_by(Deadline.due_at)
        .limit(MOST)
    )
    async with database.read() as connection:
        found = (await connection.execute(missed)).all()
    for id_, name in found:
        async with database.write() as connection:
            row = await one(connection, id_)
            # Meanwhile somebody may have marked it as done.
            if row.rule and row.done_at is None and row.due_at <= now - MISSED_AFTER:
                cause = f"repeat:{id_}:{row.due_at.isoformat()}"
                await move_on(connection, row, cause, now, ZoneInfo(name) if name else zone)
    return len(found)
