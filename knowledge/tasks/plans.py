"""How a task is reminded of: plans with a name, each bounded, and the moments that they come to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from knowledge.vietnamese.holidays import is_working_day

MORNING = time(8)
MOST_OVERDUE = 5
"""Reminders of an overdue task, at most: who is silent for a week is not mended by a sixth."""


@dataclass(frozen=True, slots=True)
class Plan:
    """When a task's holder is reminded, and whether its giver learns that it is late."""

    days_before: int = 0
    """Working days before the due day, in the morning; 0 for none."""
    that_morning: bool = True
    at_the_hour: bool = False
    overdue: int = 0
    """Working days on which an overdue task is reminded of, one after another."""
    tells_giver: bool = False


PLANS = {
    "light": Plan(),
    "usual": Plan(days_before=2, overdue=3, tells_giver=True),
    "strict": Plan(days_before=2, at_the_hour=True, overdue=MOST_OVERDUE, tells_giver=True),
}
USUAL, STRICT = "usual", "strict"


@dataclass(frozen=True, slots=True)
class Step:
    """One reminder: its name, when, and to whom."""

    name: str
    at: datetime
    to_giver: bool = False


def steps(plan: str, due_at: datetime, now: datetime) -> list[Step]:
    """Return the reminders of a plan that are still to come; times of day are of the zone of `due_at`."""
    chosen = PLANS[plan]
    found: list[Step] = []
    if chosen.days_before:
        early = working_days_before(due_at.date(), chosen.days_before)
        found.append(Step("early", morning(early, due_at)))
    if chosen.that_morning:
        found.append(Step("day", min(morning(due_at.date(), due_at), due_at - timedelta(hours=1))))
    if chosen.at_the_hour:
        found.append(Step("hour", due_at))
    day = due_at.date()
    for number in range(chosen.overdue):
        day = next_working_day(day)
        found.append(Step(f"over{number + 1}", morning(day, due_at)))
        if number == 0 and chosen.tells_giver:
            found.append(Step("giver", morning(day, due_at), to_giver=True))
    return [step for step in found if step.at > now]


def morning(day: date, like: datetime) -> datetime:
    """Return the morning of a day, in the zone of another moment."""
    return datetime.combine(day, MORNING, like.tzinfo)


def working_days_before(day: date, count: int) -> date:
    """Return the day so many working days earlier."""
    while count:
        day -= timedelta(days=1)
        count -= is_working_day(day)
    return day


def next_working_day(day: date) -> date:
    """Return the first working day after a day."""
    day += timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return day
