"""How an assessment went, as a picture."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.charts import Bar, drawn

STEP = 10


def distribution(title: str, said: str, percents: Sequence[int], pass_percent: int) -> bytes:
    """Draw how many reached how much, in steps of ten per cent; what passes is green."""
    counts = [0] * (100 // STEP)
    for percent in percents:
        counts[min(percent // STEP, len(counts) - 1)] += 1
    most = max(counts)
    bars = [
        Bar(name_of(step), counts[step] / most if most else 0, str(counts[step]), passes(step, pass_percent))
        for step in reversed(range(len(counts)))
    ]
    return drawn(title, [said], bars)


def name_of(step: int) -> str:
    """Name a step: "70–79 %", the last one with the hundred."""
    last = 100 if step == 100 // STEP - 1 else step * STEP + STEP - 1
    return f"{step * STEP}–{last} %"


def passes(step: int, pass_percent: int) -> bool:
    """Whether all of a step passes."""
    return step * STEP >= pass_percent
