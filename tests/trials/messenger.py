"""A messenger that counts: it states its limits, does harm by a seeded die, and remembers everything."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import orjson
from aiohttp import web

TOKEN = "123456:trial"
ME = {"id": 123456, "is_bot": True, "first_name": "Trial", "username": "trial_bot"}
GRACE = 0.25
"""Seconds in which a request that had left may still arrive after a refusal."""


@dataclass(frozen=True)
class Harm:
    """What goes wrong, as shares of the requests while there is harm."""

    global_pauses: int = 0
    """How often everybody is refused, spread over the harmful part."""
    global_pause: int = 2
    chat_refusal: float = 0.0
    chat_pause: int = 3
    server_error: float = 0.0
    reset_before: float = 0.0
    reset_after: float = 0.0
    half_answer: float = 0.0
    hang: float = 0.0
    hang_seconds: float = 30.0
    until: int = 0
    """Messages after which nothing goes wrong any more: what fails last must have time to come right."""


@dataclass
class Messenger:
    """The server's memory."""

    per_second: float = 1e9
    harm: Harm = field(default_factory=Harm)
    dice: random.Random = field(default_factory=lambda: random.Random(0))
    answers_after: float = 0.0
    """Seconds of one answer, as a network takes."""
    accepted: Counter[tuple[int, str]] = field(default_factory=Counter)
    """How often each text arrived in each chat."""
    cut: set[tuple[int, str]] = field(default_factory=set)
    """What was accepted and whose answer did not arrive whole."""
    times: list[float] = field(default_factory=list)
    """Of every request to send."""
    by_chat: dict[int, list[float]] = field(default_factory=lambda: defaultdict(list))
    breaches: Counter[str] = field(default_factory=Counter)
    """Requests against a stated limit or a pause that was asked for."""
    paused: float = 0.0
    """Seconds of all global pauses."""
    paused_until: float = 0.0
    chat_paused_until: dict[int, float] = field(default_factory=dict)
    in_flight: int = 0
    arrivals: list[tuple[float, int, str]] = field(default_factory=list)
    """When which text arrived in which chat."""
    typed: list[dict[str, object]] = field(default_factory=list)
    """Updates that wait to be fetched."""
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    url: str = ""

    def total(self) -> int:
        """Return how many messages were accepted, repeated ones included."""
        return sum(self.accepted.values())

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one call."""
        method = request.match_info["method"].lower()
        call = orjson.loads(await request.read() or b"{}")
        if method == "sendmessage":
            self.in_flight += 1
            try:
                return await self.send(request, call)
            finally:
                self.in_flight -= 1
        if method == "getupdates":
            return answer(await self.updates(int(call.get("offset", 0)), float(call.get("timeout", 1))))
        return answer(ME if method == "getme" else True)

    async def updates(self, offset: int, seconds: float) -> list[dict[str, object]]:
        """Hand out what was typed, or wait for it as a long poll does."""
        until = time.monotonic() + min(seconds, 5)
        while time.monotonic() < until:
            if new := [each for each in self.typed if int(str(each["update_id"])) >= offset]:
                return new
            await asyncio.sleep(0.01)
        return []

    async def send(self, request: web.Request, call: dict[str, object]) -> web.StreamResponse:
        """Take a message, or do harm."""
        now, chat, text = time.monotonic(), int(str(call["chat_id"])), str(call["text"])
        self.check_limits(now, chat)
        if refused := self.refusal(now, chat):
            return refused
        fate = self.fate()
        if fate == "server_error":
            return web.Response(status=self.dice.choice((500, 502, 503)), body=b"{}")
        if fate == "reset_before":
            return hang_up(request)
        if fate == "hang" and self.dice.random() < 0.5:
            await asyncio.sleep(self.harm.hang_seconds)
            return hang_up(request)
        if self.answers_after:
            await asyncio.sleep(self.answers_after)
        self.accepted[chat, text] += 1
        self.arrivals.append((time.monotonic(), chat, text))
        self.arrived.set()
        if fate in {"reset_after", "half_answer", "hang"}:
            self.cut.add((chat, text))
        if fate == "reset_after":
            return hang_up(request)
        if fate == "half_answer":
            return await half(request)
        if fate == "hang":
            await asyncio.sleep(self.harm.hang_seconds)
        return answer({"message_id": self.total(), "date": 1, "chat": {"id": chat, "type": "private"}})

    def check_limits(self, now: float, chat: int) -> None:
        """Note what a polite client would not have sent."""
        self.times.append(now)
        earlier = self.by_chat[chat]
        if earlier and now - earlier[-1] < 1 - GRACE:
            self.breaches["two in a chat within a second"] += 1
        earlier.append(now)
        if self.paused_until - self.harm.global_pause + GRACE < now < self.paused_until - GRACE:
            self.breaches["during a pause of all"] += 1
        until = self.chat_paused_until.get(chat, 0.0)
        if until - self.harm.chat_pause + GRACE < now < until - GRACE:
            self.breaches["during a chat's pause"] += 1
        window = int(self.per_second)
        # A quarter more: our own clock, and what the network bunches together.
        most = int(window * 1.25) + 2
        if len(self.times) > most and now - self.times[-most] < 1:
            self.breaches["more than the limit in a second"] += 1

    def refusal(self, now: float, chat: int) -> web.Response | None:
        """Refuse everybody at planned moments, a chat by the die."""
        if now < self.paused_until:
            return too_many(self.paused_until - now)
        count, harm = self.total(), self.harm
        if harm.global_pauses and count < harm.until:
            due = harm.until // (harm.global_pauses + 1)
            done = round(self.paused / harm.global_pause)
            if count >= due * (done + 1) and done < harm.global_pauses:
                self.paused += harm.global_pause
                self.paused_until = now + harm.global_pause
                return too_many(harm.global_pause)
        if now < self.chat_paused_until.get(chat, 0.0):
            return too_many(self.chat_paused_until[chat] - now)
        # The chat's own limit: only a chat that got something lately can have reached it.
        lately = len(self.by_chat[chat]) > 1 and now - self.by_chat[chat][-2] < 50
        if count < harm.until and lately and self.dice.random() < harm.chat_refusal:
            self.chat_paused_until[chat] = now + harm.chat_pause
            return too_many(harm.chat_pause)
        return None

    def fate(self) -> str:
        """Throw the die for one message."""
        if self.total() >= self.harm.until:
            return ""
        thrown = self.dice.random()
        for name in ("server_error", "reset_before", "reset_after", "half_answer", "hang"):
            thrown -= getattr(self.harm, name)
            if thrown < 0:
                return name
        return ""


def answer(result: object) -> web.Response:
    """Answer as Telegram does."""
    return web.Response(body=orjson.dumps({"ok": True, "result": result}), content_type="application/json")


def too_many(seconds: float) -> web.Response:
    """Refuse for so long."""
    whole = max(1, round(seconds + 0.49))
    body = {
        "ok": False,
        "error_code": 429,
        "description": f"Too Many Requests: retry after {whole}",
        "parameters": {"retry_after": whole},
    }
    return web.Response(status=429, body=orjson.dumps(body), content_type="application/json")


def hang_up(request: web.Request) -> web.Response:
    """Cut the connection."""
    if request.transport:
        request.transport.abort()
    return web.Response()


async def half(request: web.Request) -> web.StreamResponse:
    """Promise an answer and cut it off in the middle."""
    response = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": "400"})
    await response.prepare(request)
    await response.write(b'{"ok":true,"result":{"message_id":')
    if request.transport:
        request.transport.abort()
    return response


@asynccontextmanager
async def served(
    handle: Callable[[web.Request], Awaitable[web.StreamResponse]],
) -> AsyncIterator[str]:
    """Serve Telegram's methods, and yield the address."""
    app = web.Application()
    app.router.add_route("*", "/bot{token}/{method}", handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def listening(messenger: Messenger) -> AsyncIterator[Messenger]:
    """Run the server."""
    async with served(messenger.handle) as messenger.url:
        yield messenger
