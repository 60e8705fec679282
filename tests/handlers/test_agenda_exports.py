"""The agenda taken along, in conversation."""

from __future__ import annotations

import re
from datetime import timedelta

from icalendar import Calendar

from handlers.agenda.exports import ics
from handlers.chat import MadeFile, OutgoingFile
from knowledge import Knowledge
from knowledge.agenda.lines import ParsedAgenda, ParsedMeeting
from tests.conftest import NOON, OFFICE, SITE, Chat, Talk

HOUR = timedelta(hours=1)
LINE = ParsedMeeting("1", "one", "Họp/giao ban", NOON + HOUR, None, "Phòng 2", attendance="Ada Example")
ADDRESS = re.compile(rf"{re.escape(SITE)}/lich/([A-Za-z0-9_-]{{43}})\.ics")


async def plan(knowledge: Knowledge, line: ParsedMeeting = LINE) -> None:
    await knowledge.agenda.import_meetings(ParsedAgenda([line]), OFFICE, "unit", "week", NOON)


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
