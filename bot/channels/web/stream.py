"""The stream that an open page listens to: everything new since what it has, then what comes."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import TYPE_CHECKING

from aiohttp import web

from bot.channels.web.guard import HEADERS
from knowledge.messages.inbox import NewEvent
from knowledge.messages.webchat import Bubble

if TYPE_CHECKING:
    from bot.channels.web.routes import Pages

POLL = 5.0
"""Seconds after which a stream looks by itself: another replica may have written."""
LONGEST_VERSION = 9
"""Digits; a longer one is nonsense."""


class Stream:
    """Writes what is new in one chat to one open page."""

    def __init__(self, pages: Pages, request: web.Request, address: str) -> None:
        self.pages = pages
        self.request = request
        self.address = address
        known = request.headers.get("Last-Event-ID", "")
        self.version = int(known) if known.isdecimal() and len(known) <= LONGEST_VERSION else 0
        self.shown_as = ""

    async def answer(self) -> web.StreamResponse:
        """Send until the page closes or the server stops."""
        if not await self.pages.knowledge.webchat.count(self.address):
            await self.greet()
        headers = {**HEADERS, "X-Accel-Buffering": "no", "Content-Type": "text/event-stream"}
        response = web.StreamResponse(headers=headers)
        await response.prepare(self.request)
        with self.pages.channel.listening(self.address) as woken, suppress(ConnectionError):
            await response.write(b"retry: 2000\n\n")
            while not self.pages.channel.closing:
                woken.clear()
                # Cleared before looking: what comes while we look wakes us again.
                await response.write((await self.news()).encode())
                with suppress(TimeoutError):
                    await asyncio.wait_for(woken.wait(), POLL)
        return response

    async def news(self) -> str:
        """Return what the page lacks, as events; a comment where it lacks nothing, to keep the line open."""
        parts = []
        who = await self.who()
        if who != self.shown_as:
            self.shown_as = who
            parts.append(f"event: me\ndata: {who}\n\n")
        for bubble in await self.pages.knowledge.webchat.since(self.address, self.version):
            self.version = bubble.version
            parts.append(f"id: {bubble.version}\ndata: {as_json(bubble)}\n\n")
        return "".join(parts) or ": still here\n\n"

    async def who(self) -> str:
        """Return as JSON what the page's header shows of the person."""
        identity = await self.pages.knowledge.identities.find("web", self.address, self.address)
        joined = identity.person_id is not None and not identity.suspended
        default = self.pages.language if joined else self.pages.spoken(self.request)
        who = {
            "name": identity.name if joined else "",
            "language": identity.language or default,
            "timezone": identity.timezone or self.pages.timezone,
        }
        return json.dumps(who, ensure_ascii=False)

    async def greet(self) -> None:
        """Let the bot speak first in a new chat; the same event greets once."""
        event = f"{self.address}:hello"
        payload = {"event": event, "address": self.address, "text": "/start", "button": None, "message": None}
        payload["language"] = self.pages.spoken(self.request)
        new = NewEvent(event=event, address=self.address, payload=json.dumps(payload))
        await self.pages.intake.accept("web", [new])


def as_json(bubble: Bubble) -> str:
    """Return a bubble as the page reads it."""
    return json.dumps(
        {
            "id": bubble.id,
            "event": bubble.event,
            "mine": bubble.from_person,
            "html": bubble.html,
            "buttons": bubble.buttons,
            "file": bubble.file,
            "at": bubble.at.isoformat(),
        },
        ensure_ascii=False,
    )
