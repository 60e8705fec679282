"""Drafts of assessments: what may be changed of them, and within which units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from knowledge.assessments.drawing import topics
from knowledge.assessments.rows import Draw, organised
from knowledge.models import Assessment, AssessmentState, Shows
from knowledge.organisation.units import UnitRow
from knowledge.problems import Refusal
from knowledge.scope import OVERSEERS, overseen_by, units_held
from knowledge.vietnamese.text import clean

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is changed of a draft; None leaves it as it is."""

    title: str | None = None
    blueprint: tuple[Draw, ...] | None = None
    minutes: int | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    late_minutes: int | None = None
    pass_percent: int | None = None
    attempts: int | None = None
    shows: Shows | None = None
    names_to_leads: bool | None = None


LIMITS = {"minutes": (1, 600), "late_minutes": (0, 600), "pass_percent": (1, 100), "attempts": (1, 10)}


def apply(assessment: Assessment, change: Change) -> None:
    """Change a draft. Raises Refusal."""
    for name, (least, most) in LIMITS.items():
        value = getattr(change, name)
        if value is not None and not least <= value <= most:
            raise Refusal(
                "Between {least} and {most}, please; you wrote {value}.", least=least, most=most, value=value
            )
    for name in (field.name for field in fields(Change)):
        value = getattr(change, name)
        if value is not None and name not in {"blueprint", "title"}:
            setattr(assessment, name, value)
    if change.title is not None:
        assessment.title = checked_title(change.title)
    if change.blueprint is not None:
        assessment.blueprint = stored(change.blueprint)
    if assessment.closes_at <= assessment.opens_at:
        raise Refusal("An assessment closes after it opens. Please write both moments.")


def stored(blueprint: Sequence[Draw]) -> list[dict[str, object]]:
    """Write a blueprint as the table has it."""
    return [{"topic": draw.topic, "difficulty": draw.difficulty, "count": draw.count} for draw in blueprint]


async def draft_of(session: AsyncSession, person_id: int, assessment_id: int) -> Assessment:
    """Return one's own draft. Raises Refusal."""
    assessment = await organised(session, person_id, assessment_id)
    if assessment.state != AssessmentState.DRAFT:
        raise Refusal("This assessment is published already. It can be extended or called off: /kiemtra")
    return assessment


async def usual_count(session: AsyncSession, person_id: int) -> int:
    """Return how many questions a new assessment asks: twenty, or what there is. Raises Refusal."""
    there_are = sum(topic.count for topic in await topics(session, person_id))
    if not there_are:
        raise Refusal(
            "There is no question bank within your scope yet. Bring one in first: canbo import questions FILE"
        )
    return min(20, there_are)


def checked_title(title: str) -> str:
    """Return a title that can be shown. Raises Refusal."""
    title = clean(title)
    if not 0 < len(title) <= LONGEST_TITLE:
        raise Refusal("A title has 1 to {limit} characters.", limit=LONGEST_TITLE)
    return title


async def within(session: AsyncSession, person_id: int, unit: UnitRow) -> UnitRow:
    """Return a unit that the person oversees. Raises Refusal."""
    held = units_held(person_id, OVERSEERS).subquery()
    if await session.scalar(select(held.c.unit_id).where(held.c.unit_id == unit.id)) is None:
        raise Refusal("Assessments of “{unit}” are not within your scope.", unit=unit.name)
    return unit


async def own_unit(session: AsyncSession, person_id: int) -> int:
    """Return the unit that the person oversees, the first of several. Raises Refusal."""
    found = await session.scalar(overseen_by(person_id))
    if found is None:
        raise Refusal("Assessments are set by a unit's secretary or lead. /kiemtra shows those for you.")
    return found
