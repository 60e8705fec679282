"""Loading the demo: the same importers as the command line's, with days counted from today."""

from __future__ import annotations

import csv
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from knowledge import Knowledge, Refusal
from knowledge.agenda.conferences.lists import PointLine
from knowledge.agenda.lines import ParsedAgenda, ParsedMeeting
from knowledge.documents.reading import read_document
from knowledge.organisation.roster import parse_roster
from knowledge.quiz.questions import parse_questions
from knowledge.tasks import Order

FOLDER = Path(__file__).parent
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
TOP = "Thành ủy Bình Giang"
OFFICE, ORGANISER = "Văn phòng Thành ủy", "Trần Minh Quân"
"""Who holds the conference that is on."""
BANKS = {
    "questions-1.gift": "Chuyển đổi số và họp không giấy tờ",
    "questions-2.csv": "Quy chế, sinh hoạt chi bộ và báo cáo",
}
REMIND_AFTER = timedelta(seconds=50)
"""When the reminder comes that greets whoever opens the demo."""
GREETER = "so-lieu"
"""The key of its deadline."""


def database(data_dir: Path) -> str:
    """Return the address of the demo's own database, so that real data stays untouched."""
    return f"sqlite:///{data_dir / 'demo.db'}"


async def load(knowledge: Knowledge, now: datetime) -> None:
    """Fill the database with the committee; again on the same day, nothing changes."""
    today = now.astimezone(ZONE).date()
    await knowledge.people.import_roster(parse_roster(FOLDER / "roster.csv"), dry_run=False, now=now)
    await load_documents(knowledge, now)
    await load_banks(knowledge, now)
    await load_agenda(knowledge, today, now)
    await load_conference(knowledge, now)
    await load_deadlines(knowledge, today, now)


async def load_documents(knowledge: Knowledge, now: datetime) -> None:
    """Load the papers, each for its unit and reach."""
    for row in table("papers.csv"):
        unit = await knowledge.units.find(row["unit"])
        path = FOLDER / "documents" / row["file"]
        parsed, content = read_document(path), path.read_bytes()
        await knowledge.documents.import_document(
            parsed, unit.id, row["reach"], row["file"], now, content=content, dry_run=False
        )


async def load_banks(knowledge: Knowledge, now: datetime) -> None:
    """Load the question banks for everybody below the committee."""
    unit = await knowledge.units.find(TOP)
    for name, title in BANKS.items():
        await knowledge.quiz.import_bank(
            parse_questions(FOLDER / name), unit.id, "below", title, now, dry_run=False
        )


async def load_agenda(knowledge: Knowledge, today: date, now: datetime) -> None:
    """Load the meetings around today: the same meetings each day, moved."""
    rows: dict[tuple[str, str], list[ParsedMeeting]] = {}
    for row in table("agenda.csv"):
        rows.setdefault((row["unit"], row["reach"]), []).append(meeting(row, today))
    for (name, reach), meetings in rows.items():
        unit = await knowledge.units.find(name)
        await knowledge.agenda.import_meetings(
            ParsedAgenda(meetings), unit.id, reach, "agenda.csv", now, dry_run=False
        )


async def load_conference(knowledge: Knowledge, now: datetime) -> None:
    """Load a conference that has just begun, with its connection points, unless one is on."""
    organiser = await knowledge.people.find(ORGANISER)
    if await knowledge.check_ins.on_now(organiser.id, now):
        return
    office = await knowledge.units.find(OFFICE)
    start = now.replace(second=0, microsecond=0)
    begun = ParsedMeeting(
        place_in_file="demo",
        key=f"demo-conference-{now.astimezone(ZONE).date()}",
        title="Hội nghị trực tuyến sơ kết công tác chuyển đổi số",
        starts_at=start,
        ends_at=start + timedelta(hours=3),
        place="Hội trường Thành ủy và các điểm cầu",
        chair="Bí thư Lê Quang Vinh",
        attendance="Cán bộ các ban, phường",
    )
    await knowledge.agenda.import_meetings(
        ParsedAgenda([begun]), office.id, "everyone", "conference", now, dry_run=False
    )
    day = await knowledge.agenda.meetings(organiser.id, start, start + timedelta(minutes=1))
    made = next(row for row in day if row.title == begun.title)
    points = [
        PointLine(int(row["line"]), row["unit"], row["name"], row["reporter"]) for row in table("points.csv")
    ]
    await knowledge.conferences.add(organiser.id, made.id, points, now)
    await knowledge.conferences.expect_members(organiser.id, made.id)


def meeting(row: dict[str, str], today: date) -> ParsedMeeting:
    """Turn a row into a meeting on its day."""
    day = today + timedelta(days=int(row["day"]))
    return ParsedMeeting(
        place_in_file=row["key"],
        key=f"demo-{row['key']}",
        title=row["title"],
        starts_at=datetime.combine(day, time.fromisoformat(row["start"]), ZONE),
        ends_at=datetime.combine(day, time.fromisoformat(row["end"]), ZONE),
        place=row["place"],
        chair=row["chair"],
        attendance=row["attendance"],
        note=row["note"],
        papers=row["papers"],
    )


async def load_deadlines(knowledge: Knowledge, today: date, now: datetime) -> None:
    """Load the deadlines, one of which is reminded of soon."""
    for row in table("deadlines.csv"):
        person = await knowledge.people.find(row["person"])
        cause = f"demo:{row['key']}:{today}"
        due_at = now + timedelta(minutes=int(row["minutes"] or 0))
        if row["days"]:
            day = today + timedelta(days=int(row["days"]))
            due_at = datetime.combine(day, time.fromisoformat(row["time"]), ZONE)
        if row["giver"]:
            giver = await knowledge.people.find(row["giver"])
            to = await knowledge.tasks.whom(giver.id, person.name)
            order = Order(row["title"], due_at)
            await knowledge.tasks.give(giver.id, to, order, cause=cause, now=now, zone=ZONE)
        else:
            await knowledge.deadlines.add(person.id, row["title"], due_at, cause, now)
    await remind_soon(knowledge, "start", now)


async def remind_soon(knowledge: Knowledge, cause: str, now: datetime) -> None:
    """Have the greeting reminder sent in a moment; the same cause moves it once."""
    row = next(row for row in table("deadlines.csv") if row["key"] == GREETER)
    person = await knowledge.people.find(row["person"])
    own = f"demo:{GREETER}:{now.astimezone(ZONE).date()}"
    due_at = now + timedelta(minutes=int(row["minutes"]))
    # The same cause returns the row that is there.
    deadline = await knowledge.deadlines.add(person.id, row["title"], due_at, own, now)
    with suppress(Refusal):  # done already: then there is nothing to remind of
        await knowledge.deadlines.snooze(person.id, deadline.id, now + REMIND_AFTER, f"{own}:{cause}", now)


def table(name: str) -> list[dict[str, str]]:
    """Read one of our own tables."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
