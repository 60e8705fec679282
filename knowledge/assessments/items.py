"""Item analysis: how each question did its work, and which of them a person has to look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from math import sqrt

GROUP = 0.27
"""Share of the strongest, and of the weakest, that are compared (Kelley 1939)."""
FEWEST = 30
"""Answers below which nothing is flagged: chance would speak."""
CHOSEN_INSTEAD = 0.15
"""How much better another answer must go with strength than the key does, before the key is doubted."""
EASY_FOR_ALL, EASY_FOR_WEAK = 0.95, 0.9
HARD_FOR_ALL, HARD_FOR_STRONG = 0.35, 0.45


class Flag(StrEnum):
    """What a person has to look at."""

    WRONG_KEY = "wrong_key"
    GIVES_AWAY = "gives_away"
    NOBODY_KNOWS = "nobody_knows"


@dataclass(frozen=True, slots=True)
class Response:
    """One person's answer to one question, beside how the rest of their sitting went."""

    question_id: int
    answer: str
    """Written the same whenever it means the same; empty where none was given."""
    is_right: bool
    rest: float
    """Share of right ones among the sitting's other questions."""
    whole: float
    """The same of all of them."""


@dataclass(frozen=True, slots=True)
class ItemStatistics:
    """How a question did its work."""

    question_id: int
    count: int
    facility: float
    """Share of right answers."""
    discrimination: float
    """The same among the strongest, less that among the weakest."""
    point_biserial: float
    """Correlation of right with the share of the rest; 0 where one of them never varies."""
    answers: Mapping[str, int]
    """How often each was given."""
    flag: Flag | None
    instead: str = ""
    """Of a doubted key: what the strong choose."""


def analysed(responses: Iterable[Response]) -> list[ItemStatistics]:
    """Analyse each question, in the order of their ids."""
    by_question: dict[int, list[Response]] = {}
    for response in responses:
        by_question.setdefault(response.question_id, []).append(response)
    return [item(key, by_question[key]) for key in sorted(by_question)]


def item(question_id: int, responses: list[Response]) -> ItemStatistics:
    """Analyse one question."""
    count = len(responses)
    ranked = sorted(responses, key=lambda each: each.whole)
    size = max(round(GROUP * count), 1)
    weak, strong = ranked[:size], ranked[-size:]
    answers: dict[str, int] = {}
    for each in responses:
        answers[each.answer] = answers.get(each.answer, 0) + 1
    key = correlation((each.is_right, each.rest) for each in responses)
    facility, knows = share(responses), share(strong)
    instead = "" if count < FEWEST else doubted(responses, strong, answers, key)
    return ItemStatistics(
        question_id,
        count,
        facility,
        knows - share(weak),
        key,
        answers,
        flag(count, facility, share(weak), knows, instead),
        instead,
    )


def flag(count: int, facility: float, weak: float, strong: float, instead: str) -> Flag | None:
    """Say what a person has to look at, if anything."""
    if count < FEWEST:
        return None
    if instead:
        return Flag.WRONG_KEY
    if facility >= EASY_FOR_ALL and weak >= EASY_FOR_WEAK:
        return Flag.GIVES_AWAY
    if facility <= HARD_FOR_ALL and strong <= HARD_FOR_STRONG:
        return Flag.NOBODY_KNOWS
    return None


def doubted(responses: list[Response], strong: list[Response], answers: Mapping[str, int], key: float) -> str:
    """Return the answer that the strong choose instead of the key; empty where they choose the key."""
    right = sum(each.is_right for each in strong)
    others = {each.answer for each in strong if not each.is_right and each.answer}
    for answer in sorted(others, key=lambda name: -answers[name]):
        chosen = sum(each.answer == answer for each in strong)
        if (
            chosen > right
            and correlation((r.answer == answer, r.rest) for r in responses) > key + CHOSEN_INSTEAD
        ):
            return answer
    return ""


def share(responses: list[Response]) -> float:
    """Return the share of right ones."""
    return sum(each.is_right for each in responses) / len(responses) if responses else 0.0


@dataclass(slots=True)
class Sums:
    """What a correlation is made of, in one pass (Welford: sums of squares would cancel out)."""

    count: int = 0
    means: list[float] = field(default_factory=lambda: [0.0, 0.0])
    squares: list[float] = field(default_factory=lambda: [0.0, 0.0])
    product: float = 0.0

    def add(self, x: float, y: float) -> None:
        """Take a pair."""
        self.count += 1
        dx, dy = x - self.means[0], y - self.means[1]
        self.means[0] += dx / self.count
        self.means[1] += dy / self.count
        self.squares[0] += dx * (x - self.means[0])
        self.squares[1] += dy * (y - self.means[1])
        self.product += dx * (y - self.means[1])


def correlation(pairs: Iterable[tuple[bool, float]]) -> float:
    """Return Pearson's correlation; 0 where one side never varies."""
    sums = Sums()
    for x, y in pairs:
        sums.add(float(x), y)
    spread = sqrt(sums.squares[0]) * sqrt(sums.squares[1])
    return sums.product / spread if spread > 1e-12 else 0.0  # noqa: PLR2004  # rounding of what never varies
