"""What people do with a task: each act by its side alone, from the states in which it makes sense."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from sqlalchemy import select

from knowledge.messages.notices import cancel_for
from knowledge.models import MadeFile, Task, TaskFile, TaskState
from knowledge.problems import Refusal
from knowledge.tasks.plans import PLANS, Step
from knowledge.tasks.rows import TaskRow, given_by, held_by, past, row_of, task_of
from knowledge.tasks.telling import REMINDER, note, plan_reminders

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from knowledge.database import Database

LONGEST_NOTE = 1000
WHOLE = 100
OPEN = (TaskState.GIVEN, TaskState.ACKNOWLEDGED, TaskState.STARTED, TaskState.RETURNED)


class TaskActs:
    """The acts of holders and of givers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def acknowledge(self, person_id: int, task_id: int, now: datetime) -> TaskRow:
        """Note that its holder knows of a task. Raises Refusal."""
        async with self._database.edit() as session:
            task = await self._held(session, person_id, task_id, OPEN)
            if task.state == TaskState.GIVEN:
                task.state = TaskState.ACKNOWLEDGED
                await note(session, task, person_id, "acknowledged", "", now)
            return await row_of(session, task_id)

    async def progress(
        self, person_id: int, task_id: int, percent: int | None, text: str, now: datetime
    ) -> TaskRow:
        """Note how far a task is, and in its holder's words. Raises Refusal."""
        async with self._database.edit() as session:
            task = await self._held(session, person_id, task_id, OPEN)
            task.state = TaskState.STARTED
            if percent is not None:
                task.percent = min(max(percent, 0), WHOLE)
            said = " ".join(filter(None, (f"{task.percent} %", text[:LONGEST_NOTE])))
            await note(session, task, person_id, "progressed", said, now)
            return await row_of(session, task_id)

    async def submit(
        self,
        person_id: int,
        task_id: int,
        text: str,
        now: datetime,
        file: tuple[str, bytes] | None = None,
    ) -> TaskRow:
        """Hand a task in, with a note or a file; its reminders end. Raises Refusal."""
        async with self._database.edit() as session:
            task = await self._held(session, person_id, task_id, OPEN)
            if file:
                await keep_file(session, task, person_id, *file, now)
                text = " ".join(filter(None, (text, f"📎 {file[0]}")))
            task.state, task.percent, task.ended_at = TaskState.SUBMITTED, WHOLE, now
            task.wanted_due_at = None
            await cancel_for(session, (REMINDER,), task_id)
            await note(session, task, person_id, "submitted", text[:LONGEST_NOTE], now)
            return await row_of(session, task_id)

    async def take_back(self, person_id: int, task_id: int, now: datetime, zone: tzinfo) -> TaskRow:
        """Take back what was handed in and not yet judged. Raises Refusal."""
        async with self._database.edit() as session:
            task = await self._held(session, person_id, task_id, (TaskState.SUBMITTED,))
            task.state, task.ended_at = TaskState.STARTED, None
            await plan_reminders(session, task, zone, now)
            await note(session, task, person_id, "taken_back", "", now)
            return await row_of(session, task_id)

    async def ask_extension(
        self, person_id: int, task_id: int, until: datetime, text: str, now: datetime
    ) -> TaskRow:
        """Ask the giver for a later day. Raises Refusal."""
        async with self._database.edit() as session:
            task = await self._held(session, person_id, task_id, OPEN)
            if until <= max(now, task.due_at):
                raise Refusal(
                    "An extension must end later than the task is due now. Please name a later day."
                )
            task.wanted_due_at = until
            await note(session, task, person_id, "asked", text[:LONGEST_NOTE], now)
            return await row_of(session, task_id)

    async def extend(
        self, person_id: int, task_id: int, now: datetime, zone: tzinfo, *, granted: bool
    ) -> TaskRow:
        """Grant or deny the extension that was asked for. Raises Refusal."""
        async with self._database.edit() as session:
            task = await self._given(session, person_id, task_id, OPEN)
            if task.wanted_due_at is None:
                raise moved_on()
            if granted:
                task.due_at = task.wanted_due_at
                await plan_reminders(session, task, zone, now)
            task.wanted_due_at = None
            await note(session, task, person_id, "extended" if granted else "not_extended", "", now)
            return await row_of(session, task_id)

    async def move(
        self, person_id: int, task_id: int, due_at: datetime, now: datetime, zone: tzinfo
    ) -> TaskRow:
        """Give a task another day. Raises Refusal."""
        async with self._database.edit() as session:
            task = await self._given(session, person_id, task_id, OPEN)
            if due_at <= now:
                raise past()
            task.due_at, task.wanted_due_at = due_at, None
            await plan_reminders(session, task, zone, now)
            await note(session, task, person_id, "moved", "", now)
            return await row_of(session, task_id)

    async def remind_by(
        self, person_id: int, task_id: int, plan: str, now: datetime, zone: tzinfo
    ) -> tuple[TaskRow, list[Step]]:
        """Give a task another plan of reminders, and return what that comes to. Raises Refusal."""
        if plan not in PLANS:
            raise moved_on()
        async with self._database.edit() as session:
            task = await self._given(session, person_id, task_id, OPEN)
            task.plan = plan
            planned = await plan_reminders(session, task, zone, now)
            await note(session, task, person_id, "planned", "", now)
            return await row_of(session, task_id), planned

    async def attach(self, person_id: int, task_id: int, name: str, content: bytes, now: datetime) -> TaskRow:
        """Let a file go along with a task that one gave; its holders are told. Raises Refusal."""
        async with self._database.edit() as session:
            task = await self._given(session, person_id, task_id, OPEN)
            await keep_file(session, task, person_id, name, content, now)
            await note(session, task, person_id, "attached", f"📎 {name}", now)
            return await row_of(session, task_id)

    async def accept(self, person_id: int, task_id: int, now: datetime) -> TaskRow:
        """Accept what was handed in. Raises Refusal."""
        async with self._database.edit() as session:
            task = await self._given(session, person_id, task_id, (TaskState.SUBMITTED,))
            task.state = TaskState.ACCEPTED
            await note(session, task, person_id, "accepted", "", now)
            return await row_of(session, task_id)

    async def return_(self, person_id: int, task_id: int, text: str, now: datetime, zone: tzinfo) -> TaskRow:
        """Give back what was handed in, with what is missing. Raises Refusal."""
        async with self._database.edit() as session:
            task = await self._given(session, person_id, task_id, (TaskState.SUBMITTED,))
            task.state, task.ended_at = TaskState.RETURNED, None
            await plan_reminders(session, task, zone, now)
            await note(session, task, person_id, "returned", text[:LONGEST_NOTE], now)
            return await row_of(session, task_id)

    async def withdraw(self, person_id: int, task_id: int, now: datetime) -> TaskRow:
        """Take a task back from those who hold it, with all that was handed down of it. Raises Refusal."""
        async with self._database.edit() as session:
            whole = await self._given(session, person_id, task_id, (*OPEN, TaskState.SUBMITTED))
            for task in await parts_of(session, whole):
                if task.state not in {TaskState.ACCEPTED, TaskState.WITHDRAWN}:
                    task.state, task.ended_at = TaskState.WITHDRAWN, now
                    await cancel_for(session, (REMINDER,), task.id)
                    await note(session, task, person_id, "withdrawn", "", now)
            return await row_of(session, task_id)

    async def _held(
        self, session: AsyncSession, person_id: int, task_id: int, states: tuple[TaskState, ...]
    ) -> Task:
        return in_state(await task_of(session, held_by(person_id), task_id), states)

    async def _given(
        self, session: AsyncSession, person_id: int, task_id: int, states: tuple[TaskState, ...]
    ) -> Task:
        return in_state(await task_of(session, given_by(person_id), task_id), states)


def moved_on() -> Refusal:
    """Say that an act comes too late."""
    return Refusal("This task has moved on meanwhile. /viec shows how it stands.")


def in_state(task: Task, states: tuple[TaskState, ...]) -> Task:
    """Return a task that is in one of the states. Raises Refusal."""
    if task.state not in states:
        raise moved_on()
    return task


async def keep_file(  # noqa: PLR0917  # a file has as many parts as it has
    session: AsyncSession, task: Task, person_id: int, name: str, content: bytes, now: datetime
) -> None:
    """Keep a file with a task."""
    made = MadeFile(person_id=person_id, name=name, content=content, made_at=now)
    session.add(made)
    await session.flush()
    session.add(TaskFile(task_id=task.id, file_id=made.id))


async def parts_of(session: AsyncSession, task: Task) -> list[Task]:
    """Return a task and all that was handed down of it."""
    return list(await session.scalars(select(Task).where(Task.path.startswith(task.path)).order_by(Task.id)))
