"""The outbox: notices as rows, from the transaction that caused them to the message that was sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, case, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from knowledge.models import Notice, NoticeState

if TYPE_CHECKING:
    from knowledge.database import Database

LEASE = timedelta(seconds=90)
"""How long a claimed notice is ours; longer than any send may take, or two would send it."""
FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(minutes=5)
LONGEST_PROBLEM = 200
OPEN = (NoticeState.WAITING, NoticeState.SENDING)
URGENT = ("deadline", "meeting", "pointchase")
"""Kinds that tell of a moment: news and digests to thousands do not hold them up."""


@dataclass(frozen=True, slots=True)
class Due:
    """A claimed notice."""

    id: int
    person_id: int
    kind: str
    subject_id: int
    due_at: datetime
    expires_at: datetime
    attempts: int
    """This one included."""


Writer = AsyncConnection | AsyncSession
"""A transaction that somebody else opened: a notice is written together with what caused it."""


def dialect_of(writer: Writer) -> str:
    """Name the database behind a transaction."""
    return writer.dialect.name if isinstance(writer, AsyncConnection) else writer.get_bind().dialect.name


def insert_into_outbox(dialect: str) -> sqlite.Insert | postgresql.Insert:
    """Start an INSERT that leaves a notice with the same cause alone, once told to."""
    return sqlite.insert(Notice) if dialect == "sqlite" else postgresql.insert(Notice)


async def queue(
    writer: Writer,
    *,
    person_id: int,
    kind: str,
    subject_id: int,
    cause: str,
    due_at: datetime,
    expires_at: datetime,
) -> bool:
    """Write a notice in the caller's transaction; False when this cause has one already."""
    values = {
        "person_id": person_id,
        "kind": kind,
        "subject_id": subject_id,
        "cause": cause,
        "due_at": due_at,
        "expires_at": expires_at,
        "state": NoticeState.WAITING,
        "attempts": 0,
    }
    statement = insert_into_outbox(dialect_of(writer)).values(values).on_conflict_do_nothing()
    written = await writer.execute(statement.returning(Notice.id))
    return written.first() is not None


async def cancel_for(writer: Writer, kinds: Sequence[str], subject_id: int, *, keep: str = "") -> None:
    """Call off, in the caller's transaction, what was still to be said about a row; `keep` is one's cause."""
    await writer.execute(
        update(Notice)
        .where(
            Notice.kind.in_(kinds),
            Notice.subject_id == subject_id,
            Notice.state.in_(OPEN),
            Notice.cause != keep,
        )
        .values(state=NoticeState.CANCELLED)
        .execution_options(synchronize_session=False),
    )


def claimable(now: datetime) -> ColumnElement[bool]:
    """Return the condition of notices that are due and nobody's."""
    return and_(
        Notice.state.in_(OPEN),
        Notice.due_at <= now,
        Notice.expires_at > now,
        or_(Notice.lease_until.is_(None), Notice.lease_until <= now),
    )


class Outbox:
    """Notices on their way: waiting -> sending (leased) -> sent, failed, expired or cancelled.

    Promised: a notice is written at most once for one cause, and with its cause or not at all; while a lease
    lasts nobody else claims it; what was claimed by a process that died is claimed again when the lease has
    run out; nothing is sent after it expired. So a message is sent at least once, and twice only when the
    process died between the sending and the settling. Settling touches a notice in state "sending" alone: one
    that was cancelled meanwhile stays cancelled.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim(self, now: datetime, limit: int = 30) -> list[Due]:
        """Lease the notices that are due: the urgent ones first, then the longest due."""
        # Most ticks find nothing: a look costs less than a writing transaction.
        async with self._database.read() as connection:
            if (await connection.execute(select(Notice.id).where(claimable(now)).limit(1))).first() is None:
                return []
        # MATERIALIZED: or the planner may run the LIMIT again, and claim too many.
        due = (
            select(Notice.id)
            .where(claimable(now))
            .order_by(case((Notice.kind.in_(URGENT), 0), else_=1), Notice.due_at, Notice.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
            .cte("due")
            .prefix_with("MATERIALIZED", dialect="postgresql")
        )
        statement = (
            update(Notice)
            .where(Notice.id.in_(select(due.c.id)))
            .values(state=NoticeState.SENDING, lease_until=now + LEASE, attempts=Notice.attempts + 1)
            .returning(
                Notice.id,
                Notice.person_id,
                Notice.kind,
                Notice.subject_id,
                Notice.due_at,
                Notice.expires_at,
                Notice.attempts,
            )
        )
        async with self._database.write() as connection:
            claimed = [Due(*row) for row in (await connection.execute(statement)).all()]
        return sorted(claimed, key=lambda notice: (notice.kind not in URGENT, notice.due_at, notice.id))

    async def sent(self, id: int, now: datetime) -> None:
        """Settle a notice that the messenger accepted."""
        await self._settle(id, state=NoticeState.SENT, sent_at=now, problem=None)

    async def retry(
        self, id: int, now: datetime, after: float | None = None, problem: str = "", attempts: int = 1
    ) -> None:
        """Put a notice back; the wait doubles with each attempt unless the messenger named one (seconds)."""
        wait = min(FIRST_WAIT * 2 ** min(attempts - 1, 16), LONGEST_WAIT)
        await self._settle(
            id,
            state=NoticeState.WAITING,
            lease_until=now + (wait if after is None else timedelta(seconds=after)),
            problem=problem[:LONGEST_PROBLEM],
        )

    async def fail(self, id: int, problem: str) -> None:
        """Give a notice up, and say why."""
        await self._settle(id, state=NoticeState.FAILED, problem=problem[:LONGEST_PROBLEM])

    async def cancel(self, id: int) -> None:
        """Settle a notice that has become pointless."""
        await self._settle(id, state=NoticeState.CANCELLED)

    async def expire(self, now: datetime) -> int:
        """End the notices whose time is over; returns how many. One in flight is left to its sender."""
        over = and_(
            Notice.expires_at <= now,
            or_(Notice.state == NoticeState.WAITING, Notice.lease_until <= now),
            Notice.state.in_(OPEN),
        )
        async with self._database.write() as connection:
            ended = await connection.execute(update(Notice).where(over).values(state=NoticeState.EXPIRED))
            return ended.rowcount

    async def counts(self) -> dict[str, int]:
        """Return how many notices are in each state."""
        statement = select(Notice.state, func.count()).group_by(Notice.state)
        async with self._database.read() as connection:
            return {row.state: row[1] for row in (await connection.execute(statement)).all()}

    async def _settle(self, id: int, **values: object) -> None:
        mine = and_(Notice.id == id, Notice.state == NoticeState.SENDING)
        async with self._database.write() as connection:
            await connection.execute(update(Notice).where(mine).values(values))
