"""Changes told to whom they touch, answers to invitations, substitutes, and nudges; nothing for outsiders."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.delivery import NOTICES
from bot.dispatch import Defaults, Dispatch
from handlers.chat import Reply, Request
from knowledge.agenda.lines import ParsedMeeting
from knowledge.agenda.publishing import Act, cancel, publish
from knowledge.messages.outbox import Settlement
from knowledge.models import Meeting, NoticeState
from scheduler.reminders import plan_meetings
from tests.conftest import HANOI, NOON, OFFICE, Chat, Talk, claim_all

PEOPLE = {"ada": 1, "sam": 2, "lea": 3, "grace": 4, "eve": 6}
HOUR, MINUTES = timedelta(hours=1), timedelta(minutes=3)
LINE = ParsedMeeting(
    "", "", "Giao ban", NOON + 20 * HOUR, None, "Phòng họp 2", "Lea Example", "Ada Example; Sam Example"
)


async def put(chat: Chat, line: ParsedMeeting = LINE, *, unit: int = OFFICE, source: str = "one") -> None:
    async with chat.knowledge.database.edit() as session:
        act = Act(PEOPLE["sam"], chat.clock.now)
        await publish(session, line, act, unit_id=unit, reach="unit", source=source)


async def rings(chat: Chat, name: str) -> list[Reply]:
    """Bring the notices that are due for one person."""
    await plan_meetings(chat.knowledge, chat.clock.now)
    dispatch = Dispatch(chat.knowledge, Defaults("en", HANOI))
    told = []
    for due in await claim_all(chat.knowledge, chat.clock.now):
        person = dispatch.person(due.person_id, "", "en", None)
        request = Request(person=person, text="", now=chat.clock.now, event="n", channel="", address="")
        reply = await NOTICES[due.kind](request, chat.knowledge, due)
        await chat.knowledge.outbox.settle([Settlement(due, NoticeState.SENT)], chat.clock.now)
        if reply and due.person_id == PEOPLE[name]:
            told.append(reply)
    return told


async def opens(chat: Chat) -> Reply:
    await chat.says("/lich 3/3")
    return await chat.presses("Giao ban")


async def test_the_invited_are_told_once_and_answer(talk: Talk) -> None:
    ada, sam = talk("ada"), talk("sam")
    await put(ada)
    assert await rings(ada, "ada") == []  # it is waited for further changes
    ada.later(minutes=3)
    [news] = await rings(ada, "ada")
    assert "You are invited:</b> Giao ban" in news.text
    assert await rings(ada, "ada") == []
    card = await opens(ada)
    assert "Answers" not in card.text
    assert "Noted: you come." in (await ada.presses("I come")).text
    card = await opens(sam)
    assert "Answers: 1 come, 0 do not, 0 send somebody, 2 are silent." in card.text


async def test_an_absence_reaches_the_organiser(talk: Talk) -> None:
    ada, sam = talk("ada"), talk("sam")
    await put(ada)
    await opens(ada)
    await ada.presses("I cannot")
    assert "you do not come" in (await ada.says("đi công tác")).text
    told = await rings(sam, "sam")
    assert "Ada Example: does not come (đi công tác)" in told[-1].text
    await opens(sam)
    assert "Lea Example: has not answered" in (await sam.presses("Who answered")).text


async def test_a_substitute_is_checked_and_told(talk: Talk) -> None:
    ada, grace = talk("ada"), talk("grace")
    await put(ada)
    assert "No meeting" in (await grace.says("/lich 3/3")).text
    await opens(ada)
    await ada.presses("Send somebody")
    assert "Nobody in the roster" in (await ada.says("Nobody Known")).text
    await opens(ada)
    await ada.presses("Send somebody")
    assert "invited already" in (await ada.says("Sam Example")).text
    await opens(ada)
    await ada.presses("Send somebody")
    assert "Grace Example goes instead" in (await ada.says("cử đ/c Grace Example dự thay")).text
    [told] = await rings(grace, "grace")
    assert "instead of a colleague" in told.text
    assert "Giao ban" in (await opens(grace)).text
    await opens(ada)
    await ada.presses("I come")
    assert "No meeting" in (await grace.says("/lich 3/3")).text


async def test_only_the_silent_are_asked_again_and_not_at_once(talk: Talk) -> None:
    ada, sam = talk("ada"), talk("sam")
    await put(ada)
    await opens(ada)
    await ada.presses("I come")
    await opens(sam)
    await sam.presses("Who answered")
    assert "One person is asked again." in (await sam.presses("Ask the")).text
    [asked] = await rings(sam, "lea")
    assert "whether you come" in asked.text
    await opens(sam)
    await sam.presses("Who answered")
    assert "a short while ago" in (await sam.presses("Ask the")).text


async def test_changes_are_told_as_one_difference(talk: Talk) -> None:
    ada, grace = talk("ada"), talk("grace")
    await put(ada)
    ada.later(minutes=3)
    await rings(ada, "ada")
    moved = replace(LINE, starts_at=NOON + 26 * HOUR)
    await put(ada, moved)
    await put(ada, replace(moved, place="Hội trường", attendance="Grace Example"))
    ada.later(minutes=3)
    ada_told = None
    dispatched = await rings(ada, "ada")
    ada_told = dispatched[0] if dispatched else None
    assert ada_told is not None
    assert "08:00" in ada_told.text
    assert "14:00" in ada_told.text
    assert "Place: Phòng họp 2 → Hội trường" in ada_told.text
    assert "Giao ban" in (await opens_at(grace)).text


async def opens_at(chat: Chat) -> Reply:
    await chat.says("/lich 3/3")
    return await chat.presses("Giao ban")


async def test_whoever_is_taken_off_hears_only_what_they_knew(talk: Talk) -> None:
    grace = talk("grace")
    await put(grace, replace(LINE, attendance="Grace Example"))
    grace.later(minutes=3)
    await rings(grace, "grace")
    await put(grace, replace(LINE, attendance="Ada Example", place="Hầm bí mật"))
    grace.later(minutes=3)
    [told] = await rings(grace, "grace")
    assert "No longer on your agenda:</b> Giao ban" in told.text
    assert "Hầm" not in told.text


async def test_cancelled_is_told_and_needs_no_answer(talk: Talk) -> None:
    ada = talk("ada")
    await put(ada)
    ada.later(minutes=3)
    await rings(ada, "ada")
    async with ada.knowledge.database.edit() as session:
        await cancel(
            session, await session.get_one(Meeting, 1), Act(PEOPLE["sam"], ada.clock.now, "bận đột xuất")
        )
    ada.later(minutes=3)
    [told] = await rings(ada, "ada")
    assert "Cancelled:</b> Giao ban" in told.text
    assert "Reason: bận đột xuất" in told.text
    assert "was cancelled. No answer" in (await ada.forges("agenda.attend:1")).text


async def test_a_far_meeting_waits_for_the_digest_but_no_longer_than_a_day(talk: Talk) -> None:
    ada = talk("ada")
    await put(ada, replace(LINE, starts_at=NOON + 24 * 5 * HOUR))
    ada.later(minutes=3)
    assert await rings(ada, "ada") == []
    ada.later(hours=25)
    assert await rings(ada, "ada") == []
    ada.later(hours=2)
    [told] = await rings(ada, "ada")
    assert "Giao ban" in told.text


async def test_after_it_has_begun_nothing_is_answered(talk: Talk) -> None:
    ada = talk("ada")
    await put(ada)
    ada.later(hours=21)
    assert "has begun" in (await ada.forges("agenda.attend:1")).text


@pytest.mark.parametrize("name", ["grace", "eve"])
async def test_outsiders_see_no_meeting_and_answer_nothing(talk: Talk, name: str) -> None:
    outsider = talk(name)
    await put(outsider)
    for data in ("agenda.meeting:1", "agenda.people:1", "agenda.nudge:1"):
        assert "not within your scope" in (await outsider.forges(data)).text
    assert "not invited" in (await outsider.forges("agenda.attend:1")).text
    outsider.later(minutes=3)
    assert await rings(outsider, name) == []
