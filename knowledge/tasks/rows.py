"""Tasks as the outside sees them, and who sees which."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from knowledge.models import Document, Meeting, Person, Post, Task, TaskState, Unit
from knowledge.problems import Refusal
from knowledge.scope import OVERSEERS, units_held

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

OVER = (TaskState.ACCEPTED, TaskState.WITHDRAWN)
giver, holder, above = aliased(Person), aliased(Person), aliased(Task)


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task with the names of those whom it concerns."""

    id: int
    path: str
    parent_id: int | None
    giver_id: int
    giver: str
    holder_id: int | None
    holder: str | None
    unit_id: int
    unit: str
    title: str
    due_at: datetime
    is_urgent: bool
    document: str | None
    meeting: str | None
    state: str
    percent: int
    wanted_due_at: datetime | None
    plan: str
    made_at: datetime
    ended_at: datetime | None

    @property
    def who(self) -> str:
        """Name who holds it."""
        return self.holder or self.unit

    @property
    def is_over(self) -> bool:
        """Tell whether nothing is to be done any more."""
        return self.state in OVER

    def is_late(self, now: datetime) -> bool:
        """Tell whether it was, or is, not handed in on time."""
        waits = self.state not in {TaskState.SUBMITTED, *OVER}
        return (now if waits else self.ended_at or now) > self.due_at


def rows() -> Select[*tuple[Any, ...]]:
    """Start the statement that every look-up shares."""
    return (
        select(
            Task.id,
            Task.path,
            Task.parent_id,
            Task.giver_id,
            giver.name.label("giver"),
            Task.holder_id,
            holder.name.label("holder"),
            Task.unit_id,
            Unit.name.label("unit"),
            Task.title,
            Task.due_at,
            Task.is_urgent,
            func.coalesce(Document.number, Document.title).label("document"),
            Meeting.title.label("meeting"),
            Task.state,
            Task.percent,
            Task.wanted_due_at,
            Task.plan,
            Task.made_at,
            Task.ended_at,
        )
        .join(giver, giver.id == Task.giver_id)
        .join(Unit, Unit.id == Task.unit_id)
        .outerjoin(holder, holder.id == Task.holder_id)
        .outerjoin(Document, Document.id == Task.document_id)
        .outerjoin(Meeting, Meeting.id == Task.meeting_id)
    )


def is_active(person_id: int) -> ColumnElement[bool]:
    """Return the condition that a person is not suspended."""
    return select(Person.id).where(Person.id == person_id, Person.suspended_at.is_(None)).exists()


def held_by(person_id: int, task: Any = Task) -> ColumnElement[bool]:  # noqa: ANN401  # the table or an alias of it
    """Return the condition of tasks that the person has to do: their own, and those of a unit they keep."""
    kept = (
        select(Post.unit_id)
        .join(Person, Person.id == Post.person_id)
        .where(Post.person_id == person_id, Post.role.in_(OVERSEERS), Person.suspended_at.is_(None))
    )
    own = and_(task.holder_id == person_id, is_active(person_id))
    return or_(own, and_(task.holder_id.is_(None), task.unit_id.in_(kept)))


def given_by(person_id: int, task: Any = Task) -> ColumnElement[bool]:  # noqa: ANN401  # the same
    """Return the condition of tasks that the person gave."""
    return and_(task.giver_id == person_id, is_active(person_id))


def seen_by(person_id: int) -> ColumnElement[bool]:
    """Return the condition of what a person sees: held, given, of a unit below theirs, or a part of such."""
    of_mine = or_(
        held_by(person_id, above),
        given_by(person_id, above),
        above.unit_id.in_(units_held(person_id, OVERSEERS)),
    )
    return select(above.id).where(Task.path.startswith(above.path), of_mine).exists()


def outside() -> Refusal:
    """Say that a task is not theirs, whether there is one or not."""
    return Refusal("This task is not within your scope. /viec shows yours.")


def past() -> Refusal:
    """Say that a due moment is over."""
    return Refusal("That moment is already past. Please name one that is still to come.")


async def task_of(session: AsyncSession, condition: ColumnElement[bool], task_id: int) -> Task:
    """Return a task under a condition, and hold it. Raises Refusal."""
    found = select(Task).where(Task.id == task_id, condition).with_for_update()
    task = (await session.scalars(found)).one_or_none()
    if task is None:
        raise outside()
    return task


async def row_of(session: AsyncSession, task_id: int) -> TaskRow:
    """Return a task that is known to exist."""
    await session.flush()
    return TaskRow(*(await session.execute(rows().where(Task.id == task_id))).one())
