"""Calendars that phones subscribe to: what they hold, whose they are, and that clients read them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from icalendar import Calendar
from sqlalchemy import delete, select, update

from knowledge import Knowledge, Refusal
from knowledge.agenda.exports.calendar import CalendarWords
from knowledge.agenda.lines import ParsedMeeting
from knowledge.agenda.publishing import Act, cancel, publish
from knowledge.models import Feed, Meeting, Person, Post
from tests.conftest import COMMITTEE, HANOI, NOON, OFFICE, WARD_A, WARD_B

ADA, SAM, LEA, GRACE, EVE = 1, 2, 3, 4, 6
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WORDS = CalendarWords(
    name="Lịch",
    chair="Chủ trì",
    attendance="Thành phần",
    prepared_by="Chuẩn bị",
    invitation="Giấy mời",
    note="Ghi chú",
    unsaid="(Chưa rõ)",
)
LINE = ParsedMeeting("1", "", "Họp giao ban", NOON + HOUR, None, "Phòng họp 2", "đ/c A", "Ada Example")


async def put(  # a line and where it goes
    knowledge: Knowledge,
    line: ParsedMeeting = LINE,
    unit: int = OFFICE,
    source: str = "one",
    reach: str = "unit",
    now: datetime = NOON,
) -> int:
    async with knowledge.database.edit() as session:
        act = Act(SAM, now)
        return (await publish(session, line, act, unit_id=unit, reach=reach, source=source)).meeting.id


async def call_off(knowledge: Knowledge, meeting: int, now: datetime) -> None:
    async with knowledge.database.edit() as session:
        await cancel(session, await session.get_one(Meeting, meeting), Act(SAM, now))


async def fetched(
    knowledge: Knowledge, token: str, now: datetime = NOON, known: Collection[str] = ()
) -> tuple[str, bytes | None] | None:
    feed = await knowledge.exports.feeds.find(token, now)
    return await knowledge.exports.feed(feed, WORDS, HANOI, now, known) if feed else None


async def events(knowledge: Knowledge, token: str, now: datetime = NOON) -> dict[str, Any]:
    found = await fetched(knowledge, token, now)
    assert found
    assert found[1]
    return {str(event["SUMMARY"]): event for event in Calendar.from_ical(found[1]).events}


async def test_what_a_calendar_says_of_a_meeting(staffed: Knowledge) -> None:
    await put(
        staffed, replace(LINE, prepared_by="Văn phòng", note="Mang; tài liệu,\nsố 2", invitation="12/GM")
    )
    token = await staffed.exports.feeds.create(ADA, None, NOON)
    event = (await events(staffed, token))["Họp giao ban"]
    assert event.start == (NOON + HOUR).astimezone(UTC)
    assert event.end == (NOON + 2 * HOUR).astimezone(UTC)
    assert event["LOCATION"] == "Phòng họp 2"
    assert str(event["DESCRIPTION"]).splitlines() == [
        *("Chủ trì: đ/c A", "Thành phần: Ada Example", "Chuẩn bị: Văn phòng", "Giấy mời: 12/GM"),
        *("Ghi chú: Mang; tài liệu,", "số 2", "(Chưa rõ)"),
    ]
    assert (event["SEQUENCE"], event["STATUS"]) == (0, "CONFIRMED")
    assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == NOON.astimezone(UTC)


async def test_moved_and_cancelled_meetings_stay_the_same_event(staffed: Knowledge) -> None:
    meeting = await put(staffed)
    token = await staffed.exports.feeds.create(ADA, None, NOON)
    first = (await events(staffed, token))["Họp giao ban"]
    await put(staffed, replace(LINE, starts_at=NOON + 3 * HOUR), now=NOON + HOUR)
    moved = (await events(staffed, token))["Họp giao ban"]
    assert (moved["UID"], moved["SEQUENCE"]) == (first["UID"], 1)
    assert moved.start == (NOON + 3 * HOUR).astimezone(UTC)
    assert moved["LAST-MODIFIED"].dt == (NOON + HOUR).astimezone(UTC)
    await call_off(staffed, meeting, NOON + 2 * HOUR)
    gone = (await events(staffed, token))["Họp giao ban"]
    assert (gone["UID"], gone["SEQUENCE"], gone["STATUS"]) == (first["UID"], 2, "CANCELLED")


async def test_a_unit_feed_shows_what_its_person_sees_now(staffed: Knowledge) -> None:
    await put(staffed)
    await put(staffed, replace(LINE, title="Họp phường", attendance=""), WARD_B, "two")
    await put(staffed, replace(LINE, title="Họp chung", attendance=""), COMMITTEE, "three", "below")
    await put(staffed, replace(LINE, title="Họp kín", attendance=""), COMMITTEE, "four")
    feeds = staffed.exports.feeds
    assert set(await events(staffed, await feeds.create(ADA, OFFICE, NOON))) == {"Họp giao ban"}
    assert set(await events(staffed, await feeds.create(GRACE, WARD_B, NOON))) == {"Họp phường"}
    of_committee = await feeds.create(ADA, COMMITTEE, NOON)
    assert set(await events(staffed, of_committee)) == {"Họp chung"}
    assert set(await events(staffed, await feeds.create(LEA, COMMITTEE, NOON))) == {"Họp chung", "Họp kín"}
    async with staffed.database.write() as connection:
        await connection.execute(delete(Post).where(Post.person_id == ADA))
    assert await events(staffed, of_committee) == {}


async def test_a_persons_own_feed_holds_what_they_are_invited_to(staffed: Knowledge) -> None:
    await put(staffed)
    await put(staffed, replace(LINE, title="Của người khác", attendance=""), OFFICE, "two")
    token = await staffed.exports.feeds.create(ADA, None, NOON)
    assert set(await events(staffed, token)) == {"Họp giao ban"}
    # Sam published both, and is invited to none.
    for outsider in (SAM, GRACE, EVE):
        assert await events(staffed, await staffed.exports.feeds.create(outsider, None, NOON)) == {}


@pytest.mark.parametrize(
    ("person", "unit"), [(ADA, WARD_A), (GRACE, OFFICE), (EVE, OFFICE), (EVE, COMMITTEE)]
)
async def test_nobody_gets_the_feed_of_another_branch(staffed: Knowledge, person: int, unit: int) -> None:
    with pytest.raises(Refusal, match="not within your scope"):
        await staffed.exports.feeds.create(person, unit, NOON)
    assert unit not in dict(await staffed.exports.feeds.units(person))
    assert await staffed.exports.feeds.of(person) == []


async def test_an_address_ends_by_revoking_by_a_new_one_and_by_suspension(staffed: Knowledge) -> None:
    feeds = staffed.exports.feeds
    first, unit = await feeds.create(ADA, None, NOON), await feeds.create(ADA, OFFICE, NOON)
    second = await feeds.create(ADA, None, NOON)
    assert await fetched(staffed, first) is None
    assert await fetched(staffed, second)
    own, of_unit = await feeds.of(ADA)
    assert (own.unit, of_unit.unit) == ("", "Office")
    assert not await feeds.revoke(GRACE, of_unit.id, NOON)
    assert await fetched(staffed, unit)
    assert await feeds.revoke(ADA, of_unit.id, NOON)
    assert not await feeds.revoke(ADA, of_unit.id, NOON)
    assert await fetched(staffed, unit) is None
    async with staffed.database.write() as connection:
        await connection.execute(update(Person).where(Person.id == ADA).values(suspended_at=NOON))
    assert await fetched(staffed, second) is None


async def test_of_the_secret_only_the_hash_is_kept(staffed: Knowledge) -> None:
    token = await staffed.exports.feeds.create(ADA, None, NOON)
    assert len(token) == 43
    async with staffed.database.view() as session:
        (row,) = await session.scalars(select(Feed))
    assert token not in repr(vars(row))
    for wrong in ("", token[:-1], token + "A", token.swapcase(), row.token_hash):
        assert await fetched(staffed, wrong) is None


async def test_it_is_known_to_the_hour_when_a_phone_looked(staffed: Knowledge) -> None:
    token = await staffed.exports.feeds.create(ADA, None, NOON)
    seen = []
    for minutes in (0, 59, 61):
        await fetched(staffed, token, NOON + timedelta(minutes=minutes))
        seen.append((await staffed.exports.feeds.of(ADA))[0].used_at)
    assert seen == [NOON, NOON, NOON + timedelta(minutes=61)]


async def test_a_feed_reaches_a_quarter_back_and_a_year_ahead(staffed: Knowledge) -> None:
    for days in (-91, -89, 364, 366):
        await put(staffed, replace(LINE, title=f"{days}", starts_at=NOON + days * DAY), OFFICE, f"{days}")
    token = await staffed.exports.feeds.create(ADA, None, NOON)
    assert set(await events(staffed, token)) == {"-89", "364"}


async def test_the_same_meetings_have_the_same_mark_and_bytes(staffed: Knowledge) -> None:
    await put(staffed)
    token = await staffed.exports.feeds.create(ADA, None, NOON)
    first, again = await fetched(staffed, token), await fetched(staffed, token, NOON + HOUR)
    assert first
    assert first == again
    assert await fetched(staffed, token, known=["x", first[0]]) == (first[0], None)
    await put(staffed, replace(LINE, place="Phòng 3"), now=NOON + HOUR)
    changed = await fetched(staffed, token, known=[first[0]])
    assert changed
    assert changed[0] != first[0]
    assert changed[1]


async def test_two_clients_read_it_and_it_validates(staffed: Knowledge) -> None:
    await put(staffed, replace(LINE, title="Họp " + "rất dài " * 30, note='"a;b,c\\d"\n\nđ\x0b\x07'))
    off = await put(staffed, replace(LINE, title="Đã hủy", ends_at=NOON + 5 * HOUR), OFFICE, "two")
    await call_off(staffed, off, NOON)
    token = await staffed.exports.feeds.create(ADA, None, NOON)
    found = await fetched(staffed, token)
    assert found
    content = found[1]
    assert content
    calendar = Calendar.from_ical(content)
    calendar.validate()  # type: ignore[no-untyped-call]  # untyped in the library
    assert [str(e["STATUS"]) for e in calendar.events] == ["CONFIRMED", "CANCELLED"]
    on_the_day = recurring_ical_events.of(calendar).at(NOON.date())
    assert sorted(str(e["SUMMARY"])[:6] for e in on_the_day) == ["Họp rấ", "Đã hủy"]
    assert recurring_ical_events.of(calendar).at(NOON.date() + DAY) == []
    refused_by_phones(content)


@pytest.mark.parametrize("zone", ["Asia/Ho_Chi_Minh", "Europe/Paris", "UTC"])
async def test_the_zone_that_is_named_is_explained(staffed: Knowledge, zone: str) -> None:
    await put(staffed)
    feed = await staffed.exports.feeds.find(await staffed.exports.feeds.create(ADA, None, NOON), NOON)
    assert feed
    _, content = await staffed.exports.feed(feed, WORDS, ZoneInfo(zone), NOON, ())
    assert content
    calendar = Calendar.from_ical(content)
    assert calendar["X-WR-TIMEZONE"] == zone
    (explained,) = calendar.timezones
    assert explained["TZID"] == zone
    assert (
        explained.to_tz().utcoffset(NOON.replace(tzinfo=None)) == NOON.astimezone(ZoneInfo(zone)).utcoffset()
    )


def refused_by_phones(content: bytes) -> None:
    """Look for what clients refuse: RFC 5545, 3.1 and 3.6."""
    assert content.endswith(b"END:VCALENDAR\r\n")
    lines = content.split(b"\r\n")
    assert all(b"\n" not in line and b"\r" not in line and len(line) <= 75 for line in lines)
    assert all(line.decode() is not None for line in lines)
    unfolded = content.replace(b"\r\n ", b"").decode()
    assert not any(ord(sign) < 32 and sign not in "\r\n\t" for sign in unfolded)
    head, *rest = unfolded.split("BEGIN:VEVENT\r\n")
    assert head.startswith("BEGIN:VCALENDAR\r\n")
    assert all(head.count(f"\r\n{name}:") == 1 for name in ("VERSION", "PRODID"))
    for event in rest:
        names = [line.partition(":")[0].partition(";")[0] for line in event.split("\r\n")]
        for name in ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "STATUS", "SEQUENCE"):
            assert names.count(name) == 1, name
    assert len({line for line in unfolded.split("\r\n") if line.startswith("UID:")}) == len(rest)
