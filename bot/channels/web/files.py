"""Files on the chat page: taken whole with their event, handed out to those who may read them."""

from __future__ import annotations

import asyncio
import json
import uuid
from typing import TYPE_CHECKING
from urllib.parse import unquote

from aiohttp import ClientError, web

from bot.channels.files import MOST_BYTES, read_limited, tidy, too_large
from bot.channels.web.guard import HEADERS, guarded, refuse
from bot.files import disposition
from handlers import language
from handlers.chat import FileKey, MadeFile, PaperFile
from knowledge import Refusal
from knowledge.messages.inbox import NewEvent
from knowledge.vietnamese.text import clean

if TYPE_CHECKING:
    from bot.channels.web.routes import Pages

SLOWEST = 600.0
"""Seconds that a file may take to come in: 20 MB over a weak mobile network."""
AT_ONCE = 8
"""Files that come in at the same time; each of them is in memory until it is kept."""
LONGEST_CAPTION = 1024
"""Characters, as on Telegram."""
PATIENCE = 3
"""Seconds until the page tries again where too many come in."""
SEALED = {
    **HEADERS,
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
}
SHOWN = {**SEALED, "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox"}
"""Of a picture, which browsers wrap into a page of their own."""
PNG = b"\x89PNG\r\n\x1a\n"
NUMBER = r"\d{1,9}"


class WebFiles:
    """What the page sends, and what it downloads."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        self._coming: set[str] = set()

    async def receive(self, request: web.Request) -> web.Response:
        """Take a file of somebody who has joined; what is refused is refused before it is read."""
        address = await self.pages.own_address(request)
        spoken = self.pages.spoken(request)
        identity = await self.pages.knowledge.identities.find("web", address, address)
        if identity.person_id is None or identity.suspended:
            return refuse(spoken, 403, Refusal("I take files only from people who have joined."))
        event, name, caption = read_headers(request)
        if (request.content_length or 0) > MOST_BYTES:
            return refuse(spoken, 413, too_large())
        wait = PATIENCE if address in self._coming or len(self._coming) >= AT_ONCE else 0
        if wait := wait or self.pages.buckets.take(address):
            refusal = Refusal("That was fast. Your file follows in a moment.")
            return refuse(spoken, 429, refusal, {"Retry-After": str(wait)})
        self._coming.add(address)
        try:
            content = await whole_body(request)
        finally:
            self._coming.discard(address)
        if content is None:
            return refuse(spoken, 413, too_large())
        await self._accept(address, event, (name, content), caption, spoken)
        return web.json_response({}, status=202, headers=HEADERS)

    async def _accept(
        self, address: str, own_event: str, file: tuple[str, bytes], caption: str, spoken: str
    ) -> None:
        name, content = file
        told = {"name": name, "size": len(content)}
        await self.pages.channel.show_own(address, caption, own_event, dict(told))
        event = f"{address}:{own_event}"
        payload = {"event": event, "address": address, "text": caption, "button": None, "message": None}
        whole = json.dumps({**payload, "file": told, "language": spoken}, ensure_ascii=False)
        new = NewEvent(event=event, address=address, payload=whole, file=(name, content))
        await self.pages.intake.accept("web", [new])

    async def download(self, request: web.Request) -> web.Response:
        """Hand out the file of a paper's version to the session's person."""
        key = PaperFile(int(request.match_info["document"]), int(request.match_info["version"]))
        return self._handed_out(request, await self._found(request, key))

    async def made(self, request: web.Request) -> web.Response:
        """Hand out what was made for the session's person; a picture to be looked at."""
        found = await self._found(request, MadeFile(int(request.match_info["id"])))
        if found and found[1].startswith(PNG):
            headers = {**SHOWN, "Content-Disposition": disposition(found[0], "inline")}
            return web.Response(body=found[1], content_type="image/png", headers=headers)
        return self._handed_out(request, found)

    async def _found(self, request: web.Request, key: FileKey) -> tuple[str, bytes] | None:
        address = await self.pages.address(request)
        return await self.pages.papers.content("web", address, key) if address else None

    async def open_link(self, request: web.Request) -> web.Response:
        """Hand out the file of a signed link."""
        return self._handed_out(request, await self.pages.papers.opened(request.match_info["token"]))

    def _handed_out(self, request: web.Request, found: tuple[str, bytes] | None) -> web.Response:
        if found is None:
            # The same for what does not exist, what is not in scope, and whoever has no session.
            sentence = language.translate(
                self.pages.spoken(request), "This file is not within your scope, or the link is too old."
            )
            return web.Response(status=404, text=sentence, headers=SEALED)
        name, content = found
        headers = {**SEALED, "Content-Disposition": disposition(name)}
        return web.Response(body=content, content_type="application/octet-stream", headers=headers)


def read_headers(request: web.Request) -> tuple[str, str, str]:
    """Return the page's own key of the event, the file's name, and what was typed to it; raises Refusal."""
    try:
        event = str(uuid.UUID(request.headers["X-Event"]))
        name = tidy(unquote(request.headers["X-File-Name"], errors="replace"), "tep")
        caption = unquote(request.headers.get("X-Caption", ""), errors="replace")[:LONGEST_CAPTION]
    except (KeyError, ValueError) as error:
        raise Refusal("The page sent something unreadable. Please reload it and try again.") from error
    return event, name, clean(caption)


async def whole_body(request: web.Request) -> bytes | None:
    """Read a body that may come slowly; None where it is too long, 408 where it stops half-way."""
    try:
        async with asyncio.timeout(SLOWEST):
            content = await read_limited(request.content, MOST_BYTES)
    except (TimeoutError, ClientError, ConnectionError) as error:
        raise web.HTTPRequestTimeout(headers=HEADERS) from error
    if content is not None and request.content_length not in {None, len(content)}:
        raise web.HTTPRequestTimeout(headers=HEADERS)
    return content


def routes(files: WebFiles) -> list[web.RouteDef]:
    """Return the addresses of files."""
    return [
        web.post("/chat/file", guarded(files.receive, files.pages)),
        web.get(f"/file/{{document:{NUMBER}}}/{{version:{NUMBER}}}", files.download),
        web.get(f"/file/made/{{id:{NUMBER}}}", files.made),
        web.get("/file/s/{token}", files.open_link),
    ]
