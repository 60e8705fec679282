"""Conferences in the chat: points, people checking in, reporters' numbers, totals; nothing for outsiders."""

from __future__ import annotations

import io

import docx
import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from handlers.chat import MadeFile
from knowledge.models import Attendee, ConnectionPoint, Meeting, Notice
from tests.conftest import COMMITTEE, NOON, Chat, Talk

TITLE = "Hội nghị toàn thành phố"
POINTS = "Office; Hội trường 1; Sam Example; 30\nWard A; Nhà văn hóa; ; 20\nWard B; ; Grace Example; 10"


@pytest.fixture
async def lea(talk: Talk) -> Chat:
    """Lea, who leads the committee, an hour before its conference."""
    lea = talk("lea")
    async with lea.knowledge.database.edit() as session:
        session.add(
            Meeting(
                id=1,
                unit_id=COMMITTEE,
                reach="everyone",
                title=TITLE,
                starts_at=NOON.replace(hour=14),
                ends_at=NOON.replace(hour=17),
                source="x",
                organiser_id=3,
            )
        )
        await session.flush()
        session.add(Attendee(meeting_id=1, person_id=1))
    lea.later(hours=1, minutes=30)
    return lea


async def set_up(lea: Chat) -> None:
    await lea.forges("agenda.meeting:1")
    await lea.presses("Who has come")
    await lea.says(POINTS)


async def codes(chat: Chat) -> dict[str, str]:
    async with chat.knowledge.database.view() as session:
        points = await session.scalars(select(ConnectionPoint))
        return {point.name: point.code for point in points}


async def content(chat: Chat) -> bytes:
    assert chat.last
    assert chat.last.file
    assert isinstance(chat.last.file.key, MadeFile)
    kept = await chat.knowledge.made_files.get(chat.last.file.key.id, 3)
    assert kept
    return kept[1]


async def test_points_are_typed_a_line_each(lea: Chat) -> None:
    await lea.forges("agenda.meeting:1")
    reply = await lea.presses("Who has come")
    assert "send a table" in reply.text
    reply = await lea.says(POINTS + "\nWard C; Hall\nWard A; Sân; ; many\nWard A; Sân; Nobody Known; 5")
    assert "✓ 3 points are new." in reply.text
    assert "⚠ Line 4: No unit is called “Ward C”" in reply.text
    assert "⚠ Line 5: “many” is no number of people." in reply.text
    assert "⚠ Line 6: Nobody in the roster is called “Nobody Known”" in reply.text
    reply = await lea.says(POINTS)
    assert "No point is new." in reply.text
    assert "have changed" not in reply.text
    reply = await lea.presses("All points")
    assert "Present: <b>0</b> of 61" in reply.text
    assert "Connection points heard from: 0 of 3" in reply.text
    assert "1. ◻ Office – Hội trường 1: nothing yet" in reply.text


async def test_points_are_sent_as_a_table_with_delegates(lea: Chat) -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        page = book.add_worksheet()
        for number, row in enumerate(
            [
                ("DANH SÁCH ĐIỂM CẦU",),
                ("TT", "Đơn vị", "Điểm cầu", "Người báo cáo", "Họ và tên"),
                ("1", "Office", "Hội trường 1", "Sam Example", "Ada Example"),
                ("2", "", "", "", "Sam Example"),
                ("3", "Ward B", "Trụ sở", "", "Grace Example"),
            ]
        ):
            page.write_row(number, 0, row)
    await lea.forges("agenda.meeting:1")
    await lea.presses("Who has come")
    reply = await lea.sends("diem cau.xlsx", stream.getvalue())
    assert "✓ 2 points are new." in reply.text
    assert "3 people are expected now." in reply.text
    assert "of 3 (" in (await lea.presses("All points")).text


async def test_one_point_in_each_unit_and_everybody_in_them(lea: Chat) -> None:
    await lea.forges("agenda.meeting:1")
    await lea.presses("Who has come")
    assert "✓ 3 points are new." in (await lea.presses("One in each of the 3 units below")).text
    assert "3 people are expected now." in (await lea.presses("Expect all 3 people")).text
    assert "of 3 (" in (await lea.presses("All points")).text


