"""The local Bot API server, and a bot that talks to it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

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
