"""Messages that follow what goes on: changed in place, until the person does anything else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime

import pytest
from typing_extensions import override

from bot import watching
from bot.channels import Undeliverable
from bot.intake import Intake
from handlers.chat import Html, Incoming, Reply
from knowledge import Knowledge, Refusal
from knowledge.messages.inbox import NewEvent
from tests.bot.test_intake import Echo, Wall
from tests.conftest import NOON


class Hall(Echo):
    """A bot that answers "numbers" with the number of people, and follows it."""

    people = 0
    refuses = False

    @override
    async def answer(self, incoming: Incoming, now: datetime) -> Reply | None:
        if incoming.text != "anumbers":
            return await super().answer(incoming, now)
        return Reply(Html("0"), watches=self.count)

    async def count(self) -> Html:
        if self.refuses:
            raise Refusal("This meeting is not within your scope.")
        return Html(str(self.people))


@pytest.fixture
async def hall(
    memory: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[Hall, Wall, Intake]]:
    monkeypatch.setattr(watching, "LOOK_EVERY", 0.01)
    wall, bot = Wall(names_messages=True, revises_every=0.01), Hall(memory)
    intake = Intake(memory, [wall], bot, lambda: NOON, first_pause=0.01)
    await intake.start()
    yield bot, wall, intake
    await intake.stop()


async def asks(intake: Intake, line: str) -> None:
    await intake.accept("wall", [NewEvent(line, "a", line)])


async def test_the_message_moves_with_what_goes_on(hall: tuple[Hall, Wall, Intake]) -> None:
    bot, wall, intake = hall
    await asks(intake, "anumbers")
    await wall.until(lambda: wall.said == ["0"])
    bot.people = 1
    await wall.until(lambda: wall.said == ["0", "anumbers: 1"])
    bot.people = 2
    await wall.until(lambda: wall.said == ["0", "anumbers: 1", "anumbers: 2"])


async def test_it_rests_once_the_person_goes_on(hall: tuple[Hall, Wall, Intake]) -> None:
    bot, wall, intake = hall
    looked = asyncio.Event()
    count = bot.count

    async def noted() -> Html:
        looked.set()
        return await count()

    bot.count = noted  # type: ignore[method-assign]  # to see whether it is asked
    await asks(intake, "anumbers")
    await looked.wait()
    await asks(intake, "ahello")
    await wall.until(lambda: wall.said == ["0", "ahello"])
    looked.clear()
    bot.people = 5
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(looked.wait(), 0.1)
    assert wall.said == ["0", "ahello"]


@pytest.mark.parametrize("way", ["refused", "undeliverable", "unchangeable"])
async def test_what_may_not_be_seen_or_changed_stays_as_it_was(
    hall: tuple[Hall, Wall, Intake], way: str
) -> None:
    bot, wall, intake = hall
    bot.refuses = way == "refused"
    wall.revising = Undeliverable("gone", permanent=True) if way == "undeliverable" else None
    wall.names_messages = way != "unchangeable"
    bot.people = 1
    await asks(intake, "anumbers")
    await wall.until(lambda: wall.said == ["0"])
    await asks(intake, "ahello")
    await wall.until(lambda: wall.said == ["0", "ahello"])


async def test_a_messenger_that_asks_for_patience_gets_it(hall: tuple[Hall, Wall, Intake]) -> None:
    bot, wall, intake = hall
    wall.revising = Undeliverable("slow down", permanent=False, retry_after=0.05)
    bot.people = 1
    await asks(intake, "anumbers")
    await wall.until(lambda: wall.said == ["0"])
    await wall.until(lambda: wall.refused > 0)
    wall.revising = None
    await wall.until(lambda: wall.said == ["0", "anumbers: 1"])
