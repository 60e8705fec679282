"""The outbox: notices as rows, from the transaction that caused them to the message that was sent.

States: waiting -> sending (leased) -> sent, failed, expired or cancelled; from sending back to waiting
where it is to be tried again.

Promised: a notice is written at most once for one cause, and with its cause or not at all; while a lease
lasts nobody else claims it; what was claimed by a process that died is claimed again when the lease has run
out, or at once when another sender begins; nothing is claimed after it expired. So a message is sent at
least once, and twice only when the process died, or was cut off, between the sending and the settling.
Settling touches a notice in state "sending" under the settler's own lease alone: one that was cancelled or
claimed by another meanwhile stays as it is. One bad row moves on and never stops the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Update, and_, bindparam, func, select, text, update

from knowledge.models import Notice, NoticeState

if TYPE_CHECKING:
    from knowledge.database import Database

LEASE = timedelta(seconds=90)
"""How long a claimed notice is ours; longer than any send may take, or two would send it."""
LONGEST_PROBLEM = 200


@dataclass(frozen=True, slots=True)
class Due:
    """A claimed notice."""

    id: int
    person_id: int
    kind: str
    subject_id: int
    is_urgent: bool
    due_at: datetime
    leased_until: datetime
    """The end of the lease is its name too: who has another one has lost the notice."""
    expires_at: datetime
    attempts: int
    """This one included."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """What becomes of a claimed notice."""

    notice: Due
    state: NoticeState
    problem: str = ""
    again_at: datetime | None = None
    """Of one that waits again: not before."""
    untried: bool = False
    """Handed back without an attempt."""
    sent_as: str | None = None
    """The message that it became."""


IS_OPEN = text("outbox.state IN ('waiting', 'sending')")
"""In the very words of the index of open notices: a database uses it for nothing else."""


def claimable(now: datetime, *, urgent: bool) -> ColumnElement[bool]:
    """Return the condition of notices that are due and nobody's."""
    return and_(
        IS_OPEN,
        Notice.is_urgent.is_(urgent),
        Notice.free_at <= now,
        Notice.expires_at > now,
    )


SETTLE = (
    update(Notice)
    .where(
        Notice.id == bindparam("notice_id"),
        Notice.state == NoticeState.SENDING,
        Notice.free_at == bindparam("lease"),
    )
    .values(
        state=bindparam("new_state"),
        free_at=bindparam("again_at"),
        attempts=bindparam("tried"),
        sent_at=bindparam("at"),
        problem=bindparam("why"),
        sent_as=bindparam("message"),
    )
)


UNSEEN = select(Notice.id).where(Notice.sent_as == bindparam("message"), Notice.seen_at.is_(None)).limit(1)
"""Made once: every pressed button asks it."""


