"""The agenda taken along, in conversation."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from docx import Document
from icalendar import Calendar

from handlers.agenda.exports import ALL, ics, take, take_picture, take_word
from handlers.chat import MadeFile, OutgoingFile, Reply
from knowledge import Knowledge
from knowledge.agenda.lines import ParsedAgenda, ParsedMeeting
from tests.conftest import NOON, OFFICE, SITE, WARD_B, Chat, Talk

HOUR = timedelta(hours=1)
DAY = NOON.date()
LINE = ParsedMeeting("1", "one", "Họp/giao ban", NOON + HOUR, None, "Phòng 2", attendance="Ada Example")
ADDRESS = re.compile(rf"{re.escape(SITE)}/lich/([A-Za-z0-9_-]{{43}})\.ics")


async def plan(knowledge: Knowledge, line: ParsedMeeting = LINE, unit: int = OFFICE) -> None:
    await knowledge.agenda.import_meetings(ParsedAgenda([line]), unit, "unit", "week", NOON)


async def content(knowledge: Knowledge, file: OutgoingFile | None, person: int = 1) -> bytes:
    assert file
    assert isinstance(file.key, MadeFile)
    found = await knowledge.made_files.get(file.key.id, person)
    assert found
    assert (file.name, file.size) == (found[0], len(found[1]))
    return found[1]


async def test_one_meeting_for_the_calendar(chat: Chat) -> None:
    await plan(chat.knowledge)
    reply = await chat.forges(ics.button("x", 1).data)
    assert "your calendar" in reply.text
    assert reply.file
    assert reply.file.name == "2026-03-02 Họp giao ban.ics"
    calendar = Calendar.from_ical(await content(chat.knowledge, reply.file))
    calendar.validate()  # type: ignore[no-untyped-call]  # untyped in the library
    (event,) = calendar.events
    assert "Attendance: Ada Example" in str(event["DESCRIPTION"])


async def test_a_meeting_out_of_scope_is_no_file(talk: Talk) -> None:
    await plan(talk("ada").knowledge)
    for name in ("grace", "eve"):
        for meeting in (1, 99):
            reply = await talk(name).forges(ics.button("x", meeting).data)
            assert (reply.text, reply.file) == ("This meeting is not within your scope.", None)


async def test_an_address_is_made_shown_once_and_ended(chat: Chat) -> None:
    await plan(chat.knowledge)
    assert "Addresses in use" not in (await chat.says("/lichdienthoai")).text
    made = await chat.presses("My own")
    found = ADDRESS.search(made.text)
    assert found
    store = chat.knowledge.exports.feeds
    assert await store.find(found[1], NOON)
    hidden = await chat.presses("hide")
    assert hidden.edit
    assert not ADDRESS.search(hidden.text)
    assert await store.find(found[1], NOON)
    shown = await chat.says("/calendar")
    assert "My own meetings: since 02/03/2026, last opened 12:00" in shown.text
    assert not ADDRESS.search(shown.text)
    await chat.presses("➕ Office")
    await chat.says("/calendar")
    assert "Office: since 02/03/2026, not opened" in (await chat.presses("✖ My own")).text
    assert await store.find(found[1], NOON) is None


async def test_eve_is_offered_no_unit_and_grace_not_the_office(talk: Talk) -> None:
    for name, offered in (("eve", []), ("grace", ["➕ Ward B", "➕ Committee"])):
        reply = await talk(name).says("/lichdienthoai")
        assert [b.label for row in reply.buttons for b in row] == ["➕ My own meetings", *offered]
        forged = await talk(name).forges(f"agenda.feed_make:{OFFICE}")
        assert "not within your scope" in forged.text
    await talk("ada").says("/lichdienthoai")
    await talk("ada").forges("agenda.feed_make:0")
    await talk("grace").forges("agenda.feed_end:1")
    assert len(await talk("ada").knowledge.exports.feeds.of(1)) == 1


async def test_without_a_public_address_it_says_what_is_missing(chat: Chat) -> None:
    from bot.dispatch import Defaults, Dispatch
    from handlers.chat import Incoming
    from tests.conftest import HANOI

    dispatch = Dispatch(chat.knowledge, Defaults("vi", HANOI))
    for text, button in (("/lichdienthoai", None), ("", "agenda.feed_make:0")):
        incoming = Incoming(
            channel="test", address="ada", sender="ada", event=f"e{text}", text=text, button=button
        )
        reply = await dispatch.answer(incoming, NOON)
        assert reply
        assert "CANBO_PUBLIC_URL" in reply.text


async def test_a_week_is_taken_along_in_three_ways(chat: Chat) -> None:
    await plan(chat.knowledge)
    await chat.says("/lich tuan nay")
    assert "one meeting" in (await chat.presses("Picture, Word")).text
    offered = chat.last
    for label, ending, begins in (
        ("Word", "docx", b"PK"),
        ("Excel", "xlsx", b"PK"),
        ("🖼", "png", b"\x89PNG"),
    ):
        chat.last = offered
        reply = await chat.presses(label)
        assert reply.file
        assert reply.file.name == f"lich-cong-tac-2026-03-02{'-1' if ending == 'png' else ''}.{ending}"
        assert reply.file.is_picture == (ending == "png")
        assert (await content(chat.knowledge, reply.file)).startswith(begins)


async def test_a_long_week_is_several_pictures(chat: Chat) -> None:
    for hour in range(12):
        await plan(
            chat.knowledge, replace(LINE, key=f"{hour}", starts_at=NOON + hour * HOUR, title="Họp " * 20)
        )
    first = await chat.forges(take_picture.button("x", DAY, DAY, 0, 1).data)
    second = await chat.presses("Picture 2 of 3")
    assert first.file
    assert second.file
    assert [file.name[-5] for file in (first.file, second.file)] == ["1", "2"]
    assert first.file.key != second.file.key
    assert not (await chat.presses("Picture 3 of 3")).buttons
    assert (await chat.forges(take_picture.button("x", DAY, DAY, 0, 99).data)).file


async def test_one_units_week_and_all_that_i_see(talk: Talk) -> None:
    lea = talk("lea")
    for unit, title in ((OFFICE, "Của văn phòng"), (WARD_B, "Của phường")):
        await plan(lea.knowledge, replace(LINE, title=title, key=title, attendance=""), unit)
    everything = await lea.forges(take.button("x", DAY, DAY, ALL).data)
    assert "2 meetings" in everything.text
    assert "Của văn phòng" in await word_text(lea, await lea.presses("Word"))
    lea.last = everything
    assert "one meeting" in (await lea.presses("Ward B (1)")).text
    text = await word_text(lea, await lea.presses("Word"))
    assert "Của phường" in text
    assert "Của văn phòng" not in text
    assert "WARD B" in text


async def test_more_than_a_file_holds_is_told(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handlers.agenda.exports.MOST_PRINTED", 1)
    lea = talk("lea")
    for unit, key in ((OFFICE, "a"), (OFFICE, "b"), (WARD_B, "c")):
        await plan(lea.knowledge, replace(LINE, key=key, title=key, attendance=""), unit)
    asked = await lea.forges(take.button("x", DAY, DAY, ALL).data)
    assert "there are 3 meetings. Whose?" in asked.text
    assert [b.label for row in asked.buttons for b in row] == ["Office (2)", "Ward B (1)"]
    assert "the first 1 of them" in (await lea.presses("Office")).text


async def test_outsiders_take_nothing_along(talk: Talk) -> None:
    await plan(talk("ada").knowledge)
    for name, person in (("grace", 4), ("eve", 6)):
        chat = talk(name)
        for unit in (ALL, OFFICE):
            assert "No meeting" in (await chat.forges(take.button("x", DAY, DAY, unit).data)).text
            reply = await chat.forges(take_word.button("x", DAY, DAY, unit).data)
            text = await word_text(chat, reply, person)
            assert "Họp" not in text
            assert "OFFICE" not in text
            assert (await chat.forges(take_picture.button("x", DAY, DAY, unit, 1).data)).file


@pytest.mark.parametrize(
    "data", ["2026-03-02:2026-05-02:0", "2026-03-02:2026-03-01:0", "1999-01-01:1999-01-01:0"]
)
async def test_forged_days_are_refused(chat: Chat, data: str) -> None:
    for action in ("take", "take_word", "take_sheet"):
        assert "older message" in (await chat.forges(f"agenda.{action}:{data}")).text


async def word_text(chat: Chat, reply: Reply, person: int = 3) -> str:
    document = Document(io.BytesIO(await content(chat.knowledge, reply.file, person)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])
