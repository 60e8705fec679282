"""One channel's errands: in order, urgent ones first, at the messenger's pace, so many at once."""

from __future__ import annotations

import asyncio
import heapq
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from itertools import count

from scheduler.delivery import Errand
from scheduler.pace import Pace

AT_ONCE = 200
"""Messages under way or not yet settled: the fastest pace, times what an answer over a slow line takes."""
LONGEST_PARKED = 5.0
"""Seconds that an errand waits here for its chat; a longer wait is spent in the database."""


class Lane:
    """Starts each errand when the pace allows; who starts it says by `free` when it is settled."""

    def __init__(
        self, pace: Pace, start: Callable[[Errand], None], put_off: Callable[[Errand, float], None]
    ) -> None:
        self.pace = pace
        self._start = start
        self._put_off = put_off
        self._urgent: deque[Errand] = deque()
        self._others: deque[Errand] = deque()
        self._parked: list[tuple[float, int, Errand]] = []
        self._numbers = count()
        self._slots = AT_ONCE
        self._changed = asyncio.Event()

    def put(self, errand: Errand) -> None:
        """Take an errand; urgent ones overtake all that has not left."""
        (self._urgent if errand.notices[0].is_urgent else self._others).append(errand)
        self._changed.set()

    def free(self) -> None:
        """Note that an errand is settled."""
        self._slots += 1
        self._changed.set()

    def clear(self) -> list[Errand]:
        """Give back what has not left."""
        left = [*self._urgent, *self._others, *(errand for _, _, errand in self._parked)]
        self._urgent.clear()
        self._others.clear()
        self._parked.clear()
        return left

    async def run(self) -> None:
        """Start errands, for ever."""
        while True:
            wait = self.step()
            if wait is None or wait > 0:
                await self._pause(wait)

    def step(self) -> float | None:
        """Start one errand if it may go; returns the seconds until another may, None if only change helps."""
        now = self.pace.clock()
        while self._parked and self._parked[0][0] <= now:
            self.put(heapq.heappop(self._parked)[2])
        if not self._slots:
            return None
        if not (self._urgent or self._others):
            return self._parked[0][0] - now if self._parked else None
        wait = self.pace.wait()
        if wait > LONGEST_PARKED:
            for errand in self.clear():
                self._put_off(errand, wait)
            return None
        if wait > 0:
            return wait
        errand = (self._urgent or self._others).popleft()
        chat_wait = self.pace.chat_wait(errand.chat)
        if chat_wait > LONGEST_PARKED:
            self._put_off(errand, chat_wait)
        elif chat_wait > 0:
            heapq.heappush(self._parked, (now + chat_wait, next(self._numbers), errand))
        else:
            self.pace.spend(errand.chat)
            self._slots -= 1
            self._start(errand)
        return 0

    async def _pause(self, seconds: float | None) -> None:
        self._changed.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._changed.wait()
