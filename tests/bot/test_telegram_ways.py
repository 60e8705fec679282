"""Polling and webhook, each with the whole bot behind it: nothing lost, nothing twice."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import aiohttp
import pytest
from aiohttp import web
from telegram.error import Conflict, InvalidToken, RetryAfter

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.polling import (
    CONFLICT_PAUSE,
    LONGEST_PAUSE,
    STALE,
    TOKEN_PAUSE,
    Polling,
    pause,
    persist,
)
from bot.channels.telegram.request import Unsent
from bot.channels.telegram.webhook import LARGEST, PATH, SECRET_HEADER, register, webhook_handler
from bot.dispatch import Defaults, Dispatch
from bot.intake import Intake
from knowledge import Knowledge
from knowledge.models import Account
from tests.bot.botapi import BOT, BotApi, Refused, message, presses, says, shares, too_many
from tests.conftest import HANOI, NOON, Clock, gather_cast

ADA, EVE = 7, 8


@pytest.fixture
async def intake(memory: Knowledge, telegram: TelegramChannel, clock: Clock) -> AsyncIterator[Intake]:
    """The whole bot, with Ada at number 7."""
    await gather_cast(memory)
    async with memory.database.edit() as session:
        session.add(Account(person_id=1, channel="telegram", address=str(ADA), linked_at=NOON, used_at=NOON))
    whole = Intake(
        memory, [telegram], Dispatch(memory, Defaults("en", HANOI)), lambda: clock.now, first_pause=0.01
    )
    await whole.start()
    yield whole
    await whole.stop()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@asynccontextmanager
async def polling(telegram: TelegramChannel, intake: Intake, clock: Clock) -> AsyncIterator[Polling]:
    way = Polling(telegram, intake, lambda: clock.now, poll=1)
    task = asyncio.create_task(way.run())
    yield way
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


@asynccontextmanager
async def webhook(telegram: TelegramChannel, intake: Intake) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_post(PATH, webhook_handler(telegram, intake))
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def test_polling_answers_each_update_once(
    botapi: BotApi, telegram: TelegramChannel, intake: Intake, clock: Clock
) -> None:
    lines = [says(f"/nothing{n}", ADA) for n in range(120)]
    botapi.gives(*lines, {"brainwave": {}}, check=False)
    async with polling(telegram, intake, clock) as way:
        await botapi.until(lambda: len(botapi.texts(ADA)) == 120 and not botapi.waiting)
        assert way.healthy
        clock.now += STALE + timedelta(seconds=1)
        assert way.last_success
    assert len(set(botapi.texts(ADA))) == 120
    assert [int(t.split("nothing")[1].split(".")[0]) for t in botapi.texts(ADA)] == list(range(120))


async def test_a_poll_again_brings_nothing_twice(
    botapi: BotApi, telegram: TelegramChannel, intake: Intake, clock: Clock
) -> None:
    botapi.gives(says("/a", ADA))
    async with polling(telegram, intake, clock):
        await botapi.until(lambda: botapi.texts(ADA))
    # Confirmed by nobody: the next process gets it again.
    botapi.gives({**says("/a", ADA), "update_id": 1000}, says("/b", ADA))
    async with polling(telegram, intake, clock):
        await botapi.until(lambda: len(botapi.texts(ADA)) == 2 and not botapi.waiting)
    assert len(botapi.texts(ADA)) == 2


async def test_polling_outlives_every_fault(
    botapi: BotApi, telegram: TelegramChannel, intake: Intake, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram.polling.pause", lambda *_: 0.01)
    conflict = Refused(409, "Conflict: terminated by other getUpdates request; make sure that only one")
    for fault in ("reset", "cut", "garbage", too_many(1), Refused(500, "oh"), conflict):
        botapi.faults.append(("getUpdates", fault))
    botapi.faults.appendleft(("getMe", Refused(500, "oh")))
    botapi.gives(says("/a", ADA))
    async with polling(telegram, intake, clock):
        await botapi.until(lambda: botapi.texts(ADA) and not botapi.waiting)
    assert len(botapi.texts(ADA)) == 1


def test_each_trouble_has_its_pause() -> None:
    assert pause(RetryAfter(7), 0) == 7
    assert pause(Conflict("x"), 0) == CONFLICT_PAUSE
    assert pause(InvalidToken(), 0) == TOKEN_PAUSE
    assert 1 <= pause(Unsent("x"), 1) <= 2
    assert pause(Unsent("x"), 100) <= LONGEST_PAUSE
    assert pause(OSError(), 9) == 1


async def test_an_update_without_a_number_does_not_stop_the_rest(
    botapi: BotApi, telegram: TelegramChannel, intake: Intake, clock: Clock
) -> None:
    way = Polling(telegram, intake, lambda: clock.now)
    events = way._events([{"update_id": 5, **says("/a", ADA)}, {"message": {}}, "x"])
    assert [event.event for event in events] == ["123456.5"]


async def test_the_webhook_answers_each_update_once(
    botapi: BotApi, telegram: TelegramChannel, intake: Intake
) -> None:
    async with webhook(telegram, intake) as url:
        await register(telegram, url)
        botapi.gives(*(says(f"/n{n}", ADA) for n in range(30)))
        botapi.gives({**says("/n1", ADA), "update_id": 1001})
        await botapi.until(lambda: len(botapi.texts(ADA)) == 30 and not botapi.waiting)
        assert botapi.refused_deliveries == []
        await telegram.register(None)


async def test_the_webhook_says_200_only_when_it_is_committed(
    botapi: BotApi, telegram: TelegramChannel, intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    put, away = intake._inbox.put, [OSError("database is away")]

    async def fails_first(*args: object) -> int:
        if away:
            raise away.pop()
        return await put(*args)  # type: ignore[arg-type]  # passed on

    monkeypatch.setattr(intake._inbox, "put", fails_first)
    async with webhook(telegram, intake) as url:
        await register(telegram, url)
        botapi.gives(says("/a", ADA))
        await botapi.until(lambda: botapi.texts(ADA))
        assert botapi.refused_deliveries == [503]
        await telegram.register(None)


REFUSED = [
    ("", b"{}", 401),
    ("wrong", b"{}", 401),
    ("khoá", b"{}", 401),
    (None, b"not json", 400),
    (None, b"[]", 400),
    (None, b"{}", 200),
    (None, b" " * (LARGEST + 1), 413),
]


@pytest.mark.parametrize(("secret", "body", "status"), REFUSED)
async def test_what_is_not_from_telegram_is_refused(
    telegram: TelegramChannel, intake: Intake, secret: str | None, body: bytes, status: int
) -> None:
    headers = {SECRET_HEADER: telegram.secret if secret is None else secret}
    async with (
        webhook(telegram, intake) as url,
        aiohttp.ClientSession() as session,
        session.post(url + PATH, data=io.BytesIO(body), headers=headers) as response,
    ):
        assert (response.status, await response.read()) == (status, b"")


async def test_a_body_without_a_length_has_a_limit_too(telegram: TelegramChannel, intake: Intake) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b" " * 65536

    async with webhook(telegram, intake) as url, aiohttp.ClientSession() as session:
        headers = {SECRET_HEADER: telegram.secret}
        async with session.post(url + PATH, data=pieces(), headers=headers) as response:
            assert response.status == 413


async def test_persisting_ends_with_success() -> None:
    turns = [OSError(), None]

    async def work() -> None:
        if trouble := turns.pop(0):
            raise trouble

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.channels.telegram.polling.pause", lambda *_: 0)
        await persist("trouble", work)
    assert turns == []


FILE = {"file_id": "f", "file_unique_id": "u"}
STICKER = {**FILE, "type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}
ONE_SENTENCE = {
    "empty": (says("\u200b"), "no text"),
    "100,000 characters": (says("á" * 100_000), "too long"),
    "right to left": (says("/\u202ehelp"), ""),
    "emoji": (says("😀"), ""),
    "sticker": (message(sticker=STICKER), "only text and papers"),
    "voice note": (message(voice={**FILE, "duration": 1}), "only text and papers"),
    "location": (message(location={"latitude": 1.0, "longitude": 1.0}), "only text and papers"),
    "file": (message(document={**FILE, "file_name": "x.exe"}), "Only a secretary files papers"),
    "last month's button": (presses("agenda.gone:1"), "older message"),
    "forged button": (presses("x" * 64), "older message"),
    "null": (says("a\x00b"), ""),
    "half a letter": (says("a\ufffdb"), ""),
    "somebody else's contact": (shares("+84900000001", owner=9), ""),
}


@pytest.mark.parametrize("kind", ONE_SENTENCE)
async def test_bad_input_gets_one_sentence(
    botapi: BotApi, telegram: TelegramChannel, intake: Intake, clock: Clock, kind: str
) -> None:
    update, words = ONE_SENTENCE[kind]
    botapi.gives(update, says("/nothing", ADA))
    async with polling(telegram, intake, clock):
        await botapi.until(lambda: len(botapi.texts(ADA)) == 2)
    assert words in botapi.texts(ADA)[0]
    assert "went wrong" not in botapi.texts(ADA)[0]
    assert "/nothing" in botapi.texts(ADA)[1]


NEWS = {"id": -1001, "type": "channel", "title": "News"}
IGNORED = {
    "edited": {"edited_message": {**says("/help")["message"], "edit_date": 1}},
    "channel": {"channel_post": {**says("/help")["message"], "chat": NEWS}},
    "bot": message(text="/help", **{"from": {**BOT, "id": 9}}),
    "unknown": {"brainwave": {"chat": {"id": ADA}}},
    "broken": {"message": {"chat": {"id": ADA}, "text": 5}},
    "chatter in a group": says("hello", ADA, chat=-5),
}


@pytest.mark.parametrize("kind", IGNORED)
async def test_what_is_nobodys_question_is_ignored(
    botapi: BotApi, telegram: TelegramChannel, intake: Intake, clock: Clock, kind: str
) -> None:
    botapi.gives(IGNORED[kind], says("/nothing", ADA), check=False)
    async with polling(telegram, intake, clock):
        await botapi.until(lambda: botapi.texts(ADA) and not botapi.waiting)
    (only,) = botapi.texts()
    assert "/nothing" in only
    async with asyncio.timeout(5):
        while await intake._inbox.unsettled_count():  # noqa: ASYNC110  # the database calls nobody
            await asyncio.sleep(0.01)


async def test_two_presses_at_once_are_both_answered(
    botapi: BotApi, telegram: TelegramChannel, intake: Intake, clock: Clock
) -> None:
    botapi.gives(presses("/nothing"), presses("/nothing"))
    async with polling(telegram, intake, clock):
        await botapi.until(lambda: len(botapi.texts(ADA)) == 2)


async def test_a_stranger_gets_a_sentence(
    botapi: BotApi, telegram: TelegramChannel, intake: Intake, clock: Clock
) -> None:
    botapi.gives(says("/lich", EVE), shares("+84999999999", owner=EVE, id=EVE))
    async with polling(telegram, intake, clock):
        await botapi.until(lambda: len(botapi.texts(EVE)) == 2)


async def test_in_a_group_nothing_personal_is_said(
    botapi: BotApi, telegram: TelegramChannel, intake: Intake, clock: Clock
) -> None:
    botapi.gives(says("/lich", ADA, chat=-5))
    async with polling(telegram, intake, clock):
        await botapi.until(lambda: botapi.texts(-5))
    assert "private chat" in botapi.texts(-5)[0]
