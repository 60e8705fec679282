"""Calls of Telegram's methods that its limits count, each of them told to the pace."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from bot.channels.telegram.errors import undeliverable
from bot.channels.telegram.request import TelegramRequest
from scheduler.pace import Pace

Sent = TypeVar("Sent")


class Calls:
    """The way of one bot to Telegram, with its pace."""

    def __init__(self, request: TelegramRequest, base_url: str, pace: Pace) -> None:
        self._request, self._base_url, self._pace = request, base_url, pace

    async def call(
        self,
        method: str,
        file: tuple[str, str, bytes] | None = None,
        *,
        had_turn: bool = False,
        **parameters: object,
    ) -> object:
        """Call a method, and let the pace know; what had its turn is counted. Raises TelegramError."""
        chat = str(parameters.get("chat_id", ""))
        if chat and not had_turn:
            self._pace.spend(chat)
        try:
            # The typed methods parse the message that comes back, which nobody reads: half of their time.
            answer = await self._request.call(f"{self._base_url}/{method}", parameters, file)
        except TelegramError as error:
            self._learn(chat, error)
            raise
        self._pace.succeeded()
        return answer

    def _learn(self, chat: str, error: TelegramError) -> None:
        """Let the pace know of a refusal, or that Telegram was not there."""
        if isinstance(error, RetryAfter):
            self._pace.refused(chat, undeliverable(error).retry_after or 1)
        elif isinstance(error, NetworkError) and not isinstance(error, BadRequest):
            self._pace.failed()
        else:
            self._pace.succeeded()


async def patiently(send: Callable[[], Awaitable[Sent]], tries: int) -> Sent:
    """Send, as often as allowed, with the pauses that Telegram asks for. Raises Undeliverable."""
    while True:
        tries -= 1
        try:
            return await send()
        except TelegramError as error:
            trouble = undeliverable(error)
        if tries < 1 or not trouble.repeatable:
            raise trouble
        await asyncio.sleep(trouble.retry_after or 1)
