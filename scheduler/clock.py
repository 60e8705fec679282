"""When: a handful of fixed jobs that only look at the clock; what is due stands in the database."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta, tzinfo

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from knowledge import Knowledge
from scheduler.reminders import move_repeated, plan_digests, plan_meetings, plan_study
from scheduler.upkeep import keep_up

log = structlog.get_logger(__name__)

Tick = Callable[[datetime], Awaitable[object]]


class Clockwork:
    """Runs the ticks; each remembers when it last succeeded, for /readyz."""

    def __init__(self, knowledge: Knowledge, now: Callable[[], datetime], timezone: tzinfo = UTC) -> None:
        self._now = now
        self._succeeded: dict[str, datetime] = {}
        self._running: set[asyncio.Task[None]] = set()
        # Memory only: APScheduler's stores lose or double what falls due while nobody runs.
        self._scheduler = AsyncIOScheduler(timezone=timezone)
        self._tick("plan", IntervalTrigger(seconds=30), lambda at: plan_meetings(knowledge, at))
        self._tick("digests", IntervalTrigger(seconds=60), lambda at: plan_digests(knowledge, at, timezone))
        self._tick("study", IntervalTrigger(seconds=60), lambda at: plan_study(knowledge, at, timezone))
        self._tick("repeat", IntervalTrigger(minutes=10), lambda at: move_repeated(knowledge, at, timezone))
        self._tick("hand_in", IntervalTrigger(seconds=10), knowledge.assessments.sittings.hand_in_expired)
        self._tick("set_aside", IntervalTrigger(minutes=10), knowledge.composing.set_aside)
        self._tick("expire", IntervalTrigger(seconds=60), knowledge.outbox.expire)
        if knowledge.embeddings.is_there:
            self._tick("embed", IntervalTrigger(seconds=2), knowledge.embeddings.follow)
        self._tick(
            "upkeep", CronTrigger(hour=3, minute=10, timezone=timezone), lambda at: keep_up(knowledge, at)
        )

    def start(self) -> None:
        """Begin to tick, in the running event loop; every repeated tick at once for the first time."""
        self._scheduler.start()

    async def stop(self) -> None:
        """Stop ticking, and let the ticks in progress end: what is being sent is settled."""
        self._scheduler.shutdown(wait=False)
        await asyncio.gather(*self._running, return_exceptions=True)

    def ages(self) -> dict[str, timedelta]:
        """Return how long ago each tick last succeeded; those that never did are missing."""
        now = self._now()
        return {name: now - at for name, at in self._succeeded.items()}

    def _tick(self, name: str, trigger: BaseTrigger, tick: Tick) -> None:
        async def run() -> None:
            # APScheduler cancels what still runs when it is shut down: the work is a task of our own.
            task = asyncio.create_task(self.run(name, tick))
            self._running.add(task)
            task.add_done_callback(self._running.discard)
            await asyncio.shield(task)

        at_once = {} if name == "upkeep" else {"next_run_time": datetime.now(UTC)}
        self._scheduler.add_job(
            run,
            trigger,
            id=name,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
            **at_once,
        )

    async def run(self, name: str, tick: Tick) -> None:
        """Do one tick and note its success; trouble is logged, and the next tick tries again."""
        try:
            await tick(self._now())
        except Exception:
            log.exception("tick_failed", tick=name)
        else:
            self._succeeded[name] = self._now()
