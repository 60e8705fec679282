"""What to practise today, so that as much as possible is known on the day of the assessment."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from knowledge.models import Card
from knowledge.study.forecast import Memory, right_at

NEW_BY = 0.8
"""Share of the days left by which everything is to have been seen once."""
MOST = 40
"""Questions of a day; who has begun too late sees the likeliest gain."""
ENOUGH = 0.88
"""How probably right on the day is good enough to be left alone."""


@dataclass(frozen=True, slots=True)
class Today:
    """What to practise today: what is about to be forgotten before new ones."""

    again: tuple[int, ...]
    new: tuple[int, ...]

    @property
    def questions(self) -> tuple[int, ...]:
        """Return all of them in the order in which they are asked."""
        return (*self.again, *self.new)


def today(
    cards: Mapping[int, Card],
    questions: Sequence[int],
    now: datetime,
    exam_at: datetime,
    *,
    days_left: int,
    memory: Memory,
    done_new: int = 0,
    most: int = MOST,
) -> Today:
    """Plan a day; `questions` in the order in which new ones shall come, `done_new` of them seen today."""
    unseen = [key for key in questions if key not in cards]
    new_days = max(ceil(days_left * NEW_BY), 1)
    quota = max(ceil((len(unseen) + done_new) / new_days) - done_new, 0)
    chance = chances(cards, exam_at, memory)
    weak = sorted((key for key in questions if key in cards and chance(key) < ENOUGH), key=chance)
    due = [key for key in weak if worth_now(cards[key], now, days_left)]
    # New ones are worth most: from not known to known; but what was learnt must not be lost for them.
    new = unseen[: min(quota, most)]
    again = due[: most - len(new)]
    return Today(tuple(again), tuple(new))


def chances(cards: Mapping[int, Card], exam_at: datetime, memory: Memory) -> Callable[[int], float]:
    """Return the function from a question to how probably it is right on the day."""
    return lambda key: right_at(cards.get(key), exam_at, memory, 0.25)


def worth_now(card: Card, now: datetime, days_left: int) -> bool:
    """Whether to ask it today: it is due, or there is hardly a later day."""
    is_fresh = card.reviewed_at.date() == now.date() and card.state == 2  # noqa: PLR2004  # FSRS: review
    if is_fresh:
        return False
    return card.due_at <= now or days_left <= 2  # noqa: PLR2004  # the last evening and the one before
