"""A dead endpoint is not waited for by everybody."""

from __future__ import annotations

from collections.abc import Callable

FAILURES = 3
"""In a row, after which the endpoint is left alone."""
PAUSE = 60.0
"""Seconds."""


class Breaker:
    """Counts failures in a row, and says when to leave the endpoint alone."""

    def __init__(self, ticks: Callable[[], float]) -> None:
        self._ticks = ticks
        self._failures = 0
        self._until = 0.0

    @property
    def rests(self) -> bool:
        """Whether the endpoint is left alone at present."""
        return self._ticks() < self._until

    def begins(self) -> bool:
        """Tell whether to try; after a pause the first to ask does, and the others wait for it."""
        if self.rests:
            return False
        if self._failures >= FAILURES:
            self._until = self._ticks() + PAUSE
        return True

    def succeeded(self) -> None:
        """Forget the failures."""
        self._failures, self._until = 0, 0.0

    def failed(self, pause: float | None = None) -> None:
        """Count a failure; an endpoint that asks for a pause gets it at once."""
        self._failures += 1
        if pause is not None or self._failures >= FAILURES:
            self._until = self._ticks() + (PAUSE if pause is None else pause)
