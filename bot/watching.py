"""Messages that follow what goes on, such as who has come: changed in place while one looks on."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import structlog

from bot.channels import Channel, Undeliverable
from handlers.chat import Html, Reply
from knowledge import Refusal
from scheduler.loops import cancelled

log = structlog.get_logger(__name__)

LONGEST = 600.0
"""Seconds that a message is followed; a button brings more."""
LOOK_EVERY = 2.0
"""Seconds between looks at what goes on, where the channel could change its messages more often."""

Chat = tuple[str, str]


class Watches:
    """In each chat at most one message follows what goes on, until the person does anything else."""

    def __init__(self) -> None:
        self._tasks: dict[Chat, asyncio.Task[None]] = {}

    def begin(self, channel: Channel, address: str, message: str | None, reply: Reply) -> None:
        """Follow from now on, where the channel can change what it has sent."""
        if reply.watches is None or message is None or channel.revises_every is None:
            return
        chat = (channel.name, address)
        self.end(chat)
        task = asyncio.create_task(self._follow(channel, address, message, reply))
        self._tasks[chat] = task
        task.add_done_callback(lambda done: self._forget(chat, done))

    def end(self, chat: Chat) -> None:
        """Leave the chat's message as it is."""
        if task := self._tasks.pop(chat, None):
            task.cancel()

    async def close(self) -> None:
        """Leave all messages as they are."""
        await cancelled(list(self._tasks.values()))

    def _forget(self, chat: Chat, task: asyncio.Task[None]) -> None:
        if self._tasks.get(chat) is task:
            del self._tasks[chat]

    async def _follow(self, channel: Channel, address: str, message: str, reply: Reply) -> None:
        try:
            async with asyncio.timeout(LONGEST):
                await follow(channel, address, message, reply)
        except TimeoutError:
            pass
        except Refusal:
            # Out of scope meanwhile: what was shown stays, nothing new is.
            log.info("watch_refused", channel=channel.name)
        except Undeliverable as trouble:
            log.info("watch_ended", channel=channel.name, reason=str(trouble))
        except Exception:
            # Nobody waits for this task.
            log.exception("watch_failed", channel=channel.name)


async def follow(channel: Channel, address: str, message: str, reply: Reply) -> None:
    """Change the message whenever there is something new to say. Raises Undeliverable."""
    if reply.watches is None:
        return
    shown: Html = reply.text
    wait = every = max(LOOK_EVERY, channel.revises_every or 0)
    while True:
        await asyncio.sleep(wait)
        wait = every
        text = await reply.watches()
        if text == shown:
            continue
        try:
            if not await channel.revise(address, message, replace(reply, text=text, watches=None)):
                return
        except Undeliverable as trouble:
            if not trouble.repeatable:
                raise
            wait = max(every, trouble.retry_after or 0)
        else:
            shown = text
