"""Meetings in the database."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Integer, Select, bindparam, func, literal, select

from knowledge.agenda.lines import DAY, packed
from knowledge.agenda.publishing import Act, differences, key_of, publish
from knowledge.agenda.seeing import seen_by
from knowledge.messages.notices import cause_of, queue_each
from knowledge.models import (
    Attendee,
    Document,
    Meeting,
    MeetingPaper,
    MeetingState,
    Person,
    PersonWish,
)
from knowledge.problems import ImportReport
from knowledge.scope import Viewer, visible_to

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from knowledge.agenda.lines import ParsedAgenda, ParsedMeeting
    from knowledge.database import Database

USUAL_MINUTES = 30
"""How long before a meeting one is reminded who said nothing else."""


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting, with those of its papers that the viewer may read."""

    id: int
    title: str
    starts_at: datetime
    ends_at: datetime | None
    place: str
    chair: str
    note: str
    papers: tuple[str, ...] = ()
    """Number and title of each."""


COLUMNS = (
    Meeting.id,
    Meeting.title,
    Meeting.starts_at,
    Meeting.ends_at,
    Meeting.place,
    Meeting.chair,
    Meeting.note,
)


class Agenda:
    """What takes place, for whom."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def meetings(self, viewer: Viewer, start: datetime, end: datetime) -> list[MeetingRow]:
        """Return the meetings in the viewer's scope that start in [start, end), in order of time."""
        values = {"viewer": viewer, "start": start, "end": end}
        found = await self._database.look_up(in_span(viewer is None), values)
        if not found:
            return []
        papers = await self._database.look_up(
            papers_of(viewer is None), {"viewer": viewer, "ids": [row.id for row in found]}
        )
        titles: dict[int, list[str]] = defaultdict(list)
        for meeting, number, title in papers:
            titles[meeting].append(f"{number} – {title}" if number else title)
        return [MeetingRow(*row, tuple(titles[row.id])) for row in found]

    async def cancelled(self, viewer: int, start: datetime, end: datetime) -> list[MeetingRow]:
        """Return the meetings in scope that were to start in [start, end), and do not take place."""
        values = {"viewer": viewer, "start": start, "end": end}
        found = await self._database.look_up(in_span(False, MeetingState.CANCELLED), values)  # noqa: FBT003
        return [MeetingRow(*row) for row in found]

    async def get(self, viewer: Viewer, id: int) -> MeetingRow | None:
        """Return one meeting; None where it is not in the viewer's scope."""
        statement = select(*COLUMNS).where(Meeting.id == id, seen_by(viewer))
        async with self._database.read() as connection:
            row = (await connection.execute(statement)).first()
        return MeetingRow(*row) if row else None

    async def next_after(self, viewer: Viewer, moment: datetime) -> MeetingRow | None:
        """Return the first meeting in the viewer's scope that starts at the moment or later."""
        statement = (
            select(*COLUMNS)
            .where(Meeting.starts_at >= moment, Meeting.state == MeetingState.PLANNED, seen_by(viewer))
            .order_by(Meeting.starts_at, Meeting.id)
            .limit(1)
        )
        async with self._database.read() as connection:
            row = (await connection.execute(statement)).first()
        return MeetingRow(*row) if row else None

    async def import_meetings(
        self,
        parsed: ParsedAgenda,
        unit_id: int,
        reach: str,
        source: str,
        now: datetime,
        *,
        dry_run: bool = False,
    ) -> ImportReport:
        """Write a programme's meetings; the same file again changes nothing."""
        report = ImportReport(source, problems=list(parsed.problems))
        async with self._database.edit() as session:
            times: Counter[str] = Counter()
            for meeting in parsed.meetings:
                report.read.append(packed(meeting))
                report.unsure = sorted(meeting.unsure.union(report.unsure))
                # A problem names its line: a guessed day is for a person to confirm, in the chat.
                if DAY in meeting.unsure:
                    continue
                key = key_of(meeting)
                times[key] += 1
                place = Place(unit_id, reach, f"{key}:{times[key]}")
                await bring(session, meeting, place, report, None if dry_run else Act(None, now))
        return report

    async def plan_reminders(self, now: datetime) -> int:
        """Write a notice for each attendee of the meetings that start soon; returns how many were new.

        How soon is each person's wish; half an hour where they said nothing.
        """
        before = func.coalesce(PersonWish.meeting_minutes, USUAL_MINUTES)
        async with self._database.read() as connection:
            wished = await connection.scalars(select(PersonWish.meeting_minutes).distinct())
            minutes = {each for each in wished if each is not None} | {USUAL_MINUTES}
        return sum([await self._plan_before(now, each, before == each) for each in sorted(minutes - {0})])

    async def _plan_before(self, now: datetime, minutes: int, wish: ColumnElement[bool]) -> int:
        soon = (
            select(
                Attendee.person_id,
                Meeting.id,
                cause_of("meeting", Meeting.id, Attendee.person_id, Meeting.starts_at),
                literal(now, Meeting.starts_at.type).label("due"),
                Meeting.starts_at.label("expires"),
            )
            .join(Meeting, Meeting.id == Attendee.meeting_id)
            .join(Person, Person.id == Attendee.person_id)
            .outerjoin(PersonWish, PersonWish.person_id == Person.id)
            .where(
                wish,
                Meeting.starts_at > now,
                Meeting.starts_at <= now + timedelta(minutes=minutes),
                Meeting.state == MeetingState.PLANNED,
                Person.suspended_at.is_(None),
            )
        )
        async with self._database.write() as connection:
            return await queue_each(connection, soon, "meeting")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an imported meeting goes."""

    unit_id: int
    reach: str
    source: str


async def bring(
    session: AsyncSession, line: ParsedMeeting, place: Place, report: ImportReport, act: Act | None
) -> None:
    """Publish one imported meeting, or only look without an act, and count it in the report."""
    there = await session.scalar(
        select(Meeting).where(Meeting.unit_id == place.unit_id, Meeting.source == place.source)
    )
    is_cancelled = there is not None and there.state == MeetingState.CANCELLED
    changed = there is None or is_cancelled or bool(differences(there, line, place.reach))
    if changed:
        sign = "+" if there is None else "~"
        report.changes.append(f"{sign} {line.starts_at:%d/%m/%Y %H:%M} {line.title}")
    report.added += there is None
    report.changed += changed and there is not None
    report.same += not changed
    if act:
        await publish(session, line, act, unit_id=place.unit_id, reach=place.reach, source=place.source)


def viewer_for(technician: bool) -> Viewer:  # noqa: FBT001  # a key of the cache
    """Return the place of the viewer's id in a statement that is built once."""
    return None if technician else bindparam("viewer", type_=Integer)  # type: ignore[return-value]  # stands for an int


@cache
def in_span(
    technician: bool,  # noqa: FBT001  # a key
    state: MeetingState = MeetingState.PLANNED,
) -> Select[int, str, datetime, datetime | None, str, str, str]:
    """Build the look-up of an agenda once: it is the most frequent of all."""
    return (
        select(*COLUMNS)
        .where(
            Meeting.starts_at >= bindparam("start", type_=Meeting.starts_at.type),
            Meeting.starts_at < bindparam("end", type_=Meeting.starts_at.type),
            Meeting.state == state,
            seen_by(viewer_for(technician)),
        )
        .order_by(Meeting.starts_at, Meeting.id)
    )


@cache
def papers_of(technician: bool) -> Select[int, str, str]:  # noqa: FBT001  # a key
    """Build the look-up of the papers that the viewer may read once."""
    return (
        select(MeetingPaper.meeting_id, Document.number, Document.title)
        .join(Document, Document.id == MeetingPaper.document_id)
        .where(
            MeetingPaper.meeting_id.in_(bindparam("ids", expanding=True)),
            visible_to(viewer_for(technician), Document.unit_id, Document.reach),
        )
        .order_by(MeetingPaper.meeting_id, Document.id)
    )
