"""How an assessment would go: from what is held to be remembered, corrected by how well that came true."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import sqrt

import numpy as np

from knowledge.models import Card
from knowledge.quiz.memory import A_DAY, DECAY, FACTOR, known

SLIP = 0.03
"""How often what is known is answered wrongly all the same."""
FACTORS = np.exp(np.arange(21) / 4 - 2)
"""What the standard memory's stability may be multiplied by to be this person's: 0.14 to 20."""
POWERS = np.array((1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0))
"""How much faster than the standard curve, whose tail is long, the person's may fall."""
GROWTHS = np.array((0.4, 0.55, 0.7, 0.85, 1.0, 1.15))
"""To which power stability is raised: right answers that were guessed make it grow too fast."""
SPREAD, GROWTH_SPREAD = 1.0, 0.4
"""Of the logarithms of the first two, and of the last, before anything is known of the person."""
UNSEEN_RIGHT, UNSEEN_WEIGHT = 0.4, 4.0
"""Of questions never seen, the share that is answered rightly, and how many answers that guess is worth."""
UNSURE = 0.05
"""Standard deviation of the share that comes from the model itself, beside the luck of the draw."""
FOUR_OF_FIVE = 1.2816
"""Standard deviations to each side that hold four of five outcomes."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One answer in practice; `stability` and `days` are None of a question seen for the first time."""

    is_right: bool
    stability: float | None
    days: float | None


@dataclass(frozen=True, slots=True)
class Memory:
    """How one person remembers: what bends the standard curve, and the share of unseen ones known."""

    factor: float
    growth: float
    power: float
    unseen: float

    def known(self, stability: float, days: float) -> float:
        """Return how probably a question is still known after so many days."""
        return float(known(self.factor * max(stability, 0.01) ** self.growth, days) ** self.power)


@dataclass(frozen=True, slots=True)
class Pool:
    """What one row of a blueprint draws from."""

    topic: str
    count: int
    questions: tuple[int, ...]
    guesses: tuple[float, ...]
    """Of each question, how probably it is guessed."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """The share of right answers on the day, and the span in which four of five outcomes lie."""

    share: float
    low: float
    high: float


def memory_of(answers: Sequence[Seen], guess: float = 0.25) -> Memory:
    """Fit a person's memory to their answers; without any, everybody's."""
    new = [each.is_right for each in answers if each.stability is None]
    unseen = (sum(new) + UNSEEN_RIGHT * UNSEEN_WEIGHT) / (len(new) + UNSEEN_WEIGHT)
    again = [(each.is_right, each.stability, each.days) for each in answers if each.stability is not None]
    if not again:
        return Memory(1.0, 1.0, 1.0, unseen)
    right, stability, days = (np.array(column, dtype=float) for column in zip(*again, strict=True))
    lasts = np.maximum(stability, 0.01)[None, :] ** GROWTHS[:, None]
    times = FACTOR * np.maximum(days, 0) / lasts
    base = 1 + times[None, :, None, :] / FACTORS[:, None, None, None]
    curve = base ** (DECAY * POWERS[None, None, :, None])
    chance = curve * (1 - SLIP) + (1 - curve) * guess
    likely = np.where(right > 0, np.log(chance), np.log(1 - chance)).sum(axis=3)
    likely -= (np.log(FACTORS) / SPREAD)[:, None, None] ** 2 / 2
    likely -= ((GROWTHS - 1) / GROWTH_SPREAD)[None, :, None] ** 2 / 2
    likely -= (np.log(POWERS) / SPREAD)[None, None, :] ** 2 / 2
    factor, growth, power = np.unravel_index(likely.argmax(), likely.shape)
    return Memory(float(FACTORS[factor]), float(GROWTHS[growth]), float(POWERS[power]), unseen)


def right_with(remembered: float, guess: float) -> float:
    """Return how probably an answer is right that is remembered with a probability."""
    return remembered * (1 - SLIP) + (1 - remembered) * guess


def right_at(card: Card | None, at: datetime, memory: Memory, guess: float) -> float:
    """Return how probably a question is answered rightly at a moment."""
    if card is None:
        return max(memory.unseen, guess)
    days = (at - card.reviewed_at) / A_DAY
    return right_with(memory.known(card.stability, days), guess)


def forecast(pools: Sequence[Pool], cards: Mapping[int, Card], at: datetime, memory: Memory) -> Forecast:
    """Forecast the whole of an assessment, or one topic of it."""
    total = sum(pool.count for pool in pools)
    if not total:
        return Forecast(0.0, 0.0, 0.0)
    expected, variance = 0.0, 0.0
    for pool in pools:
        chances = [
            right_at(cards.get(key), at, memory, guess)
            for key, guess in zip(pool.questions, pool.guesses, strict=True)
        ] or [memory.unseen]
        mean = sum(chances) / len(chances)
        expected += pool.count * mean
        variance += pool.count * mean * (1 - mean)
    share = expected / total
    reach = FOUR_OF_FIVE * sqrt(variance / total**2 + UNSURE**2)
    return Forecast(share, max(share - reach, 0.0), min(share + reach, 1.0))
