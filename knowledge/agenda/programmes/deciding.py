"""Submitting, approving, publishing: what becomes of a programme, and who is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from knowledge.agenda.lines import unpacked
from knowledge.agenda.programmes.showing import clashing
from knowledge.agenda.programmes.weeks import lines_of
from knowledge.agenda.publishing import Act, cancel, change, key_of, publish
from knowledge.messages.notices import queue
from knowledge.models import (
    ChangeKind,
    Meeting,
    Programme,
    ProgrammeLine,
    ProgrammeState,
    ProgrammeVersion,
)
from knowledge.problems import Refusal

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

TOLD_FOR = timedelta(days=2)
"""How long the news of a decision is worth sending."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of a programme."""

    id: int
    state: str
    version: int
    published: int = 0
    changed: int = 0
    cancelled: int = 0


async def decide(  # noqa: PLR0917  # what becomes of which programme, by whom, who is told, when
    session: AsyncSession,
    programme: Programme,
    state: ProgrammeState,
    person_id: int,
    told: Sequence[int],
    now: datetime,
) -> Decision:
    """Set a programme's state, and tell those who go on with it."""
    programme.state = state
    programme.changed_at = now
    if state != ProgrammeState.SUBMITTED:
        programme.decided_by = person_id
    for person in told:
        if person != person_id:
            await queue(
                session,
                person_id=person,
                kind="programme",
                subject_id=programme.id,
                cause=f"programme:{programme.id}:{state}:{programme.revision}:{person}",
                due_at=now,
                expires_at=now + TOLD_FOR,
            )
    await session.flush()
    return Decision(programme.id, state, programme.version)


async def publish_week(
    session: AsyncSession, programme: Programme, person_id: int, now: datetime
) -> Decision:
    """Turn a draft's lines into meetings; Refusal while a conflict was neither mended nor accepted."""
    lines = await lines_of(session, programme.id)
    clashes = await clashing(session, programme, lines)
    left = [line for line in lines if not line.is_dropped and clashes[line.id] and not line.override_reason]
    if left:
        raise Refusal(
            "“{title}” has a conflict. Move it, or accept the conflict with a reason, then publish.",
            title=str(left[0].values["title"])[:60],
        )
    acts = Counter([await publish_line(session, programme, line, lines, person_id, now) for line in lines])
    programme.version += 1
    programme.remark = ""
    session.add(
        ProgrammeVersion(
            programme_id=programme.id,
            version=programme.version,
            published_at=now,
            published_by=person_id,
            lines=[line.values for line in lines if not line.is_dropped],
        )
    )
    told = [programme.drafted_by]
    await decide(session, programme, ProgrammeState.PUBLISHED, person_id, told, now)
    return Decision(
        programme.id,
        programme.state,
        programme.version,
        acts[ChangeKind.PUBLISHED],
        acts[ChangeKind.CHANGED] + acts[ChangeKind.RESTORED],
        acts[ChangeKind.CANCELLED],
    )


async def publish_line(  # noqa: PLR0917  # one line among those of its programme
    session: AsyncSession,
    programme: Programme,
    line: ProgrammeLine,
    lines: Sequence[ProgrammeLine],
    person_id: int,
    now: datetime,
) -> ChangeKind | None:
    """Publish, change or cancel one meeting."""
    act = Act(person_id, now, line.override_reason)
    values = unpacked(line.values)
    if line.meeting_id is None:
        if line.is_dropped:
            return None
        key = key_of(values)
        same = [each for each in lines if each.values["key"] == key]
        source = f"{key}:{same.index(line) + 1}"
        done = await publish(
            session, values, act, unit_id=programme.unit_id, reach=programme.reach, source=source
        )
        line.meeting_id = done.meeting.id
        return done.kind
    meeting = await session.get_one(Meeting, line.meeting_id)
    if line.is_dropped:
        return await cancel(session, meeting, act)
    return await change(session, meeting, values, act, reach=programme.reach)
