"""Conferences: figures as people type them, check-ins that count once, who sees what."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select

from knowledge import Knowledge, Refusal
from knowledge.agenda.conferences.figures import Figures, figures_in
from knowledge.agenda.conferences.lists import read_lines
from knowledge.agenda.linking import link_people
from knowledge.models import Attendee, AttendeeRole, ConnectionPoint, Meeting, Post
from tests.conftest import COMMITTEE, NOON, OFFICE, WARD_B

ADA, SAM, LEA, GRACE, EVE = 1, 2, 3, 4, 6
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.mark.parametrize(
    ("text", "figures", "reasons"),
    [
        (
            "có mặt 45/50, vắng 3 (2 ốm, 1 công tác), dự thay 2, muộn 1",
            Figures(50, 45, 3, 2, 1),
            "2 ốm, 1 công tác",
        ),
        ("45/50", Figures(50, 45), ""),
        ("45", Figures(48, 45), ""),
        ("45 người", Figures(48, 45), ""),
        ("50 45 3 2 1", Figures(50, 45, 3, 2, 1), ""),
        ("đủ", Figures(48, 48), ""),
        ("Có mặt đủ 100%", Figures(48, 48), ""),
        ("all present", Figures(48, 48), ""),
        ("co mat 45 vang 3 muon 1", Figures(48, 45, 3, 0, 1), ""),
        ("45 có mặt, 1 vắng có lý do, 2 vắng không lý do", Figures(48, 45, 1), ""),
        ("Triệu tập 50, có mặt 47; vắng 2 lý do: ốm", Figures(50, 47, 2), "ốm"),
        ("đến muộn 2, có mặt 40", Figures(48, 40, late=2), ""),
        ("45 present and 3 excused", Figures(48, 45, 3), ""),
        ("45 trên 50", Figures(50, 45), ""),
    ],
)
def test_figures_as_reporters_type_them(text: str, figures: Figures, reasons: str) -> None:
    assert figures_in(text, 48) == (figures, reasons)


@pytest.mark.parametrize(
    "text", ["xin chào", "muộn 1", "8h họp", "mai họp gì?", "", "lịch tuần 12", "có mặt"]
)
def test_what_is_no_report(text: str) -> None:
    assert figures_in(text, 48) is None


@pytest.mark.parametrize(
    "text", ["có mặt 45/50, vắng 6", "có mặt 5, muộn 6", "có mặt 5, dự thay 9", "1/200000"]
)
def test_figures_that_contradict_each_other(text: str) -> None:
    with pytest.raises(Refusal):
        figures_in(text, 50)


def test_lines_of_points() -> None:
    lines, problems = read_lines("Phường A; Hội trường; Lê Văn An; 25\n\nPhường B\nPhường C; ; ; nhiều")
    assert [(line.unit, line.name, line.reporter, line.expected) for line in lines] == [
        ("Phường A", "Hội trường", "Lê Văn An", 25),
        ("Phường B", "", "", None),
    ]
    assert [problem.line for problem in problems] == [4]


async def conference(knowledge: Knowledge, lines: str = "Office; Hall\nWard B; Hall") -> int:
    async with knowledge.database.edit() as session:
        meeting = Meeting(
            unit_id=COMMITTEE,
            title="Conference",
            starts_at=NOON,
            ends_at=NOON + 2 * HOUR,
            source="x",
            organiser_id=LEA,
        )
        session.add(meeting)
        await session.flush()
        id_ = meeting.id
    await knowledge.conferences.add(LEA, id_, read_lines(lines)[0], NOON)
    return id_


async def codes(knowledge: Knowledge) -> list[str]:
    async with knowledge.database.view() as session:
        return list(await session.scalars(select(ConnectionPoint.code).order_by(ConnectionPoint.id)))


async def test_the_first_check_in_counts_whoever_presses_how_often(staffed: Knowledge) -> None:
    await conference(staffed)
    first, second = await codes(staffed)
    done = await asyncio.gather(
        *(staffed.check_ins.by_code(ADA, code, NOON) for code in [first] * 8),
    )
    assert Counter(each.is_again for each in done if each) == {False: 1, True: 7}
    again = await staffed.check_ins.by_code(ADA, second, NOON + HOUR)
    assert again
    assert (again.is_again, again.point, again.is_late, again.at) == (True, "Hall", False, NOON)


async def test_a_substitute_is_counted_as_one(staffed: Knowledge) -> None:
    id_ = await conference(staffed)
    async with staffed.database.edit() as session:
        session.add(Attendee(meeting_id=id_, person_id=SAM, point_id=1, answer="sends", substitute_id=ADA))
        session.add(Attendee(meeting_id=id_, person_id=ADA, role=AttendeeRole.SUBSTITUTE))
        session.add(Attendee(meeting_id=id_, person_id=GRACE, point_id=2, answer="absent"))
    await staffed.check_ins.by_oneself(ADA, id_, NOON + 10 * MINUTE)
    shown = await staffed.conferences.get(LEA, id_)
    assert shown
    assert shown.totals.whole.figures == Figures(2, 1, 1, 1, 1)
    with pytest.raises(Refusal, match="not invited"):
        await staffed.check_ins.by_oneself(EVE, id_, NOON)


async def test_delegates_stay_when_the_programme_changes(staffed: Knowledge) -> None:
    id_ = await conference(staffed)
    await staffed.conferences.expect_members(LEA, id_)
    async with staffed.database.edit() as session:
        session.add(Attendee(meeting_id=id_, person_id=LEA))
        await session.flush()
        await link_people(session, await session.get_one(Meeting, id_))
    async with staffed.database.view() as session:
        people = set(await session.scalars(select(Attendee.person_id).where(Attendee.meeting_id == id_)))
    assert people == {ADA, SAM, GRACE}


async def test_a_report_and_check_ins_together(staffed: Knowledge) -> None:
    id_ = await conference(staffed, "Office; Hall; Sam Example; 10")
    await staffed.conferences.report(SAM, 1, Figures(10, 1, 2), "ill", NOON)
    for person in (ADA, SAM, GRACE):
        await staffed.check_ins.by_code(person, (await codes(staffed))[0], NOON)
    shown = await staffed.conferences.get(SAM, id_)
    assert shown
    assert shown.totals.points[0].figures == Figures(10, 3, 2)
    assert shown.totals.points[0].reasons == "ill"


async def test_a_lead_of_one_unit_sees_its_points_alone(staffed: Knowledge) -> None:
    id_ = await conference(staffed)
    async with staffed.database.edit() as session:
        session.add(Post(person_id=EVE, unit_id=WARD_B, role="lead"))
    shown = await staffed.conferences.get(EVE, id_)
    assert shown
    assert [point.unit_id for point in shown.totals.points] == [WARD_B]
    assert not shown.organises
    assert await staffed.conferences.get(ADA, id_) is None
    assert OFFICE not in {point.unit_id for point in shown.totals.points}
