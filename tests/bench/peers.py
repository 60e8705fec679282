"""What we are measured beside: an echo bot of python-telegram-bot on two transports, and a bare client."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import orjson
from telegram import Bot, Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters
from telegram.request import BaseRequest, RequestData
from typing_extensions import override

TOKEN = "1:" + "A" * 35
AT_ONCE = 256
Send = Callable[[str], Awaitable[object]]
"""Send one message to a chat."""
TEXT = "<b>Lịch hôm nay</b>\n08:00 Giao ban tuần, Phòng họp số 1\n14:00 Họp tổ biên tập, Phòng họp số 2"


class AiohttpRequest(BaseRequest):
    """python-telegram-bot's own form bodies, sent by aiohttp."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    @property
    @override
    def read_timeout(self) -> float | None:
        return 5

    @override
    async def initialize(self) -> None:
        self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=AT_ONCE))

    @override
    async def shutdown(self) -> None:
        if self._session:
            await self._session.close()

    @override
    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        assert self._session
        form = request_data.json_parameters if request_data else None
        async with self._session.request(method, url, data=form) as response:
            return response.status, await response.read()


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer with what was written."""
    assert update.effective_message
    assert update.effective_message.text
    await update.effective_message.reply_text(update.effective_message.text)


@asynccontextmanager
async def echo_bot(url: str, *, on_aiohttp: bool) -> AsyncIterator[None]:
    """Run an echo bot that polls the server."""
    builder = Application.builder().token(TOKEN).base_url(f"{url}/bot").concurrent_updates(AT_ONCE)
    if on_aiohttp:
        builder = builder.request(AiohttpRequest()).get_updates_request(AiohttpRequest())
    bot = builder.build()
    bot.add_handler(MessageHandler(filters.ALL, echo))
    async with bot:
        assert bot.updater
        await bot.start()
        await bot.updater.start_polling(timeout=1)
        yield
        await bot.updater.stop()
        await bot.stop()


@asynccontextmanager
async def ptb_sender(url: str, *, on_aiohttp: bool) -> AsyncIterator[Send]:
    """Send by python-telegram-bot's Bot."""
    request = AiohttpRequest() if on_aiohttp else None
    async with Bot(TOKEN, base_url=f"{url}/bot", request=request) as bot:
        yield lambda chat: bot.send_message(chat, TEXT, parse_mode="HTML")


@asynccontextmanager
async def bare_sender(url: str) -> AsyncIterator[Send]:
    """Send by aiohttp and orjson alone: the floor."""
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=AT_ONCE)) as session:

        async def send(chat: str) -> None:
            preview = {"is_disabled": True}
            message = {"text": TEXT, "parse_mode": "HTML", "link_preview_options": preview}
            body = orjson.dumps({"chat_id": int(chat), **message})
            headers = {"Content-Type": "application/json"}
            async with session.post(f"{url}/bot{TOKEN}/sendMessage", data=body, headers=headers) as response:
                orjson.loads(await response.read())

        yield send
