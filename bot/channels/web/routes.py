"""The web server's side of the chat page: the page itself, its files, and what it posts."""

from __future__ import annotations

import json
import secrets
import uuid
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from aiohttp import web

from bot.channels.web import files
from bot.channels.web.channel import WebChannel
from bot.channels.web.files import WebFiles
from bot.channels.web.guard import HEADERS, Buckets, guarded, refuse
from bot.channels.web.sending import SendingPage
from bot.channels.web.stream import Stream
from bot.files import Files
from handlers import language
from knowledge import Knowledge, Refusal
from knowledge.messages.inbox import NewEvent

FILES = Path(__file__).parents[2] / "web"
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
COOKIE_SECONDS = 180 * 24 * 3600
MOST_BUTTON_BYTES = 64


class Intake(Protocol):
    """The way in: commits events and has them answered."""

    async def accept(self, channel_name: str, events: Sequence[NewEvent], /) -> object:
        """Commit the events; the same key again is dropped."""
        ...


Arrival = Callable[[str, str], Awaitable[None]]
"""What to do with the token and address of a new browser."""


class Pages:
    """Sessions of browsers, and the answers to what they ask for."""

    def __init__(
        self,
        channel: WebChannel,
        intake: Intake,
        knowledge: Knowledge,
        now: Callable[[], datetime],
        *,
        public_url: str | None = None,
        language: str = "vi",
        timezone: str = "Asia/Ho_Chi_Minh",
        arrival: Arrival | None = None,
    ) -> None:
        self.channel = channel
        self.intake = intake
        self.knowledge = knowledge
        self.now = now
        self.public_url = public_url
        self.language = language
        self.timezone = timezone
        self.arrival = arrival
        self.papers = Files(knowledge, now, public_url=public_url, language=language)
        self.buckets = Buckets(now)
        self._is_secure = bool(public_url and public_url.startswith("https:"))
        self.cookie = "__Host-canbo" if self._is_secure else "canbo"

    def routes(self) -> list[web.RouteDef]:
        """Return the addresses of the chat page."""
        return [
            web.get("/", self.page),
            web.get("/join/{code}", self.page),
            web.get("/here/{code}", self.page),
            web.get("/static/{name}", self.file),
            web.get("/chat/stream", self.stream),
            web.get("/sending", SendingPage(self).answer),
            web.post("/chat", guarded(self.post, self)),
            *files.routes(WebFiles(self)),
        ]

    async def page(self, request: web.Request) -> web.Response:
        """Answer with the page, and a session where the browser has none."""
        text = (FILES / "index.html").read_text(encoding="utf-8")
        text = text.replace('lang="vi"', f'lang="{self.spoken(request)}"', 1)
        text = text.replace('data-demo=""', f'data-demo="{"yes" if self.arrival else ""}"', 1)
        response = web.Response(text=text, content_type="text/html", headers=HEADERS)
        if await self.address(request) is None:
            await self.enter(response, secrets.token_urlsafe(32))
        return response

    async def enter(self, response: web.Response, token: str) -> None:
        """Give the browser this token, with its chat."""
        address = await self.knowledge.webchat.open(token, self.now())
        if self.arrival:
            await self.arrival(token, address)
        response.set_cookie(
            self.cookie,
            token,
            max_age=COOKIE_SECONDS,
            httponly=True,
            samesite="Lax",
            secure=self._is_secure,
        )

    async def file(self, request: web.Request) -> web.Response:
        """Answer with one of the page's files."""
        path = FILES / request.match_info["name"]
        if path.parent != FILES or path.suffix not in KINDS or not path.is_file():
            raise web.HTTPNotFound(headers=HEADERS)
        text = path.read_text(encoding="utf-8")
        headers = {**HEADERS, "Cache-Control": "no-cache"}
        return web.Response(text=text, content_type=KINDS[path.suffix], charset="utf-8", headers=headers)

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """Send the page what is new, for as long as it is open."""
        return await Stream(self, request, await self.own_address(request)).answer()

    async def post(self, request: web.Request) -> web.Response:
        """Take what the person typed or pressed."""
        address = await self.own_address(request)
        data = read_body(request, await request.read())
        if wait := self.buckets.take(address):
            refusal = Refusal("That was fast. Your message follows in a moment.")
            return refuse(self.spoken(request), 429, refusal, {"Retry-After": str(wait)})
        own_event = data["event"]
        if data["button"] is None:
            await self.channel.show_own(address, data["text"], own_event)
        # The browser's own key counts within its chat only: nobody can use up another's.
        event = f"{address}:{own_event}"
        payload = {**data, "event": event, "address": address, "language": self.spoken(request)}
        new = NewEvent(event=event, address=address, payload=json.dumps(payload, ensure_ascii=False))
        await self.intake.accept("web", [new])
        return web.json_response({}, status=202, headers=HEADERS)

    async def address(self, request: web.Request) -> str | None:
        """Return the address of the browser's chat; None where it has no session."""
        token = request.cookies.get(self.cookie, "")
        return await self.knowledge.webchat.find(token, self.now()) if token else None

    async def own_address(self, request: web.Request) -> str:
        """Return the address of the browser's chat; without a session the page must be loaded first."""
        address = await self.address(request)
        if address is None:
            raise web.HTTPUnauthorized(headers=HEADERS)
        return address

    def spoken(self, request: web.Request) -> str:
        """Return the language of a page whose person we do not know."""
        wanted = request.headers.get("Accept-Language", "")
        return language.known(wanted.split(",")[0].split(";")[0]) or self.language


def read_body(request: web.Request, body: bytes) -> dict[str, Any]:
    """Return the checked fields of what the page posted; raises Refusal."""
    odd = Refusal("The page sent something unreadable. Please reload it and try again.")
    if request.content_type != "application/json":
        raise odd
    try:
        data = json.loads(body)
        event = str(uuid.UUID(data["id"]))
        text, button, message = data.get("text", ""), data.get("button"), data.get("message")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise odd from error
    if not (isinstance(text, str) and isinstance(button, str | None) and isinstance(message, int | None)):
        raise odd
    if len((button or "").encode(errors="replace")) > MOST_BUTTON_BYTES:
        raise odd
    return {
        "event": event,
        "text": storable(text),
        "button": None if button is None else storable(button),
        "message": None if message is None else str(message),
    }


def storable(text: str) -> str:
    """Leave out what databases cannot keep: null characters, and halves of surrogate pairs."""
    return text.replace("\0", "").encode(errors="replace").decode()


def routes(
    channel: WebChannel,
    intake: Intake,
    knowledge: Knowledge,
    now: Callable[[], datetime],
    *,
    public_url: str | None = None,
    language: str = "vi",
    timezone: str = "Asia/Ho_Chi_Minh",
) -> list[web.RouteDef]:
    """Return the addresses of the chat page, without the demo's."""
    pages = Pages(
        channel, intake, knowledge, now, public_url=public_url, language=language, timezone=timezone
    )
    return pages.routes()
