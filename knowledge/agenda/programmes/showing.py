"""A programme as its secretary or lead sees it: what is new, changed, doubtful, or in conflict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from knowledge.agenda.lines import packed, unpacked
from knowledge.agenda.linking import facilities_near, rooms_instead
from knowledge.agenda.programmes.conflicts import Taken, clashes, end_of, named, needs, published
from knowledge.agenda.programmes.rights import decided_by, drafted_by, leads_of, may
from knowledge.agenda.programmes.rows import Clash, LineRow, ProgrammeRow
from knowledge.agenda.programmes.weeks import as_line, differs, lines_of
from knowledge.agenda.reading.tables import HANOI
from knowledge.agenda.seeing import seen_by
from knowledge.models import Meeting, MeetingState, Programme, ProgrammeLine, ProgrammeState, Unit
from knowledge.vietnamese.holidays import holiday

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from knowledge.agenda.programmes.conflicts import Conflict


async def row_of(session: AsyncSession, programme: Programme, person_id: int) -> ProgrammeRow:
    """Return a programme with everything that is said about it to this person."""
    lines = await lines_of(session, programme.id)
    found = await clashing(session, programme, lines)
    seen = await in_scope(session, person_id, [c for each in found.values() for c in each])
    there = await meetings_of(session, lines)
    rooms = await facilities_near(session, programme.unit_id)
    rows = tuple(
        replace(
            line_row(number, line, there.get(line.meeting_id or 0), found[line.id], seen),
            rooms_instead=rooms_instead(unpacked(line.values).place, rooms),
        )
        for number, line in enumerate(lines, 1)
    )
    leads = await leads_of(session, programme.unit_id)
    decides = await may(session, decided_by(person_id), programme.unit_id)
    return ProgrammeRow(
        programme.id,
        programme.unit_id,
        (await session.get_one(Unit, programme.unit_id)).name,
        programme.first_day,
        programme.reach,
        programme.state,
        programme.version,
        programme.revision,
        programme.remark,
        decides or await may(session, drafted_by(person_id), programme.unit_id),
        decides and programme.state == ProgrammeState.SUBMITTED,
        bool(leads) and person_id not in leads,
        rows,
    )


def line_row(
    number: int,
    line: ProgrammeLine,
    meeting: Meeting | None,
    conflicts: Sequence[Conflict],
    seen: frozenset[int],
) -> LineRow:
    """Return one line as it is shown."""
    values = unpacked(line.values)
    day = values.starts_at.astimezone(HANOI).date()
    is_changed = meeting is not None and (
        (meeting.state == MeetingState.CANCELLED) != line.is_dropped
        or differs(line.values, packed(as_line(meeting)) | {"papers": line.values["papers"]})
    )
    return LineRow(
        line.id,
        number,
        values,
        meeting is None,
        is_changed,
        line.is_dropped,
        tuple(
            Clash(
                c.other_title if c.other_line_id or c.other_meeting_id in seen else "",
                c.other_starts_at,
                c.what,
            )
            for c in conflicts
        ),
        line.override_reason,
        holiday(day),
        line.revision,
    )


async def clashing(
    session: AsyncSession, programme: Programme, lines: Sequence[ProgrammeLine]
) -> dict[int, list[Conflict]]:
    """Return the conflicts of each line, with other lines and with what is published anywhere."""
    mine = []
    for line in lines:
        if line.is_dropped:
            continue
        values = unpacked(line.values)
        people, rooms = await needs(session, values, programme.unit_id)
        end = end_of(values.starts_at, values.ends_at)
        mine.append(
            Taken(
                line.id,
                line.meeting_id,
                values.title,
                values.starts_at,
                end,
                frozenset(people),
                frozenset(rooms),
            )
        )
    found: dict[int, list[Conflict]] = defaultdict(list)
    if not mine:
        return found
    start, end = min(t.starts_at for t in mine), max(t.ends_at for t in mine) + timedelta(seconds=1)
    ours = [line.meeting_id for line in lines if line.meeting_id]
    others = await published(session, start, end, ours)
    for conflict in await named(session, clashes(mine, others)):
        found[conflict.line_id].append(conflict)
        if conflict.other_line_id:
            found[conflict.other_line_id].append(turned(conflict, mine))
    return found


def turned(conflict: Conflict, mine: Sequence[Taken]) -> Conflict:
    """Return the same conflict as the other of its two lines has it."""
    one = next(t for t in mine if t.line_id == conflict.line_id)
    return replace(
        conflict,
        line_id=conflict.other_line_id or 0,
        title=conflict.other_title,
        other_line_id=conflict.line_id,
        other_title=one.title,
        other_starts_at=one.starts_at,
    )


async def in_scope(session: AsyncSession, person_id: int, conflicts: Sequence[Conflict]) -> frozenset[int]:
    """Return those of the meetings in conflict that the person may know of."""
    ids = {c.other_meeting_id for c in conflicts if c.other_meeting_id}
    query = select(Meeting.id).where(Meeting.id.in_(ids), seen_by(person_id))
    return frozenset(await session.scalars(query)) if ids else frozenset()


async def meetings_of(session: AsyncSession, lines: Sequence[ProgrammeLine]) -> dict[int, Meeting]:
    """Return the published meetings of lines."""
    ids = [line.meeting_id for line in lines if line.meeting_id]
    return {m.id: m for m in await session.scalars(select(Meeting).where(Meeting.id.in_(ids)))}
