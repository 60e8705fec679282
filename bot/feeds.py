"""Calendars that phones subscribe to: whoever knows the private address gets what its person sees."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from aiohttp import web

from handlers import language
from handlers.agenda.feeds import PATH, calendar_words
from knowledge import Knowledge

HEADERS = {
    "Cache-Control": "private, no-cache",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
"""A phone may keep what it has, but asks each time; nobody between us and it may keep anything."""


class Calendars:
    """Answers phones that ask for a calendar."""

    def __init__(
        self, knowledge: Knowledge, now: Callable[[], datetime], spoken: str, timezone: ZoneInfo
    ) -> None:
        self._knowledge = knowledge
        self._now = now
        self._spoken = spoken
        self._timezone = timezone

    async def answer(self, request: web.Request) -> web.Response:
        """Return the calendar, or 304 where the phone has it; 404 for whatever is not an address in use."""
        moment = self._now()
        feed = await self._knowledge.exports.feeds.find(request.match_info["token"], moment)
        if feed is None:
            sentence = language.translate(self._spoken, "This calendar's address is not in use.")
            return web.Response(status=404, text=sentence, headers={**HEADERS, "Cache-Control": "no-store"})
        words = calendar_words(feed.language or self._spoken, feed.unit)
        zone = ZoneInfo(feed.timezone) if feed.timezone else self._timezone
        known = {tag.value for tag in request.if_none_match or ()}
        mark, content = await self._knowledge.exports.feed(feed, words, zone, moment, known)
        headers = {**HEADERS, "ETag": f'"{mark}"'}
        if content is None:
            return web.Response(status=304, headers=headers)
        headers["Content-Disposition"] = 'inline; filename="lich.ics"'
        return web.Response(body=content, content_type="text/calendar", charset="utf-8", headers=headers)


def routes(
    knowledge: Knowledge, now: Callable[[], datetime], spoken: str, timezone: ZoneInfo
) -> list[web.RouteDef]:
    """Return the address of calendars."""
    calendars = Calendars(knowledge, now, spoken, timezone)
    return [web.get(f"{PATH}/{{token:[A-Za-z0-9_-]{{1,100}}}}.ics", calendars.answer)]
