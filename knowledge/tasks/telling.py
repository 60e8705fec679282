"""What is told of tasks: reminders as their plans say, and news of what happened."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from sqlalchemy import Select, literal, select

from knowledge.messages.notices import cancel_for, cause_of, queue, queue_each
from knowledge.models import Notice, Person, Post, Task, TaskEvent
from knowledge.scope import OVERSEERS
from knowledge.tasks.plans import Step, steps

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

REMINDER, NEWS = "task", "task_news"
WORTH_REMINDING = timedelta(days=1)
WORTH_TELLING = timedelta(days=7)


async def plan_reminders(session: AsyncSession, task: Task, zone: tzinfo, now: datetime) -> list[Step]:
    """Write a task's reminders anew, in place of those that it had; returns them."""
    task.revision += 1
    await session.flush()
    await cancel_for(session, (REMINDER,), task.id)
    planned = steps(task.plan, task.due_at.astimezone(zone), now)
    for step in planned:
        told = (
            select(Person.id).where(Person.id == task.giver_id, Person.suspended_at.is_(None))
            if step.to_giver
            else holders(task)
        ).subquery()
        recipients = select(
            told.c[0],
            literal(task.id).label("subject"),
            cause_of(f"{REMINDER}:{task.id}:{task.revision}:{step.name}", told.c[0]),
            literal(step.at, Notice.due_at.type).label("due"),
            literal(step.at + WORTH_REMINDING, Notice.due_at.type).label("expires"),
        )
        await queue_each(session, recipients, REMINDER)
    return planned


async def note(  # noqa: PLR0917  # an event has as many parts as it has
    session: AsyncSession, task: Task, person_id: int, act: str, text: str, now: datetime
) -> None:
    """Write down what somebody did, and tell the other side: the giver, or those who hold the task."""
    event = TaskEvent(task_id=task.id, person_id=person_id, act=act, note=text, at=now)
    session.add(event)
    await session.flush()
    if act in SILENT:
        return
    told = set(await session.scalars(holders(task))) if act in OF_GIVERS else {task.giver_id}
    for other in sorted(told - {person_id}):
        await queue(
            session,
            person_id=other,
            kind=NEWS,
            subject_id=event.id,
            cause=f"{NEWS}:{event.id}:{other}",
            due_at=now,
            expires_at=now + WORTH_TELLING,
        )


OF_GIVERS = ("given", "accepted", "returned", "withdrawn", "moved", "extended", "not_extended", "attached")
SILENT = ("acknowledged", "planned")
"""What the roll-up shows, and nobody needs a message for."""


def holders(task: Task) -> Select[int]:
    """Select who has to do a task: its holder, or those who keep its unit."""
    if task.holder_id:
        return select(Person.id).where(Person.id == task.holder_id, Person.suspended_at.is_(None))
    return (
        select(Post.person_id)
        .join(Person, Person.id == Post.person_id)
        .where(Post.unit_id == task.unit_id, Post.role.in_(OVERSEERS), Person.suspended_at.is_(None))
        .distinct()
    )
