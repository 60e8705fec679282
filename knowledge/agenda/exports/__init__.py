"""The agenda taken along: to calendars, as tables, as pictures."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from textwrap import shorten
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from knowledge.agenda.exports import calendar
from knowledge.agenda.exports.calendar import CalendarWords, Frame
from knowledge.agenda.exports.feeds import AHEAD, BACK, Feeds, Subscribed
from knowledge.agenda.exports.rows import Body, Exported, as_exported, body_of, exported, home_of
from knowledge.models import Meeting, MeetingState

if TYPE_CHECKING:
    from knowledge.database import Database
    from knowledge.keys import Keys

LONGEST_NAME = 60
ODD = re.compile(r"[^\w\- ,.–]+")
"""What not every file system takes."""
KEY = "names of calendar events"


class Made(NamedTuple):
    """A file as it was made."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Week:
    """Some days of a programme."""

    meetings: tuple[Exported, ...]
    body: Body | None
    """Whose programme it is: the unit asked for, or the viewer's own."""
    units: tuple[tuple[int, str], ...]
    """Whose meetings are in it, before one unit was asked for."""


class Exports:
    """What people take along, as far as they see it."""

    def __init__(self, database: Database, keys: Keys) -> None:
        self._database = database
        self._keys = keys
        self.feeds = Feeds(database)

    async def calendar(
        self, viewer: int, meeting_id: int, words: CalendarWords, zone: ZoneInfo
    ) -> Made | None:
        """Return one meeting as a calendar file; None where it is not in the viewer's scope."""
        async with self._database.read() as connection:
            found = as_exported(await connection.execute(exported(viewer).where(Meeting.id == meeting_id)))
        if not found:
            return None
        day = found[0].starts_at.astimezone(zone).date()
        frame = Frame(words, zone, day, day + timedelta(days=1), await self._keys.get(KEY))
        return Made(named(day, found[0].title, "ics"), calendar.written(found, frame))

    async def week(self, viewer: int, start: datetime, end: datetime, unit_id: int | None = None) -> Week:
        """Return what takes place in [start, end), of one unit where asked, as far as the viewer sees it."""
        there = exported(viewer).where(
            Meeting.starts_at >= start, Meeting.starts_at < end, Meeting.state == MeetingState.PLANNED
        )
        async with self._database.read() as connection:
            found = as_exported(await connection.execute(there))
            units = tuple(sorted({(m.unit_id, m.unit) for m in found}, key=lambda unit: unit[1]))
            of_unit = [m for m in found if unit_id in {None, m.unit_id}]
            # A unit is named only where the viewer sees something of it.
            head = unit_id if unit_id in dict(units) else await home_of(connection, viewer)
            body = await body_of(connection, head) if head else None
        return Week(tuple(of_unit), body, units)

    async def feed(
        self,
        subscribed: Subscribed,
        words: CalendarWords,
        zone: ZoneInfo,
        now: datetime,
        known: Collection[str],
    ) -> tuple[str, bytes | None]:
        """Return a feed's mark and calendar; no calendar where its mark is known."""
        today = now.astimezone(zone).date()
        first, last = today - BACK, today + AHEAD
        start, end = (datetime.combine(day, time(), zone) for day in (first, last))
        meetings = await self.feeds.meetings(subscribed, start, end)
        frame = Frame(words, zone, first, last, await self._keys.get(KEY))
        mark = calendar.mark_of(meetings, frame)
        if mark in known:
            return mark, None
        return mark, await asyncio.to_thread(calendar.written, meetings, frame)


def named(day: date, title: str, kind: str) -> str:
    """Name a file by its day and title."""
    words = " ".join(ODD.sub(" ", title).split())
    return f"{day:%Y-%m-%d} {shorten(words, LONGEST_NAME, placeholder='…')}".strip() + f".{kind}"
