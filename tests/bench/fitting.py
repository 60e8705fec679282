"""Fitting the small logistic model of the confidence, and judging it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple

from knowledge.documents.answers.confidence import Signs

STEPS = 40
RIDGE = 1e-3
KEPT = 0.92
"""Share of the answerable that the threshold is to keep."""


def area_under_curve(there: Sequence[float], gone: Sequence[float]) -> float:
    """Return how often a question whose paper is there is surer than one whose paper is gone."""
    import numpy as np

    high, low = np.array(there), np.sort(np.array(gone))
    if not len(high) or not len(low):
        return 0.0
    below = np.searchsorted(low, high, side="left") + np.searchsorted(low, high, side="right")
    return float(below.sum() / 2 / len(high) / len(low))


def fitted(trials: Sequence[Sequence[tuple[Signs, bool]]]) -> str:
    """Return bias, weights and threshold; each trial counts the same, and so do its two halves."""
    import numpy as np

    rows, labels, counts = [], [], []
    for trial in trials:
        for wanted in (True, False):
            part = [astuple(signs) for signs, is_there in trial if is_there is wanted]
            rows += part
            labels += [float(wanted)] * len(part)
            counts += [1 / len(part)] * len(part)
    x = np.column_stack([np.ones(len(rows)), np.array(rows)])
    y, weight = np.array(labels), np.array(counts) / sum(counts)
    b = np.zeros(x.shape[1])
    for _ in range(STEPS):  # Newton's
        p = 1 / (1 + np.exp(-x @ b))
        gradient = x.T @ (weight * (y - p)) - RIDGE * np.r_[0, b[1:]]
        curvature = (x.T * (weight * p * (1 - p))) @ x + RIDGE * np.eye(len(b))
        b += np.linalg.solve(curvature, gradient)
    sure = np.sort((1 / (1 + np.exp(-x @ b)))[y == 1])
    threshold = sure[int((1 - KEPT) * len(sure))]
    names = [f"{name}={value:.2f}" for name, value in zip(Signs.__slots__, b[1:], strict=True)]
    return f"BIAS, WEIGHTS = {b[0]:.2f}, Signs({', '.join(names)}); SURE_ENOUGH = {threshold:.3f}"
