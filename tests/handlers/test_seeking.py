"""Questions about people, rooms and topics, in the asker's scope; a hidden meeting only makes a room busy."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.agenda.seeking_words import asks
from knowledge.agenda.publishing import Act, publish
from knowledge.models import Facility, Person, Post, Unit, UnitTree
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
        ("mai Phó Bí thư Thường trực họp gì?", True),
        ("chủ tịch tiếp công dân ngày nào hằng tháng", False),
        ("trưởng phòng gửi báo cáo trước ngày nào trong tuần này?", False),
        ("quy định về họp trực tuyến thế nào?", False),
        ("đồng chí nào ban hành văn bản này?", False),
        ("lịch họp của tôi ngày mai", False),
        ("báo cáo tuần gửi trước lúc nào?", False),
    ],
)
def test_which_question_is_about_the_agenda(text: str, is_one: bool) -> None:
    assert asks(fold(text)) is is_one


async def test_of_two_with_one_name_the_bot_asks_which(talk: Talk) -> None:
    lea = talk("lea")
    async with lea.knowledge.database.edit() as session:
        for id_, name, unit, title in (
            (21, "Hoàng Thị Mai", COMMITTEE, "Phó Bí thư Thường trực"),
            (22, "Trần Thị Mai", WARD_B, "Văn phòng"),
        ):
            session.add(Person(id=id_, name=name, folded_name=fold(name)))
            await session.flush()
            session.add(Post(person_id=id_, unit_id=unit, title=title))
    sam = talk("sam")
    await sam.says(
        "Lịch công tác\nThứ Ba 3/3/2026\n- 8h: Giao ban tại phòng họp 1, Phó Bí thư Thường trực chủ trì\n"
        "- 9h: Họp tổ, mời: Trần Thị Mai"
    )
    await sam.presses("Save as a draft")
    await sam.presses("Send for approval")
    await lea.says("/lichtuan")
    await lea.presses("waits for approval")
    await lea.presses("Approve and publish")
    reply = await lea.says("mai đ/c Mai họp gì?")
    assert "Which one do you mean?" in reply.text
    reply = await lea.presses("Hoàng Thị Mai (Phó Bí thư Thường trực, Committee)")
    assert "Giao ban" in reply.text
    assert "Họp tổ" not in reply.text
    assert "Giao ban" in (await lea.says("mai Phó Bí thư Thường trực họp gì?")).text
    ada = talk("ada")
    # The other one is in another branch: for Ada there is only one.
    assert "Which one do you mean?" not in (await ada.says("mai đ/c Mai họp gì?")).text
    assert "older message" in (await talk("eve").forges("agenda.theirs:21:29541600:29543040")).text


async def test_of_two_rooms_the_bot_asks_which(talk: Talk) -> None:
    lea = talk("lea")
    await room(lea)
    async with lea.knowledge.database.edit() as session:
        session.add(Facility(unit_id=COMMITTEE, kind="room", name="Phòng họp 3", folded_name="phong hop 3"))
    reply = await lea.says("phòng họp thứ hai tuần sau có trống không?")
    assert "Which one do you mean?" in reply.text
    assert "Phòng họp 3 is free" in (await lea.presses("Phòng họp 3")).text
    assert "Phòng họp 3 is free" in (await lea.says("phong hop 3 thu hai tuan sau co trong khong")).text
    assert "is free" not in (await lea.says("phòng họp 4 thứ hai tuần sau có trống không?")).text
    assert "older message" in (await lea.forges("agenda.room:99:29541600:29543040")).text
    assert "older message" in (await lea.forges("agenda.room:1:29541600:99999999999")).text


async def test_a_units_meetings_are_asked_for_by_its_name(talk: Talk) -> None:
    lea = talk("lea")
    await put(lea)
    assert "Giao ban" in (await lea.says("lịch của Office ngày mai")).text
    assert "Giao ban" not in (await lea.says("lịch của Ward A ngày mai")).text
    async with lea.knowledge.database.edit() as session:
        for id_, name in ((31, "Phường Một"), (32, "Phường Hai")):
            session.add(Unit(id=id_, parent_id=COMMITTEE, name=name, folded_name=fold(name)))
            await session.flush()
            session.add_all(UnitTree(above_id=over, unit_id=id_) for over in (id_, COMMITTEE))
    await put(lea, LINE, unit=31, source="ward")
    assert "Which one do you mean?" in (await lea.says("lịch của phường ngày mai")).text
    assert "No such meeting" in (await lea.presses("Phường Hai")).text
    await lea.says("lich cua phuong ngay mai")
    assert "Giao ban" in (await lea.presses("Phường Một")).text
    assert "Giao ban" not in (await talk("grace").forges("agenda.unit:2:29541600:29543040")).text
