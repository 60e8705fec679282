"""The page that shows a secretary how messages fare; it looks again by itself."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.channels.web.guard import HEADERS
from handlers import language
from handlers.chat import Html, Person, Request
from handlers.sending import fared
from knowledge import Refusal

if TYPE_CHECKING:
    from bot.channels.web.routes import Pages

LOOKS_AGAIN = 10
"""Seconds."""
PAGE = """<!doctype html>
<html lang="{lang}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="{seconds}">
<title>{title}</title>
<link rel="icon" href="/static/icon.svg">
<link rel="stylesheet" href="/static/chat.css">
<main class="sheet">
<h1>{title}</h1>
{body}
<p><a href="/">{back}</a></p>
</main>
</html>
"""


class SendingPage:
    """What /gui says, as a page of its own."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages

    async def answer(self, request: web.Request) -> web.Response:
        """Answer with the numbers of the signed-in person's units, or the sentence that says why not."""
        asked = await self._asked(request)
        try:
            body, status = await fared(asked, self.pages.knowledge), 200
        except Refusal as refusal:
            body, status = asked.say(refusal.message, **refusal.values), 403
        text = PAGE.format(
            lang=html.escape(asked.person.language),
            seconds=LOOKS_AGAIN,
            title=asked.say("How messages fare"),
            body=paragraphs_of(body),
            back=asked.say("Back to the chat"),
        )
        return web.Response(text=text, content_type="text/html", headers=HEADERS, status=status)

    async def _asked(self, request: web.Request) -> Request:
        """Put together who asks; a browser without a session is a stranger, whom no query serves."""
        pages = self.pages
        address = await pages.address(request) or ""
        identity = await pages.knowledge.identities.find("web", address, address)
        known = 0 if identity.suspended else identity.person_id or 0
        zone = ZoneInfo(identity.timezone or pages.timezone)
        spoken = language.known(identity.language) or pages.spoken(request)
        person = Person(id=known, name="", language=spoken, timezone=zone)
        return Request(
            person=person, text="", now=pages.now().astimezone(zone), event="", channel="web", address=address
        )


def paragraphs_of(text: Html) -> str:
    """Turn the lines of a message into paragraphs of a page."""
    return "\n".join(f"<p>{part.replace(chr(10), '<br>')}</p>" for part in text.split("\n\n"))
