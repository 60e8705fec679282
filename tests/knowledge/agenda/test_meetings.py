"""Meetings: who sees them, their papers, their import, their reminders."""

from __future__ import annotations

import pickle
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import xlsxwriter
from sqlalchemy import select

from knowledge import Knowledge, Refusal
from knowledge.agenda.lines import ParsedAgenda, ParsedMeeting, packed, unpacked
from knowledge.agenda.reading.files import parse_agenda
from knowledge.agenda.reading.tables import ESTIMATED, HANOI
from knowledge.models import Attendee, Document, Meeting, Notice, Person, Post
from tests.conftest import COMMITTEE, NOON, OFFICE, WARD_B, claim_all

ADA, SAM, LEA, GRACE, ADAM, EVE = 1, 2, 3, 4, 5, 6
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


def line(title: str = "Briefing", hours: float = 2, **details: str) -> ParsedMeeting:
    plain = ParsedMeeting("line 2", details.pop("key", ""), title, NOON + hours * HOUR, None)
    return unpacked(packed(plain) | details)


async def take(
    knowledge: Knowledge, *meetings: ParsedMeeting, unit: int = OFFICE, reach: str = "unit"
) -> tuple[int, int, int]:
    report = await knowledge.agenda.import_meetings(
        ParsedAgenda(list(meetings)), unit, reach, "week.xlsx", NOON
    )
    return report.added, report.changed, report.same


async def titles(knowledge: Knowledge, viewer: int | None) -> list[str]:
    return [row.title for row in await knowledge.agenda.meetings(viewer, NOON, NOON + DAY)]


@pytest.mark.parametrize(
    ("unit", "reach", "seen_by"),
    [
        (OFFICE, "unit", {ADA, SAM, LEA}),
        (WARD_B, "unit", {GRACE, LEA}),
        (COMMITTEE, "unit", {LEA, ADAM}),
        (COMMITTEE, "below", {ADA, SAM, LEA, GRACE, ADAM}),
        (WARD_B, "everyone", {ADA, SAM, LEA, GRACE, ADAM}),
    ],
)
async def test_who_sees_a_meeting(staffed: Knowledge, unit: int, reach: str, seen_by: set[int]) -> None:
    await take(staffed, line(), unit=unit, reach=reach)
    everyone = (ADA, SAM, LEA, GRACE, ADAM, EVE)
    assert {viewer for viewer in everyone if await titles(staffed, viewer)} == seen_by
    assert {viewer for viewer in everyone if await staffed.agenda.get(viewer, 1)} == seen_by
    assert {viewer for viewer in everyone if await staffed.agenda.next_after(viewer, NOON)} == seen_by
    assert await titles(staffed, None) == ["Briefing"]


async def test_the_invited_see_it_until_they_are_suspended(staffed: Knowledge) -> None:
    await take(staffed, line(attendance="Đ/c Grace Example, Eve Example; the office"))
    assert await titles(staffed, GRACE) == ["Briefing"]
    assert await titles(staffed, EVE) == []  # has no post, so nobody means her
    async with staffed.database.edit() as session:
        (await session.get_one(Person, GRACE)).suspended_at = NOON
    assert await titles(staffed, GRACE) == []
    assert await staffed.agenda.plan_reminders(NOON + 100 * MINUTE) == 0


async def test_of_namesakes_the_near_one_is_meant(staffed: Knowledge) -> None:
    async with staffed.database.edit() as session:
        for person, unit in ((7, WARD_B), (8, OFFICE)):
            session.add(Person(id=person, name="Ada Example", folded_name="ada example"))
            await session.flush()
            session.add(Post(person_id=person, unit_id=unit))
    await take(staffed, line("Far", attendance="Grace Example, Ada Example"), unit=WARD_B)
    await take(staffed, line("Near", chair="Ada Example"), unit=OFFICE)  # two of them are near
    async with staffed.database.read() as connection:
        found = (await connection.execute(select(Attendee.meeting_id, Attendee.person_id))).all()
    assert sorted(map(tuple, found)) == [(1, GRACE), (1, 7)]


async def test_papers_are_shown_to_those_who_may_read_them(staffed: Knowledge) -> None:
    async with staffed.database.edit() as session:
        for number, unit in (("12-KH", OFFICE), ("", WARD_B)):
            session.add(
                Document(
                    unit_id=unit,
                    title="Plan",
                    number=number,
                    source=number,
                    content_hash="",
                    imported_at=NOON,
                )
            )
        session.add(
            Document(unit_id=WARD_B, title="Other", number="9", source="9", content_hash="", imported_at=NOON)
        )
    await take(staffed, line(papers="12-KH; 9, 404"), reach="everyone")
    shown = {
        viewer: (await staffed.agenda.meetings(viewer, NOON, NOON + DAY))[0].papers
        for viewer in (ADA, GRACE, LEA)
    }
    assert shown == {ADA: ("12-KH – Plan",), GRACE: ("9 – Other",), LEA: ("12-KH – Plan", "9 – Other")}
    await take(staffed, line(papers=""), reach="everyone")
    assert (await staffed.agenda.meetings(LEA, NOON, NOON + DAY))[0].papers == ()


