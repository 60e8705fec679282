"""The sender and its lanes: what is due is sent in order, settled, put off, handed back, merged."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from knowledge import Knowledge
from knowledge.messages.notices import queue
from knowledge.messages.outbox import LEASE, Due
from knowledge.models import Notice
from scheduler.delivery import Delivered, Outcome, backoff
from scheduler.lane import AT_ONCE
from scheduler.pace import Pace
from scheduler.sender import WINDOW, Sender
from tests.conftest import NOON

HOUR, MINUTE, SECOND = timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)


async def put(knowledge: Knowledge, *kinds: str, at: datetime = NOON - SECOND, first: int = 0) -> None:
    async with knowledge.database.write() as connection:
        for number, kind in enumerate(kinds, first):
            await queue(
                connection,
                person_id=1,
                kind=kind,
                subject_id=number,
                cause=f"{kind}{number}",
                due_at=at + number * timedelta(microseconds=1),
                expires_at=NOON + HOUR,
            )


async def states(knowledge: Knowledge) -> dict[str, str]:
    async with knowledge.database.read() as connection:
        rows = (await connection.execute(select(Notice.kind, Notice.state).order_by(Notice.id))).all()
        return {row.kind: row.state for row in rows}


OUTCOMES = {
    "fine": Delivered(Outcome.SENT),
    "pointless": Delivered(Outcome.CANCELLED),
    "homeless": Delivered(Outcome.FAILED, "no account"),
    "stale": Delivered(Outcome.EXPIRED),
    "busy": Delivered(Outcome.RETRY, "slow down", 5.0),
}


@dataclass
class Postman:
    """Delivers as the notice's kind says, and remembers in which order."""

    pace: Pace = field(default_factory=Pace)
    seen: list[int] = field(default_factory=list)
    held: asyncio.Event | None = None
    """Nobody gets through before it is set."""
    under_way: int = 0
    most: int = 0

    @property
    def paces(self) -> Mapping[str, Pace]:
        return {"test": self.pace}

    async def plan(self, notices: Sequence[Due], now: datetime) -> list[Walk]:
        return [Walk(self, [notice]) for notice in notices]


@dataclass
class Walk:
    postman: Postman
    notices: Sequence[Due]
    channel: str = "test"

    @property
    def chat(self) -> str:
        return str(self.notices[0].subject_id)

    async def run(self, now: datetime) -> Mapping[int, Delivered]:
        (notice,) = self.notices
        self.postman.seen.append(notice.subject_id)
        self.postman.under_way += 1
        self.postman.most = max(self.postman.most, self.postman.under_way)
        try:
            if self.postman.held:
                await self.postman.held.wait()
        finally:
            self.postman.under_way -= 1
        if notice.kind == "broken":
            raise ZeroDivisionError
        if notice.kind == "slow":
            raise TimeoutError
        return {notice.id: OUTCOMES.get(notice.kind, OUTCOMES["fine"])}


@asynccontextmanager
async def sending(
    knowledge: Knowledge, postman: Postman, now: Callable[[], datetime] = lambda: NOON
) -> AsyncIterator[Sender]:
    sender = Sender(knowledge, postman, now, random.Random(1))
    await sender.start()
    try:
        async with asyncio.timeout(60):
            yield sender
    finally:
        await sender.stop()


async def until(holds: Callable[[], bool]) -> None:
    while not holds():  # noqa: ASYNC110  # nobody is told
        await asyncio.sleep(0.001)


async def send(knowledge: Knowledge, postman: Postman, at: datetime = NOON) -> list[int]:
    """Let a new sender send all that is due at a moment; returns the subjects in order."""
    postman.seen.clear()
    async with sending(knowledge, postman, lambda: at) as sender:
        await sender.idle()
    return postman.seen


