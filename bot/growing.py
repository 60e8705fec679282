"""Answers that are still being written: shown as they grow, whole at the end, or as they were at first."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import structlog

from bot.channels import Channel, Undeliverable
from handlers.chat import Html, Reply

log = structlog.get_logger(__name__)

LONGEST = 60.0
"""Seconds that an answer may take to grow."""
HURRY = 3.0
"""Seconds that remain to it when the server stops."""
TRIES = 5
"""For the last piece; each waits as long as the messenger says."""


class Growth:
    """One answer that is being written, from its first text to its last piece."""

    def __init__(self, reply: Reply) -> None:
        self.reply = reply
        self.newest = reply.text
        self._until: asyncio.Timeout | None = None
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        if self.reply.grows is None:
            return
        async with asyncio.timeout(LONGEST) as self._until:
            async for piece in self.reply.grows():
                self.newest = piece

    async def ended(self, within: float, stopping: asyncio.Event | None = None) -> bool:
        """Wait for the end, at most so many seconds; less remains where the server stops."""
        if stopping and stopping.is_set():
            self.hurry()
        await asyncio.wait({self._reading}, timeout=within)
        return self._reading.done()

    def hurry(self) -> None:
        """Leave it only a few seconds more."""
        soon = asyncio.get_running_loop().time() + HURRY
        when = self._until.when() if self._until else None
        if self._until and when and soon < when and not self._until.expired():
            self._until.reschedule(soon)

    @property
    def text(self) -> Html:
        """Return what stands: the last piece, or the first text where no end was reached."""
        if self._reading.cancelled() or self._reading.exception():
            return self.reply.text
        return self.newest

    def note(self) -> None:
        """Log once why no end was reached; never what was written."""
        if not self._reading.cancelled() and (error := self._reading.exception()):
            log.warning("answer_stopped_growing", error=type(error).__name__, exc_info=error)

    async def close(self) -> None:
        """End it, wherever it is."""
        self._reading.cancel()
        await asyncio.wait({self._reading})


async def finished(reply: Reply, stopping: asyncio.Event | None = None) -> Reply:
    """Wait until the reply is whole: for channels that cannot change what they have sent."""
    growth = Growth(reply)
    try:
        while not await growth.ended(1.0, stopping):
            pass
    finally:
        await growth.close()
    growth.note()
    return replace(reply, text=growth.text, grows=None)


async def grow(
    channel: Channel, address: str, message: str | None, reply: Reply, stopping: asyncio.Event
) -> None:
    """Change the message as the reply grows; at the end it says what stands. Raises Undeliverable."""
    growth, shown, every = Growth(reply), reply.text, channel.revises_every or 1.0
    try:
        wait = every
        while not await growth.ended(wait, stopping):
            wait = every
            piece = growth.newest
            if message and piece != shown:
                try:
                    if await channel.revise(address, message, now(reply, piece)):
                        shown = piece
                    else:
                        message = None
                except Undeliverable as trouble:
                    # The next piece says more anyway.
                    wait = max(every, trouble.retry_after or 0)
    finally:
        await growth.close()
    growth.note()
    if growth.text != shown:
        await asyncio.sleep(every)
        await end(channel, address, message, now(reply, growth.text))


async def end(channel: Channel, address: str, message: str | None, reply: Reply) -> None:
    """Show the last piece, patiently; as a message of its own where the first cannot be changed."""
    for left in reversed(range(TRIES if message else 0)):
        try:
            if await channel.revise(address, message or "", reply):
                return
            break
        except Undeliverable as trouble:
            if not trouble.repeatable or not left:
                break
            await asyncio.sleep(trouble.retry_after or 1)
    await channel.send(address, reply)


def now(reply: Reply, text: Html) -> Reply:
    """Return the reply as it stands with this piece."""
    return replace(reply, text=text, grows=None)
