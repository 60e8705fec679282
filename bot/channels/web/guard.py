"""What every answer of the chat page's server carries, and what it refuses."""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Protocol
from urllib.parse import urlsplit

from aiohttp import web

from handlers import language
from knowledge import Refusal

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        "font-src 'self'; manifest-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
BURST, BURST_SECONDS = 5, 10.0
MOST_BUCKETS = 10_000

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Speaker(Protocol):
    """Knows the language of a page, and the address under which it was served."""

    public_url: str | None

    def spoken(self, request: web.Request) -> str:
        """Return the language of a page whose person we do not know."""
        ...


class Buckets:
    """How much each chat may still send: a full bucket at first, refilled steadily."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._buckets: dict[str, tuple[float, datetime]] = {}

    def take(self, address: str) -> int:
        """Take one from the chat's bucket; where it is empty, return the seconds to wait."""
        now = self._now()
        if len(self._buckets) > MOST_BUCKETS:
            self._buckets.clear()
        left, at = self._buckets.get(address, (float(BURST), now))
        left = min(BURST, left + max(0.0, (now - at).total_seconds()) * BURST / BURST_SECONDS)
        if left < 1:
            self._buckets[address] = (left, now)
            return math.ceil((1 - left) * BURST_SECONDS / BURST)
        self._buckets[address] = (left - 1, now)
        return 0


def guarded(handler: Handler, pages: Speaker) -> Handler:
    """Let a page of another site change nothing here, and say each refusal as a sentence."""

    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            if not is_own(request, pages.public_url):
                raise web.HTTPForbidden(headers=HEADERS)
            return await handler(request)
        except Refusal as refusal:
            return refuse(pages.spoken(request), 400, refusal)
        except web.HTTPRequestEntityTooLarge:
            too_large = Refusal("That message is too large to send. Please shorten it.")
            return refuse(pages.spoken(request), 413, too_large)

    return answer


def is_own(request: web.Request, public_url: str | None) -> bool:
    """Whether our own page sent this; browsers tell, and what does not tell is not let in."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is None and origin is None:
        return False
    hosts = {request.host, urlsplit(public_url or "").netloc}
    return site in {None, "same-origin"} and (origin is None or urlsplit(origin).netloc in hosts - {""})


def refuse(spoken: str, status: int, refusal: Refusal, headers: dict[str, str] | None = None) -> web.Response:
    """Answer with a sentence in the language of the page."""
    sentence = language.translate(spoken, refusal.message).format(**refusal.values)
    return web.json_response({"say": sentence}, status=status, headers={**HEADERS, **(headers or {})})
