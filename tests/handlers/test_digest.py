"""The morning digest: at each one's hour, once a day, silent where there is nothing."""

from __future__ import annotations

from datetime import timedelta

from knowledge import Knowledge
from scheduler.reminders import plan_digests
from tests.conftest import HANOI, NOON, Talk
from tests.handlers.test_attending import put, rings

MORNING = NOON + timedelta(hours=18, minutes=31)
"""Tuesday, 06:31."""


async def test_it_comes_once_in_the_morning_with_what_is_planned_and_due(talk: Talk) -> None:
    ada, eve = talk("ada"), talk("eve")
    await put(ada)
    await ada.says("/han nộp báo cáo trước 3/3 17h")
    ada.clock.now = MORNING
    await plan_digests(ada.knowledge, MORNING, HANOI)
    brought = [r for r in await rings(ada, "ada") if "Good morning" in r.text]
    assert len(brought) == 1
    assert "08:00 Giao ban (Phòng họp 2)" in brought[0].text
    assert "17:00 nộp báo cáo" in brought[0].text
    assert brought[0].buttons[0][0].label == "08:00 Giao ban"
    await plan_digests(ada.knowledge, MORNING + timedelta(minutes=5), HANOI)
    assert [r for r in await rings(ada, "ada") if "Good morning" in r.text] == []
    assert [r for r in await rings(eve, "eve") if "Good morning" in r.text] == []


async def test_a_day_with_nothing_is_silent_unless_it_is_wanted(talk: Talk) -> None:
    ada = talk("ada")
    ada.clock.now = MORNING
    await plan_digests(ada.knowledge, MORNING, HANOI)
    assert await rings(ada, "ada") == []
    await ada.says("/bantin luôn")
    ada.later(days=1)
    await plan_digests(ada.knowledge, ada.clock.now, HANOI)
    [brought] = await rings(ada, "ada")
    assert "Nothing is planned" in brought.text


async def test_the_hour_is_chosen_and_it_can_be_off(talk: Talk) -> None:
    ada = talk("ada")
    await put(ada)
    assert "comes at 07:15" in (await ada.says("/bantin 7h15")).text
    ada.clock.now = MORNING
    await plan_digests(ada.knowledge, MORNING, HANOI)
    assert [r for r in await rings(ada, "ada") if "Good morning" in r.text] == []
    ada.later(minutes=45)
    await plan_digests(ada.knowledge, ada.clock.now, HANOI)
    assert [r for r in await rings(ada, "ada") if "Good morning" in r.text]
    assert (
        "is off"
        in (
            await ada.presses("Turn it off")
            if ada.last and ada.last.buttons
            else await ada.says("/bantin off")
        ).text
    )
    ada.later(days=1)
    await plan_digests(ada.knowledge, ada.clock.now, HANOI)
    assert [r for r in await rings(ada, "ada") if "Good morning" in r.text] == []
    assert "Please write an hour" in (await ada.says("/bantin xyz")).text


async def test_it_is_planned_once_on_either_database(staffed: Knowledge) -> None:
    first = await staffed.digests.plan(MORNING, HANOI)
    assert first > 0
    assert await staffed.digests.plan(MORNING + timedelta(minutes=1), HANOI) == 0
    assert await staffed.digests.plan(MORNING + timedelta(days=1), HANOI) == first
    assert await staffed.digests.plan(MORNING + timedelta(hours=12), HANOI) == 0
