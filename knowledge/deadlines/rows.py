"""Rows of deadlines, and the one reminder that each of them has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Select, select, update

from knowledge.messages.notices import cancel_for, queue
from knowledge.models import Deadline, Person
from knowledge.problems import Refusal

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

REMIND_BEFORE = timedelta(hours=2)
SOON = timedelta(minutes=10)
"""A reminder so soon after the deadline was made would tell nothing new: it comes halfway instead."""
LATE_FOR = timedelta(days=1)
"""How long after the deadline a reminder that was held up is still worth sending."""


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """A deadline, with the name of whose it is."""

    id: int
    title: str
    due_at: datetime
    remind_at: datetime
    done_at: datetime | None
    person_id: int
    person: str
    is_reminder: bool
    """Only to be reminded of, at that very moment."""
    rule: str
    """How it comes again; empty for once."""


def reminder_for(due_at: datetime, now: datetime) -> datetime:
    """Return when to remind: two hours before, or halfway when that is already near or past."""
    usual = due_at - REMIND_BEFORE
    return usual if usual >= now + SOON else now + (due_at - now) / 2


def rows() -> Select[int, str, datetime, datetime, datetime | None, int, str, bool, str]:
    """Start the statement that every look-up shares."""
    return select(
        Deadline.id,
        Deadline.title,
        Deadline.due_at,
        Deadline.remind_at,
        Deadline.done_at,
        Deadline.person_id,
        Person.name,
        Deadline.is_reminder,
        Deadline.rule,
    ).join(Person, Person.id == Deadline.person_id)


async def one(connection: AsyncConnection, id: int) -> DeadlineRow:
    """Return a deadline that is known to exist."""
    return DeadlineRow(*(await connection.execute(rows().where(Deadline.id == id))).one())


async def own(connection: AsyncConnection, person_id: int, id: int) -> DeadlineRow:
    """Return the person's own deadline and hold it until the transaction ends. Raises Refusal."""
    lock = select(Deadline.id).where(Deadline.id == id, Deadline.person_id == person_id).with_for_update()
    if (await connection.execute(lock)).first() is None:
        raise Refusal("This deadline is not within your scope. /han shows yours.")
    return await one(connection, id)


async def remind(connection: AsyncConnection, row: DeadlineRow, at: datetime, cause: str) -> None:
    """Set the one reminder of a deadline; the same cause sets it once."""
    cause = f"remind:{cause}"
    is_new = await queue(
        connection,
        person_id=row.person_id,
        kind="deadline",
        subject_id=row.id,
        cause=cause,
        due_at=at,
        expires_at=max(row.due_at, at) + LATE_FOR,
    )
    if is_new:
        await cancel_for(connection, ("deadline",), row.id, keep=cause)
        await connection.execute(update(Deadline).where(Deadline.id == row.id).values(remind_at=at))