async def test_people_check_in_by_code_and_by_themselves(lea: Chat, talk: Talk) -> None:
    await set_up(lea)
    ada, grace = talk("ada"), talk("grace")
    code = (await codes(lea))["Hội trường 1"]
    reply = await grace.says(f"{code[:4].lower()} {code[4:].lower()}")
    assert "✓ You are checked in, at 13:30" in reply.text
    assert "Connection point: Hội trường 1" in reply.text
    assert "checked in already, since 13:30" in (await grace.says(f"/start {code}")).text
    for line in ("điểm danh", "diem danh hop", "tôi có mặt"):
        assert TITLE in (await ada.says(line)).text
    assert "✓ You are checked in" in (await ada.presses("I am here")).text
    lea.later(hours=1)
    sam = talk("sam")
    reply = await sam.says(f"/diemdanh {code}")
    assert "came late" in reply.text
    reply = await lea.forges("agenda.conference:1:0:0")
    assert "Present: <b>3</b> of 60" in reply.text
    assert "late: 1" in reply.text


async def test_a_code_is_valid_only_during_the_meeting(lea: Chat, talk: Talk) -> None:
    await set_up(lea)
    code = (await codes(lea))["Hội trường 1"]
    lea.clock.now = NOON.replace(hour=12, minute=59)
    assert "begins at" in (await talk("ada").says(code)).text
    lea.clock.now = NOON.replace(hour=17)
    assert "is over" in (await talk("ada").says(code)).text
    assert "No meeting has the code" in (await talk("ada").says("/diemdanh ABCD2345")).text
    assert "you need no code" in (await talk("ada").says("ABCD2345")).text
    stranger = await talk("somebody").says(code)
    assert "not valid" in stranger.text
    lea.clock.now = NOON.replace(hour=14)
    assert "type it in the chat in which you have joined" in (await talk("somebody").says(code)).text


async def test_a_reporter_types_the_numbers(lea: Chat, talk: Talk) -> None:
    await set_up(lea)
    grace = talk("grace")
    await grace.says("/diemdanh")
    reply = await grace.presses("Numbers of my hall")
    assert "To report, type the numbers" in reply.text
    reply = await grace.says("co mat 8/10, vang 2 (1 om, 1 cong tac), muon 1")
    assert "✓ The numbers are noted." in reply.text
    assert "Present: <b>8</b> of 10 (80%)" in reply.text
    assert "Reasons: 1 om, 1 cong tac" in reply.text
    assert "are more than 10 expected" in (await grace.says("co mat 9, vang 2")).text
    assert "could not read the numbers" in (await grace.says("co mawt 9")).text
    await grace.forges("agenda.point:3")
    assert "Present: <b>10</b> of 10" in (await grace.presses("All 10 are present")).text
    assert "Present: <b>9</b> of 10" in (await grace.says("9")).text
    assert "noted" not in (await grace.says("mai họp gì?")).text
    reply = await lea.forges("agenda.conference:1:0:0")
    assert "Present: <b>9</b> of 61" in reply.text
    assert "Connection points heard from: 1 of 3" in reply.text
    assert "Ward A – Nhà văn hóa: it has no reporter" in (await lea.presses("The silent points")).text


async def test_the_organiser_changes_and_removes_a_point(lea: Chat, talk: Talk) -> None:
    await set_up(lea)
    await lea.presses("All points")
    await lea.says("2")
    await lea.presses("Reporter, number")
    assert "Reporter: Grace Example" in (await lea.says("đ/c Grace Example")).text
    await lea.presses("Reporter, number")
    assert "of 25" in (await lea.says("25")).text
    await lea.presses("Remove")
    assert "is removed" in (await lea.presses("Remove")).text
    assert "of 41" in (await lea.presses("All points")).text
    code = (await codes(lea))["Hội trường 1"]
    await talk("ada").says(code)
    await lea.says("1")
    await lea.presses("Remove")
    assert "it stays in the table" in (await lea.presses("Remove")).text


