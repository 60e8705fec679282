"""Simulated learners, who forget by a law of their own: is the forecast true, and does the plan help?"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import timedelta
from math import exp
from statistics import mean

import pytest

from knowledge.models import Card
from knowledge.quiz.memory import A_DAY, reviewed
from knowledge.study.forecast import Pool, Seen, forecast, memory_of
from knowledge.study.plan import today
from tests.conftest import NOON

POOL, ASKED, DAYS, OPTIONS = 150, 60, 14, 4


@dataclass
class Learner:
    """Forgets exponentially; what is recalled lasts longer each time. Nothing of it is FSRS."""

    draw: random.Random
    lasts: dict[int, float] = field(default_factory=dict)
    """Days of each question until a third of it is left."""
    learnt_at: dict[int, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.first = self.draw.uniform(1.0, 5.0)
        self.growth = self.draw.uniform(1.6, 3.0)
        for question in range(POOL):
            if self.draw.random() < self.draw.uniform(0.1, 0.4):
                self.lasts[question], self.learnt_at[question] = 60.0, -10.0

    def knows(self, question: int, day: float) -> bool:
        if question not in self.lasts:
            return False
        return self.draw.random() < exp(-(day - self.learnt_at[question]) / self.lasts[question])

    def answers(self, question: int, day: float) -> bool:
        """Answer, and learn from being told."""
        knew = self.knows(question, day)
        right = self.draw.random() < (0.97 if knew else 1 / OPTIONS)
        if knew:
            self.lasts[question] *= self.growth if day - self.learnt_at[question] > 0.5 else 1.05
        else:
            self.lasts[question] = self.first
        self.learnt_at[question] = day
        return right

    def sits(self, day: float) -> float:
        """Sit an assessment, and return the share of right answers."""
        asked = self.draw.sample(range(POOL), ASKED)
        return mean(self.draw.random() < (0.97 if self.knows(q, day) else 1 / OPTIONS) for q in asked)


@dataclass
class Course:
    """Two weeks of practice, each evening, by the plan or by chance."""

    learner: Learner
    cards: dict[int, Card] = field(default_factory=dict)
    seen: list[Seen] = field(default_factory=list)

    def practises(self, question: int, day: int) -> None:
        at = NOON + timedelta(days=day, seconds=len(self.seen))
        card = self.cards.get(question)
        days = (at - card.reviewed_at) / A_DAY if card else None
        right = self.learner.answers(question, day + len(self.seen) * 1e-6)
        self.seen.append(Seen(right, card.stability if card else None, days))
        self.cards[question] = reviewed(card, 1, question, right=right, seconds=20, now=at)

    def follows_the_plan(self) -> list[int]:
        """Practise by the plan; returns how many questions each day had."""
        counts = []
        exam = NOON + timedelta(days=DAYS)
        for day in range(DAYS):
            now, memory = NOON + timedelta(days=day), memory_of(self.seen)
            planned = today(self.cards, range(POOL), now, exam, days_left=DAYS - day, memory=memory).questions
            for question in planned:
                self.practises(question, day)
            counts.append(len(planned))
        return counts


def courses(seed: int) -> tuple[Course, Course]:
    """Let the same learner practise by the plan, and as much by chance."""
    planned, by_chance = (Course(Learner(random.Random(seed))) for _ in range(2))
    counts = planned.follows_the_plan()
    draw = random.Random(f"{seed} by chance")
    for day, count in enumerate(counts):
        for question in draw.sample(range(POOL), count):
            by_chance.practises(question, day)
    return planned, by_chance


def test_the_forecast_is_true_and_the_plan_helps(capsys: pytest.CaptureFixture[str]) -> None:
    errors, within, scores = [], [], []
    exam = NOON + timedelta(days=DAYS)
    pool = [Pool("", ASKED, tuple(range(POOL)), (1 / OPTIONS,) * POOL)]
    for seed in range(40):
        shares = []
        for course in courses(seed):
            told = forecast(pool, course.cards, exam, memory_of(course.seen))
            share = course.learner.sits(DAYS)
            errors.append(abs(told.share - share))
            within.append(told.low <= share <= told.high)
            shares.append(share)
        scores.append(shares)
    by_plan, by_chance = (mean(each) for each in zip(*scores, strict=True))
    said = (
        f"forecast: mean absolute error {mean(errors):.3f}, {mean(within):.2f} within the span of four "
        f"of five; by the plan {by_plan:.3f}, by chance {by_chance:.3f}: {by_plan - by_chance:+.3f}"
    )
    with capsys.disabled():
        print(f"\n{said}")  # noqa: T201  # the margin is to be seen
    assert mean(errors) <= 0.08, said
    assert mean(within) >= 0.7, said
    assert by_plan >= by_chance + 0.03, said
