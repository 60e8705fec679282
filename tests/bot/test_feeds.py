"""A phone that asks for its calendar, over real HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from aiohttp import ClientResponse, ClientSession, web
from aiohttp.test_utils import TestClient, TestServer
from icalendar import Calendar
from sqlalchemy import update

from bot import feeds
from knowledge import Knowledge
from knowledge.agenda.lines import ParsedAgenda, ParsedMeeting
from knowledge.models import Person
from tests.conftest import HANOI, NOON, OFFICE, Clock, gather_cast

Phone = TestClient[web.Request, web.Application]
HOUR = timedelta(hours=1)
LINE = ParsedMeeting("1", "one", "Họp giao ban", NOON + HOUR, None, attendance="Ada Example")


async def plan(knowledge: Knowledge, line: ParsedMeeting = LINE) -> None:
    await knowledge.agenda.import_meetings(ParsedAgenda([line]), OFFICE, "unit", "week", NOON)


@pytest.fixture
async def phone(memory: Knowledge) -> AsyncIterator[Phone]:
    await gather_cast(memory)
    await plan(memory)
    clock = Clock()
    app = web.Application()
    app.add_routes(feeds.routes(memory, lambda: clock.now, "en", HANOI))
    async with TestClient(TestServer(app)) as client:
        yield client


async def asks(phone: Phone, token: str, **headers: str) -> ClientResponse:
    return await phone.get(f"/lich/{token}.ics", headers=headers)


async def test_a_phone_gets_its_calendar_and_then_what_is_new(phone: Phone, memory: Knowledge) -> None:
    token = await memory.exports.feeds.create(1, None, NOON)
    first = await asks(phone, token)
    assert first.status == 200
    assert first.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert first.headers["Cache-Control"] == "private, no-cache"
    (event,) = Calendar.from_ical(await first.read()).events
    assert event["SUMMARY"] == "Họp giao ban"
    mark = first.headers["ETag"]
    # What a proxy compresses on the way gets a weak mark.
    for known in (mark, f"W/{mark}", f'"x", {mark}'):
        same = await asks(phone, token, **{"If-None-Match": known})
        assert (same.status, await same.read(), same.headers["ETag"]) == (304, b"", mark)
    await plan(memory, ParsedMeeting("1", "two", "Họp thêm", NOON + HOUR, None, attendance="Ada Example"))
    new = await asks(phone, token, **{"If-None-Match": mark})
    assert (new.status, len(Calendar.from_ical(await new.read()).events)) == (200, 2)
    head = await phone.head(f"/lich/{token}.ics")
    assert (head.status, head.headers["ETag"]) == (200, new.headers["ETag"])


async def test_whatever_is_no_address_in_use_gets_the_same_nothing(phone: Phone, memory: Knowledge) -> None:
    store = memory.exports.feeds
    revoked, suspended = await store.create(1, None, NOON), await store.create(2, None, NOON)
    await store.revoke(1, (await store.of(1))[0].id, NOON)
    async with memory.database.write() as connection:
        await connection.execute(update(Person).where(Person.id == 2).values(suspended_at=NOON))
    answers = [await asks(phone, token) for token in (revoked, suspended, "x", "A" * 43)]
    assert {(a.status, await a.text(), a.headers["Cache-Control"]) for a in answers} == {
        (404, "This calendar's address is not in use.", "no-store")
    }
    assert {
        a.status for a in [await asks(phone, "../x"), await asks(phone, "é"), await asks(phone, "A" * 101)]
    } == {404}


async def test_the_address_needs_no_cookie_and_gives_none(phone: Phone, memory: Knowledge) -> None:
    token = await memory.exports.feeds.create(1, None, NOON)
    async with ClientSession() as anybody, anybody.get(phone.make_url(f"/lich/{token}.ics")) as answer:
        assert answer.status == 200
        assert "Set-Cookie" not in answer.headers
