"""Whom, which papers and which rooms a programme's words name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import select

from knowledge.agenda.naming import named_in
from knowledge.models import (
    Attendee,
    AttendeeRole,
    Booking,
    Document,
    Facility,
    Meeting,
    MeetingPaper,
    UnitTree,
)
from knowledge.vietnamese.text import fold

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from knowledge.agenda.lines import ParsedMeeting

NUMBERED = re.compile(r"(?P<what>(?:phong hop|phong|hoi truong|room|hall))(?: so)? \d+")
BETWEEN = re.compile(r"[,;:\n()]| - | va ")


async def link(session: AsyncSession, meeting: Meeting, line: ParsedMeeting) -> None:
    """Tie a meeting to the people, papers and rooms that its line names."""
    await link_people(session, meeting)
    await link_papers(session, meeting, line.papers)
    await link_facilities(session, meeting)


async def invited(session: AsyncSession, meeting_id: int) -> frozenset[int]:
    """Return the people of a meeting."""
    found = await session.scalars(select(Attendee.person_id).where(Attendee.meeting_id == meeting_id))
    return frozenset(found)


async def link_people(session: AsyncSession, meeting: Meeting) -> None:
    """Make attendees of those whom the programme names in full or by their post, and of nobody else."""
    people = await named_people(session, meeting)
    # Substitutes come by an answer, and delegates by a conference's list: not by the programme.
    own = select(Attendee.person_id).where(
        Attendee.meeting_id == meeting.id,
        Attendee.role != AttendeeRole.SUBSTITUTE,
        Attendee.point_id.is_(None),
    )
    everyone = await invited(session, meeting.id)
    known = set(await session.scalars(own))
    for person_id in people.keys() - everyone:
        session.add(Attendee(meeting_id=meeting.id, person_id=person_id, post=people[person_id]))
    for person_id in known - people.keys():
        await session.delete(await session.get_one(Attendee, (meeting.id, person_id)))


async def named_people(session: AsyncSession, meeting: Meeting) -> dict[int, str]:
    """Find whom a programme means, by name or by post; returns the post by which, empty for a name."""
    return await named_in(session, meeting.unit_id, BETWEEN.split(fold_lines(meeting)))


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
    added = set(
        await session.scalars(
            select(MeetingPaper.document_id).where(
                MeetingPaper.meeting_id == meeting.id, MeetingPaper.is_added
            )
        )
    )
    for document_id in known - found - added:
        await session.delete(await session.get_one(MeetingPaper, (meeting.id, document_id)))


async def named_facilities(session: AsyncSession, meeting: Meeting) -> set[int]:
    """Find the rooms and cars of its unit, or of one above it, whose names stand in place and note."""
    folded = fold(f"{meeting.place} {meeting.note}")
    near = select(UnitTree.above_id).where(UnitTree.unit_id == meeting.unit_id)
    there = await session.execute(select(Facility.folded_name, Facility.id).where(Facility.unit_id.in_(near)))
    named = {name: f for name, f in there if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", folded)}
    # "Phòng họp 2" stands in "phòng họp 2 tầng 3" too: the longer name is meant.
    return {f for name, f in named.items() if not any(name in other and name != other for other in named)}


async def facilities_near(session: AsyncSession, unit_id: int) -> dict[str, str]:
    """Return the names of the rooms and cars of a unit and of those above it, by their folded names."""
    near = select(UnitTree.above_id).where(UnitTree.unit_id == unit_id)
    found = select(Facility.folded_name, Facility.name).where(Facility.unit_id.in_(near))
    return {row.folded_name: row.name for row in await session.execute(found.order_by(Facility.name))}


def rooms_instead(place: str, facilities: dict[str, str]) -> tuple[str, ...]:
    """Return the rooms that there are where a place names a numbered one that is not among them."""
    folded = fold(place)
    if any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", folded) for name in facilities):
        return ()
    numbered = NUMBERED.search(folded)
    if numbered is None:
        return ()
    alike = re.compile(rf"{re.escape(numbered['what'])}(?: so)? \d+")
    return tuple(name for folded_name, name in facilities.items() if alike.search(folded_name))


async def link_facilities(session: AsyncSession, meeting: Meeting) -> None:
    """Book what a meeting names, and nothing else."""
    wanted = await named_facilities(session, meeting)
    known = set(await session.scalars(select(Booking.facility_id).where(Booking.meeting_id == meeting.id)))
    session.add_all(Booking(meeting_id=meeting.id, facility_id=f) for f in sorted(wanted - known))
    for facility in known - wanted:
        await session.delete(await session.get_one(Booking, (meeting.id, facility)))
