"""Deadlines in conversation: Monday, 2 March 2026, noon."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.deadline_words import ASKS
from tests.conftest import NOON, Chat, Talk


async def test_add_in_one_line_and_list(chat: Chat) -> None:
    assert "no open deadlines" in (await chat.says("/han")).text
    noted = await chat.says("/han nộp báo cáo <quý> trước thứ sáu 17h")
    assert "nộp báo cáo &lt;quý&gt;" in noted.text
    assert "17:00, Friday, 06/03/2026" in noted.text
    assert "15:00, Friday" in noted.text
    listed = await chat.says("hạn tuần này")
    assert "1. nộp báo cáo &lt;quý&gt; – 17:00" in listed.text
    assert "no open deadlines" in (await chat.says("han tuan sau")).text
    assert "no open deadlines" in (await chat.says("/han tuần sau")).text
    assert "báo cáo" in (await chat.says("việc của tôi")).text


@pytest.mark.parametrize(
    ("line", "due"),
    [
        ("report tomorrow", "17:00, Tuesday"),
        ("báo cáo sáng mai", "11:30, Tuesday"),
        ("báo cáo tối mai", "21:00, Tuesday"),
        ("báo cáo tuần này", "17:00, Sunday"),
    ],
)
async def test_a_deadline_without_an_hour_ends_with_the_day_or_its_part(
    chat: Chat, line: str, due: str
) -> None:
    assert due in (await chat.says(f"/han {line}")).text


async def test_without_a_moment_it_asks_and_keeps_the_work(chat: Chat) -> None:
    title = "soạn: báo cáo 100% về " + "công tác " * 12
    assert "By when" in (await chat.says(f"/deadlines {title}")).text
    assert "could not read" in (await chat.says("không biết")).text
    noted = await chat.says("mai 9h")
    assert "soạn: báo cáo 100%" in noted.text
    assert "09:00, Tuesday" in noted.text


async def test_the_past_is_refused_politely(chat: Chat) -> None:
    assert "already past" in (await chat.says("/han báo cáo hôm qua")).text


async def test_a_repeated_message_makes_one_deadline(chat: Chat) -> None:
    for _ in range(2):
        await chat.does(text="/han báo cáo mai", event="same")
    assert "2." not in (await chat.says("/han")).text


async def test_done_undo_and_later(chat: Chat) -> None:
    await chat.says("/han report tomorrow 5pm")
    await chat.says("/han")
    assert "Done: <b>report</b>" in (await chat.presses("Done 1")).text
    assert "Open again" in (await chat.presses("Undo")).text
    await chat.says("/han")
    asked = await chat.presses("Later 1")
    assert asked.edit
    assert "13:00" in (await chat.presses("1 hour")).text
    await chat.says("/han")
    await chat.presses("Later 1")
    assert "08:00, Tuesday" in (await chat.presses("Tomorrow")).text
    chat.later(days=3)
    assert "overdue" in (await chat.says("/han")).text


async def test_a_long_list_is_cut(chat: Chat) -> None:
    for number in range(10):
        await chat.says(f"/han việc {'a' * 300} {number} mai")
    listed = await chat.says("/han")
    assert "And 2 more" in listed.text
    assert len(listed.text) < 4000
    assert len(listed.buttons) == 8


@pytest.mark.parametrize("name", ["eve", "grace", "lea"])
async def test_anothers_buttons_are_out_of_scope(talk: Talk, name: str) -> None:
    await talk("ada").says("/han report tomorrow")
    other = talk(name)
    for data in ("deadlines.done:1", "deadlines.later:1", "deadlines.reopen:1", "deadlines.snooze:1:hour"):
        assert "not within your scope" in (await other.forges(data)).text
    assert "no open" in (await other.says("/han")).text


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("han tuan nay", True),
        ("viec cua toi", True),
        ("viec cua toi tuan nay", True),
        ("deadlines this week", True),
        ("my deadlines", True),
        ("tuan nay co viec gi", True),
        ("tuan nay co han nao?", True),
        ("han nop dang phi la khi nao?", False),
        ("viec quan ly can bo quy dinh the nao", False),
        ("thoi han giai quyet la gi", False),
    ],
)
def test_which_sentences_are_understood(text: str, understood: bool) -> None:
    assert bool(ASKS.fullmatch(text)) == understood


async def test_moments_stay_in_the_future(chat: Chat) -> None:
    await chat.says("/han report 12:30")
    (row,) = await chat.knowledge.deadlines.mine(1)
    assert row.due_at == NOON + timedelta(minutes=30)
    assert row.remind_at == NOON + timedelta(minutes=15)
