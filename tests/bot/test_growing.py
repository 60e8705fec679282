"""Answers that grow: in every channel the last piece stands, and what breaks leaves the first text."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Callable
from datetime import datetime

import pytest
from typing_extensions import override

from bot import growing, logs
from bot.channels import Undeliverable
from bot.channels.console import Console
from bot.channels.telegram.channel import TelegramChannel
from bot.growing import finished, grow
from bot.intake import Intake
from handlers.chat import Button, Html, Incoming, Reply
from knowledge import Knowledge
from knowledge.messages.inbox import NewEvent
from tests.bot.botapi import BotApi, too_many
from tests.bot.test_channels import Seat, seat
from tests.bot.test_intake import Echo, Wall
from tests.conftest import NOON

__all__ = ["seat"]

BUTTONS = ((Button("Read", "x.a:1"),),)
FIRST, LAST = Html("as it was"), Html("one two three")

Pieces = Callable[[], AsyncIterator[Html]]


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Channels change their messages faster than in life."""
    monkeypatch.setattr("bot.channels.telegram.channel.TelegramChannel.revises_every", 0.01)
    monkeypatch.setattr("bot.channels.web.channel.WebChannel.revises_every", 0.01)
    monkeypatch.setattr(growing, "HURRY", 0.05)


async def three() -> AsyncIterator[Html]:
    for piece in ("one", "one two", LAST):
        yield Html(piece)
        await asyncio.sleep(0.03)


async def breaks() -> AsyncIterator[Html]:
    yield Html("one")
    await asyncio.sleep(0.03)
    raise OSError("the model is away")


async def hangs() -> AsyncIterator[Html]:
    yield Html("one")
    await asyncio.Event().wait()


async def silent() -> AsyncIterator[Html]:
    for piece in list[Html]():
        yield piece


def growing_reply(pieces: Pieces) -> Reply:
    return Reply(FIRST, BUTTONS, grows=pieces)


async def let_grow(seat: Seat, pieces: Pieces) -> str:
    reply, stopping = growing_reply(pieces), asyncio.Event()
    message = await seat.channel.answer(seat.incoming(text="x"), reply)
    await grow(seat.channel, seat.address, message, reply, stopping)
    return await seat.shown()


async def test_the_last_piece_stands_with_the_buttons(seat: Seat) -> None:
    assert await let_grow(seat, three) == f"{LAST}\nRead"


@pytest.mark.parametrize("pieces", [breaks, silent])
async def test_what_comes_to_no_end_leaves_the_first_text(seat: Seat, pieces: Pieces) -> None:
    assert await let_grow(seat, pieces) == f"{FIRST}\nRead"


async def test_what_hangs_leaves_the_first_text(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growing, "LONGEST", 0.1)
    assert await let_grow(seat, hangs) == f"{FIRST}\nRead"


async def test_trouble_is_logged_once_without_words(seat: Seat, output: io.StringIO) -> None:
    logs.configure("json", output)
    await let_grow(seat, breaks)
    logged = output.getvalue()
    assert logged.count("answer_stopped_growing") == 1
    assert "the model is away" not in logged