class Outbox:
    """Notices on their way; the module says what is promised of them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim(self, now: datetime, limit: int = 30, *, urgent: bool = False) -> list[Due]:
        """Lease the urgent notices that are due, or the others; the longest due first."""
        # Most looks find nothing: one costs less than a writing transaction.
        if not await self._database.look_up(select(Notice.id).where(claimable(now, urgent=urgent)).limit(1)):
            return []
        due = (
            select(Notice.id)
            .where(claimable(now, urgent=urgent))
            .order_by(Notice.free_at, Notice.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return await self._lease(due, now)

    async def claim_late(self, people: Sequence[int], late: datetime, now: datetime) -> list[Due]:
        """Lease all else that these people should have heard before `late`: it goes in one message."""
        due = (
            select(Notice.id)
            .where(
                Notice.person_id.in_(people),
                Notice.due_at < late,
                claimable(now, urgent=True) | claimable(now, urgent=False),
            )
            .with_for_update(skip_locked=True)
        )
        return await self._lease(due, now)

    async def settle(self, settlements: Sequence[Settlement], now: datetime) -> None:
        """Write down, in one transaction, what became of claimed notices."""
        if not settlements:
            return
        rows = [
            {
                "notice_id": each.notice.id,
                "lease": each.notice.leased_until,
                "new_state": each.state,
                "again_at": each.again_at or each.notice.leased_until,
                "tried": each.notice.attempts - each.untried,
                "at": now if each.state == NoticeState.SENT else None,
                "why": each.problem[:LONGEST_PROBLEM] or None,
                "message": each.sent_as,
            }
            for each in settlements
        ]
        async with self._database.write() as connection:
            await connection.execute(SETTLE, rows)

    async def sent_before(self, notice: Due) -> str | None:
        """Return the message that an earlier notice to the person about the same row became."""
        earlier = select(Notice.sent_as).where(
            Notice.person_id == notice.person_id,
            Notice.kind == notice.kind,
            Notice.subject_id == notice.subject_id,
            Notice.sent_as.is_not(None),
        )
        found = await self._database.look_up(earlier.order_by(Notice.id.desc()).limit(1))
        return found[0].sent_as if found else None

    async def see(self, message: str, now: datetime) -> None:
        """Note that a button of a message was pressed, where it was a notice; the first time counts."""
        if await self._database.look_up(UNSEEN, {"message": message}):
            unseen = (Notice.sent_as == message, Notice.seen_at.is_(None))
            await self._change(update(Notice).where(*unseen).values(seen_at=now))

    async def take_over(self, now: datetime) -> int:
        """Free what another sender, now gone, had claimed; for the only sender there is. Returns how many."""
        return await self._change(
            update(Notice)
            .where(IS_OPEN, Notice.state == NoticeState.SENDING, Notice.free_at > now)
            .values(state=NoticeState.WAITING, free_at=now)
        )

    async def expire(self, now: datetime) -> int:
        """End the notices whose time is over; returns how many. One in flight is left to its sender."""
        flying = and_(Notice.state == NoticeState.SENDING, Notice.free_at > now)
        over = and_(IS_OPEN, Notice.expires_at <= now, ~flying)
        return await self._change(update(Notice).where(over).values(state=NoticeState.EXPIRED))

    async def due_counts(self, now: datetime) -> dict[bool, int]:
        """Return how many notices are due and open, by whether they are urgent."""
        statement = (
            select(Notice.is_urgent, func.count())
            .where(IS_OPEN, Notice.due_at <= now)
            .group_by(Notice.is_urgent)
        )
        async with self._database.read() as connection:
            found = {row.is_urgent: row[1] for row in (await connection.execute(statement)).all()}
        return {urgent: found.get(urgent, 0) for urgent in (True, False)}

    async def counts(self) -> dict[str, int]:
        """Return how many notices are in each state."""
        statement = select(Notice.state, func.count()).group_by(Notice.state)
        async with self._database.read() as connection:
            return {row.state: row[1] for row in (await connection.execute(statement)).all()}

    async def _lease(self, due: object, now: datetime) -> list[Due]:
        # MATERIALIZED: or the planner may run the LIMIT again, and claim too many.
        ids = due.cte("due").prefix_with("MATERIALIZED", dialect="postgresql")  # type: ignore[attr-defined]  # a SELECT
        statement = (
            update(Notice)
            .where(Notice.id.in_(select(ids.c.id)))
            .values(state=NoticeState.SENDING, free_at=now + LEASE, attempts=Notice.attempts + 1)
            .returning(
                Notice.id,
                Notice.person_id,
                Notice.kind,
                Notice.subject_id,
                Notice.is_urgent,
                Notice.due_at,
                Notice.free_at,
                Notice.expires_at,
                Notice.attempts,
            )
        )
        async with self._database.write() as connection:
            claimed = [Due(*row) for row in (await connection.execute(statement)).all()]
        return sorted(claimed, key=lambda notice: (notice.due_at, notice.id))

    async def _change(self, statement: Update) -> int:
        async with self._database.write() as connection:
            return (await connection.execute(statement)).rowcount
