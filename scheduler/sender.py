"""The sender: claims what is due, hands it to the lanes, and settles what became of it; one at a time."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta

import structlog

from knowledge import Knowledge
from knowledge.messages.outbox import Due
from knowledge.messages.turn import CONFIRM_EVERY
from scheduler.delivery import Carrier, Delivered, Errand, Outcome, attempt, settlement
from scheduler.lane import Lane
from scheduler.loops import cancelled, for_ever, unbroken
from scheduler.pace import Pace

log = structlog.get_logger(__name__)

WINDOW = 512
"""Claimed notices in memory, urgent ones and others each: what a crash leaves to be claimed again."""
LOOK_EVERY = 0.5
"""Seconds between looks at what has become due."""
LATE = timedelta(minutes=10)
"""After it several notices of one person come as one message."""
STOP_WITHIN = 10.0
"""Seconds that messages under way get to arrive."""
FAILED = "sender_failed"
"""What a step that failed is logged as."""
GATHER = 0.02
"""Seconds."""


class Sender:
    """Sends what is due while it is its turn; what another sender sends is left alone."""

    def __init__(
        self,
        knowledge: Knowledge,
        carrier: Carrier,
        now: Callable[[], datetime],
        dice: random.Random | None = None,
        noted: Callable[[Due, Delivered, datetime], None] | None = None,
    ) -> None:
        self._outbox, self._turn = knowledge.outbox, knowledge.sending_turn
        self._carrier, self.now = carrier, now
        self._noted = noted or (lambda _due, _delivered, _now: None)
        self._dice = dice or random.Random()  # noqa: S311  # jitter is no secret
        self._lanes: dict[str, tuple[Lane, asyncio.Task[None]]] = {}
        self._here: dict[int, Due] = {}
        """Claimed and not settled, each under its newest lease."""
        self._under_way: set[asyncio.Task[None]] = set()
        self._done: list[tuple[Mapping[int, Delivered], Lane | None]] = []
        self._loops: list[asyncio.Task[None]] = []
        self._woken, self._finished, self._settled = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._open = asyncio.Event()
        """What another sender had claimed is freed: before that, ours would be freed with it."""
        self._looking = asyncio.Lock()
        self._is_stuck = False
        """The database did not take the last settlements: nothing is claimed before it does."""
        self.looked_at: datetime | None = None
        """When it last saw the outbox, or that it is another's turn."""

    @property
    def is_sending(self) -> bool:
        """Tell whether it is this process's turn."""
        return self._open.is_set() and self._turn.is_ours()

    @property
    def held(self) -> int:
        """Return how many notices are claimed and not settled."""
        return len(self._here)

    async def start(self) -> None:
        """Begin to send as soon as it is our turn."""
        self._loops = [
            asyncio.create_task(for_ever(step, FAILED))
            for step in (self._keep_turn, self._feed, self._settle)
        ]

    async def idle(self) -> None:
        """Wait until it is our turn, and then until nothing is due and nothing under way."""
        await self._open.wait()
        while await self._look() or self._here:
            self._settled.clear()
            await self._settled.wait()

    async def stop(self) -> None:
        """Claim nothing more, let what is under way arrive, and hand back the rest."""
        turn, feed, settle = self._loops
        await cancelled([feed, *(loop for _, loop in self._lanes.values())])
        for lane, _ in self._lanes.values():
            for errand in lane.clear():
                self._put_off(errand, 0)
        if self._under_way:
            _, late = await asyncio.wait(self._under_way, timeout=STOP_WITHIN)
            await cancelled(late)
        await cancelled([turn, settle])
        with suppress(Exception):
            await self._write_down()
        await self._turn.give_back()

    async def _keep_turn(self) -> None:
        """Take the turn, or show that we live."""
        turn = await self._turn.take()
        if not turn:
            self._open.clear()
        elif turn.is_new or not self._open.is_set():
            # Until it is done: the database may go away right after it gave us the turn.
            self._open.clear()
            log.info("sending_turn_taken", freed=await unbroken(self._outbox.take_over(self.now())))
            self._open.set()
            self._woken.set()
        await asyncio.sleep(CONFIRM_EVERY)

    async def _feed(self) -> None:
        """Look for what is due, as long as it is our turn."""
        self.looked_at = self.now()
        if await unbroken(self._look()):
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOK_EVERY):
                await self._woken.wait()
        self._woken.clear()

    async def _look(self) -> int:
        """Claim what is due and fits in; returns how many notices were new here."""
        async with self._looking:
            return await self._claim()

    async def _claim(self) -> int:
        if self._is_stuck or not self.is_sending:
            return 0
        now, claimed = self.now(), list[Due]()
        for urgent in (True, False):
            room = WINDOW - sum(notice.is_urgent is urgent for notice in self._here.values())
            if room > WINDOW // 4:
                claimed += await self._outbox.claim(now, room, urgent=urgent)
        if late := [notice.person_id for notice in claimed if notice.due_at < now - LATE]:
            claimed += await self._outbox.claim_late(late, now - LATE, now)
        # After a jump of the clock our own leases look over: they are only renewed.
        new = [notice for notice in claimed if notice.id not in self._here]
        self._here.update({notice.id: notice for notice in claimed})
        try:
            errands = await self._carrier.plan(new, now) if new else ()
        except BaseException:
            # Left to their lease: what nobody carries must not count as under way.
            for notice in new:
                del self._here[notice.id]
            raise
        for errand in errands:
            self._lane(errand.channel).put(errand)
        return len(new)

    def _lane(self, channel: str) -> Lane:
        if channel not in self._lanes:
            pace = self._carrier.paces.get(channel) or Pace()
            lane = Lane(pace, self._start, self._put_off)
            self._lanes[channel] = lane, asyncio.create_task(for_ever(lane.run, FAILED))
        return self._lanes[channel][0]

    def _start(self, errand: Errand) -> None:
        lane = self._lanes[errand.channel][0]
        if not self._turn.is_ours():
            # We slept, or the database is gone: another may be sending this. If not, it is free again.
            self._put_off(errand, 0)
            lane.free()
            return
        task = asyncio.create_task(self._carry(errand, lane))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _carry(self, errand: Errand, lane: Lane) -> None:
        self._finish(await attempt(errand, self.now()), lane)

    def _put_off(self, errand: Errand, seconds: float) -> None:
        later = Delivered(Outcome.RETRY, after=seconds)
        self._finish({notice.id: later for notice in errand.notices}, None)

    def _finish(self, outcomes: Mapping[int, Delivered], lane: Lane | None) -> None:
        self._done.append((outcomes, lane))
        self._finished.set()

    async def _settle(self) -> None:
        await self._finished.wait()
        # So that a transaction is worth its while: what ends in the same moment is settled together.
        await asyncio.sleep(GATHER)
        self._finished.clear()
        await unbroken(self._write_down())

    async def _write_down(self) -> None:
        """Settle in one transaction all that was finished during the last one."""
        done, now = self._done, self.now()
        self._done = []
        settlements = [
            settlement(self._here[number], delivered, now, self._dice)
            for outcomes, _ in done
            for number, delivered in outcomes.items()
        ]
        try:
            await self._outbox.settle(settlements, now)
        except BaseException:
            self._is_stuck = True
            self._done = done + self._done
            self._finished.set()
            raise
        self._is_stuck = False
        for outcomes, lane in done:
            for number, delivered in outcomes.items():
                self._noted(self._here.pop(number), delivered, now)
            if lane:
                lane.free()
        self._settled.set()
        if len(self._here) < WINDOW // 2:
            self._woken.set()