async def test_one_bad_notice_never_stops_the_rest(staffed: Knowledge) -> None:
    await put(staffed, "broken", "slow", "fine", "pointless", "homeless", "busy", "stale")
    postman = Postman()
    assert sorted(await send(staffed, postman)) == [0, 1, 2, 3, 4, 5, 6]
    assert await states(staffed) == {
        "broken": "waiting",
        "slow": "waiting",
        "fine": "sent",
        "pointless": "cancelled",
        "homeless": "failed",
        "busy": "waiting",
        "stale": "expired",
    }
    # Two are tried again after a wait of our own, one when the messenger said.
    assert sorted(await send(staffed, postman, NOON + 3 * SECOND)) == [0, 1]
    assert 0 in await send(staffed, postman, NOON + 10 * SECOND)
    assert (await states(staffed))["broken"] == "failed"


async def test_what_a_dead_process_had_claimed_is_sent_at_once_by_the_next(staffed: Knowledge) -> None:
    await put(staffed, "fine")
    (lost,) = await staffed.outbox.claim(NOON)
    assert lost.leased_until == NOON + LEASE
    assert await send(staffed, Postman(), NOON + SECOND) == [0]


async def test_urgent_notices_overtake_a_broadcast_that_waits_for_its_turn(staffed: Knowledge) -> None:
    await put(staffed, *["news"] * 300)
    postman = Postman(held=asyncio.Event())
    async with sending(staffed, postman) as sender:
        await until(lambda: len(postman.seen) == AT_ONCE)
        await put(staffed, "meeting", first=1000)
        await until(lambda: any(notice.is_urgent for notice in sender._here.values()))
        assert postman.held
        postman.held.set()
        await sender.idle()
    assert len(postman.seen) == 301
    # All but those that had left already waited for it.
    assert postman.seen.index(1000) == AT_ONCE
    assert postman.most == AT_ONCE


async def test_memory_holds_no_more_than_a_window(staffed: Knowledge) -> None:
    await put(staffed, *["news"] * (WINDOW + 50))
    postman = Postman(held=asyncio.Event())
    async with sending(staffed, postman) as sender:
        await until(lambda: len(postman.seen) == AT_ONCE)
        assert len(sender._here) == WINDOW
        assert postman.held
        postman.held.set()
        await sender.idle()
    assert len(set(postman.seen)) == WINDOW + 50


async def test_a_stop_lets_what_is_under_way_arrive_and_hands_back_the_rest(staffed: Knowledge) -> None:
    await put(staffed, *["fine"] * (AT_ONCE + 20))
    postman = Postman(held=asyncio.Event())
    async with sending(staffed, postman):
        await until(lambda: len(postman.seen) == AT_ONCE)
        assert postman.held
        asyncio.get_running_loop().call_later(0.05, postman.held.set)
    assert await staffed.outbox.counts() == {"sent": AT_ONCE, "waiting": 20}
    async with staffed.database.read() as connection:
        rest = (await connection.execute(select(Notice.attempts).where(Notice.state == "waiting"))).scalars()
        assert set(rest) == {0}
    assert len(await send(staffed, Postman())) == 20


