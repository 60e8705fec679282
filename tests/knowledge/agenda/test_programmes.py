"""Programmes: drafts, who may what, two secretaries, conflicts, publishing, what repeats."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from knowledge import Knowledge, Refusal
from knowledge.agenda.lines import ParsedMeeting, packed
from knowledge.agenda.programmes import ProgrammeRow
from knowledge.agenda.programmes.recurring import occurrences
from knowledge.agenda.publishing import Act, change
from knowledge.models import Facility, Meeting, Notice, Post, ProgrammeVersion, RecurringMeeting
from knowledge.vietnamese.holidays import holiday, is_working_day, working_day
from tests.conftest import COMMITTEE, HANOI, NOON, OFFICE, WARD_B

ADA, SAM, LEA, GRACE, ADAM, EVE = 1, 2, 3, 4, 5, 6
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MONDAY = date(2026, 3, 2)


def line(title: str = "Briefing", hours: float = 2, **more: object) -> ParsedMeeting:
    plain = ParsedMeeting("", "", title, NOON + hours * HOUR, None)
    return replace(plain, **more)  # type: ignore[arg-type]  # fields of a line


async def draft(knowledge: Knowledge, *lines: ParsedMeeting) -> ProgrammeRow:
    return (await knowledge.programmes.draft(SAM, OFFICE, lines, NOON))[0]


async def submit(knowledge: Knowledge, programme: ProgrammeRow) -> ProgrammeRow:
    await knowledge.programmes.submit(SAM, programme.id, programme.revision, NOON)
    found = await knowledge.programmes.get(LEA, programme.id)
    assert found is not None
    return found


async def publish(knowledge: Knowledge, programme: ProgrammeRow) -> ProgrammeRow:
    sent = await submit(knowledge, programme)
    await knowledge.programmes.approve(LEA, sent.id, sent.revision, NOON)
    found = await knowledge.programmes.get(SAM, programme.id)
    assert found is not None
    return found


async def shown(knowledge: Knowledge, viewer: int) -> list[str]:
    return [m.title for m in await knowledge.agenda.meetings(viewer, NOON - DAY, NOON + 14 * DAY)]


async def notices(knowledge: Knowledge) -> list[tuple[int, str]]:
    async with knowledge.database.view() as session:
        found = await session.execute(select(Notice.person_id, Notice.kind).order_by(Notice.id))
        return [(person, kind) for person, kind in found]


async def test_from_draft_to_agenda(staffed: Knowledge) -> None:
    programme = await draft(staffed, line(), line("Review", 26))
    assert [(each.number, each.line.title, each.is_new) for each in programme.lines] == [
        (1, "Briefing", True),
        (2, "Review", True),
    ]
    assert (programme.state, programme.first_day, programme.unit) == ("draft", MONDAY, "Office")
    assert programme.needs_approval
    assert await shown(staffed, ADA) == []
    sent = await submit(staffed, programme)
    assert (sent.state, sent.may_decide) == ("submitted", True)
    assert await shown(staffed, LEA) == []
    done = await staffed.programmes.approve(LEA, sent.id, sent.revision, NOON)
    assert (done.state, done.version, done.published) == ("published", 1, 2)
    assert await shown(staffed, ADA) == ["Briefing", "Review"]
    assert await shown(staffed, GRACE) == []
    assert await notices(staffed) == [(LEA, "programme"), (SAM, "programme")]


async def test_the_same_lines_again_change_nothing(staffed: Knowledge) -> None:
    first = await draft(staffed, line(), line())
    again = await draft(staffed, line(), line())
    assert again == first
    assert len(again.lines) == 2
    moved = await draft(staffed, line(hours=3), line())
    assert [each.line.starts_at for each in moved.lines] == [NOON + 2 * HOUR, NOON + 3 * HOUR]
    assert moved.revision == first.revision + 1


async def test_each_week_is_a_programme_of_its_own(staffed: Knowledge) -> None:
    rows = await staffed.programmes.draft(SAM, OFFICE, [line(), line("Later", 24 * 8)], NOON)
    assert [row.first_day for row in rows] == [MONDAY, MONDAY + timedelta(days=7)]
    found = await staffed.programmes.titles(SAM, MONDAY)
    assert [(title.unit, title.meetings) for title in found] == [("Office", 1), ("Office", 1)]


@pytest.mark.parametrize("person", [ADA, GRACE, ADAM, EVE])
async def test_outsiders_neither_see_nor_touch_a_draft(staffed: Knowledge, person: int) -> None:
    programme = await draft(staffed, line())
    line_id = programme.lines[0].id
    assert await staffed.programmes.get(person, programme.id) is None
    assert await staffed.programmes.titles(person, MONDAY) == []
    assert await staffed.programmes.units(person) == []
    tries = (
        staffed.programmes.draft(person, OFFICE, [line()], NOON),
        staffed.programmes.week(person, OFFICE, MONDAY, NOON),
        staffed.programmes.add(person, programme.id, line("Mine"), NOON),
        staffed.programmes.change(person, line_id, 9, {"title": "Mine"}, NOON),
        staffed.programmes.drop(person, line_id, 9, NOON),
        staffed.programmes.accept(person, line_id, 9, "so", NOON),
        staffed.programmes.submit(person, programme.id, programme.revision, NOON),
        staffed.programmes.approve(person, programme.id, programme.revision, NOON),
        staffed.programmes.give_back(person, programme.id, programme.revision, "no", NOON),
        staffed.programmes.copy_last_week(person, programme.id, NOON),
    )
    for attempt in tries:
        with pytest.raises(Refusal):
            await attempt
    assert await staffed.programmes.get(SAM, programme.id) == programme


async def test_a_lead_sees_a_draft_only_in_the_list_once_it_was_sent(staffed: Knowledge) -> None:
    programme = await draft(staffed, line())
    assert await staffed.programmes.titles(LEA, MONDAY) == []
    await submit(staffed, programme)
    assert [title.id for title in await staffed.programmes.titles(LEA, MONDAY)] == [programme.id]


async def test_only_a_lead_decides_and_only_on_what_was_sent(staffed: Knowledge) -> None:
    programme = await draft(staffed, line())
    with pytest.raises(Refusal, match="does not wait"):
        await staffed.programmes.approve(LEA, programme.id, programme.revision, NOON)
    sent = await submit(staffed, programme)
    with pytest.raises(Refusal, match="scope"):
        await staffed.programmes.approve(SAM, sent.id, sent.revision, NOON)
    returned = await staffed.programmes.give_back(LEA, sent.id, sent.revision, "Name the room", NOON)
    assert returned.state == "returned"
    again = await staffed.programmes.get(SAM, programme.id)
    assert again is not None
    assert again.remark == "Name the room"


async def test_without_a_lead_its_secretary_publishes(staffed: Knowledge) -> None:
    async with staffed.database.edit() as session:
        post = await session.scalar(select(Post).where(Post.person_id == LEA))
        await session.delete(post)
    programme = await draft(staffed, line())
    assert not programme.needs_approval
    done = await staffed.programmes.submit(SAM, programme.id, programme.revision, NOON)
    assert done.state == "published"
    assert await shown(staffed, ADA) == ["Briefing"]


async def test_the_second_of_two_secretaries_is_told(staffed: Knowledge) -> None:
    programme = await draft(staffed, line(), line("Review", 26))
    first, second = programme.lines
    changed = await staffed.programmes.change(SAM, first.id, programme.revision, {"place": "Room 1"}, NOON)
    with pytest.raises(Refusal, match="changed by somebody else"):
        await staffed.programmes.change(LEA, first.id, programme.revision, {"place": "Room 2"}, NOON)
    await staffed.programmes.change(LEA, second.id, programme.revision, {"place": "Room 2"}, NOON)
    assert changed.lines[0].line.place == "Room 1"
    with pytest.raises(Refusal, match="changed by somebody else"):
        await staffed.programmes.submit(SAM, programme.id, changed.revision, NOON)
    last = await staffed.programmes.get(SAM, programme.id)
    assert last is not None
    assert [each.line.place for each in last.lines] == ["Room 1", "Room 2"]


async def test_what_is_published_is_changed_and_cancelled_by_the_next_version(staffed: Knowledge) -> None:
    programme = await publish(staffed, await draft(staffed, line(), line("Review", 26)))
    first, second = programme.lines
    assert (programme.state, first.is_new, first.is_changed) == ("published", False, False)
    edited = await staffed.programmes.change(
        SAM, first.id, first.revision, {"starts_at": NOON + 5 * HOUR}, NOON
    )
    assert (edited.state, edited.lines[0].is_changed) == ("draft", True)
    edited = await staffed.programmes.drop(SAM, second.id, edited.revision, NOON)
    assert await shown(staffed, ADA) == ["Briefing", "Review"]
    edited = await publish(staffed, edited)
    assert edited.version == 2
    found = await staffed.agenda.meetings(ADA, NOON - DAY, NOON + 7 * DAY)
    assert [(m.title, m.starts_at) for m in found] == [("Briefing", NOON + 5 * HOUR)]
    async with staffed.database.view() as session:
        versions = list(await session.scalars(select(ProgrammeVersion).order_by(ProgrammeVersion.version)))
    assert [len(version.lines) for version in versions] == [2, 1]


async def test_a_meeting_that_was_changed_by_itself_is_not_changed_back(staffed: Knowledge) -> None:
    programme = await publish(staffed, await draft(staffed, line()))
    async with staffed.database.edit() as session:
        meeting = await session.scalar(select(Meeting))
        assert meeting is not None
        await change(session, meeting, line(hours=6), Act(SAM, NOON))
    added = await staffed.programmes.add(SAM, programme.id, line("Review", 26), NOON)
    assert [each.line.starts_at for each in added.lines] == [NOON + 6 * HOUR, NOON + 26 * HOUR]


async def room(knowledge: Knowledge, name: str = "Room 2", unit: int = COMMITTEE) -> None:
    async with knowledge.database.edit() as session:
        session.add(Facility(unit_id=unit, kind="room", name=name, folded_name=name.lower()))


async def test_conflicts_name_both_meetings_and_stop_publishing(staffed: Knowledge) -> None:
    await room(staffed)
    one = line(place="Room 2", ends_at=NOON + 4 * HOUR)
    other = line("Review", 3, place="room 2", chair="Ada Example")
    third = line("Talk", 3.5, attendance="Đ/c Ada Example")
    programme = await draft(staffed, one, other, third, line("After", 5, place="Room 2"))
    found = [[(clash.title, clash.what) for clash in each.clashes] for each in programme.lines]
    assert found == [
        [("Review", ("Room 2",))],
        [("Briefing", ("Room 2",)), ("Talk", ("Ada Example",))],
        [("Review", ("Ada Example",))],
        [],
    ]
    assert programme.open_clashes == 3
    sent = await submit(staffed, programme)
    with pytest.raises(Refusal, match="“Briefing” has a conflict"):
        await staffed.programmes.approve(LEA, sent.id, sent.revision, NOON)
    with pytest.raises(Refusal, match="Only a lead"):
        await staffed.programmes.accept(SAM, sent.lines[0].id, sent.revision, "so be it", NOON)
    for each in sent.lines[:3]:
        sent = await staffed.programmes.accept(LEA, each.id, sent.revision, "so be it", NOON)
    done = await staffed.programmes.approve(LEA, sent.id, sent.revision, NOON)
    assert done.published == 4


async def test_a_conflict_out_of_scope_says_busy_and_no_more(staffed: Knowledge) -> None:
    await room(staffed)
    async with staffed.database.edit() as session:
        session.add(Post(person_id=GRACE, unit_id=WARD_B, role="secretary"))
    hidden = line("Hidden", place="Room 2")
    rows = await staffed.programmes.draft(GRACE, WARD_B, [hidden], NOON)
    await staffed.programmes.submit(GRACE, rows[0].id, rows[0].revision, NOON)
    sent = await staffed.programmes.get(LEA, rows[0].id)
    assert sent is not None
    await staffed.programmes.approve(LEA, sent.id, sent.revision, NOON)
    programme = await draft(staffed, line(place="Room 2"))
    (clash,) = programme.lines[0].clashes
    assert (clash.title, clash.what) == ("", ("Room 2",))
    as_lead = await staffed.programmes.get(LEA, programme.id)
    assert as_lead is not None
    assert as_lead.lines[0].clashes[0].title == "Hidden"


@pytest.mark.parametrize(
    ("change_", "words"),
    [
        ({"ends_at": NOON}, "ends before it starts"),
        ({"starts_at": NOON + 8 * DAY}, "outside this programme's week"),
    ],
)
async def test_changes_that_cannot_be(staffed: Knowledge, change_: dict[str, object], words: str) -> None:
    programme = await draft(staffed, line())
    with pytest.raises(Refusal, match=words):
        await staffed.programmes.change(SAM, programme.lines[0].id, programme.revision, change_, NOON)


async def test_a_dropped_meeting_comes_back(staffed: Knowledge) -> None:
    programme = await draft(staffed, line())
    gone = await staffed.programmes.drop(SAM, programme.lines[0].id, programme.revision, NOON)
    assert gone.lines[0].is_dropped
    back = await staffed.programmes.drop(SAM, gone.lines[0].id, gone.revision, NOON, back=True)
    assert not back.lines[0].is_dropped


async def test_last_week_is_copied_and_what_repeats_comes_by_itself(staffed: Knowledge) -> None:
    await draft(staffed, line(), line("Review", 26))
    async with staffed.database.edit() as session:
        repeating = packed(line("Weekly", ends_at=NOON + 3 * HOUR))
        session.add(
            RecurringMeeting(
                unit_id=OFFICE,
                rule="FREQ=WEEKLY;BYDAY=TU",
                starts_at=NOON + 20 * HOUR,
                values=repeating,
                created_by=SAM,
            )
        )
    following = await staffed.programmes.week(SAM, OFFICE, MONDAY + timedelta(days=7), NOON)
    assert [(each.line.title, each.line.starts_at) for each in following.lines] == [
        ("Weekly", NOON + 20 * HOUR + 7 * DAY)
    ]
    assert following.lines[0].line.ends_at == NOON + 21 * HOUR + 7 * DAY
    copied = await staffed.programmes.copy_last_week(SAM, following.id, NOON)
    assert [each.line.title for each in copied.lines] == ["Briefing", "Weekly", "Review"]
    assert await staffed.programmes.copy_last_week(SAM, following.id, NOON) == copied


def test_times_of_a_rule() -> None:
    first = datetime(2026, 3, 2, 8, tzinfo=HANOI)
    found = occurrences("FREQ=MONTHLY;BYDAY=-1FR", first, first, first + 60 * DAY)
    assert [each.astimezone(HANOI).date() for each in found] == [date(2026, 3, 27), date(2026, 4, 24)]
    with pytest.raises(Refusal, match="no rule"):
        occurrences("every day", first, first, first + DAY)


@pytest.mark.parametrize(
    ("day", "name", "next_working_day"),
    [
        (date(2026, 2, 17), "Tết Nguyên Đán", date(2026, 2, 23)),
        (date(2026, 4, 30), "Ngày Chiến thắng", date(2026, 5, 4)),
        (date(2026, 3, 2), "", date(2026, 3, 2)),
        (date(2026, 3, 7), "", date(2026, 3, 9)),
    ],
)
def test_working_days(day: date, name: str, next_working_day: date) -> None:
    assert holiday(day) == name
    assert working_day(day) == next_working_day
    assert is_working_day(next_working_day)


async def test_a_line_on_a_holiday_says_so(staffed: Knowledge) -> None:
    day = datetime(2026, 4, 30, 8, tzinfo=HANOI)
    programme = await draft(staffed, line(starts_at=day))
    assert programme.lines[0].holiday == "Ngày Chiến thắng"
