"""Reminders of one's own: in one line, moved, put off, done, repeated; nobody else's."""

from __future__ import annotations

import pytest

from scheduler.reminders import move_repeated
from tests.conftest import HANOI, NOON, Chat, Talk
from tests.handlers.test_attending import rings


@pytest.mark.parametrize(
    ("line", "title", "when"),
    [
        ("/nhac 16h chiều mai gọi phường", "gọi phường", "16:00, Tuesday, 03/03/2026"),
        ("/nhac 16h chieu mai goi phuong", "goi phuong", "16:00, Tuesday, 03/03/2026"),
        ("nhắc tôi 20 phút nữa gọi điện", "gọi điện", "12:20, Monday, 02/03/2026"),
        ("nhắc tôi sáng mai đi xã", "đi xã", "08:00, Tuesday, 03/03/2026"),
        ("remind me in 2 hours call Ada", "call Ada", "14:00, Monday, 02/03/2026"),
        ("nhắc em tối nay xem lại hồ sơ", "xem lại hồ sơ", "19:30, Monday, 02/03/2026"),
        ("nhắc tối nay xem lại hồ sơ", "xem lại hồ sơ", "19:30, Monday, 02/03/2026"),
        ("/remind friday 9am send the list", "send the list", "09:00, Friday, 06/03/2026"),
    ],
)
async def test_a_line_is_a_reminder(chat: Chat, line: str, title: str, when: str) -> None:
    reply = await chat.says(line)
    assert f"⏰ I will remind you: <b>{title}</b>, {when}" in reply.text


@pytest.mark.parametrize(
    "line",
    [
        "nhắc lại nội dung nghị quyết 12 ngày 22/12",
        "nhac lai noi dung nghi quyet 12 ngay 22/12",
        "nhắc tôi thời hạn gửi báo cáo ngày 20 là quy định nào?",
        "nhắc đến hội nghị ngày 5/3",
    ],
)
async def test_what_asks_for_something_else_is_no_reminder(chat: Chat, line: str) -> None:
    assert "I will remind you" not in (await chat.says(line)).text


async def test_it_rings_at_its_moment_and_is_put_off(talk: Talk) -> None:
    ada = talk("ada")
    await ada.says("/nhac 14h gọi phường")
    ada.later(hours=1, minutes=59)
    assert await rings(ada, "ada") == []
    ada.later(minutes=1)
    [rung] = await rings(ada, "ada")
    assert rung.text == "⏰ <b>gọi phường</b>"
    ada.last = rung
    await ada.presses("Later")
    assert "at 14:20" in (await ada.presses("In 20 minutes")).text
    ada.later(minutes=20)
    [rung] = await rings(ada, "ada")
    ada.last = rung
    assert "Done" in (await ada.presses("Done")).text
    assert "Open again" in (await ada.presses("Undo")).text


@pytest.mark.parametrize(
    ("label", "moment"),
    [
        ("In 20 minutes", "12:20, Monday, 02/03"),
        ("In 1 hour", "13:00, Monday, 02/03"),
        ("Tonight 19:30", "19:30, Monday, 02/03"),
        ("Tomorrow 08:00", "08:00, Tuesday, 03/03"),
        ("Monday 08:00", "08:00, Monday, 09/03"),
    ],
)
async def test_the_ways_to_put_it_off(chat: Chat, label: str, moment: str) -> None:
    await chat.says("/nhac 17h ghi nhật ký")
    await chat.says("/han")
    await chat.presses("Later 1")
    assert f"at {moment}" in (await chat.presses(label)).text


async def test_another_hour_is_typed(chat: Chat) -> None:
    await chat.says("/nhac 16h chiều mai gọi phường")
    assert "17:00, Tuesday, 03/03/2026" in (await chat.says("17h ngày mai")).text
    assert "09:00, Friday, 06/03/2026" in (await chat.says("9h thứ sáu")).text
    for hour, expected in (("10h", "10:00"), ("lúc 2 giờ chiều", "14:00"), ("18h30", "18:30")):
        assert f"{expected}, Friday, 06/03/2026" in (await chat.says(hour)).text
    assert "remind" not in (await chat.says("mai họp gì?")).text
    assert "already past" in (await chat.says("/nhac 8h sáng nay gọi phường")).text
    assert "when and what" in (await chat.says("/nhac gọi phường")).text
    assert "when and what" in (await chat.says("/nhac 16h")).text


async def test_what_repeats_moves_on_when_it_is_done(talk: Talk) -> None:
    ada = talk("ada")
    reply = await ada.says("nhắc tôi 8h thứ hai hằng tuần giao ban")
    assert "<b>giao ban</b>, 08:00, Monday, 09/03/2026" in reply.text
    assert "comes again" in reply.text
    ada.clock.now = NOON.replace(day=9, hour=8)
    ada.last = (await rings(ada, "ada"))[0]
    assert "Next time: <b>giao ban</b>, 08:00, Monday, 16/03/2026" in (await ada.presses("Done")).text
    ada.clock.now = NOON.replace(day=16, hour=8)
    assert len(await rings(ada, "ada")) == 1
    # Nobody says "done": the next week comes all the same.
    ada.later(hours=7)
    assert await move_repeated(ada.knowledge, ada.clock.now, HANOI) == 1
    assert await move_repeated(ada.knowledge, ada.clock.now, HANOI) == 0
    ada.clock.now = NOON.replace(day=23, hour=8)
    ada.last = (await rings(ada, "ada"))[0]
    await ada.presses("Done")
    assert "comes no more" in (await ada.presses("Stop repeating")).text
    ada.later(days=8)
    assert await rings(ada, "ada") == []


async def test_nobody_touches_anothers_reminder(talk: Talk) -> None:
    await talk("ada").says("/nhac 16h chiều mai gọi phường")
    for name in ("sam", "lea", "eve"):
        for data in ("deadlines.done:1", "deadlines.stop:1", "deadlines.later:1", "deadlines.snooze:1:hour"):
            assert "not within your scope" in (await talk(name).forges(data)).text