async def test_pieces_between_are_shown_but_not_all(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    async def many() -> AsyncIterator[Html]:
        for number in range(40):
            yield Html(f"piece {number}")
            await asyncio.sleep(0.01)

    monkeypatch.setattr(type(seat.channel), "revises_every", 0.1)
    shown: list[str] = []
    revise = seat.channel.revise

    async def watched(address: str, message: str, reply: Reply) -> bool:
        shown.append(reply.text)
        return await revise(address, message, reply)

    monkeypatch.setattr(seat.channel, "revise", watched)
    assert await let_grow(seat, many) == "piece 39\nRead"
    assert 2 <= len(shown) <= 8
    assert shown[-1] == "piece 39"


async def test_telegrams_pauses_are_kept_and_the_last_piece_comes(
    telegram: TelegramChannel, botapi: BotApi
) -> None:
    reply = growing_reply(three)
    message = await telegram.answer(read_by(telegram), reply)
    botapi.faults.append(("editMessageText", too_many(1)))
    botapi.faults.append(("editMessageText", too_many(1)))
    await grow(telegram, "7", message, reply, asyncio.Event())
    assert botapi.messages[7, 1]["text"] == LAST
    assert len(botapi.sent(7)) == 1


async def test_where_an_edit_fails_the_last_piece_is_a_message(
    telegram: TelegramChannel, botapi: BotApi
) -> None:
    botapi.expected.add("message to edit not found")
    reply = growing_reply(three)
    await telegram.answer(read_by(telegram), reply)
    await grow(telegram, "7", "99", reply, asyncio.Event())
    assert botapi.texts(7) == [FIRST, LAST]
    assert botapi.sent(7)[1]["reply_markup"]


async def test_a_first_text_of_several_messages_is_followed_by_the_last_piece(
    telegram: TelegramChannel, botapi: BotApi
) -> None:
    reply = Reply(Html("long\n\n" * 900), grows=three)
    message = await telegram.answer(read_by(telegram), reply)
    assert message is None
    await grow(telegram, "7", message, reply, asyncio.Event())
    assert botapi.texts(7)[-1] == LAST
    assert not botapi.sent(7, "editMessageText")


def read_by(channel: TelegramChannel) -> Incoming:
    return Incoming(channel=channel.name, address="7", sender="7", event="1", text="x")


async def test_a_person_who_left_meanwhile_is_undeliverable(
    telegram: TelegramChannel, botapi: BotApi
) -> None:
    reply = growing_reply(three)
    message = await telegram.answer(read_by(telegram), reply)
    botapi.blocked.add(7)
    botapi.messages.clear()
    botapi.expected |= {"message to edit not found", "blocked by the user"}
    with pytest.raises(Undeliverable):
        await grow(telegram, "7", message, reply, asyncio.Event())


async def test_plain_channels_wait_for_the_last_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (await finished(growing_reply(three))).text == LAST
    assert (await finished(growing_reply(breaks))).text == FIRST
    assert (await finished(Reply(FIRST))).text == FIRST
    monkeypatch.setattr(growing, "LONGEST", 0.1)
    assert (await finished(growing_reply(hangs))).text == FIRST


class Growing(Echo):
    """A bot whose answers grow as the line names: "a three", "b hangs"."""

    @override
    async def answer(self, incoming: Incoming, now: datetime) -> Reply | None:
        pieces = {"three": three, "breaks": breaks, "hangs": hangs}.get(incoming.text[2:])
        return Reply(Html(incoming.text), BUTTONS, grows=pieces)


async def test_the_console_prints_only_the_last_piece(memory: Knowledge) -> None:
    out = io.StringIO()
    console = Console(Growing(memory), "terminal", io.StringIO(), out)
    await console.answer("a three")
    assert out.getvalue() == f"{LAST}\n\n1. Read\n"


@pytest.fixture
async def wall(memory: Knowledge) -> AsyncIterator[tuple[Wall, Intake]]:
    wall = Wall(revises_every=0.01)
    intake = Intake(memory, [wall], Growing(memory), lambda: NOON, first_pause=0.01)
    await intake.start()
    yield wall, intake
    await intake.stop()


def events(*lines: str) -> list[NewEvent]:
    return [NewEvent(line, line[0], line) for line in lines]


async def test_growing_answers_hold_up_their_own_chats_only(
    wall: tuple[Wall, Intake], monkeypatch: pytest.MonkeyPatch
) -> None:
    wall_, intake = wall
    monkeypatch.setattr("bot.intake.AT_ONCE", 1)
    await intake.accept("wall", events("a hangs", "c hangs", "b plain"))
    await wall_.until(lambda: "b plain" in wall_.said)
    await intake.accept("wall", events("a later", "d three"))
    await wall_.until(lambda: f"d three: {LAST}" in wall_.said or LAST in wall_.said)
    assert "a later" not in wall_.said


async def test_the_next_event_of_a_chat_waits_for_the_growth(wall: tuple[Wall, Intake]) -> None:
    wall_, intake = wall
    wall_.names_messages = True
    await intake.accept("wall", events("a three", "a later"))
    await wall_.until(lambda: "a later" in wall_.said)
    assert wall_.said.index(f"a three: {LAST}") < wall_.said.index("a later")


async def test_a_stop_ends_what_hangs_with_the_first_text(memory: Knowledge) -> None:
    wall = Wall(revises_every=0.01, names_messages=True)
    intake = Intake(memory, [wall], Growing(memory), lambda: NOON)
    await intake.start()
    await intake.accept("wall", events("a hangs"))
    await wall.until(lambda: "a hangs: one" in wall.said)
    async with asyncio.timeout(5):
        await intake.stop()
    assert wall.said == ["a hangs", "a hangs: one", "a hangs: a hangs"]
    assert await memory.inbox.unsettled_count() == 0


async def test_an_answer_whose_growth_cannot_be_shown_is_settled(wall: tuple[Wall, Intake]) -> None:
    wall_, intake = wall
    wall_.names_messages = True
    wall_.revising = Undeliverable("blocked", permanent=True)
    await intake.accept("wall", events("a three", "a later"))
    await wall_.until(lambda: "a later" in wall_.said)
