"""How far a bulletin has come, unit by unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from knowledge.bulletins.rows import KIND
from knowledge.models import Bulletin, BulletinReader, Notice, Unit

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession


@dataclass(frozen=True, slots=True)
class UnitCounts:
    """One unit's readers."""

    unit: str
    people: int
    seen: int
    answered: int


@dataclass(frozen=True, slots=True)
class Counts:
    """All readers, by unit and by answer; and what became of the messages."""

    people: int
    seen: int
    answered: int
    answers: tuple[int, ...]
    """How many chose each."""
    units: tuple[UnitCounts, ...]
    """Those with the most silent people first."""
    states: Mapping[str, int]
    """Messages of the first telling, by state."""


async def counts_of(session: AsyncSession, bulletin: Bulletin) -> Counts:
    """Count the readers of a bulletin."""
    mine = BulletinReader.bulletin_id == bulletin.id
    by_unit = (
        select(
            Unit.name,
            func.count(),
            func.count(BulletinReader.seen_at),
            func.count(BulletinReader.answered_at),
        )
        .join(Unit, Unit.id == BulletinReader.unit_id)
        .where(mine)
        .group_by(Unit.id, Unit.name)
        .order_by((func.count() - func.count(BulletinReader.seen_at)).desc(), Unit.name)
    )
    units = tuple(UnitCounts(*row) for row in (await session.execute(by_unit)).all())
    by_answer = select(BulletinReader.answer, func.count()).where(mine).group_by(BulletinReader.answer)
    answers = {row[0]: row[1] for row in (await session.execute(by_answer)).all()}
    first = Notice.cause.like(f"{KIND}:{bulletin.id}:1:%")
    by_state = (
        select(Notice.state, func.count())
        .where(Notice.kind == KIND, Notice.subject_id == bulletin.id, first)
        .group_by(Notice.state)
    )
    return Counts(
        sum(unit.people for unit in units),
        sum(unit.seen for unit in units),
        sum(unit.answered for unit in units),
        tuple(answers.get(place, 0) for place in range(len(bulletin.choices))),
        units,
        {row[0]: row[1] for row in (await session.execute(by_state)).all()},
    )
