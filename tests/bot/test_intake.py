"""From the inbox to answers: in order, fair, and nothing lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime

import pytest
from typing_extensions import override

from bot.channels import Undeliverable
from bot.dispatch import Defaults, Dispatch
from bot.intake import PER_CHAT, Intake
from handlers.chat import Html, Incoming, Reply
from knowledge import Knowledge
from knowledge.messages.inbox import NewEvent
from scheduler.loops import for_ever, unbroken
from scheduler.pace import Pace
from tests.conftest import HANOI, NOON

WITHIN = 10


class Echo(Dispatch):
    """A bot that repeats what it hears; "wait" waits until it is let go, "crash" breaks."""

    def __init__(self, knowledge: Knowledge) -> None:
        super().__init__(knowledge, Defaults("en", HANOI))
        self.go = asyncio.Event()
        self.heard: list[str] = []

    @override
    async def answer(self, incoming: Incoming, now: datetime) -> Reply | None:
        self.heard.append(incoming.text)
        if "wait" in incoming.text:
            await self.go.wait()
        if "crash" in incoming.text:
            raise RuntimeError
        return None if "silent" in incoming.text else Reply(Html(incoming.text))


@dataclass
class Wall:
    """A channel that keeps what it is told; troubles come first."""

    name: str = "wall"
    has_buttons: bool = False
    revises_every: float | None = None
    pace: Pace = field(default_factory=Pace)
    names_messages: bool = False
    """Whether what it says can be changed."""
    revising: Undeliverable | None = None
    refused: int = 0
    """How often a change was refused."""
    said: list[str] = field(default_factory=list)
    troubles: list[Exception] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def read(self, payload: str) -> Incoming | None:
        if payload == "unparsable":
            raise ValueError("Unparsable")
        if payload == "ignored":
            return None
        return Incoming(channel=self.name, address=payload[0], sender=payload[0], event=payload, text=payload)

    async def answer(self, incoming: Incoming, reply: Reply) -> str | None:
        if self.troubles:
            self.changed.set()
            raise self.troubles.pop(0)
        self.said.append(reply.text)
        self.changed.set()
        return incoming.text if self.names_messages else None

    async def revise(self, address: str, message: str, reply: Reply) -> bool:
        if self.revising:
            self.refused += 1
            self.changed.set()
            raise self.revising
        self.said.append(f"{message}: {reply.text}")
        self.changed.set()
        return True

    async def send(self, address: str, reply: Reply) -> None:
        self.said.append(reply.text)
        self.changed.set()

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(WITHIN):
            while not condition():
                self.changed.clear()
                await self.changed.wait()


@dataclass
class Office:
    """An intake, and what is around it."""

    knowledge: Knowledge
    wall: Wall
    echo: Echo
    intake: Intake

    async def gives(self, *lines: str, chat: str | None = None) -> int:
        events = [NewEvent(line, chat or line[0], line) for line in lines]
        return await self.intake.accept("wall", events)

    async def restart(self) -> None:
        self.knowledge.inbox.worker += "+"
        self.intake = Intake(self.knowledge, [self.wall], self.echo, lambda: NOON, first_pause=0.01)
        await self.intake.start()

    async def left(self) -> int:
        return await self.knowledge.inbox.unsettled_count()

    async def emptied(self) -> None:
        """Wait until everything is settled."""
        async with asyncio.timeout(WITHIN):
            while await self.left():  # noqa: ASYNC110  # the database calls nobody
                await asyncio.sleep(0.01)


@pytest.fixture
async def office(memory: Knowledge) -> AsyncIterator[Office]:
    wall, echo = Wall(), Echo(memory)
    office = Office(memory, wall, echo, Intake(memory, [wall], echo, lambda: NOON, first_pause=0.01))
    await office.intake.start()
    yield office
    await office.intake.stop()


async def test_each_chat_is_answered_in_order(office: Office) -> None:
    lines = [f"{chat}{number}" for number in range(30) for chat in "abcde"]
    assert await office.gives(*lines) == len(lines)
    await office.wall.until(lambda: len(office.wall.said) == len(lines))
    for chat in "abcde":
        assert [s for s in office.wall.said if s[0] == chat] == [s for s in lines if s[0] == chat]
    await office.emptied()


async def test_a_repeat_is_dropped(office: Office) -> None:
    await office.gives("a1")
    await office.emptied()
    assert await office.gives("a1", "a2") == 1
    await office.emptied()
    assert office.wall.said == ["a1", "a2"]


async def test_a_slow_chat_does_not_delay_others(office: Office) -> None:
    await office.gives("a wait", "a2", "b1")
    await office.wall.until(lambda: office.wall.said == ["b1"])
    office.echo.go.set()
    await office.wall.until(lambda: office.wall.said == ["b1", "a wait", "a2"])


async def test_a_flood_waits_in_the_inbox_behind_everybody(office: Office) -> None:
    flood = ["a wait", *(f"a{n}" for n in range(5 * PER_CHAT))]
    await office.gives(*flood)
    await office.gives("b1", *(f"a more {n}" for n in range(PER_CHAT)), "c1")
    await office.wall.until(lambda: office.wall.said == ["b1", "c1"])
    assert len(office.intake._queues["wall", "a"]) < 2 * PER_CHAT
    office.echo.go.set()
    await office.emptied()
    assert [s for s in office.wall.said if s[0] == "a"] == [
        *flood,
        *(f"a more {n}" for n in range(PER_CHAT)),
    ]


async def test_more_chats_than_memory_all_get_their_turn(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.intake.IN_MEMORY", 3)
    await office.gives(*(f"{letter}1" for letter in "abcdefghijklmnop"))
    await office.emptied()
    assert len(office.wall.said) == 16


async def test_silence_and_what_cannot_be_read_are_settled(office: Office) -> None:
    await office.gives("silent", "ignored", "unparsable", "crash", "after", chat="a")
    await office.emptied()
    assert office.wall.said == ["after"]
    await office.knowledge.inbox.put("gone", [NewEvent("1", "1", "x")], NOON)
    office.intake.wake()
    await office.emptied()


async def test_an_answer_is_tried_again(office: Office) -> None:
    office.wall.troubles = [
        Undeliverable("away", permanent=False),
        Undeliverable("flood", permanent=False, retry_after=0.01),
    ]
    await office.gives("a1", "a2")
    await office.wall.until(lambda: office.wall.said == ["a1", "a2"])


@pytest.mark.parametrize(
    "trouble",
    [
        Undeliverable("blocked", permanent=True),
        Undeliverable("perhaps it arrived", permanent=False, repeatable=False),
        OSError("a bug"),
    ],
)
async def test_what_nobody_can_mend_is_given_up(office: Office, trouble: Exception) -> None:
    office.wall.troubles = [trouble]
    await office.gives("a1", "a2")
    await office.emptied()
    assert office.wall.said == ["a2"]


async def test_patience_ends(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.intake.PATIENCE", NOON - NOON.replace(hour=13))
    office.wall.troubles = [Undeliverable("away", permanent=False)]
    await office.gives("a1", "a2")
    await office.emptied()
    assert office.wall.said == ["a2"]


async def test_stopping_finishes_what_is_under_way_and_keeps_the_rest(office: Office) -> None:
    await office.gives("a wait", "a2", "b1")
    await office.wall.until(lambda: office.wall.said == ["b1"])
    stopping = asyncio.create_task(office.intake.stop())
    await asyncio.sleep(0)
    office.echo.go.set()
    await stopping
    assert office.wall.said == ["b1", "a wait"]
    assert await office.left() == 1
    await office.restart()
    await office.emptied()
    assert office.wall.said == ["b1", "a wait", "a2"]


async def test_stopping_does_not_wait_for_a_hung_answer(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.intake.STOP_WITHIN", 0.05)
    await office.gives("a wait")
    async with asyncio.timeout(WITHIN):
        while not office.echo.heard:  # noqa: ASYNC110  # a list calls nobody
            await asyncio.sleep(0.01)
    await office.intake.stop()
    assert await office.left() == 1
    office.echo.go.set()
    await office.restart()
    await office.emptied()
    assert office.wall.said == ["a wait"]


async def test_an_answer_that_waits_for_the_messenger_outlives_a_restart(office: Office) -> None:
    office.wall.troubles = [Undeliverable("flood", permanent=False, retry_after=600)]
    await office.gives("a1")
    await office.wall.until(lambda: not office.wall.troubles)
    await office.intake.stop()
    assert await office.left() == 1
    await office.restart()
    await office.emptied()
    assert office.wall.said == ["a1"]


async def test_a_crash_before_noting_repeats_that_one_only(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.gives("a1")
    await office.emptied()

    async def dies(*_: object) -> None:
        await asyncio.Event().wait()

    settle = office.knowledge.inbox.settle
    monkeypatch.setattr(office.knowledge.inbox, "settle", dies)
    await office.gives("a2")
    await office.wall.until(lambda: office.wall.said == ["a1", "a2"])
    for task in office.intake._loops:
        task.cancel()
    monkeypatch.setattr(office.knowledge.inbox, "settle", settle)
    await office.restart()
    await office.gives("a3")
    await office.emptied()
    assert office.wall.said == ["a1", "a2", "a2", "a3"]


async def test_the_database_may_be_away_for_a_while(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    failures = 0
    settle = office.knowledge.inbox.settle

    async def fails_first(*args: object, **more: object) -> None:
        nonlocal failures
        failures += 1
        if failures < 3:
            raise OSError("database is away")
        await settle(*args, **more)  # type: ignore[arg-type]  # passed on

    monkeypatch.setattr(office.knowledge.inbox, "settle", fails_first)
    await office.gives("a1")
    await office.emptied()
    assert office.wall.said == ["a1"]
    assert failures == 3


async def test_a_loop_outlives_its_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    turns = 0

    async def breaks() -> None:
        nonlocal turns
        turns += 1
        if turns == 2:
            raise asyncio.CancelledError
        raise OSError

    async def at_once(_: float) -> None:
        return

    monkeypatch.setattr("scheduler.loops.asyncio.sleep", at_once)
    with pytest.raises(asyncio.CancelledError):
        await for_ever(breaks, "broken")
    assert turns == 2


async def test_leases_are_renewed(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    renewed = asyncio.Event()
    real = office.knowledge.inbox.renew

    async def note(now: datetime) -> None:
        await real(now)
        renewed.set()

    monkeypatch.setattr("bot.intake.LEASE", NOON.replace(second=0, microsecond=30000) - NOON)
    monkeypatch.setattr(office.knowledge.inbox, "renew", note)
    await office.restart()
    async with asyncio.timeout(WITHIN):
        await renewed.wait()


async def test_a_cancelled_transaction_is_still_finished() -> None:
    begun, may_end, ended = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def work() -> None:
        begun.set()
        await may_end.wait()
        ended.set()

    task = asyncio.create_task(unbroken(work()))
    await begun.wait()
    task.cancel()
    may_end.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert ended.is_set()
