"""The papers of meetings: on the agenda's points, opened and noted, each with its own reach."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from knowledge.agenda.publishing import Act, cancel
from knowledge.models import Document, Meeting
from scheduler.reminders import plan_digests
from tests.conftest import COMMITTEE, HANOI, NOON, OFFICE, Chat, Talk
from tests.handlers.test_attending import LINE, PEOPLE, opens, put, rings

MORNING = NOON + timedelta(hours=18, minutes=31)


@pytest.fixture
async def sam(talk: Talk) -> Chat:
    """Sam, who has published a meeting and filed two papers; only leads may read the second."""
    sam = talk("sam")
    await put(sam)
    async with sam.knowledge.database.edit() as session:
        for id_, unit, number in ((1, OFFICE, "12-NQ/TU"), (2, COMMITTEE, "99-KL/TU")):
            session.add(
                Document(
                    id=id_,
                    unit_id=unit,
                    reach="unit",
                    title=f"Paper {id_}",
                    number=number,
                    source=number,
                    content_hash=number,
                    imported_at=NOON,
                    change=id_,
                )
            )
    return sam


async def test_the_agenda_and_its_papers_are_typed(sam: Chat) -> None:
    await opens(sam)
    assert "no papers yet" in (await sam.presses("Agenda, papers")).text
    reply = await sam.says("- Khai mạc\n- Báo cáo chuyển đổi số (Ada Example)\n- Thảo luận; Lea Example")
    assert "The agenda has 3 points." in reply.text
    assert "<b>2.</b> Báo cáo chuyển đổi số\n   Ada Example" in reply.text
    reply = await sam.says("12-NQ/TU; 2")
    assert "✓ Added: 12-NQ/TU – Paper 1" in reply.text
    assert "📄 1: 12-NQ/TU – Paper 1 · read by 0 of 3" in reply.text
    assert "no point 7" in (await sam.says("12-NQ/TU; 7")).text
    assert "may read has the number “99-KL/TU”" in (await sam.says("99-KL/TU")).text
    assert "may read has the number “1-XX”" in (await sam.says("1-XX")).text
    assert "The agenda has one point." in (await sam.says("1. Khai mạc")).text
    assert "✓ Taken off" in (await sam.says("bỏ 12-NQ/TU")).text
    assert "has no paper" in (await sam.says("bỏ 12-NQ/TU")).text
    assert "point" not in (await sam.says("mai họp gì?")).text


async def test_who_opens_a_paper_is_counted_once(sam: Chat, talk: Talk) -> None:
    await opens(sam)
    await sam.presses("Agenda, papers")
    await sam.says("12-NQ/TU")
    ada = talk("ada")
    await opens(ada)
    await ada.presses("Agenda, papers")
    reply = await ada.presses("1")
    assert "Noted: you have opened it." in reply.text
    assert reply.buttons[0][0].data == "/vb 12-NQ/TU"
    reply = await ada.presses("Papers")
    assert "12-NQ/TU – Paper 1 ✓ read" in reply.text
    assert "To add a paper" not in reply.text
    await ada.presses("1")
    await sam.forges("agenda.papers:1")
    assert sam.last
    assert "read by 1 of 3" in sam.last.text


async def test_a_paper_keeps_its_own_reach(sam: Chat, talk: Talk) -> None:
    lea = talk("lea")
    await opens(lea)
    await lea.presses("Agenda, papers")
    assert "✓ Added: 99-KL/TU" in (await lea.says("99-KL/TU")).text
    for name in ("ada", "sam"):
        assert "99-KL/TU" not in (await talk(name).forges("agenda.papers:1")).text
        assert "not within your scope" in (await talk(name).forges("agenda.paper:1:2")).text
    for data in ("agenda.papers:1", "agenda.paper:1:1"):
        assert "not within your scope" in (await talk("grace").forges(data)).text
        assert "not within your scope" in (await talk("eve").forges(data)).text


async def test_the_digest_names_what_is_unread_and_what_changed(sam: Chat, talk: Talk) -> None:
    ada = talk("ada")
    ada.later(minutes=3)
    await rings(ada, "ada")
    await opens(sam)
    await sam.presses("Agenda, papers")
    await sam.says("12-NQ/TU")
    far = replace(LINE, starts_at=LINE.starts_at + timedelta(days=5))
    await put(sam, far)
    ada.later(minutes=3)
    assert len(await rings(ada, "ada")) == 1  # tomorrow's was moved: at once
    await put(sam, replace(far, title="Giao ban tuần"))
    ada.later(minutes=3)
    assert await rings(ada, "ada") == []
    ada.clock.now = MORNING
    await plan_digests(ada.knowledge, MORNING, HANOI)
    told = await rings(ada, "ada")
    [digest] = [reply for reply in told if "Good morning" in reply.text]
    assert "<b>Changed:</b>" in digest.text
    assert "It was called: Giao ban" in digest.text
    assert not [reply for reply in told if "Your agenda has changed" in reply.text]
    ada.later(days=5)
    await plan_digests(ada.knowledge, ada.clock.now, HANOI)
    [digest] = [reply for reply in await rings(ada, "ada") if "Good morning" in reply.text]
    assert "📄 12-NQ/TU – Paper 1" in digest.text
    assert "<b>Changed:</b>" not in digest.text


async def test_a_cancelled_meeting_is_said_on_its_day(sam: Chat, talk: Talk) -> None:
    async with sam.knowledge.database.edit() as session:
        await cancel(session, await session.get_one(Meeting, 1), Act(PEOPLE["sam"], NOON, "trùng lịch"))
    reply = await talk("ada").says("/lich 3/3")
    assert "No meeting is planned" in reply.text
    assert "✗ Cancelled: 08:00 Giao ban" in reply.text
    assert "Giao ban" not in (await talk("grace").says("/lich 3/3")).text
