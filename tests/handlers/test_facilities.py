"""Rooms and cars: added by secretaries, seen at and below their unit, booked by name; what repeats."""

from __future__ import annotations

import pytest

from tests.conftest import Talk
from tests.handlers.test_programmes import drafted


async def test_a_secretary_adds_a_room_and_it_is_booked_by_its_name(talk: Talk) -> None:
    sam, ada = talk("sam"), talk("ada")
    assert "No room or car" in (await ada.says("/phong")).text
    reply = await sam.says("/phong thêm Phòng họp 2, 40 chỗ")
    assert "Phòng họp 2 (40 places) – Office" in reply.text
    assert "Phòng họp 2" in (await ada.says("/phong")).text
    await drafted(sam)
    assert "also at 08:00" in (await sam.says("thêm 8h30 thứ ba họp tổ tại phòng họp 2")).text
    await sam.says("/phong")
    assert "was removed" in (await sam.presses("Remove")).text


@pytest.mark.parametrize("name", ["ada", "grace", "eve"])
async def test_others_add_and_remove_nothing(talk: Talk, name: str) -> None:
    sam, other = talk("sam"), talk(name)
    await sam.says("/phong thêm Phòng họp 2")
    assert "Only a secretary" in (await other.says("/phong thêm Hội trường")).text
    assert "not within your scope" in (await other.forges("agenda.removeroom:1")).text
    if name != "ada":
        assert "No room or car" in (await other.says("/phong")).text


async def test_a_meeting_repeats_into_the_next_week_until_it_is_ended(talk: Talk) -> None:
    sam = talk("sam")
    await drafted(sam)
    assert "each new week" in (await sam.says("1 lặp thứ ba hằng tuần")).text
    await sam.says("/lichtuan")
    reply = await sam.presses("Draft next week")
    assert "08:00 Giao ban" in reply.text
    assert "10/03/2026" in reply.text
    assert "repeats no longer" in (await sam.says("1 thôi lặp")).text
