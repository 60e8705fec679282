"""What a person still knows of a question, and when to ask it again: FSRS, wrapped in our own columns."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from knowledge.models import Card

if TYPE_CHECKING:
    import fsrs

LEARNS_AGAIN = timedelta(minutes=10)
LONGEST_INTERVAL = 180
"""Days."""
SLOW, FAST = 60.0, 6.0
"""Seconds to a right answer: slower it was hard, faster it was easy."""
A_DAY = timedelta(days=1)
DECAY = -0.1542
FACTOR = 0.9 ** (1 / DECAY) - 1
"""The curve of FSRS 6 with its standard parameters; a test holds that it is the library's."""


@cache
def scheduler() -> fsrs.Scheduler:
    """Return the library's scheduler; it has no state."""
    import fsrs

    # Fuzzing draws by chance: it spreads the cards of one person, and of that our plan takes care.
    return fsrs.Scheduler(
        learning_steps=(LEARNS_AGAIN,),
        relearning_steps=(LEARNS_AGAIN,),
        maximum_interval=LONGEST_INTERVAL,
        enable_fuzzing=False,
    )


def reviewed(
    card: Card | None, person_id: int, question_id: int, *, right: bool, seconds: float, now: datetime
) -> Card:
    """Return the card after an answer, in the row where there is one."""
    import fsrs

    before = fsrs.Card(card_id=question_id)
    if card is not None:
        before = fsrs.Card(
            card_id=question_id,
            state=fsrs.State(card.state),
            step=card.step,
            stability=card.stability,
            difficulty=card.difficulty,
            due=card.due_at.astimezone(UTC),
            last_review=card.reviewed_at.astimezone(UTC),
        )
    # A clock that was put back must not make the past of an answer its future.
    at = max(now, card.reviewed_at) if card else now
    after, _ = scheduler().review_card(
        before, fsrs.Rating(rating(right=right, seconds=seconds)), at.astimezone(UTC)
    )
    row = card or Card(person_id=person_id, question_id=question_id)
    row.state, row.step = int(after.state), after.step
    row.stability, row.difficulty = float(after.stability or 0), float(after.difficulty or 0)
    row.due_at, row.reviewed_at = after.due, at
    return row


def rating(*, right: bool, seconds: float) -> int:
    """Say how well it was known: 1 again, 2 hard, 3 good, 4 easy."""
    if not right:
        return 1
    if seconds > SLOW:
        return 2
    return 4 if seconds < FAST else 3


def known(stability: float, days: float) -> float:
    """Return how probably a question is still known this many days after its last answer."""
    return float((1 + FACTOR * max(days, 0.0) / max(stability, 0.01)) ** DECAY)


def known_at(card: Card, at: datetime) -> float:
    """Return the same of a card at a moment."""
    return known(card.stability, (at - card.reviewed_at) / A_DAY)
