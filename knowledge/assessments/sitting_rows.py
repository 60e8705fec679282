"""A sitting as its person sees it, and what was given in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from knowledge.models import AssessmentQuestion
from knowledge.quiz.marking import Given, Shown, is_right, show

ON_THE_WAY = timedelta(seconds=5)
"""After the end an answer still counts that was on its way: networks are slow, clocks are not blamed."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer that stands for a question."""

    given: Given
    changes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SittingView:
    """A sitting at one of its questions."""

    id: int
    assessment_id: int
    title: str
    is_mock: bool
    position: int
    total: int
    shown: Shown
    answered: Mapping[int, Answered]
    """By position."""
    marks: frozenset[int]
    started_at: datetime
    ends_at: datetime
    handed_in_at: datetime | None

    @property
    def given(self) -> Given | None:
        """Return what was given to the question that is shown."""
        found = self.answered.get(self.position)
        return found.given if found else None

    @property
    def done(self) -> frozenset[int]:
        """Return the positions that are answered; a taken back tick is no answer."""
        return frozenset(position for position, each in self.answered.items() if each.given)

    @property
    def changes(self) -> int:
        """Return how often the question that is shown was answered."""
        found = self.answered.get(self.position)
        return found.changes if found else 0

    def is_over(self, now: datetime) -> bool:
        """Whether no answer is taken any more."""
        return self.handed_in_at is not None or now >= self.ends_at + ON_THE_WAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What became of an answer."""

    view: SittingView
    is_kept: bool
    is_late: bool = False
    """It came after the end."""
    is_read: bool = True
    """Whether what came was an answer at all."""


@dataclass(frozen=True, slots=True)
class ByTopic:
    """How a topic went."""

    topic: str
    right: int
    total: int


@dataclass(frozen=True, slots=True)
class Marked:
    """A question of a sitting that is over, with its key."""

    position: int
    shown: Shown
    given: Given | None
    right: Given
    is_right: bool
    explanation: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SittingResult:
    """How a sitting went."""

    id: int
    assessment_id: int
    title: str
    is_mock: bool
    right: int
    total: int
    answered: int
    pass_percent: int
    topics: tuple[ByTopic, ...]
    to_read: tuple[str, ...]
    """Sources of what was wrong."""
    marked: tuple[Marked, ...] | None
    """None while the key is not shown."""
    shows: str
    closes_at: datetime
    handed_in_at: datetime
    attempts_left: int

    @property
    def percent(self) -> int:
        """Return the share of right ones, rounded down: nobody passes by rounding."""
        return 100 * self.right // self.total if self.total else 0

    @property
    def has_passed(self) -> bool:
        """Whether the pass mark is reached."""
        return 100 * self.right >= self.pass_percent * self.total > 0


def laid_out(seed: str, question: AssessmentQuestion) -> Shown:
    """Lay a question out as a sitting with this seed shows it."""
    return show(question, question.text, f"{seed}:{question.id}", shuffled=True)


def counted(
    items: Sequence[int], questions: Mapping[int, AssessmentQuestion], given: Mapping[int, Given]
) -> tuple[int, int]:
    """Count right answers, and questions that count; given by position."""
    asked = [(n, questions[key]) for n, key in enumerate(items) if not questions[key].is_dropped]
    return sum(n in given and is_right(each, given[n]) for n, each in asked), len(asked)


def as_given(stored: object) -> Given:
    """Return an answer as it is compared."""
    return stored if isinstance(stored, str) else tuple(stored)  # type: ignore[arg-type]  # a list of places
