"""Invitations answered by a typed line."""

from __future__ import annotations

from datetime import timedelta

import pytest

from knowledge.agenda.lines import ParsedMeeting
from tests.conftest import NOON, Talk
from tests.handlers.test_attending import put

HOUR = timedelta(hours=1)


def meeting(number: int, title: str) -> ParsedMeeting:
    return ParsedMeeting("", str(number), title, NOON + number * HOUR, None, attendance="Ada Example")


@pytest.mark.parametrize(
    ("typed", "noted"),
    [
        ("dự", "you come"),
        ("Tôi sẽ tham dự.", "you come"),
        ("vắng", "you do not come"),
        ("xin vắng vì đi công tác", "đi công tác"),
        ("không dự được do ốm", "(ốm)"),
        ("cử đ/c Sam Example dự thay", "Sam Example goes instead"),
        ("cu dc Sam Example", "Sam Example goes instead"),
        ("ủy quyền cho Sam Example họp thay", "Sam Example goes instead"),
        ("I cannot come because of illness", "you do not come"),
    ],
)
async def test_the_one_that_waits_is_meant(talk: Talk, typed: str, noted: str) -> None:
    ada = talk("ada")
    await put(ada, meeting(20, "Giao ban"))
    assert noted in (await ada.says(typed)).text


async def test_of_several_the_number_says_which(talk: Talk) -> None:
    ada = talk("ada")
    await put(ada, meeting(20, "Giao ban"), source="one")
    await put(ada, meeting(30, "Hội nghị"), source="two")
    asked = await ada.says("dự")
    assert "1. Giao ban" in asked.text
    assert "2. Hội nghị" in asked.text
    assert "Hội nghị" in (await ada.says("2 vắng vì ốm")).text
    left = await ada.says("giấy mời")
    assert "Hội nghị" not in left.text
    assert "you come" in (await ada.says("dự")).text
    assert "No invitation waits" in (await ada.says("giấy mời")).text


@pytest.mark.parametrize("name", ["ada", "grace", "eve"])
async def test_where_none_waits_it_says_so(talk: Talk, name: str) -> None:
    if name != "ada":
        await put(talk("ada"), meeting(20, "Giao ban"))
    assert (await talk(name).says("dự")).text == "No invitation waits for your answer."


@pytest.mark.parametrize(
    "typed", ["cử tri là ai?", "cử tri được hỏi gì", "dự toán là gì", "vắng mặt có bị phạt không"]
)
async def test_a_question_that_begins_alike_is_a_question(talk: Talk, typed: str) -> None:
    ada = talk("ada")
    await put(ada, meeting(20, "Giao ban"))
    said = (await ada.says(typed)).text
    assert "Noted" not in said
    assert "Nobody" not in said