async def test_the_sign_of_a_hall_is_a_picture(lea: Chat) -> None:
    await set_up(lea)
    await lea.forges("agenda.point:1")
    reply = await lea.presses("QR code for the hall")
    assert reply.file
    assert reply.file.is_picture
    assert (await content(lea)).startswith(b"\x89PNG")


async def test_the_table_is_sent_as_word_and_excel(lea: Chat, talk: Talk) -> None:
    await set_up(lea)
    await talk("ada").says((await codes(lea))["Hội trường 1"])
    await talk("grace").forges("agenda.point:3")
    await talk("grace").forges("agenda.allhere:3")
    await lea.forges("agenda.conference:1:0:0")
    await lea.presses("Word file")
    table = docx.Document(io.BytesIO(await content(lea))).tables[-1]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0][:4] == ["No.", "Connection point", "Expected", "Present"]
    assert rows[1] == ["1", "Office – Hội trường 1", "30", "1", "3%", "0", "29", "0", "0", ""]
    assert rows[3][1:5] == ["Ward B", "10", "10", "100%"]
    assert rows[-1][1:4] == ["Total", "60", "11"]
    await lea.forges("agenda.conference:1:0:0")
    await lea.presses("Excel file")
    book = CalamineWorkbook.from_filelike(io.BytesIO(await content(lea)))
    numbers = book.get_sheet_by_index(0).to_python()
    assert numbers[-1][1:4] == ["Total", 60, 11]
    people = book.get_sheet_by_index(1).to_python()
    assert people[4][1:4] == ["Ada Example", "Office", "Hội trường 1"]


async def test_totals_follow_what_goes_on(lea: Chat, talk: Talk) -> None:
    await set_up(lea)
    reply = await lea.forges("agenda.conference:1:0:0")
    assert reply.watches
    assert await reply.watches() == reply.text
    await talk("ada").says((await codes(lea))["Hội trường 1"])
    assert "Present: <b>1</b> of 60" in await reply.watches()


async def test_silent_points_are_chased_in_steps(lea: Chat, talk: Talk) -> None:
    await set_up(lea)
    told: list[tuple[int, str]] = []

    async def at(hour: int, minute: int) -> list[tuple[int, str]]:
        lea.clock.now = NOON.replace(hour=hour, minute=minute)
        await lea.knowledge.conferences.chase(lea.clock.now)
        async with lea.knowledge.database.view() as session:
            rows = await session.execute(select(Notice.person_id, Notice.kind).order_by(Notice.id))
            every = [(person, kind) for person, kind in rows if kind != "point"]
        fresh = every[len(told) :]
        told.extend(fresh)
        return fresh

    assert await at(13, 40) == []
    # Ward A has no reporter: those who stand above it are asked, and the committee's lead does.
    assert await at(13, 51) == [(2, "pointchase"), (3, "pointchase"), (4, "pointchase")]
    assert await at(13, 52) == []
    await talk("grace").forges("agenda.allhere:3")
    assert await at(14, 6) == [(2, "pointchase"), (3, "pointchase")]
    assert await at(14, 31) == [(3, "silentpoints")]
    assert await at(15, 0) == []


@pytest.mark.parametrize("name", ["ada", "eve", "grace"])
async def test_outsiders_see_no_numbers(lea: Chat, talk: Talk, name: str) -> None:
    await set_up(lea)
    outsider = talk(name)
    for data in (
        "agenda.point:1",
        "agenda.missing:1",
        "agenda.sign:1",
        "agenda.pointremoved:1",
        "agenda.allhere:1",
        "agenda.silent:1" if name != "grace" else "agenda.point:2",
        "agenda.eachunit:1:0",
        "agenda.expectall:1",
        "agenda.pointchange:2",
    ):
        reply = await outsider.forges(data)
        assert "not within your scope" in reply.text or "older message" in reply.text, data
        assert "Hội trường 1" not in reply.text
    if name == "grace":
        reply = await outsider.forges("agenda.conference:1:0:0")
        assert "Present: <b>0</b> of 10" in reply.text
        assert "Hội trường 1" not in reply.text
