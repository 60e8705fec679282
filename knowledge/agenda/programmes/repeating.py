"""Making a meeting repeat, and ending that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.agenda.programmes.recurring import occurrences
from knowledge.models import RecurringMeeting

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from knowledge.models import Programme, ProgrammeLine


async def repeat(
    session: AsyncSession, programme: Programme, line: ProgrammeLine, rule: str, person_id: int
) -> None:
    """Keep a line as a meeting that repeats; an empty rule ends that. Raises Refusal."""
    old = await session.get(RecurringMeeting, line.recurring_id) if line.recurring_id else None
    if old is not None and old.ended_at is None:
        old.ended_at = programme.changed_at
    line.recurring_id = None
    if not rule:
        return
    occurrences(rule, line.starts_at, line.starts_at, line.starts_at)
    kept = RecurringMeeting(
        unit_id=programme.unit_id,
        rule=rule,
        starts_at=line.starts_at,
        values=line.values,
        created_by=person_id,
    )
    session.add(kept)
    await session.flush()
    line.recurring_id = kept.id
