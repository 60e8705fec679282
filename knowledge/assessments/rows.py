"""Assessments as the outside sees them, and who may organise and sit them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, func, select

from knowledge.models import Assessment, AssessmentState, Person, Post, Unit, UnitTree
from knowledge.problems import Refusal
from knowledge.scope import OVERSEERS, everybody_below, units_held

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

KIND = "assessment"
OPENING = "assessment_open"
NUDGE = "assessment_nudge"
RESULT = "assessment_result"
KEY = "assessment_key"
"""What people are told: that there is one, that it opens, that they have not sat it, how it went, the key."""


@dataclass(frozen=True, slots=True)
class Draw:
    """A row of the blueprint: how many questions of what."""

    topic: str
    """Empty: of any."""
    difficulty: int
    """0: of any."""
    count: int


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """An assessment as people see it."""

    id: int
    unit_id: int
    unit: str
    title: str
    blueprint: tuple[Draw, ...]
    minutes: int
    opens_at: datetime
    closes_at: datetime
    late_minutes: int
    pass_percent: int
    attempts: int
    shows: str
    names_to_leads: bool
    state: str
    version: int
    people: int
    """Who may sit it."""

    @property
    def questions(self) -> int:
        """Return how many questions one person gets."""
        return sum(draw.count for draw in self.blueprint)

    def is_open(self, now: datetime) -> bool:
        """Whether one may begin now."""
        return self.state == AssessmentState.PUBLISHED and self.opens_at <= now < self.closes_at


def organised_by(person_id: int) -> ColumnElement[bool]:
    """Return the condition under which a person organises an assessment; drafts are their author's alone."""
    return Assessment.unit_id.in_(units_held(person_id, OVERSEERS)) & (
        (Assessment.state != AssessmentState.DRAFT) | (Assessment.author_id == person_id)
    )


def sat_by(person_id: int) -> ColumnElement[bool]:
    """Return the condition under which a published assessment is a person's to sit."""
    above = (
        select(UnitTree.above_id)
        .join(Post, Post.unit_id == UnitTree.unit_id)
        .join(Person, Person.id == Post.person_id)
        .where(Post.person_id == person_id, Person.suspended_at.is_(None))
    )
    return Assessment.unit_id.in_(above) & (Assessment.state == AssessmentState.PUBLISHED)


async def organised(session: AsyncSession, person_id: int, assessment_id: int) -> Assessment:
    """Return an assessment that the person organises. Raises Refusal."""
    found = await session.scalar(
        select(Assessment).where(Assessment.id == assessment_id, organised_by(person_id)).with_for_update()
    )
    return there(found)


def there(assessment: Assessment | None) -> Assessment:
    """Return what was found. Raises Refusal."""
    if assessment is None:
        raise Refusal("This assessment is not within your scope. /kiemtra shows yours.")
    return assessment


async def row_of(session: AsyncSession, assessment: Assessment) -> AssessmentRow:
    """Put together what is shown of an assessment."""
    people = select(func.count()).select_from(everybody_below(assessment.unit_id).subquery())
    return AssessmentRow(
        assessment.id,
        assessment.unit_id,
        (await session.get_one(Unit, assessment.unit_id)).name,
        assessment.title,
        draws_of(assessment),
        assessment.minutes,
        assessment.opens_at,
        assessment.closes_at,
        assessment.late_minutes,
        assessment.pass_percent,
        assessment.attempts,
        assessment.shows,
        assessment.names_to_leads,
        assessment.state,
        assessment.version,
        await session.scalar(people) or 0,
    )


def draws_of(assessment: Assessment) -> tuple[Draw, ...]:
    """Return the rows of its blueprint."""
    return tuple(Draw(row["topic"], row["difficulty"], row["count"]) for row in assessment.blueprint)
