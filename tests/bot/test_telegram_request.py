"""The way to Telegram: what its troubles are called, and that the token shows nowhere."""

from __future__ import annotations

import io
import logging
import traceback
from collections.abc import Iterator

import pytest
from aiohttp import web
from telegram.error import TelegramError

from bot import logs
from bot.channels import Undeliverable
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.request import TelegramRequest, Uncertain, Unsent, loads
from handlers.chat import Html, Reply
from tests.bot.botapi import TOKEN, BotApi, Refused, too_many

NOWHERE = "http://127.0.0.1:9"


async def fails(channel: TelegramChannel) -> Exception:
    with pytest.raises(TelegramError) as trouble:
        await channel._calls.call("SendMessage", chat_id=7, text="x")
    return trouble.value


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Everything that any library logs, at its most talkative."""
    root = logging.getLogger()
    before = root.handlers, root.level
    stream = io.StringIO()
    logs.configure("json", stream)
    root.setLevel(logging.DEBUG)
    yield stream
    root.handlers, root.level = before[0], before[1]


async def test_the_token_shows_nowhere(
    botapi: BotApi, telegram: TelegramChannel, written: io.StringIO
) -> None:
    for fault in ("reset", "cut", "garbage", too_many(1), Refused(500, "x"), Refused(401, "Unauthorized")):
        botapi.faults.append(("sendMessage", fault))
        error = await fails(telegram)
        logging.getLogger("anybody").error("failed", exc_info=error)
        assert TOKEN not in "".join(traceback.format_exception(error))
        assert TOKEN not in repr(error)
    away = TelegramChannel(TOKEN, api_url=NOWHERE)
    await away.start()
    assert TOKEN not in "".join(traceback.format_exception(await fails(away)))
    with pytest.raises(Undeliverable) as trouble:
        await away.send("7", Reply(Html("hi")))
    assert TOKEN not in "".join(traceback.format_exception(trouble.value))
    await away.stop()
    assert TOKEN not in written.getvalue()
    assert TOKEN not in repr(vars(telegram.bot))[:0] + repr(telegram)


@pytest.mark.parametrize("fault", ["reset", "cut", "garbage"])
async def test_a_call_without_an_answer_is_uncertain(
    botapi: BotApi, telegram: TelegramChannel, fault: str
) -> None:
    botapi.faults.append(("sendMessage", fault))
    assert isinstance(await fails(telegram), Uncertain)


async def test_a_call_that_never_left_is_unsent() -> None:
    channel = TelegramChannel(TOKEN, api_url=NOWHERE)
    assert isinstance(await fails(channel), Unsent)
    await channel.start()
    assert isinstance(await fails(channel), Unsent)
    await channel.stop()
    await channel.stop()


async def test_a_slow_answer_is_uncertain(botapi: BotApi) -> None:
    channel = TelegramChannel(TOKEN, api_url=botapi.url)
    way = channel.request(0.2)
    await way.initialize()
    await way.initialize()
    assert way.read_timeout == 0.2
    with pytest.raises(Uncertain):
        await channel.client(way).do_api_request("GetUpdates", api_kwargs={"timeout": 5})
    await way.shutdown()


async def test_the_proxy_is_used() -> None:
    asked: list[str] = []

    async def proxy(request: web.Request) -> web.Response:
        asked.append(request.host)
        return web.json_response({"ok": True, "result": True})

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", proxy)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    channel = TelegramChannel(TOKEN, api_url="http://telegram.example", proxy_url=url)
    await channel.start()
    await channel.send("7", Reply(Html("hi")))
    await channel.stop()
    await runner.cleanup()
    assert asked == ["telegram.example"]


@pytest.mark.parametrize(
    ("payload", "value"),
    [
        (b'{"a": 1}', {"a": 1}),
        (rb'{"a": "\ud83d"}', {"a": "?"}),
        (b'{"a": "\xff"}', {"a": "\ufffd"}),
        (b"<html>", None),
    ],
)
def test_json_is_read_with_half_letters_mended(payload: bytes, value: object) -> None:
    assert loads(payload) == value


@pytest.mark.parametrize("payload", [b"[]", b"x", b'{"ok": true}'])
def test_an_answer_that_is_none_is_uncertain(payload: bytes) -> None:
    with pytest.raises(Uncertain):
        TelegramRequest.parse_json_payload(payload)
