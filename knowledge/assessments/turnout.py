"""Who took part and how they did, within the units that the viewer oversees."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from knowledge.assessments.rows import sat_by, there
from knowledge.models import Assessment, AssessmentState, Person, Role, Sitting, Unit
from knowledge.scope import OVERSEERS, everybody_below, units_held

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession


@dataclass(frozen=True, slots=True)
class UnitTurnout:
    """How a unit took part."""

    unit: str
    people: int
    begun: int
    handed_in: int
    passed: int
    percent: float
    """Mean of the best attempts; 0 where there are none."""


@dataclass(frozen=True, slots=True)
class PersonResult:
    """How one person did: the best attempt, or none yet."""

    name: str
    unit: str
    attempts: int
    right: int | None
    total: int | None
    started_at: datetime | None
    handed_in_at: datetime | None
    late_answers: int


async def overseen(session: AsyncSession, person_id: int, assessment_id: int) -> Assessment:
    """Return a published assessment that concerns units which the person oversees. Raises Refusal."""
    held = units_held(person_id, OVERSEERS).subquery()
    oversees = select(held.c.unit_id).exists()
    found = select(Assessment).where(
        Assessment.id == assessment_id,
        Assessment.state != AssessmentState.DRAFT,
        Assessment.unit_id.in_(select(held.c.unit_id)) | (sat_by(person_id) & oversees),
    )
    return there(await session.scalar(found))


async def sees_names(session: AsyncSession, assessment: Assessment, person_id: int) -> bool:
    """Whether names are for this viewer: the author, the unit's secretaries, and leads where it says so."""
    if assessment.author_id == person_id or assessment.names_to_leads:
        return True
    kept = units_held(person_id, [Role.SECRETARY]).subquery()
    found = select(kept.c.unit_id).where(kept.c.unit_id == assessment.unit_id)
    return await session.scalar(found) is not None


async def people_of(session: AsyncSession, assessment: Assessment, person_id: int) -> list[PersonResult]:
    """List those who may sit it, of the units that the person oversees, each with the best attempt."""
    below = everybody_below(assessment.unit_id).subquery()
    people = (
        select(below.c.person_id, Person.name, Unit.name.label("unit"))
        .join(Person, Person.id == below.c.person_id)
        .join(Unit, Unit.id == below.c.unit_id)
        .where(below.c.unit_id.in_(units_held(person_id, OVERSEERS)))
        .order_by(Unit.name, Person.name, Person.id)
    )
    sittings = await session.scalars(
        select(Sitting).where(Sitting.assessment_id == assessment.id, Sitting.is_mock.is_(False))
    )
    own: dict[int, list[Sitting]] = {}
    for sitting in sittings:
        own.setdefault(sitting.person_id, []).append(sitting)
    rows = await session.execute(people)
    return [person_result(row.name, row.unit, own.get(row.person_id, [])) for row in rows]


def person_result(name: str, unit: str, sittings: Sequence[Sitting]) -> PersonResult:
    """Put together how one person did."""
    if not sittings:
        return PersonResult(name, unit, 0, None, None, None, None, 0)
    best = max(sittings, key=lambda each: ((each.right or 0) / (each.total or 1), -each.attempt))
    return PersonResult(
        name,
        unit,
        len(sittings),
        best.right,
        best.total,
        best.started_at,
        best.handed_in_at,
        sum(each.late_answers for each in sittings),
    )


def unit_turnout(unit: str, people: Iterable[PersonResult], pass_percent: int) -> UnitTurnout:
    """Count one unit."""
    rows = list(people)
    done = [(row.right, row.total) for row in rows if row.right is not None and row.total]
    passed = sum(100 * right >= pass_percent * total for right, total in done)
    percent = sum(100 * right / total for right, total in done) / len(done) if done else 0.0
    return UnitTurnout(unit, len(rows), sum(row.attempts > 0 for row in rows), len(done), passed, percent)
