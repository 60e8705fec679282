"""The agenda in conversation: Monday, 2 March 2026, noon."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.agenda.asking import ASKS, ASKS_NEXT
from knowledge import Knowledge
from knowledge.agenda.lines import ParsedAgenda, ParsedMeeting, packed, unpacked
from knowledge.models import Document
from tests.conftest import NOON, OFFICE, WARD_B, Chat, Talk

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


async def plan(knowledge: Knowledge, title: str, hours: float, *, unit: int = OFFICE, **details: str) -> None:
    starts_at = NOON + hours * HOUR
    plain = ParsedMeeting("", f"{title}{hours}", title, starts_at, starts_at + HOUR)
    meeting = unpacked(packed(plain) | details)
    await knowledge.agenda.import_meetings(ParsedAgenda([meeting]), unit, "unit", "week", NOON)


async def test_today_with_everything_known(chat: Chat) -> None:
    async with chat.knowledge.database.edit() as session:
        session.add(
            Document(
                unit_id=OFFICE, title="Plan", number="12-KH", source="a", content_hash="", imported_at=NOON
            )
        )
    await plan(
        *(chat.knowledge, "<Briefing>", 2),
        place="Room 1",
        chair="Lea",
        note="Bring notes",
        papers="12-KH",
    )
    text = (await chat.says("/lich")).text
    for part in (
        "02/03/2026 (today)",
        "<b>14:00–15:00</b> &lt;Briefing&gt;",
        "Room 1",
        "Lea",
        "12-KH – Plan",
        "Bring",
    ):
        assert part in text


async def test_days_and_weeks_by_name_and_by_button(chat: Chat) -> None:
    await plan(chat.knowledge, "Tomorrow's", 26)
    await plan(chat.knowledge, "Next week's", 7 * 24, place="Hall")
    assert "Tomorrow's" in (await chat.says("/lich mai")).text
    assert "Tomorrow's" in (await chat.says("/agenda thứ ba")).text
    week = await chat.says("/lich tuan sau")
    assert "Agenda from 09/03 to 15/03/2026" in week.text
    assert "12:00–13:00 Next week's (Hall)" in week.text
    empty = await chat.says("/lich")
    assert "No meeting is planned." in empty.text
    assert "next day with meetings: Tuesday" in empty.text
    opened = await chat.presses("Open 03/03")
    assert "Tomorrow's" in opened.text
    assert opened.edit
    assert "02/03/2026" in (await chat.presses("◀")).text
    assert "03/03/2026" in (await chat.presses("▶")).text
    assert "14:00–15:00 Tomorrow's" in (await chat.presses("Week")).text
    assert "Next week's" in (await chat.presses("▶")).text
    assert "Agenda from 02/03" in (await chat.presses("◀")).text
    assert "02/03/2026 (today)" in (await chat.presses("By day")).text
    await chat.says("/lich tuan truoc")
    assert "23/02/2026" in (await chat.presses("By day")).text


async def test_a_day_that_cannot_be_read_is_told(chat: Chat) -> None:
    assert "could not read a day in “&lt;b&gt;”" in (await chat.says("/lich <b>")).text


async def test_nothing_planned_at_all(chat: Chat) -> None:
    assert "next day" not in (await chat.says("/lich")).text
    assert "in these days" in (await chat.says("/lich tuan nay")).text
    assert "No further meeting" in (await chat.says("cuộc họp tới của tôi")).text


async def test_the_next_meeting(chat: Chat) -> None:
    await plan(chat.knowledge, "Over", -2)
    await plan(chat.knowledge, "Coming", 26)
    assert "Coming" in (await chat.says("cuộc họp tới của tôi")).text
    assert "Coming" in (await chat.presses("Open 03/03")).text


@pytest.mark.parametrize("text", ["mai họp gì", "mai hop gi", "what meetings tomorrow", "lịch ngày mai"])
async def test_plain_sentences(chat: Chat, text: str) -> None:
    await plan(chat.knowledge, "Coming", 26)
    assert "Coming" in (await chat.says(text)).text


async def test_a_plain_word_is_today(chat: Chat) -> None:
    await plan(chat.knowledge, "Coming", 2)
    assert "Coming" in (await chat.says("lịch của tôi")).text


@pytest.mark.parametrize("name", ["eve", "grace"])
async def test_outsiders_see_nothing(talk: Talk, name: str) -> None:
    chat = talk(name)
    await plan(chat.knowledge, "Secret", 2)
    for text in ("/lich", "/lich tuan nay", "mai họp gì", "cuộc họp tới"):
        assert "Secret" not in (await chat.says(text)).text
    assert "Secret" not in (await chat.forges("agenda.day:2026-03-02")).text
    assert "Secret" not in (await chat.forges("agenda.week:2026-03-02")).text


async def test_a_forged_day_is_an_outdated_button(chat: Chat) -> None:
    for day in ("yesterday", "0001-01-01", "9999-12-31", "2026-02-30"):
        assert "older message" in (await chat.forges(f"agenda.day:{day}")).text
        assert "older message" in (await chat.forges(f"agenda.week:{day}")).text
    assert "could not read" in (await chat.says("/lich 31/12/9999")).text
    assert "could not read" in (await chat.says("/lich tháng 12 năm 9999")).text


async def test_the_lead_sees_the_branches(talk: Talk) -> None:
    lea = talk("lea")
    await plan(lea.knowledge, "Ward's", 2, unit=WARD_B)
    assert "Ward's" in (await lea.says("/lich")).text


@pytest.mark.parametrize("line", ["/lich", "/lich tuan nay", "/lich thang nay"])
async def test_a_long_agenda_fits_one_message(chat: Chat, line: str) -> None:
    for number in range(30):
        await plan(
            chat.knowledge, f"Meeting {number} {'about everything ' * 30}", number / 10, place="Hall " * 100
        )
    reply = await chat.says(line)
    assert len(reply.text) < 4000
    assert "more than one message can hold" in reply.text


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("mai hop gi", True),
        ("hom nay co hop gi khong?", True),
        ("chieu mai hop o dau", True),
        ("lich tuan sau", True),
        ("lich hop thu hai tuan sau", True),
        ("cho toi xem lich ngay mai", True),
        ("tuan nay co lich gi", True),
        ("hop ngay mai", True),
        ("what meetings tomorrow", True),
        ("what meetings do i have today?", True),
        ("what's on tomorrow", True),
        ("agenda next week", True),
        ("quy che hop la gi?", False),
        ("hop dong lao dong la gi", False),
        ("lich su dang bo", False),
        ("ngay mai nop bao cao", False),
        ("cuoc hop bat thuong do ai trieu tap", False),
    ],
)
def test_which_sentences_are_understood(text: str, understood: bool) -> None:
    assert bool(ASKS.fullmatch(text)) == understood


@pytest.mark.parametrize("text", ["cuoc hop toi cua toi", "when is my next meeting?"])
def test_asking_for_the_next(text: str) -> None:
    assert ASKS_NEXT.fullmatch(text)
