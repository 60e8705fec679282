"""Questions about people, rooms and topics, in the asker's scope; a hidden meeting only makes a room busy."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.agenda.seeking import asks
from knowledge.agenda.publishing import Act, publish
from knowledge.models import Facility
from knowledge.vietnamese.text import fold
from tests.conftest import COMMITTEE, NOON, WARD_B, Chat, Talk
from tests.handlers.test_attending import LINE, put


async def room(chat: Chat) -> None:
    async with chat.knowledge.database.edit() as session:
        session.add(Facility(unit_id=COMMITTEE, kind="room", name="Phòng họp 2", folded_name="phong hop 2"))


@pytest.mark.parametrize(
    "question",
    [
        "sáng mai đồng chí Lea Example họp gì?",
        "sang mai dong chi lea example hop gi",
        "mai đ/c Ada Example có họp không",
        "lịch của Ada Example ngày mai",
        "ngày mai có cuộc họp nào về giao ban?",
        "phòng họp 2 sáng mai có trống không",
        "phong hop 2 mai co trong khong",
    ],
)
async def test_what_fits_is_found(talk: Talk, question: str) -> None:
    ada = talk("ada")
    await room(ada)
    await put(ada)
    reply = await ada.says(question)
    assert "Giao ban" in reply.text
    assert "08:00" in reply.text
    assert "Giao ban" in (await ada.presses("Giao ban")).text


async def test_another_part_of_the_day_is_free(talk: Talk) -> None:
    ada = talk("ada")
    await room(ada)
    await put(ada)
    assert "Phòng họp 2 is free" in (await ada.says("phòng họp 2 chiều mai có trống không?")).text
    assert "No such meeting" in (await ada.says("chiều mai đồng chí Lea Example họp gì?")).text


async def test_a_room_taken_by_a_hidden_meeting_is_busy_and_no_more(talk: Talk) -> None:
    ada, lea = talk("ada"), talk("lea")
    await room(ada)
    hidden = replace(LINE, title="Việc kín", chair="Grace Example", attendance="")
    async with ada.knowledge.database.edit() as session:
        await publish(session, hidden, Act(4, NOON), unit_id=WARD_B, reach="unit", source="x")
        session.add(Facility(unit_id=WARD_B, kind="room", name="Phòng họp 2", folded_name="phong hop 2"))
    busy = (await ada.says("phòng họp 2 mai có trống không")).text
    assert "Việc kín" not in busy
    assert "08:00–09:30: busy" in busy
    assert "Việc kín" not in (await ada.says("ngày mai có cuộc họp nào về việc kín?")).text
    assert "Việc kín" not in (await ada.says("mai đồng chí Grace Example họp gì?")).text
    assert "Việc kín" in (await lea.says("mai đồng chí Grace Example họp gì?")).text


@pytest.mark.parametrize("name", ["grace", "eve"])
async def test_outsiders_find_nothing(talk: Talk, name: str) -> None:
    outsider = talk(name)
    await put(outsider)
    for question in (
        "mai đồng chí Lea Example họp gì?",
        "ngày mai có cuộc họp nào về giao ban?",
        "phòng họp 2 mai có trống không",
    ):
        assert "Giao ban" not in (await outsider.says(question)).text


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("chiều mai đồng chí A họp gì?", True),
        ("tuần sau có hội nghị nào về chuyển đổi số?", True),
        ("phòng họp 2 thứ sáu có trống không", True),
        ("is room 2 free tomorrow", True),
        ("đồng chí chủ trì cuộc họp phải làm gì?", False),
        ("quy định về họp trực tuyến thế nào?", False),
        ("đồng chí nào ban hành văn bản này?", False),
        ("lịch họp của tôi ngày mai", False),
        ("báo cáo tuần gửi trước lúc nào?", False),
    ],
)
def test_which_question_is_about_the_agenda(text: str, is_one: bool) -> None:
    assert asks(fold(text)) is is_one
