"""Publishing a line: what is logged, whom it touches, which rooms it takes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from knowledge import Knowledge
from knowledge.agenda.lines import ParsedMeeting, packed, unpacked
from knowledge.agenda.publishing import Act, Published, cancel, change, publish
from knowledge.models import (
    Attendee,
    AttendeeRole,
    Booking,
    ChangeKind,
    ChangeNews,
    Facility,
    Meeting,
    MeetingChange,
    MeetingState,
)
from tests.conftest import COMMITTEE, NOON, OFFICE, WARD_B

ADA, SAM, LEA, GRACE = 1, 2, 3, 4
HOUR = timedelta(hours=1)
LINE = ParsedMeeting("line 2", "", "Briefing", NOON + HOUR, None, "Room 2", "Lea Example", "Ada Example")


async def published(knowledge: Knowledge, line: ParsedMeeting = LINE, *, by: int | None = SAM) -> Published:
    async with knowledge.database.edit() as session:
        act = Act(by, NOON, "a reason")
        return await publish(session, line, act, unit_id=OFFICE, reach="unit", source="one")


async def log(knowledge: Knowledge) -> list[tuple[str, dict[str, object], dict[str, object]]]:
    async with knowledge.database.view() as session:
        entries = await session.scalars(select(MeetingChange).order_by(MeetingChange.id))
        return [(entry.kind, entry.before, entry.after) for entry in entries]


async def told(knowledge: Knowledge) -> list[set[int]]:
    async with knowledge.database.view() as session:
        rows = (await session.execute(select(ChangeNews.change_id, ChangeNews.person_id))).all()
    return [{p for c, p in rows if c == each} for each in sorted({c for c, _ in rows})]


async def booked(knowledge: Knowledge) -> set[int]:
    async with knowledge.database.view() as session:
        return set(await session.scalars(select(Booking.facility_id)))


async def test_a_change_is_logged_once_and_told_to_those_it_touches(staffed: Knowledge) -> None:
    assert (await published(staffed)).kind == ChangeKind.PUBLISHED
    assert (await published(staffed)).kind is None
    moved = replace(LINE, starts_at=NOON + 2 * HOUR, attendance="Grace Example")
    found = await published(staffed, moved)
    assert found.kind == ChangeKind.CHANGED
    assert found.meeting.sequence == 1
    kinds = [kind for kind, _, _ in await log(staffed)]
    assert kinds == ["published", "changed"]
    _, before, after = (await log(staffed))[1]
    assert before == {"starts_at": "2026-03-02T06:00:00+00:00", "attendance": "Ada Example"}
    assert after == {"starts_at": "2026-03-02T14:00:00+07:00", "attendance": "Grace Example"}
    assert await told(staffed) == [{ADA, LEA}, {ADA, LEA, GRACE}]


async def test_whoever_changes_it_is_not_told(staffed: Knowledge) -> None:
    await published(staffed, by=LEA)
    assert await told(staffed) == [{ADA}]


async def test_cancelled_it_is_in_no_list_until_it_takes_place_again(staffed: Knowledge) -> None:
    found = await published(staffed)
    async with staffed.database.edit() as session:
        meeting = await session.get_one(Meeting, found.meeting.id)
        assert await cancel(session, meeting, Act(SAM, NOON)) == ChangeKind.CANCELLED
        assert await cancel(session, meeting, Act(SAM, NOON)) is None
    assert await staffed.agenda.meetings(ADA, NOON, NOON + 3 * HOUR) == []
    assert await staffed.agenda.next_after(ADA, NOON) is None
    assert await staffed.agenda.plan_reminders(NOON + HOUR / 2) == 0
    assert (await published(staffed)).kind == ChangeKind.RESTORED
    assert [m.title for m in await staffed.agenda.meetings(ADA, NOON, NOON + 3 * HOUR)] == ["Briefing"]
    assert [kind for kind, _, _ in await log(staffed)] == ["published", "cancelled", "restored"]


async def test_a_substitute_stays_when_the_programme_changes(staffed: Knowledge) -> None:
    found = await published(staffed)
    async with staffed.database.edit() as session:
        session.add(Attendee(meeting_id=found.meeting.id, person_id=GRACE, role=AttendeeRole.SUBSTITUTE))
    async with staffed.database.edit() as session:
        meeting = await session.get_one(Meeting, found.meeting.id)
        await change(session, meeting, replace(LINE, note="Bring the report"), Act(SAM, NOON))
    async with staffed.database.view() as session:
        assert set(await session.scalars(select(Attendee.person_id))) == {ADA, LEA, GRACE}
        assert await session.scalar(select(Meeting.state)) == MeetingState.PLANNED


@pytest.mark.parametrize(
    ("place", "rooms"),
    [("Room 2", {1}), ("Room 2 upstairs", {2}), ("Ward hall", set()), ("Car 80A-123, Room 2", {1, 3})],
)
async def test_rooms_are_taken_by_name(staffed: Knowledge, place: str, rooms: set[int]) -> None:
    there = [("room", "Room 2", OFFICE), ("room", "Room 2 upstairs", COMMITTEE), ("car", "80A-123", OFFICE)]
    async with staffed.database.edit() as session:
        for number, (kind, name, unit) in enumerate([*there, ("room", "Ward hall", WARD_B)], 1):
            room = Facility(id=number, unit_id=unit, kind=kind, name=name, folded_name=name.lower())
            session.add(room)
    await published(staffed, replace(LINE, place=place))
    assert await booked(staffed) == rooms
    await published(staffed, replace(LINE, place="elsewhere"))
    assert await booked(staffed) == set()


def test_a_line_survives_being_packed() -> None:
    line = replace(LINE, ends_at=NOON + 2 * HOUR, unsure=frozenset({"place"}))
    assert unpacked(packed(line) | {"of a later version": 1}) == line
