"""Deadlines of one's own in the database, and their reminders."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo
from types import MappingProxyType
from typing import TYPE_CHECKING

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from knowledge.deadlines.repeating import move_missed, move_on
from knowledge.deadlines.rows import DeadlineRow, one, own, remind, reminder_for, rows
from knowledge.messages.notices import cancel_for
from knowledge.models import Deadline
from knowledge.problems import Refusal
from knowledge.vietnamese.text import clean

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from knowledge.database import Database

LONGEST_TITLE = 500


class Deadlines:
    """What people want to finish by some moment."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def mine(
        self, person_id: int, until: datetime | None = None, since: datetime | None = None
    ) -> list[DeadlineRow]:
        """Return a person's open deadlines, the next first; within a span where one is given."""
        return await self._open(Deadline.person_id == person_id, since, until)

    async def get(self, person_id: int, id: int) -> DeadlineRow | None:
        """Return one's own deadline; None for everybody else."""
        mine = Deadline.person_id == person_id
        async with self._database.read() as connection:
            row = (await connection.execute(rows().where(Deadline.id == id, mine))).first()
        return DeadlineRow(*row) if row else None

    async def add(
        self, person_id: int, title: str, due_at: datetime, cause: str, now: datetime
    ) -> DeadlineRow:
        """Write down one's own deadline with its reminder; the same cause returns the first one."""
        async with self._database.write() as connection:
            return await self._make(connection, person_id, title, due_at, cause, now)

    async def remind_of(
        self, person_id: int, title: str, at: datetime, rule: str, *, cause: str, now: datetime
    ) -> DeadlineRow:
        """Write down a reminder of a moment, and again where a rule says so. Raises Refusal."""
        extra = {"is_reminder": True, "rule": rule, "remind_at": at}
        async with self._database.write() as connection:
            return await self._make(connection, person_id, title, at, cause, now, extra)

    async def move(self, person_id: int, id: int, at: datetime, cause: str, now: datetime) -> DeadlineRow:
        """Give one's open deadline or reminder another moment. Raises Refusal."""
        async with self._database.write() as connection:
            row = await own(connection, person_id, id)
            if row.done_at:
                raise Refusal("Only open deadlines of one's own are moved. /han shows them.")
            if at <= now:
                raise Refusal("That moment is already past. Please name one that is still to come.")
            await connection.execute(update(Deadline).where(Deadline.id == id).values(due_at=at))
            moved = await one(connection, id)
            await remind(connection, moved, at if row.is_reminder else reminder_for(at, now), cause)
            return await one(connection, id)

    async def stop_repeating(self, person_id: int, id: int, now: datetime) -> DeadlineRow:
        """End a repeated reminder. Raises Refusal."""
        async with self._database.write() as connection:
            await own(connection, person_id, id)
            await connection.execute(update(Deadline).where(Deadline.id == id).values(rule="", done_at=now))
            await cancel_for(connection, ("deadline",), id)
            return await one(connection, id)

    async def move_missed(self, now: datetime, zone: tzinfo) -> int:
        """Move repeated reminders on that nobody marked as done; the zone is of people who chose none."""
        return await move_missed(self._database, now, zone)

    async def finish(self, person_id: int, id: int, cause: str, now: datetime, zone: tzinfo) -> DeadlineRow:
        """Note that one's deadline is met, and call off its reminder. Raises Refusal.

        What comes again moves on to its next time, at the same hour of the zone.
        """
        async with self._database.write() as connection:
            row = await own(connection, person_id, id)
            if row.done_at:
                return row
            if row.rule:
                return await move_on(connection, row, cause, now, zone)
            await connection.execute(update(Deadline).where(Deadline.id == id).values(done_at=now))
            await cancel_for(connection, ("deadline",), id)
            return await one(connection, id)

    async def reopen(self, person_id: int, id: int, cause: str, now: datetime) -> DeadlineRow:
        """Take back that a deadline is met, and set its reminder again. Raises Refusal."""
        async with self._database.write() as connection:
            row = await own(connection, person_id, id)
            if row.done_at is None:
                return row
            await connection.execute(update(Deadline).where(Deadline.id == id).values(done_at=None))
            if row.due_at > now:
                await remind(connection, row, reminder_for(row.due_at, now), cause)
            return await one(connection, id)

    async def snooze(
        self, person_id: int, id: int, until: datetime, cause: str, now: datetime
    ) -> DeadlineRow:
        """Move the reminder of one's open deadline; the same cause moves it once. Raises Refusal."""
        async with self._database.write() as connection:
            row = await own(connection, person_id, id)
            if row.done_at:
                raise Refusal(
                    "This deadline is done already, so there is nothing to remind of. /han shows the others."
                )
            await remind(connection, row, max(until, now), cause)
            return await one(connection, id)

    async def _open(self, whose: object, since: datetime | None, until: datetime | None) -> list[DeadlineRow]:
        statement = rows().where(whose, Deadline.done_at.is_(None)).order_by(Deadline.due_at, Deadline.id)  # type: ignore[arg-type]  # a condition
        if since:
            statement = statement.where(Deadline.due_at >= since)
        if until:
            statement = statement.where(Deadline.due_at < until)
        async with self._database.read() as connection:
            return [DeadlineRow(*row) for row in (await connection.execute(statement.limit(100))).all()]

    async def _make(  # noqa: PLR0917  # a row has as many columns as it has
        self,
        connection: AsyncConnection,
        person_id: int,
        title: str,
        due_at: datetime,
        cause: str,
        now: datetime,
        extra: Mapping[str, object] = MappingProxyType({}),
    ) -> DeadlineRow:
        insert = sqlite.insert if self._database.is_sqlite else postgresql.insert
        values = {
            "person_id": person_id,
            "title": clean(title)[:LONGEST_TITLE],
            "due_at": due_at,
            "remind_at": reminder_for(due_at, now),
            "cause": cause,
            **extra,
        }
        statement = insert(Deadline).values(values).on_conflict_do_nothing().returning(Deadline.id)
        made = (await connection.execute(statement)).scalar()
        if made is None:
            known = select(Deadline.id).where(Deadline.cause == cause)
            return await one(connection, (await connection.execute(known)).scalar_one())
        if due_at <= now:
            raise Refusal("That moment is already past. Please name one that is still to come.")
        row = await one(connection, made)
        await remind(connection, row, row.remind_at, cause)
        return row
