from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pytest

from knowledge.assessments.items import FEWEST, GROUP, Flag, Response, analysed

OPTIONS = 4


@dataclass(frozen=True)
class Class:
    """Simulated people and questions: 2PL answers, distractors of unequal pull, some keys planted wrong."""

    responses: list[Response]
    wrong: set[int]


def simulated(seed: int, people: int = 400, items: int = 40, planted: int = 4) -> Class:
    draw = np.random.default_rng(seed)
    strength = draw.normal(size=people)
    difficulty = draw.normal(scale=1.1, size=items)
    slope = draw.uniform(0.7, 1.8, size=items)
    pull = draw.dirichlet(np.full(OPTIONS - 1, 2.0), size=items)
    knows = 1 / (1 + np.exp(-slope * (strength[:, None] - difficulty)))
    chance = knows + (1 - knows) * 0.2
    is_true = draw.random((people, items)) < chance
    distractor = np.array(
        [[1 + draw.choice(OPTIONS - 1, p=pull[i]) for i in range(items)] for _ in range(people)]
    )
    chosen = np.where(is_true, 0, distractor)
    key = np.zeros(items, dtype=int)
    # Of the hard ones a wrong key cannot be told from a trap that many fall into: any may be planted.
    wrong = {int(n) for n in draw.choice(items, planted, replace=False)}
    for n in wrong:
        key[n] = 1 + draw.integers(OPTIONS - 1)
    right = chosen == key
    return Class(list(responses(chosen, right)), wrong)


def responses(chosen: np.ndarray, right: np.ndarray) -> Iterator[Response]:
    people, items = chosen.shape
    for person in range(people):
        total = int(right[person].sum())
        for item in range(items):
            one = bool(right[person, item])
            yield Response(item, str(chosen[person, item]), one, (total - one) / (items - 1), total / items)


@pytest.mark.parametrize("seed", range(3))
def test_the_statistics_are_numpys(seed: int) -> None:
    made = simulated(seed, people=137, items=23)
    items = 23
    right = np.array([r.is_right for r in made.responses], dtype=float).reshape(-1, items)
    chosen = np.array([r.answer for r in made.responses]).reshape(-1, items)
    total = right.sum(axis=1)
    order = np.argsort(total / items, kind="stable")
    size = max(round(GROUP * len(right)), 1)
    for found in analysed(made.responses):
        mine = right[:, found.question_id]
        rest = (total - mine) / (items - 1)
        assert found.count == len(right)
        assert found.facility == pytest.approx(mine.mean(), abs=1e-9)
        upper, lower = mine[order[-size:]].mean(), mine[order[:size]].mean()
        assert found.discrimination == pytest.approx(upper - lower, abs=1e-9)
        assert found.point_biserial == pytest.approx(np.corrcoef(mine, rest)[0, 1], abs=1e-9)
        names, counts = np.unique(chosen[:, found.question_id], return_counts=True)
        assert dict(found.answers) == dict(zip(names.tolist(), counts.tolist(), strict=True))


def test_wrong_keys_are_found_and_right_ones_left_alone() -> None:
    hits = misses = alarms = innocents = named = 0
    for seed in range(12):
        made = simulated(seed)
        doubted = {s.question_id: s for s in analysed(made.responses) if s.flag is Flag.WRONG_KEY}
        hits += len(made.wrong & doubted.keys())
        misses += len(made.wrong - doubted.keys())
        alarms += len(doubted.keys() - made.wrong)
        innocents += 40 - len(made.wrong)
        named += sum(doubted[n].instead == "0" for n in made.wrong & doubted.keys())
    found, false = hits / (hits + misses), alarms / innocents
    assert found >= 0.9
    assert false <= 0.05
    assert named / hits >= 0.95


def test_what_never_varies_has_no_correlation_and_few_answers_no_flag() -> None:
    same = [Response(1, "0", is_right=True, rest=0.5, whole=0.5) for _ in range(FEWEST - 1)]
    assert [(s.point_biserial, s.discrimination, s.flag) for s in analysed(same)] == [(0.0, 0.0, None)]
    assert analysed([*same, same[0]])[0].flag is Flag.GIVES_AWAY
    assert analysed([]) == []


def test_what_nobody_knows_is_flagged() -> None:
    draw = np.random.default_rng(1)
    answers = [
        Response(1, str(draw.integers(4)), is_right=False, rest=draw.random(), whole=draw.random())
        for _ in range(200)
    ]
    guessed = [replace(r, is_right=r.answer == "0") for r in answers]
    assert analysed(guessed)[0].flag is Flag.NOBODY_KNOWS
