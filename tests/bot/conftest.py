"""The local Bot API server, and a bot that talks to it."""

from __future__ import annotations

import io
import logging
from collections.abc import AsyncIterator, Iterator

import pytest
import structlog

from bot.channels.telegram.channel import TelegramChannel
from tests.bot.botapi import TOKEN, BotApi


@pytest.fixture
def botapi() -> Iterator[BotApi]:
    """Telegram, as far as the bot can see; a call that it refuses fails the test unless expected."""
    server = BotApi()
    server.start()
    yield server
    server.stop()
    assert server.surprises() == []


@pytest.fixture
async def telegram(botapi: BotApi) -> AsyncIterator[TelegramChannel]:
    """The channel, on its way to the local server."""
    channel = TelegramChannel(TOKEN, api_url=botapi.url)
    await channel.start()
    yield channel
    await channel.stop()


@pytest.fixture
def output() -> Iterator[io.StringIO]:
    """Where logs go that a test reads; what they are sent to afterwards is as before."""
    root = logging.getLogger()
    before = root.handlers, root.level
    yield io.StringIO()
    root.handlers, root.level = before
    structlog.reset_defaults()
