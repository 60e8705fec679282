"""Webhook: Telegram brings updates; 200 only when they are committed."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable

import structlog
from aiohttp import web

from bot.channels.files import read_limited
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.polling import persist
from bot.channels.telegram.request import loads
from bot.channels.telegram.update import new_event
from bot.intake import Intake

log = structlog.get_logger(__name__)

PATH = "/telegram/webhook"
"""Without a secret in it: paths end up in the logs of proxies."""
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # the header's name
LARGEST = 1024 * 1024
"""Bytes of one update."""

Handler = Callable[[web.Request], Awaitable[web.Response]]


async def register(channel: TelegramChannel, public_url: str) -> None:
    """Tell Telegram to bring updates to us; tries until it is done."""
    await persist("telegram_register_failed", lambda: channel.register(public_url + PATH))


def webhook_handler(channel: TelegramChannel, intake: Intake) -> Handler:
    """Make the handler for POST to `PATH`."""

    async def handle(request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, channel.secret.encode()):
            log.warning("telegram_webhook_refused")
            return web.Response(status=401)
        known_long = (request.content_length or 0) > LARGEST
        body = None if known_long else await read_limited(request.content, LARGEST)
        if body is None:
            return web.Response(status=413)
        update = loads(body)
        if not isinstance(update, dict):
            return web.Response(status=400)
        event = new_event(update, channel.bot_id)
        if event is None:
            log.error("telegram_update_without_number", count=1)
            return web.Response()
        try:
            await intake.accept(channel.name, [event])
        except Exception as error:  # noqa: BLE001  # any other answer than 200 makes Telegram bring it again
            log.warning("telegram_webhook_failed", error=type(error).__name__)
            return web.Response(status=503)
        return web.Response()

    return handle
