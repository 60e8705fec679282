"""A browser without a screen: what the chat page does, over real HTTP against the whole bot."""

from __future__ import annotations

import asyncio
import io
import json
import uuid
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aiohttp import ClientResponse, ClientSession, CookieJar, web
from aiohttp.test_utils import TestServer

from bot.channels.web.channel import WebChannel
from bot.dispatch import Defaults, Dispatch
from bot.intake import Intake
from knowledge import Knowledge
from tests.conftest import HANOI, Clock

Shown = Mapping[str, Any]
MakeRoutes = Callable[..., list[web.RouteDef]]


@dataclass
class Browser:
    """One browser with its cookies."""

    session: ClientSession
    base: str
    language: str = "en"
    seen: int = 0
    bubbles: list[Shown] = field(default_factory=list)
    me: Shown = field(default_factory=dict)

    async def opens(self, path: str = "/") -> ClientResponse:
        """Load a page."""
        return await self.session.get(self.base + path, headers={"Accept-Language": self.language})

    async def posts(self, path: str, data: object, **headers: str) -> ClientResponse:
        """Post as the page does."""
        sent = {"Origin": self.base, "Accept-Language": self.language, **headers}
        if isinstance(data, bytes | io.BytesIO):
            return await self.session.post(self.base + path, data=data, headers=sent)
        return await self.session.post(self.base + path, json=data, headers=sent)

    async def says(self, text: str, **more: object) -> ClientResponse:
        """Type a line."""
        return await self.posts("/chat", {"id": str(uuid.uuid4()), "text": text, **more})

    async def presses(self, label: str) -> ClientResponse:
        """Press a button of the newest bubble that has it."""
        for bubble in reversed(self.bubbles):
            for row in bubble["buttons"]:
                for name, data in row:
                    if label in name:
                        press = {"id": str(uuid.uuid4()), "button": data, "message": bubble["id"]}
                        return await self.posts("/chat", press)
        raise AssertionError(label)

    async def hears(self, wanted: str, *, mine: bool = False) -> Shown:
        """Listen from where it stopped until a new bubble holds these words."""
        headers = {"Last-Event-ID": str(self.seen), "Accept-Language": self.language}
        async with asyncio.timeout(20), self.session.get(f"{self.base}/chat/stream", headers=headers) as line:
            assert line.status == 200
            async for event, data in events(line):
                if event.get("event") == "me":
                    self.me = data
                    continue
                self.seen = int(event["id"])
                self.bubbles.append(data)
                if wanted in data["html"] and data["mine"] == mine:
                    return self.bubbles[-1]
        raise AssertionError(wanted)


async def events(line: ClientResponse) -> AsyncIterator[tuple[dict[str, str], Any]]:
    """Read server-sent events; comments are left out."""
    event: dict[str, str] = {}
    async for raw in line.content:
        text = raw.decode().rstrip("\n")
        if text:
            name, _, value = text.partition(": ")
            event[name] = value
        else:
            if "data" in event:
                yield event, json.loads(event["data"])
            event = {}


@dataclass
class Site:
    """A running chat page."""

    server: TestServer
    channel: WebChannel
    knowledge: Knowledge
    clock: Clock
    sessions: list[ClientSession]

    @property
    def base(self) -> str:
        return str(self.server.make_url("")).rstrip("/")

    def browser(self, language: str = "en") -> Browser:
        """Open another browser."""
        session = ClientSession(cookie_jar=CookieJar(unsafe=True))
        self.sessions.append(session)
        return Browser(session, self.base, language)

    async def address(self, browser: Browser) -> str:
        """Return the address of the browser's chat."""
        token = next(c.value for c in browser.session.cookie_jar if c.key.endswith("canbo"))
        found = await self.knowledge.webchat.find(token, self.clock.now)
        assert found
        return found


@asynccontextmanager
async def site(knowledge: Knowledge, clock: Clock, make: MakeRoutes, **options: str) -> AsyncIterator[Site]:
    """Serve the routes with the whole bot behind them."""

    def now() -> datetime:
        return clock.now

    channel = WebChannel(knowledge, now)
    intake = Intake(knowledge, [channel], Dispatch(knowledge, Defaults("vi", HANOI)), now)
    app = web.Application()
    app.add_routes(make(channel, intake, knowledge, now, **options))
    sessions: list[ClientSession] = []
    await intake.start()
    server = TestServer(app)
    await server.start_server()
    try:
        yield Site(server, channel, knowledge, clock, sessions)
    finally:
        for session in sessions:
            await session.close()
        channel.close()
        await server.close()
        await intake.stop()
