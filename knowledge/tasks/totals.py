"""How tasks stand unit by unit: on time, near, late, done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from knowledge.models import Task, TaskState
from knowledge.scope import OVERSEERS, units_held
from knowledge.tasks.rows import TaskRow, above, given_by, rows

if TYPE_CHECKING:
    from knowledge.database import Database

NEAR = timedelta(days=2)
"""How long before it is due a task counts as near."""
MOST_ROWS = 20_000
ON_TIME, NEAR_DUE, LATE, WAITING, DONE, DONE_LATE = "on_time", "near", "late", "waiting", "done", "done_late"
STANDINGS = (ON_TIME, NEAR_DUE, LATE, WAITING, DONE, DONE_LATE)


@dataclass(frozen=True, slots=True)
class UnitTotals:
    """The tasks of one unit, by how they stand."""

    unit: str
    counts: dict[str, int]

    @property
    def whole(self) -> int:
        """Return how many there are."""
        return sum(self.counts.values())


def standing(task: TaskRow, now: datetime) -> str:
    """Tell how a task stands; what was handed in waits for its giver."""
    if task.state == TaskState.ACCEPTED:
        return DONE_LATE if task.is_late(now) else DONE
    if task.state == TaskState.SUBMITTED:
        return WAITING
    if task.is_late(now):
        return LATE
    return NEAR_DUE if task.due_at - now <= NEAR else ON_TIME


class TaskTotals:
    """The roll-up of tasks."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def tasks(self, person_id: int, since: datetime) -> list[TaskRow]:
        """Return what the person gave, with all that was handed down of it, and what their units hold."""
        mine = select(above.id).where(Task.path.startswith(above.path), given_by(person_id, above)).exists()
        found = (
            rows()
            .where(
                mine | Task.unit_id.in_(units_held(person_id, OVERSEERS)),
                Task.state != TaskState.WITHDRAWN,
                Task.due_at >= since,
            )
            .order_by(Task.due_at, Task.id)
            .limit(MOST_ROWS)
        )
        async with self._database.view() as session:
            return [TaskRow(*row) for row in (await session.execute(found)).all()]


def by_unit(tasks: list[TaskRow], now: datetime) -> list[UnitTotals]:
    """Count tasks by unit and standing; the units with the most late ones first."""
    found: dict[str, dict[str, int]] = {}
    for task in tasks:
        counts = found.setdefault(task.unit, dict.fromkeys(STANDINGS, 0))
        counts[standing(task, now)] += 1
    totals = [UnitTotals(unit, counts) for unit, counts in found.items()]
    return sorted(totals, key=lambda each: (-each.counts[LATE], -each.whole, each.unit))