async def test_what_cannot_be_settled_now_is_settled_when_the_database_is_back(
    staffed: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    await put(staffed, *["fine"] * 3)
    monkeypatch.setattr("scheduler.loops.PAUSE", 0.01)
    real, failures = staffed.outbox.settle, 3

    async def settle(*args: object) -> None:
        nonlocal failures
        failures -= 1
        if failures >= 0:
            raise ConnectionError
        await real(*args)  # type: ignore[arg-type]  # passed on

    monkeypatch.setattr(staffed.outbox, "settle", settle)
    postman = Postman()
    async with sending(staffed, postman) as sender:
        await until(lambda: failures < 0)
        await sender.idle()
    assert await staffed.outbox.counts() == {"sent": 3}
    # Nothing was claimed and sent again meanwhile.
    assert sorted(postman.seen) == [0, 1, 2]


async def test_a_settlement_that_takes_its_time_holds_up_no_urgent_notice(
    staffed: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    await put(staffed, "fine")
    real, may_end = staffed.outbox.settle, asyncio.Event()

    async def settle(*args: object) -> None:
        await may_end.wait()
        await real(*args)  # type: ignore[arg-type]  # passed on

    monkeypatch.setattr(staffed.outbox, "settle", settle)
    postman = Postman()
    async with sending(staffed, postman) as sender:
        await until(lambda: postman.seen == [0])
        await put(staffed, "meeting", first=1)
        await until(lambda: postman.seen == [0, 1])
        may_end.set()
        await sender.idle()


async def test_what_could_not_be_planned_is_planned_when_its_lease_is_over(
    staffed: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    await put(staffed, "fine")
    monkeypatch.setattr("scheduler.loops.PAUSE", 0.01)
    postman, at, failures = Postman(), NOON, 1
    plan = postman.plan

    async def fails_once(notices: Sequence[Due], now: datetime) -> list[Walk]:
        nonlocal failures
        failures -= 1
        if failures >= 0:
            raise ConnectionError
        return await plan(notices, now)

    monkeypatch.setattr(postman, "plan", fails_once)
    async with sending(staffed, postman, lambda: at) as sender:
        await until(lambda: failures == 0)
        await sender.idle()
        assert postman.seen == []
        at = NOON + LEASE
        await sender.idle()
    assert postman.seen == [0]


async def test_a_turn_whose_taking_over_failed_is_taken_up_again(
    staffed: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    await put(staffed, "fine")
    monkeypatch.setattr("scheduler.loops.PAUSE", 0.01)
    real, failures = staffed.outbox.take_over, 2

    async def fails_twice(now: datetime) -> int:
        nonlocal failures
        failures -= 1
        if failures >= 0:
            raise ConnectionError
        return await real(now)

    monkeypatch.setattr(staffed.outbox, "take_over", fails_twice)
    assert await send(staffed, Postman()) == [0]


async def test_a_clock_that_jumps_ahead_sends_nothing_twice(staffed: Knowledge) -> None:
    await put(staffed, "fine", "fine")
    postman, at = Postman(held=asyncio.Event()), NOON
    async with sending(staffed, postman, lambda: at) as sender:
        await until(lambda: len(postman.seen) == 2)
        at = NOON + 2 * LEASE
        assert await sender._look() == 0
        assert postman.held
        postman.held.set()
        await sender.idle()
    assert postman.seen == [0, 1]
    assert await staffed.outbox.counts() == {"sent": 2}


async def test_a_long_pause_of_the_messenger_is_spent_in_the_database(staffed: Knowledge) -> None:
    await put(staffed, "fine", "fine")
    postman = Postman()
    postman.pace.pause(60)
    assert await send(staffed, postman) == []
    assert await staffed.outbox.claim(NOON + 50 * SECOND) == []
    assert len(await staffed.outbox.claim(NOON + 61 * SECOND)) == 2


async def test_a_chat_that_must_wait_lets_others_pass(staffed: Knowledge) -> None:
    await put(staffed, "fine", "fine", "fine")
    postman = Postman(pace=Pace(1000, 1.0))
    for chat, after in (("0", 0.3), ("1", 60)):
        postman.pace.spend(chat)
        postman.pace.spend(chat)
        postman.pace.refused(chat, after)
    assert await send(staffed, postman) == [2, 0]
    assert len(await staffed.outbox.claim(NOON + 61 * SECOND)) == 1


def test_waits_double_with_jitter_up_to_five_minutes() -> None:
    dice = random.Random(7)
    for attempts, longest in ((1, 2), (2, 4), (5, 32), (40, 300)):
        waits = [backoff(attempts, dice).total_seconds() for _ in range(200)]
        assert longest / 2 <= min(waits) < 0.6 * longest
        assert 0.9 * longest < max(waits) <= longest
