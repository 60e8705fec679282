"""The sending loop: claim, deliver, settle."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

import structlog

from knowledge import Knowledge
from knowledge.messages.outbox import Due

log = structlog.get_logger(__name__)

BATCH = 30
AT_ONCE = 10
SLOWEST_SEND = 30
"""Seconds; far shorter than a lease, or another sender would send the notice again."""
MOST_BROKEN = 3
"""Attempts after which a notice that breaks the code is given up."""


class Outcome(Enum):
    """What became of a notice."""

    SENT = "sent"
    CANCELLED = "cancelled"
    FAILED = "failed"
    RETRY = "retry"


@dataclass(frozen=True, slots=True)
class Delivered:
    """The outcome, with the reason of a failure and the wait that the messenger named (seconds)."""

    outcome: Outcome
    problem: str = ""
    after: float | None = None


Deliver = Callable[[Due, datetime], Awaitable[Delivered]]


async def deliver_due(knowledge: Knowledge, deliver: Deliver, now: datetime) -> int:
    """Send what is due; returns how many notices were claimed. One bad notice never stops the rest."""
    notices = await knowledge.outbox.claim(now, BATCH)
    places = asyncio.Semaphore(AT_ONCE)

    async def attend(notice: Due) -> None:
        async with places:
            await settle(knowledge, notice, await attempt(deliver, notice, now), now)

    results = await asyncio.gather(*map(attend, notices), return_exceptions=True)
    for notice, result in zip(notices, results, strict=True):
        if isinstance(result, BaseException):
            # Not settled: the lease runs out, and the notice is claimed again.
            log.error("notice_unsettled", notice_id=notice.id, kind=notice.kind, exc_info=result)
    return len(notices)


async def attempt(deliver: Deliver, notice: Due, now: datetime) -> Delivered:
    """Deliver one notice; whatever breaks is an outcome too."""
    try:
        async with asyncio.timeout(SLOWEST_SEND):
            return await deliver(notice, now)
    except TimeoutError:
        return Delivered(Outcome.RETRY, "timed out")
    except Exception as error:
        log.exception("notice_broken", notice_id=notice.id, kind=notice.kind)
        broken = Outcome.FAILED if notice.attempts >= MOST_BROKEN else Outcome.RETRY
        return Delivered(broken, type(error).__name__)


async def settle(knowledge: Knowledge, notice: Due, delivered: Delivered, now: datetime) -> None:
    """Write down what became of a notice."""
    outbox = knowledge.outbox
    match delivered.outcome:
        case Outcome.SENT:
            await outbox.sent(notice.id, now)
        case Outcome.CANCELLED:
            await outbox.cancel(notice.id)
        case Outcome.FAILED:
            await outbox.fail(notice.id, delivered.problem)
        case Outcome.RETRY:
            await outbox.retry(notice.id, now, delivered.after, delivered.problem, notice.attempts)
