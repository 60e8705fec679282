"""From a programme's line to a published meeting: what is new, what changed, whom it touches."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from knowledge.agenda.linking import invited, link
from knowledge.models import ChangeKind, ChangeNews, Meeting, MeetingChange, MeetingState
from knowledge.vietnamese.text import fold

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from knowledge.agenda.lines import ParsedMeeting

COPIED = (
    *("title", "starts_at", "ends_at", "place", "chair", "attendance"),
    *("prepared_by", "followed_by", "invitation", "note"),
)
"""Fields of a line that are the meeting's own, of the same name."""


@dataclass(frozen=True, slots=True)
class Act:
    """Who publishes, and why."""

    by: int | None
    """A person, or None for the technician at the command line."""
    now: datetime
    why: str = ""


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing a line came to."""

    meeting: Meeting
    kind: ChangeKind | None
    """None where nothing differs."""


async def publish(
    session: AsyncSession, line: ParsedMeeting, act: Act, *, unit_id: int, reach: str, source: str
) -> Published:
    """Add or change the unit's meeting of this source, with the people, papers and rooms that it names."""
    meeting = await session.scalar(
        select(Meeting).where(Meeting.unit_id == unit_id, Meeting.source == source)
    )
    if meeting is None:
        values = {name: getattr(line, name) for name in COPIED}
        meeting = Meeting(
            unit_id=unit_id, source=source, reach=reach, organiser_id=act.by, changed_at=act.now, **values
        )
        session.add(meeting)
        await session.flush()
        await link(session, meeting, line)
        await note(session, meeting, ChangeKind.PUBLISHED, act, {}, as_json(values))
        return Published(meeting, ChangeKind.PUBLISHED)
    return Published(meeting, await change(session, meeting, line, act, reach=reach))


async def change(
    session: AsyncSession, meeting: Meeting, line: ParsedMeeting, act: Act, *, reach: str = ""
) -> ChangeKind | None:
    """Bring a published meeting to what a line says; a cancelled one takes place again."""
    differing = differences(meeting, line, reach)
    restored = meeting.state == MeetingState.CANCELLED
    if not differing and not restored:
        await link(session, meeting, line)
        return None
    before = {name: getattr(meeting, name) for name in differing}
    touched = await invited(session, meeting.id)
    for name, value in differing.items():
        setattr(meeting, name, value)
    meeting.state = MeetingState.PLANNED
    await link(session, meeting, line)
    kind = ChangeKind.RESTORED if restored else ChangeKind.CHANGED
    await note(session, meeting, kind, act, as_json(before), as_json(differing), touched)
    return kind


async def cancel(session: AsyncSession, meeting: Meeting, act: Act) -> ChangeKind | None:
    """Call a published meeting off; None where it was called off before."""
    if meeting.state == MeetingState.CANCELLED:
        return None
    meeting.state = MeetingState.CANCELLED
    await note(session, meeting, ChangeKind.CANCELLED, act, {}, {})
    return ChangeKind.CANCELLED


def differences(meeting: Meeting, line: ParsedMeeting, reach: str = "") -> dict[str, object]:
    """Return the fields whose values a line would change."""
    wanted = {name: getattr(line, name) for name in COPIED} | ({"reach": reach} if reach else {})
    return {name: value for name, value in wanted.items() if getattr(meeting, name) != value}


async def note(  # noqa: PLR0917  # what happened, to what, by whom, from what to what
    session: AsyncSession,
    meeting: Meeting,
    kind: ChangeKind,
    act: Act,
    before: dict[str, object],
    after: dict[str, object],
    touched: frozenset[int] = frozenset(),
) -> None:
    """Log a change, raise the sequence, and remember whom it has to be told."""
    if kind != ChangeKind.PUBLISHED:
        meeting.sequence += 1
    meeting.changed_at = act.now
    entry = MeetingChange(
        meeting_id=meeting.id,
        kind=kind,
        at=act.now,
        person_id=act.by,
        why=act.why,
        before=before,
        after=after,
    )
    session.add(entry)
    await session.flush()
    people = touched | await invited(session, meeting.id)
    session.add_all(ChangeNews(change_id=entry.id, person_id=p) for p in sorted(people) if p != act.by)
    await session.flush()


def as_json(values: dict[str, object]) -> dict[str, object]:
    """Return values as JSON keeps them; moments with their zone."""
    return {n: v.isoformat() if isinstance(v, datetime) else v for n, v in values.items()}


def key_of(parsed: ParsedMeeting) -> str:
    """Return the calendar's own mark, or one made of day and title: the hour and the rest may change."""
    if parsed.key:
        return parsed.key
    return hashlib.sha256(f"{parsed.starts_at:%Y-%m-%d} {fold(parsed.title)}".encode()).hexdigest()