async def test_the_same_file_again_changes_nothing(staffed: Knowledge) -> None:
    programme = (line(), line(hours=5), line("Visit", attendance="Ada Example"))
    assert await take(staffed, *programme) == (3, 0, 0)
    assert await take(staffed, *programme) == (0, 0, 3)
    assert await take(staffed, line(place="Room 2"), *programme[1:]) == (0, 1, 2)
    assert await take(staffed, line(hours=3, place="Room 2"), *programme[1:]) == (0, 1, 2)
    await take(staffed, line(), line(hours=5), line("Visit"))
    async with staffed.database.read() as connection:
        assert (await connection.execute(select(Attendee.person_id))).all() == []


async def test_a_dry_run_only_tells(staffed: Knowledge) -> None:
    parsed = ParsedAgenda([line(key="uid")])
    report = await staffed.agenda.import_meetings(parsed, OFFICE, "unit", "a.ics", NOON, dry_run=True)
    assert (report.added, report.changes) == (1, ["+ 02/03/2026 14:00 Briefing"])
    assert await titles(staffed, None) == []


async def test_attendees_are_reminded_once_half_an_hour_before(staffed: Knowledge) -> None:
    await take(staffed, line(attendance="Ada Example", chair="Lea Example"))
    assert await staffed.agenda.plan_reminders(NOON + 89 * MINUTE) == 0
    assert await staffed.agenda.plan_reminders(NOON + 90 * MINUTE) == 2
    assert await staffed.agenda.plan_reminders(NOON + 91 * MINUTE) == 0
    due = await claim_all(staffed, NOON + 90 * MINUTE)
    assert {(d.person_id, d.kind, d.expires_at) for d in due} == {
        (ADA, "meeting", NOON + 2 * HOUR),
        (LEA, "meeting", NOON + 2 * HOUR),
    }
    async with staffed.database.edit() as session:
        (await session.get_one(Meeting, 1)).starts_at = NOON + 2.25 * HOUR
    assert await staffed.agenda.plan_reminders(NOON + 106 * MINUTE) == 2
    async with staffed.database.read() as connection:
        assert len((await connection.execute(select(Notice.id))).all()) == 4


HEAD = "Lịch công tác tuần\nThứ,Ngày,Buổi,Giờ,Nội dung,Chủ trì,Địa điểm,Thành phần,Ghi chú,Tài liệu\n"


def programme(tmp_path: Path, *rows: str) -> ParsedAgenda:
    path = tmp_path / "week.csv"
    path.write_text(HEAD + "\n".join(rows), encoding="utf-8")
    return parse_agenda(path, NOON)


def test_a_table_is_read_with_days_carried_down(tmp_path: Path) -> None:
    agenda = programme(
        tmp_path,
        "Thứ Hai,2/3/2026,Sáng,8h,Giao ban,Lea,Phòng 1,Toàn thể,mang sổ,12-KH",
        ",,,0.4375,Duyệt kế hoạch,,,,,",
        ",,Chiều,14h00 - 16h30,Tiếp dân,,,,,",
        "Thứ Ba,03/03/2026,Sáng,7 giờ 30,Kiểm tra,,,,,",
        ",,Chiều,2 giờ,Họp tổ,,,,,",
        ",,Tối,,Trực,,,,gọi trước,",
        ",4-3-2026,Sáng,,Nghỉ,,,,,",
        ",,Chiều,,,,,,,",
    )
    assert agenda.problems == []
    assert [(m.title, f"{m.starts_at:%d %H:%M}") for m in agenda.meetings] == [
        ("Giao ban", "02 08:00"),
        ("Duyệt kế hoạch", "02 10:30"),
        ("Tiếp dân", "02 14:00"),
        ("Kiểm tra", "03 07:30"),
        ("Họp tổ", "03 14:00"),
        ("Trực", "03 19:00"),
    ]
    first, tiep, truc = agenda.meetings[0], agenda.meetings[2], agenda.meetings[5]
    assert (first.chair, first.place, first.attendance, first.note, first.papers) == (
        *("Lea", "Phòng 1", "Toàn thể", "mang sổ", "12-KH"),
    )
    assert tiep.ends_at == datetime(2026, 3, 2, 16, 30, tzinfo=HANOI)
    assert truc.note == f"gọi trước · {ESTIMATED}"
    assert pickle.loads(pickle.dumps(agenda)) == agenda


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (",31/2/2026,Sáng,8h,A,,,,,", "no date of the calendar"),
        (",soon,Sáng,8h,A,,,,,", "no full date"),
        (",3/3/2026,,,A,,,,,", "no hour"),
        (",3/3/2026,,16h - 14h,A,,,,,", "ends before it starts"),
    ],
)
def test_a_bad_line_is_named_and_the_good_ones_go_in(tmp_path: Path, row: str, sentence: str) -> None:
    agenda = programme(tmp_path, row, "Thứ Ba,3/3/2026,,9:15,B,,,,,")
    assert [m.title for m in agenda.meetings] == ["B"]
    (problem,) = agenda.problems
    assert problem.line == 3
    assert sentence in str(problem.refusal)


