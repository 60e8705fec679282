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

from knowledge.agenda.exports import attendance, calendar, picture, sheet, sign, word
from knowledge.agenda.exports.attendance import AttendanceWords
from knowledge.agenda.exports.calendar import CalendarWords, Frame
from knowledge.agenda.exports.delegates import delegates
from knowledge.agenda.exports.feeds import AHEAD, BACK, Feeds, Subscribed
from knowledge.agenda.exports.programme import DAY, Days, Programme, TableWords, arranged
from knowledge.agenda.exports.rows import (
    Body,
    Exported,
    as_exported,
    body_of,
    exported,
    fit,
    home_of,
    taking_place,
    units_in,
)
from knowledge.agenda.exports.sign import SignWords
from knowledge.models import Meeting

if TYPE_CHECKING:
    from knowledge.agenda.conferences import Conference, PointCard
    from knowledge.database import Database
    from knowledge.keys import Keys

LONGEST_NAME = 60
ODD = re.compile(r"[^\w\- ,.–]+")
"""What not every file system takes."""
MOST_PRINTED = 400
"""Meetings of one file; beyond it nobody reads, and Word takes seconds to be written for."""
KEY = "names of calendar events"


class Made(NamedTuple):
    """A file as it was made."""

    name: str
    content: bytes


class UnitCount(NamedTuple):
    """How many meetings of a unit there are."""

    id: int
    name: str
    meetings: int


@dataclass(frozen=True, slots=True)
class Week:
    """Some days of a programme."""

    meetings: tuple[Exported, ...]
    body: Body | None
    """Whose programme it is: the unit asked for, or the viewer's own."""
    units: tuple[UnitCount, ...]
    """Whose meetings the viewer sees on these days, whichever unit was asked for; most first."""

    @property
    def count(self) -> int:
        """Return how many meetings that is."""
        return sum(unit.meetings for unit in self.units)


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

    async def week(self, viewer: int, days: Days, unit_id: int | None = None) -> Week:
        """Return what takes place on the days, of one unit where asked, as far as the viewer sees it."""
        start = datetime.combine(days.first, time(), days.zone)
        end = datetime.combine(days.last + DAY, time(), days.zone)
        there = exported(viewer).where(taking_place(start, end)).limit(MOST_PRINTED)
        if unit_id is not None:
            there = there.where(Meeting.unit_id == unit_id)
        async with self._database.read() as connection:
            counted = (await connection.execute(units_in(viewer, start, end))).all()
            found = as_exported(await connection.execute(there))
            # A unit is named only where the viewer sees something of it.
            named = {row[0] for row in counted}
            head = unit_id if unit_id in named else await home_of(connection, viewer)
            body = await body_of(connection, head) if head else None
        units = tuple(UnitCount(row[0], fit(row[1]), row[2]) for row in counted)
        return Week(tuple(found), body, units)

    async def word(self, viewer: int, days: Days, words: TableWords, unit_id: int | None = None) -> Made:
        """Return the days as a Word file."""
        programme = await self._programme(viewer, days, words, unit_id)
        return Made(f"{name_of(days)}.docx", await asyncio.to_thread(word.written, programme))

    async def sheet(self, viewer: int, days: Days, words: TableWords, unit_id: int | None = None) -> Made:
        """Return the days as a workbook."""
        programme = await self._programme(viewer, days, words, unit_id)
        return Made(f"{name_of(days)}.xlsx", await asyncio.to_thread(sheet.written, programme))

    async def picture(
        self, viewer: int, days: Days, words: TableWords, unit_id: int | None, number: int
    ) -> tuple[Made, int]:
        """Return one of the pictures for a phone, from 1, and how many there are."""
        programme = await self._programme(viewer, days, words, unit_id)
        content, count = await asyncio.to_thread(picture.written, programme, number)
        return Made(f"{name_of(days)}-{min(max(number, 1), count)}.png", content), count

    async def attendance(
        self, conference: Conference, words: AttendanceWords, zone: ZoneInfo, kind: str
    ) -> Made:
        """Return the attendance that a conference's viewer sees: "docx", or "xlsx" with each person."""
        async with self._database.read() as connection:
            body = await body_of(connection, conference.unit_id)
            people = await delegates(connection, conference) if kind == "xlsx" else ()
        entries = attendance.arranged(conference.totals, words)
        table = attendance.Attendance(words, body, entries, tuple(people), zone)
        write = attendance.as_sheet if kind == "xlsx" else attendance.as_word
        day = conference.starts_at.astimezone(zone).date()
        name = named(day, f"{words.title} {conference.title}", kind)
        return Made(name, await asyncio.to_thread(write, table))

    async def sign(self, card: PointCard, words: SignWords, link: str) -> Made:
        """Return the sign of a connection point as a picture."""
        content = await asyncio.to_thread(
            sign.written, words, card.conference.title, card.point.name, card.code, link
        )
        return Made(f"{card.code}.png", content)

    async def _programme(self, viewer: int, days: Days, words: TableWords, unit_id: int | None) -> Programme:
        week = await self.week(viewer, days, unit_id)
        return arranged(week.meetings, days, week.body, words)

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


def name_of(days: Days) -> str:
    """Name a file of a programme by its first day."""
    return f"lich-cong-tac-{days.first:%Y-%m-%d}"


def named(day: date, title: str, kind: str) -> str:
    """Name a file by its day and title."""
    words = " ".join(ODD.sub(" ", title).split())
    return f"{day:%Y-%m-%d} {shorten(words, LONGEST_NAME, placeholder='…')}".strip() + f".{kind}"
