"""From a programme that was read to rows: what is new, what changed, who and which papers it names."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import select

from knowledge.models import Attendee, Document, Meeting, MeetingPaper, Person, Post, UnitTree
from knowledge.vietnamese.text import fold

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from knowledge.agenda.calendars import ParsedMeeting
    from knowledge.problems import ImportReport

TITLES = re.compile(r"^(?:cac )?(?:d/c|dong chi|ong|ba|anh|chi|mr|ms|mrs)\.? ")
"""What stands before a name."""
BETWEEN = re.compile(r"[,;:\n()]| - | va ")


async def store_meeting(  # noqa: PLR0917  # the line, and where it goes
    session: AsyncSession,
    parsed: ParsedMeeting,
    unit_id: int,
    reach: str,
    source: str,
    report: ImportReport,
    *,
    dry_run: bool,
) -> None:
    """Add or change one meeting and count it in the report."""
    meeting = await session.scalar(
        select(Meeting).where(Meeting.unit_id == unit_id, Meeting.source == source)
    )
    values: dict[str, object] = {
        "reach": reach,
        "title": parsed.title,
        "starts_at": parsed.starts_at,
        "ends_at": parsed.ends_at,
        "place": parsed.place,
        "chair": parsed.chair,
        "attendance": parsed.attendance,
        "note": parsed.note,
    }
    count(report, parsed, meeting, values)
    if dry_run:
        return
    if meeting is None:
        meeting = Meeting(unit_id=unit_id, source=source, **values)
        session.add(meeting)
    else:
        for key, value in values.items():
            setattr(meeting, key, value)
    await session.flush()
    await link_people(session, meeting)
    await link_papers(session, meeting, parsed.papers)


def count(
    report: ImportReport, parsed: ParsedMeeting, meeting: Meeting | None, values: dict[str, object]
) -> None:
    """Note in the report whether the meeting is new, changed or the same."""
    changed = meeting is None or any(getattr(meeting, key) != value for key, value in values.items())
    if changed:
        sign = "+" if meeting is None else "~"
        report.changes.append(f"{sign} {parsed.starts_at:%d/%m/%Y %H:%M} {parsed.title}")
    report.added += meeting is None
    report.changed += changed and meeting is not None
    report.same += not changed


def key_of(parsed: ParsedMeeting) -> str:
    """Return the calendar's own mark, or one made of day and title: the hour and the rest may change."""
    if parsed.key:
        return parsed.key
    return hashlib.sha256(f"{parsed.starts_at:%Y-%m-%d} {fold(parsed.title)}".encode()).hexdigest()


async def link_people(session: AsyncSession, meeting: Meeting) -> None:
    """Make attendees of those whom the programme names in full, and of nobody else."""
    people = await named_people(session, meeting)
    known = set(await session.scalars(select(Attendee.person_id).where(Attendee.meeting_id == meeting.id)))
    for person_id in people - known:
        session.add(Attendee(meeting_id=meeting.id, person_id=person_id))
    for person_id in known - people:
        await session.delete(await session.get_one(Attendee, (meeting.id, person_id)))


async def named_people(session: AsyncSession, meeting: Meeting) -> set[int]:
    """Find whom a programme means; of namesakes the one in or below its own unit, else none of them."""
    pieces = BETWEEN.split(fold_lines(meeting))
    names = {TITLES.sub("", piece.strip(" .")) for piece in pieces} - {""}
    near = select(UnitTree.unit_id).where(UnitTree.above_id == meeting.unit_id)
    statement = (
        select(Person.folded_name, Person.id, Post.unit_id.in_(near))
        .join(Post, Post.person_id == Person.id)
        .where(Person.folded_name.in_(sorted(names)))
    )
    everyone: dict[str, set[int]] = defaultdict(set)
    nearby: dict[str, set[int]] = defaultdict(set)
    for name, person_id, is_near in (await session.execute(statement)).all():
        everyone[name].add(person_id)
        if is_near:
            nearby[name].add(person_id)
    choices = (found if len(found) == 1 else nearby[name] for name, found in everyone.items())
    return {next(iter(found)) for found in choices if len(found) == 1}


def fold_lines(meeting: Meeting) -> str:
    """Return chair and attendance, folded, with the line breaks kept as borders."""
    text = f"{meeting.chair}\n{meeting.attendance}"
    return "\n".join(fold(line) for line in text.splitlines())


async def link_papers(session: AsyncSession, meeting: Meeting, papers: str) -> None:
    """Link the documents whose numbers the programme gives."""
    numbers = {piece.strip() for piece in re.split(r"[,;\n]", papers)} - {""}
    wanted = select(Document.id).where(Document.number.in_(sorted(numbers)))
    found = set(await session.scalars(wanted))
    known = set(
        await session.scalars(select(MeetingPaper.document_id).where(MeetingPaper.meeting_id == meeting.id))
    )
    for document_id in found - known:
        session.add(MeetingPaper(meeting_id=meeting.id, document_id=document_id))
    for document_id in known - found:
        await session.delete(await session.get_one(MeetingPaper, (meeting.id, document_id)))