@pytest.mark.parametrize("weekday", ["Thứ Hai", "Chủ nhật"])
def test_a_weekday_that_does_not_fit_its_date_is_kept_and_doubted(tmp_path: Path, weekday: str) -> None:
    agenda = programme(tmp_path, f"{weekday},3/3/2026,Sáng,8h,A,,,,,", "Thứ Ba,3/3/2026,,9:15,B,,,,,")
    assert [(m.title, m.unsure) for m in agenda.meetings] == [("A", {"day"}), ("B", frozenset())]
    (problem,) = agenda.problems
    assert problem.line == 3
    assert "weekday does not fit" in str(problem.refusal)


def test_a_workbook_with_merged_days_and_real_hours(tmp_path: Path) -> None:
    workbook = xlsxwriter.Workbook(str(tmp_path / "week.xlsx"))
    sheet = workbook.add_worksheet()
    for column, heading in enumerate(("Thứ/Ngày", "Thời gian", "Nội dung công việc")):
        sheet.write(0, column, heading)
    sheet.merge_range(1, 0, 2, 0, "Thứ Hai\n02/03/2026")
    sheet.write_datetime(1, 1, datetime(1899, 12, 31, 8, 30), workbook.add_format({"num_format": "hh:mm"}))  # noqa: DTZ001  # a cell
    sheet.write(1, 2, "Giao ban")
    sheet.write(2, 1, 1 / 3)
    sheet.write(2, 2, "Họp chi bộ")
    sheet.write_datetime(3, 0, datetime(2026, 3, 4), workbook.add_format({"num_format": "dd/mm/yyyy"}))  # noqa: DTZ001  # a cell
    sheet.write(3, 1, "10h")
    sheet.write(3, 2, "Đi cơ sở")
    workbook.close()
    agenda = parse_agenda(tmp_path / "week.xlsx", NOON)
    assert [f"{m.starts_at:%d %H:%M}" for m in agenda.meetings] == ["02 08:30", "02 08:00", "04 10:00"]


ICS = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//EN
BEGIN:VEVENT
UID:a@test
SUMMARY:Giao ban tuần
DTSTART;TZID=Asia/Ho_Chi_Minh:20260302T140000
DTEND;TZID=Asia/Ho_Chi_Minh:20260302T153000
LOCATION:Phòng 1
ORGANIZER;CN=Lea Example:mailto:lea@example.com
DESCRIPTION:Mang sổ
END:VEVENT
BEGIN:VEVENT
UID:b@test
SUMMARY:Utc
DTSTART:20260302T020000Z
DURATION:PT1H
END:VEVENT
BEGIN:VEVENT
UID:c@test
SUMMARY:Whole day
DTSTART;VALUE=DATE:20260303
END:VEVENT
BEGIN:VEVENT
UID:d@test
SUMMARY:Floating
DTSTART:20260304T090000
END:VEVENT
BEGIN:VEVENT
UID:e@test
SUMMARY:Broken
DTSTART:someday
END:VEVENT
BEGIN:VEVENT
UID:f@test
SUMMARY:Weekly
DTSTART:20260304T090000
RRULE:FREQ=WEEKLY
END:VEVENT
END:VCALENDAR
"""


def test_a_calendar_is_read_and_bad_events_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.ics"
    path.write_text(ICS.replace("\n", "\r\n"), encoding="utf-8")
    agenda = parse_agenda(path, NOON)
    assert [
        (m.key, m.title, m.starts_at.astimezone(HANOI).strftime("%d %H:%M")) for m in agenda.meetings
    ] == [
        ("a@test", "Giao ban tuần", "02 14:00"),
        ("b@test", "Utc", "02 09:00"),
        ("c@test", "Whole day", "03 00:00"),
        ("d@test", "Floating", "04 09:00"),
    ]
    assert (agenda.meetings[0].chair, agenda.meetings[0].place, agenda.meetings[0].note) == (
        *("Lea Example", "Phòng 1", "Mang sổ"),
    )
    assert [m.ends_at and m.ends_at.astimezone(HANOI).hour for m in agenda.meetings] == [15, 10, None, None]
    assert [p.event for p in agenda.problems] == [5, 6]


def test_a_broken_calendar_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.ics"
    path.write_text("no calendar", encoding="utf-8")
    with pytest.raises(Refusal, match="not a readable calendar"):
        parse_agenda(path, NOON)
