"""The chat page's side of the bot: replies become bubbles, and the pages that listen wake up."""

from __future__ import annotations

import asyncio
import html
import json
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import Any

from typing_extensions import override

from bot.channels import Channel, Undeliverable
from handlers.chat import Incoming, IncomingFile, OutgoingFile, PaperFile, Reply
from knowledge import Knowledge, Refusal
from knowledge.messages.uploads import token_of
from knowledge.messages.webchat import File
from scheduler.pace import Pace

MOST_SHOWN = 5_000
"""Characters of a person's own message that the page keeps; dispatch refuses longer ones anyway."""


class WebChannel(Channel):
    """The channel "web": its messages are rows, and each open page is woken when one is added."""

    name = "web"
    has_buttons = True
    revises_every: float | None = 0.25

    def __init__(self, knowledge: Knowledge, now: Callable[[], datetime]) -> None:
        self._knowledge = knowledge
        self._now = now
        self.pace = Pace()
        self._listeners: dict[str, set[asyncio.Event]] = {}
        self.closing = False

    @override
    def read(self, payload: str) -> Incoming | None:
        """Turn what the page posted into Incoming."""
        data: dict[str, Any] = json.loads(payload)
        try:
            return Incoming(
                channel=self.name,
                address=data["address"],
                sender=data["address"],
                event=data["event"],
                text=data["text"],
                button=data["button"],
                message=data["message"],
                file=self._file_of(data),
                language=data["language"],
            )
        except (KeyError, TypeError) as error:
            msg = "a page's event lacks a field"
            raise ValueError(msg) from error

    def _file_of(self, data: dict[str, Any]) -> IncomingFile | None:
        file = data.get("file")
        if not file:
            return None
        load = partial(self._load, token_of(self.name, data["event"]), data["address"])
        return IncomingFile(file["name"], file["size"], load)

    async def _load(self, token: str, address: str) -> bytes:
        content = await self._knowledge.uploads.load(token, address)
        if content is None:
            raise Refusal("The file is no longer here. Please send it again.")
        return content

    @override
    async def answer(self, incoming: Incoming, reply: Reply) -> str | None:
        """Show the reply, in place of the pressed bubble where asked; the same event shows it once."""
        message = incoming.message or ""
        if reply.edit and message.isdecimal() and await self.revise(incoming.address, message, reply):
            return message
        return str(await self._show(incoming.address, reply, f"answer:{incoming.event}"))

    @override
    async def revise(self, address: str, message: str, reply: Reply) -> bool:
        """Replace a bubble; False where there is none."""
        chat = self._knowledge.webchat
        done = await chat.edit(address, int(message), reply.text, rows_of(reply), told(reply.file))
        self.wake(address)
        return done

    @override
    async def send(self, address: str, reply: Reply) -> str:
        """Show a message that nobody asked for, such as a reminder."""
        return str(await self._show(address, reply, f"notice:{uuid.uuid4().hex}"))

    async def show_own(self, address: str, text: str, event: str, file: File | None = None) -> None:
        """Show what the person typed or sent, on all pages of the chat; the same event shows it once."""
        shown = html.escape(text[:MOST_SHOWN] + ("…" if len(text) > MOST_SHOWN else ""), quote=False)
        await self._knowledge.webchat.append(
            address, shown, self._now(), event=event, file=file, from_person=True
        )
        self.wake(address)

    async def _show(self, address: str, reply: Reply, event: str) -> int:
        """Add a bubble and return its id. Raises Undeliverable."""
        chat, buttons, file = self._knowledge.webchat, rows_of(reply), told(reply.file)
        shown = await chat.append(address, reply.text, self._now(), event=event, buttons=buttons, file=file)
        if shown is None:
            raise Undeliverable("the browser's session is gone", permanent=True)
        self.wake(address)
        return shown

    def wake(self, address: str) -> None:
        """Wake the open pages of this chat."""
        for event in self._listeners.get(address, ()):
            event.set()

    @contextmanager
    def listening(self, address: str) -> Iterator[asyncio.Event]:
        """Hold an event that is set whenever the chat has something new."""
        event = asyncio.Event()
        self._listeners.setdefault(address, set()).add(event)
        try:
            yield event
        finally:
            self._listeners[address].discard(event)
            if not self._listeners[address]:
                del self._listeners[address]

    def close(self) -> None:
        """Let every open page's stream end, so that the server can stop."""
        self.closing = True
        for address in self._listeners:
            self.wake(address)


def told(file: OutgoingFile | None) -> File | None:
    """Return a file as the page gets it: enough to show it and to ask for it."""
    if file is None:
        return None
    shown: File = {"name": file.name, "size": file.size}
    if isinstance(file.key, PaperFile):
        return {**shown, "document": file.key.document_id, "version": file.key.version}
    return {**shown, "made": file.key.id, "picture": file.is_picture}


def rows_of(reply: Reply) -> list[list[list[str]]]:
    """Return the buttons as the page gets them."""
    return [[[button.label, button.data] for button in row] for row in reply.buttons]
