"""Long polling: updates are committed to the inbox, and only then confirmed."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import structlog
from telegram import Bot
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.errors import undeliverable
from bot.channels.telegram.update import ALLOWED, new_event
from bot.intake import Intake

log = structlog.get_logger(__name__)

POLL = 25
"""Seconds that one call waits at Telegram for something to come."""
SLACK = 10
"""Seconds beyond it before the way counts as dead."""
BATCH = 100
STALE = timedelta(seconds=3 * (POLL + SLACK))
"""Without a successful poll for so long, Telegram counts as away."""
CONFLICT_PAUSE = 10.0
"""Seconds: another process polls with our token, or a webhook is still set."""
TOKEN_PAUSE = 60.0
LONGEST_PAUSE = 60.0


class Polling:
    """Asks Telegram for updates until it is cancelled."""

    def __init__(
        self, channel: TelegramChannel, intake: Intake, now: Callable[[], datetime], *, poll: int = POLL
    ) -> None:
        self._channel = channel
        self._intake = intake
        self._now = now
        self._poll = poll
        self._offset = 0
        self.last_success: datetime | None = None
        """When Telegram last answered a poll."""

    @property
    def healthy(self) -> bool:
        """Tell whether Telegram answered lately."""
        return self.last_success is not None and self._now() - self.last_success < STALE

    async def run(self) -> None:
        """Register, then poll for ever; nothing but cancelling ends it."""
        await persist("telegram_register_failed", lambda: self._channel.register(None))
        request = self._channel.request(self._poll + SLACK)
        await request.initialize()
        try:
            bot = self._channel.client(request)
            while True:
                await persist("telegram_poll_failed", lambda: self._step(bot))
        finally:
            await request.shutdown()

    async def _step(self, bot: Bot) -> None:
        updates = await self._fetch(bot)
        self.last_success = self._now()
        if not updates:
            return
        await self._intake.accept(self._channel.name, self._events(updates))
        # Only now: the next call confirms what is committed.
        self._offset = max([self._offset, *(number + 1 for number in numbers(updates))])

    def _events(self, updates: list[Any]) -> list[Any]:
        events = [new_event(update, self._channel.bot_id) for update in updates]
        if None in events:
            log.error("telegram_update_without_number", count=events.count(None))
        return [event for event in events if event]

    async def _fetch(self, bot: Bot) -> list[Any]:
        # Raw: one update that the library cannot parse would make it fetch the same batch for ever.
        wanted = {"timeout": self._poll, "limit": BATCH, "allowed_updates": ALLOWED}
        if self._offset:
            wanted["offset"] = self._offset
        found = await bot.do_api_request("GetUpdates", api_kwargs=wanted)
        return found if isinstance(found, list) else []


def numbers(updates: list[Any]) -> list[int]:
    """Return the updates' numbers."""
    return [u["update_id"] for u in updates if isinstance(u, dict) and isinstance(u.get("update_id"), int)]


async def persist(trouble: str, work: Callable[[], Awaitable[None]]) -> None:
    """Do it until it is done, with growing pauses; any error is logged by its kind only."""
    failures = 0
    while True:
        try:
            return await work()
        except Exception as error:  # noqa: BLE001  # the loop that feeds the bot must outlive everything
            wait = pause(error, failures)
            failures += 1
            log.warning(trouble, error=type(error).__name__, failures=failures, wait=round(wait, 1))
            await asyncio.sleep(wait)


def pause(error: Exception, failures: int) -> float:
    """Return how many seconds to wait after this failure."""
    if isinstance(error, RetryAfter):
        return undeliverable(error).retry_after or 1.0
    if isinstance(error, Conflict):
        return CONFLICT_PAUSE
    if isinstance(error, InvalidToken):
        return TOKEN_PAUSE
    longest = min(LONGEST_PAUSE, 2.0**failures)
    # Jitter: after an outage, the replicas must not come back all at once.
    return longest * random.uniform(0.5, 1) if isinstance(error, TelegramError) else 1.0  # noqa: S311  # no secret
