"""One errand to one person: carry it out, whatever happens, and say what becomes of its notices."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Protocol

import structlog

from knowledge.messages.outbox import Due, Settlement
from knowledge.models import NoticeState
from scheduler.pace import Pace

log = structlog.get_logger(__name__)

SLOWEST_SEND = 30
"""Seconds; far shorter than a lease, or another sender would send the notice again."""
MOST_BROKEN = 3
"""Attempts after which a notice that breaks the code is given up."""
FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(minutes=5)


class Outcome(Enum):
    """What became of a notice."""

    SENT = "sent"
    CANCELLED = "cancelled"
    FAILED = "failed"
    EXPIRED = "expired"
    RETRY = "retry"


@dataclass(frozen=True, slots=True)
class Delivered:
    """The outcome, with the reason of a failure and the wait that the messenger named (seconds)."""

    outcome: Outcome
    problem: str = ""
    after: float | None = None
    sent_as: str | None = None
    """The message that it became, where the channel can name it."""


class Errand(Protocol):
    """What one person is told in one message: a notice, or several that are late."""

    @property
    def notices(self) -> Sequence[Due]:
        """Return what is told; never empty."""
        ...

    @property
    def channel(self) -> str:
        """Return where it goes first; empty where the person has no account."""
        ...

    @property
    def chat(self) -> str:
        """Return the chat there."""
        ...

    async def run(self, now: datetime) -> Mapping[int, Delivered]:
        """Send it; returns the outcome of each notice by its id."""
        ...


class Carrier(Protocol):
    """Knows the channels and the words."""

    @property
    def paces(self) -> Mapping[str, Pace]:
        """Return how fast each channel may be sent to."""
        ...

    async def plan(self, notices: Sequence[Due], now: datetime) -> Sequence[Errand]:
        """Turn claimed notices into errands, all of them."""
        ...


async def attempt(errand: Errand, now: datetime) -> Mapping[int, Delivered]:
    """Carry out one errand; whatever breaks is an outcome too."""
    try:
        async with asyncio.timeout(SLOWEST_SEND):
            return await errand.run(now)
    except TimeoutError:
        late = Delivered(Outcome.RETRY, "timed out")
        return dict.fromkeys((notice.id for notice in errand.notices), late)
    except Exception as error:
        first = errand.notices[0]
        log.exception("notice_broken", notice_id=first.id, kind=first.kind)
        return {
            notice.id: Delivered(
                Outcome.FAILED if notice.attempts >= MOST_BROKEN else Outcome.RETRY, type(error).__name__
            )
            for notice in errand.notices
        }


def settlement(notice: Due, delivered: Delivered, now: datetime, dice: random.Random) -> Settlement:
    """Turn an outcome into what is written down; a pause that the messenger asked for is no attempt."""
    if delivered.outcome is not Outcome.RETRY:
        state = NoticeState(delivered.outcome.value)
        return Settlement(notice, state, delivered.problem, sent_as=delivered.sent_as)
    if delivered.after is None:
        again_at = now + backoff(notice.attempts, dice)
        return Settlement(notice, NoticeState.WAITING, delivered.problem, again_at)
    again_at = now + timedelta(seconds=delivered.after)
    return Settlement(notice, NoticeState.WAITING, delivered.problem, again_at, untried=True)


def backoff(attempts: int, dice: random.Random) -> timedelta:
    """Return the wait after so many attempts: doubled each time, with jitter, or all came back at once."""
    longest: timedelta = min(FIRST_WAIT * 2 ** min(attempts - 1, 16), LONGEST_WAIT)
    return longest * dice.uniform(0.5, 1)
