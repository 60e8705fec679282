"""Deadlines in the database: one's own, those given to others, and their reminders."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo
from types import MappingProxyType
from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from knowledge.deadlines.assignees import ASSIGNERS, Assignee, assignees
from knowledge.deadlines.repeating import move_missed, move_on
from knowledge.deadlines.rows import LATE_FOR, DeadlineRow, one, own, remind, reminder_for, rows
from knowledge.messages.notices import cancel_for, queue
from knowledge.models import Deadline, Person, Post
from knowledge.problems import Refusal
from knowledge.scope import units_held
from knowledge.vietnamese.text import clean

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from knowledge.database import Database

LONGEST_TITLE = 500


class Deadlines:
    """What people must finish by some moment."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def mine(
        self, person_id: int, until: datetime | None = None, since: datetime | None = None
    ) -> list[DeadlineRow]:
        """Return a person's open deadlines, the next first; within a span where one is given."""
        return await self._open(Deadline.person_id == person_id, since, until)

    async def given(
        self, person_id: int, until: datetime | None = None, since: datetime | None = None
    ) -> list[DeadlineRow]:
        """Return the open deadlines that the person gave to others."""
        to_others = and_(Deadline.giver_id == person_id, Deadline.person_id != person_id)
        return await self._open(to_others, since, until)

    async def get(self, person_id: int, id: int) -> DeadlineRow | None:
        """Return one's own deadline, or one that one gave; None for everybody else."""
        mine = or_(Deadline.person_id == person_id, Deadline.giver_id == person_id)
        async with self._database.read() as connection:
            row = (await connection.execute(rows().where(Deadline.id == id, mine))).first()
        return DeadlineRow(*row) if row else None

    async def add(
        self, person_id: int, title: str, due_at: datetime, cause: str, now: datetime
    ) -> DeadlineRow:
        """Write down one's own deadline with its reminder; the same cause returns the first one."""
        async with self._database.write() as connection:
            row, _ = await self._make(connection, person_id, None, title, due_at, cause, now)
            return row

    async def remind_of(
        self, person_id: int, title: str, at: datetime, rule: str, *, cause: str, now: datetime
    ) -> DeadlineRow:
        """Write down a reminder of a moment, and again where a rule says so. Raises Refusal."""
        extra = {"is_reminder": True, "rule": rule, "remind_at": at}
        async with self._database.write() as connection:
            row, _ = await self._make(connection, person_id, None, title, at, cause, now, extra)
            return row

    async def move(self, person_id: int, id: int, at: datetime, cause: str, now: datetime) -> DeadlineRow:
        """Give one's open deadline or reminder another moment. Raises Refusal."""
        async with self._database.write() as connection:
            row = await own(connection, person_id, id)
            if row.done_at or (row.giver_id and row.giver_id != person_id):
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

    async def assignees(self, person_id: int, wanted: str) -> list[Assignee]:
        """Return whom the person may give work to and whose name fits; a full name wins over a part."""
        async with self._database.read() as connection:
            return await assignees(connection, person_id, wanted)

    async def assign(
        self, giver_id: int, person_id: int, title: str, due_at: datetime, *, cause: str, now: datetime
    ) -> DeadlineRow:
        """Give somebody work and tell them, all or nothing; the same cause gives it once. Raises Refusal."""
        allowed = (
            select(Post.id)
            .join(Person, Person.id == Post.person_id)
            .where(
                Post.person_id == person_id,
                Person.suspended_at.is_(None),
                Post.unit_id.in_(units_held(giver_id, ASSIGNERS)),
            )
        )
        async with self._database.write() as connection:
            if (await connection.execute(allowed.limit(1))).first() is None:
                raise Refusal(
                    "Giving work to this person is not within your scope. Their lead or secretary can do it."
                )
            row, is_new = await self._make(connection, person_id, giver_id, title, due_at, cause, now)
            if is_new and giver_id != person_id:
                await queue(
                    connection,
                    person_id=person_id,
                    kind="deadline_assigned",
                    subject_id=row.id,
                    cause=f"assigned:{cause}",
                    due_at=now,
                    expires_at=due_at + LATE_FOR,
                )
            return row

    async def finish(self, person_id: int, id: int, cause: str, now: datetime, zone: tzinfo) -> DeadlineRow:
        """Note that one's deadline is met, call off its reminder, and tell who gave it. Raises Refusal.

        What comes again moves on to its next time, at the same hour of the zone.
        """
        async with self._database.write() as connection:
            row = await own(connection, person_id, id)
            if row.done_at:
                return row
            if row.rule:
                return await move_on(connection, row, cause, now, zone)
            await connection.execute(update(Deadline).where(Deadline.id == id).values(done_at=now))
            await cancel_for(connection, ("deadline", "deadline_assigned"), id)
            if row.giver_id and row.giver_id != person_id:
                await queue(
                    connection,
                    person_id=row.giver_id,
                    kind="deadline_done",
                    subject_id=id,
                    cause=f"done:{cause}",
                    due_at=now,
                    expires_at=now + LATE_FOR,
                )
            return await one(connection, id)

    async def reopen(self, person_id: int, id: int, cause: str, now: datetime) -> DeadlineRow:
        """Take back that a deadline is met, and set its reminder again. Raises Refusal."""
        async with self._database.write() as connection:
            row = await own(connection, person_id, id)
            if row.done_at is None:
                return row
            await connection.execute(update(Deadline).where(Deadline.id == id).values(done_at=None))
            await cancel_for(connection, ("deadline_done",), id)
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
        giver_id: int | None,
        title: str,
        due_at: datetime,
        cause: str,
        now: datetime,
        extra: Mapping[str, object] = MappingProxyType({}),
    ) -> tuple[DeadlineRow, bool]:
        insert = sqlite.insert if self._database.is_sqlite else postgresql.insert
        values = {
            "person_id": person_id,
            "giver_id": giver_id,
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
            return await one(connection, (await connection.execute(known)).scalar_one()), False
        if due_at <= now:
            raise Refusal("That moment is already past. Please name one that is still to come.")
        row = await one(connection, made)
        await remind(connection, row, row.remind_at, cause)
        return row, True
