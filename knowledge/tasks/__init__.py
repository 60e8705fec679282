"""Tasks in the database: given, held, handed in, accepted or returned, handed down, put off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select

from knowledge.models import Document, MadeFile, Meeting, Person, Task, TaskEvent, TaskFile, TaskState
from knowledge.problems import Refusal
from knowledge.scope import visible_to
from knowledge.tasks.plans import STRICT, USUAL, Step
from knowledge.tasks.rows import (
    OVER,
    TaskRow,
    given_by,
    held_by,
    outside,
    past,
    row_of,
    rows,
    seen_by,
    task_of,
)
from knowledge.tasks.telling import note, plan_reminders
from knowledge.tasks.whom import Recipient, check_below, whom
from knowledge.vietnamese.text import clean

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncSession

    from knowledge.database import Database

LONGEST_TITLE = 500
MOST_LISTED = 50


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be given: the work, when it is due, and where it comes from."""

    title: str
    due_at: datetime
    is_urgent: bool = False
    parent_id: int | None = None
    document_id: int | None = None
    meeting_id: int | None = None


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that happened to a task."""

    who: str
    act: str
    note: str
    at: datetime
    task_id: int


class Tasks:
    """Work that is given to others."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def whom(self, person_id: int, text: str) -> list[Recipient]:
        """Return those whom a list of names, posts and units means. Raises Refusal."""
        async with self._database.view() as session:
            return await whom(session, person_id, text)

    async def give(
        self,
        giver_id: int,
        to: Sequence[Recipient],
        order: Order,
        *,
        cause: str,
        now: datetime,
        zone: tzinfo,
    ) -> list[tuple[TaskRow, list[Step]]]:
        """Give a task to each, all or nothing, with reminders; the same cause gives once. Raises Refusal."""
        if order.due_at <= now:
            raise past()
        made = []
        async with self._database.edit() as session:
            await may_cite(session, giver_id, order)
            for number, each in enumerate(to):
                one = await self._give(session, giver_id, each, order, f"{cause}:{number}", now, zone)
                made.append(one)
        return made

    async def mine(self, person_id: int) -> list[TaskRow]:
        """Return the open tasks that the person has to do, the next first."""
        return await self._listing(held_by(person_id))

    async def given(self, person_id: int) -> list[TaskRow]:
        """Return the open tasks that the person gave to others, the next first."""
        to_others = or_(Task.holder_id.is_(None), Task.holder_id != person_id)
        return await self._listing(and_(given_by(person_id), to_others))

    async def get(self, person_id: int, task_id: int) -> TaskRow:
        """Return a task that the person sees. Raises Refusal."""
        async with self._database.view() as session:
            found = rows().where(Task.id == task_id, seen_by(person_id))
            row = (await session.execute(found)).one_or_none()
        if row is None:
            raise outside()
        return TaskRow(*row)

    async def sides(self, person_id: int, task_id: int) -> tuple[bool, bool]:
        """Tell whether the person holds a task, and whether they gave it."""
        holds = select(Task.id).where(Task.id == task_id, held_by(person_id))
        gave = select(Task.id).where(Task.id == task_id, given_by(person_id))
        async with self._database.view() as session:
            return await session.scalar(holds) is not None, await session.scalar(gave) is not None

    async def parts(self, person_id: int, task_id: int) -> list[TaskRow]:
        """Return what was handed down of a task that the person sees."""
        async with self._database.view() as session:
            found = rows().where(Task.parent_id == task_id, seen_by(person_id)).order_by(Task.id)
            return [TaskRow(*row) for row in (await session.execute(found)).all()]

    async def history(self, person_id: int, task_id: int) -> list[Happened]:
        """Return all that happened to a task that the person sees, the latest last."""
        found = (
            select(Person.name, TaskEvent.act, TaskEvent.note, TaskEvent.at, TaskEvent.task_id)
            .join(Person, Person.id == TaskEvent.person_id)
            .join(Task, Task.id == TaskEvent.task_id)
            .where(TaskEvent.task_id == task_id, seen_by(person_id))
            .order_by(TaskEvent.id)
        )
        async with self._database.view() as session:
            return [Happened(*row) for row in (await session.execute(found)).all()]

    async def event(self, person_id: int, event_id: int) -> tuple[Happened, TaskRow] | None:
        """Return something that happened and its task; None where the person does not see it."""
        found = (
            select(Person.name, TaskEvent.act, TaskEvent.note, TaskEvent.at, TaskEvent.task_id)
            .join(Person, Person.id == TaskEvent.person_id)
            .join(Task, Task.id == TaskEvent.task_id)
            .where(TaskEvent.id == event_id, seen_by(person_id))
        )
        async with self._database.view() as session:
            row = (await session.execute(found)).first()
            if row is None:
                return None
            happened = Happened(*row)
            return happened, TaskRow(
                *(await session.execute(rows().where(Task.id == happened.task_id))).one()
            )

    async def files(self, person_id: int, task_id: int) -> list[tuple[int, str, int]]:
        """Return id, name and size of the files of a task that the person sees."""
        found = (
            select(MadeFile.id, MadeFile.name, MadeFile.content)
            .join(TaskFile, TaskFile.file_id == MadeFile.id)
            .join(Task, Task.id == TaskFile.task_id)
            .where(TaskFile.task_id == task_id, seen_by(person_id))
            .order_by(MadeFile.id)
        )
        async with self._database.view() as session:
            return [(row[0], row[1], len(row[2])) for row in (await session.execute(found)).all()]

    async def _listing(self, condition: ColumnElement[bool]) -> list[TaskRow]:
        found = rows().where(condition, Task.state.not_in(OVER)).order_by(Task.due_at, Task.id)
        async with self._database.view() as session:
            return [TaskRow(*row) for row in (await session.execute(found.limit(MOST_LISTED))).all()]

    async def _give(  # noqa: PLR0917  # one of several, of the same order
        self,
        session: AsyncSession,
        giver_id: int,
        to: Recipient,
        order: Order,
        cause: str,
        now: datetime,
        zone: tzinfo,
    ) -> tuple[TaskRow, list[Step]]:
        known = await session.scalar(select(Task.id).where(Task.cause == cause))
        if known:
            return await row_of(session, known), []
        await check_below(session, giver_id, to)
        parent = await task_of(session, held_by(giver_id), order.parent_id) if order.parent_id else None
        task = Task(
            parent_id=order.parent_id,
            giver_id=giver_id,
            holder_id=to.person_id,
            unit_id=to.unit_id,
            title=clean(order.title)[:LONGEST_TITLE],
            due_at=order.due_at,
            is_urgent=order.is_urgent,
            document_id=order.document_id or (parent.document_id if parent else None),
            meeting_id=order.meeting_id or (parent.meeting_id if parent else None),
            plan=STRICT if order.is_urgent else USUAL,
            made_at=now,
            cause=cause,
        )
        session.add(task)
        await session.flush()
        task.path = f"{parent.path if parent else ''}{task.id}/"
        planned = await plan_reminders(session, task, zone, now)
        await note(session, task, giver_id, "given", "", now)
        if parent and parent.state in {TaskState.GIVEN, TaskState.ACKNOWLEDGED}:
            parent.state = TaskState.STARTED
        return await row_of(session, task.id), planned


async def may_cite(session: AsyncSession, person_id: int, order: Order) -> None:
    """Refuse to cite a paper or meeting that the giver does not see."""
    if order.document_id:
        seen = visible_to(person_id, Document.unit_id, Document.reach)
        if await session.scalar(select(Document.id).where(Document.id == order.document_id, seen)) is None:
            raise Refusal("This paper is not within your scope.")
    if order.meeting_id:
        seen = visible_to(person_id, Meeting.unit_id, Meeting.reach)
        if await session.scalar(select(Meeting.id).where(Meeting.id == order.meeting_id, seen)) is None:
            raise Refusal("This meeting is not within your scope.")
