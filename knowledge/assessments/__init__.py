"""Assessments in the database: drafted, published with their questions frozen, extended, called off."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, literal, select

from knowledge.assessments.drafts import (
    Change,
    apply,
    checked_title,
    draft_of,
    own_unit,
    stored,
    usual_count,
    within,
)
from knowledge.assessments.drawing import Topic, freeze, spelt, topics
from knowledge.assessments.results import Results
from knowledge.assessments.rows import (
    KIND,
    NUDGE,
    OPENING,
    AssessmentRow,
    Draw,
    draws_of,
    organised,
    organised_by,
    row_of,
    sat_by,
    there,
)
from knowledge.assessments.sittings import Sittings
from knowledge.messages.notices import cancel_for, cause_of, queue_each
from knowledge.models import Assessment, AssessmentState, Notice, Shows, Sitting
from knowledge.organisation.units import Units
from knowledge.problems import Refusal
from knowledge.scope import everybody_below

if TYPE_CHECKING:
    from sqlalchemy import Select

    from knowledge.database import Database

MOST_LISTED = 10
USUAL = {"minutes": 30, "pass_percent": 50, "attempts": 1, "late_minutes": 0, "shows": Shows.AFTER}
SOON = timedelta(hours=1)
"""An opening nearer than this needs no notice of its own."""
NUDGE_EVERY = timedelta(minutes=10)


class Assessments:
    """What units ask of those below them."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.sittings = Sittings(database)
        self.results = Results(database)

    async def draft(
        self, person_id: int, title: str, span: tuple[datetime, datetime], cause: str, now: datetime
    ) -> AssessmentRow:
        """Begin an assessment of the person's own unit, open from and to; once a cause. Raises Refusal."""
        async with self._database.edit() as session:
            known = await session.scalar(select(Assessment).where(Assessment.cause == cause))
            if known is None:
                known = Assessment(
                    unit_id=await own_unit(session, person_id),
                    author_id=person_id,
                    title=checked_title(title),
                    blueprint=stored([Draw("", 0, await usual_count(session, person_id))]),
                    opens_at=span[0],
                    closes_at=span[1],
                    seed=cause,
                    created_at=now,
                    cause=cause,
                    **USUAL,
                )
                session.add(known)
                await session.flush()
            return await row_of(session, known)

    async def change(self, person_id: int, assessment_id: int, change: Change) -> AssessmentRow:
        """Change a draft. Raises Refusal."""
        async with self._database.edit() as session:
            assessment = await draft_of(session, person_id, assessment_id)
            if change.blueprint is not None:
                change = replace(change, blueprint=await spelt(session, person_id, change.blueprint))
            apply(assessment, change)
            return await row_of(session, assessment)

    async def address(self, person_id: int, assessment_id: int, unit: str) -> AssessmentRow:
        """Ask it of another unit and below, one that the person oversees. Raises Refusal."""
        found = await Units(self._database).find(unit, person_id)
        async with self._database.edit() as session:
            assessment = await draft_of(session, person_id, assessment_id)
            assessment.unit_id = (await within(session, person_id, found)).id
            return await row_of(session, assessment)

    async def publish(self, person_id: int, assessment_id: int, now: datetime) -> AssessmentRow:
        """Freeze its questions and tell everybody below, all or nothing; once. Raises Refusal."""
        async with self._database.edit() as session:
            assessment = await organised(session, person_id, assessment_id)
            if assessment.state == AssessmentState.DRAFT:
                if assessment.closes_at <= now:
                    raise Refusal("Its closing is past. Please change its time before you publish it.")
                await freeze(session, assessment.id, person_id, draws_of(assessment))
                assessment.state, assessment.published_at = AssessmentState.PUBLISHED, now
                await session.flush()
                await queue_each(session, told(assessment, KIND, now), KIND)
                if assessment.opens_at > now + SOON:
                    await queue_each(session, told(assessment, OPENING, assessment.opens_at), OPENING)
            return await row_of(session, assessment)

    async def extend(
        self, person_id: int, assessment_id: int, closes_at: datetime, now: datetime
    ) -> AssessmentRow:
        """Let a published assessment close later. Raises Refusal."""
        async with self._database.edit() as session:
            assessment = await organised(session, person_id, assessment_id)
            if assessment.state != AssessmentState.PUBLISHED or assessment.told_at:
                raise Refusal("This assessment is over or not published, so it cannot be extended.")
            if closes_at <= max(assessment.closes_at, now):
                raise Refusal(
                    "It can only be extended: please write a moment after {until}.",
                    until=assessment.closes_at,
                )
            assessment.closes_at = closes_at
            await session.flush()
            return await row_of(session, assessment)

    async def cancel(self, person_id: int, assessment_id: int) -> AssessmentRow:
        """Call an assessment off, or throw a draft away: nobody can sit it any more. Raises Refusal."""
        async with self._database.edit() as session:
            assessment = await organised(session, person_id, assessment_id)
            row = await row_of(session, assessment)
            if assessment.state == AssessmentState.DRAFT:
                await session.execute(delete(Assessment).where(Assessment.id == assessment_id))
                return row
            assessment.state = AssessmentState.CANCELLED
            await cancel_for(session, (KIND, OPENING, NUDGE), assessment_id)
            return await row_of(session, assessment)

    async def nudge(self, person_id: int, assessment_id: int, now: datetime) -> int:
        """Remind those who have not begun, and nobody else; returns how many. Raises Refusal."""
        async with self._database.edit() as session:
            assessment = await organised(session, person_id, assessment_id)
            if (
                assessment.state != AssessmentState.PUBLISHED
                or not assessment.opens_at <= now < assessment.closes_at
            ):
                raise Refusal("People are reminded only while the assessment is open.")
            if assessment.nudged_at and now < assessment.nudged_at + NUDGE_EVERY:
                raise Refusal("They were reminded a moment ago. Please wait ten minutes.")
            assessment.nudges, assessment.nudged_at = assessment.nudges + 1, now
            await session.flush()
            begun = select(Sitting.person_id).where(
                Sitting.assessment_id == assessment_id, Sitting.is_mock.is_(False)
            )
            word = f"{NUDGE}.{assessment.nudges}"
            return await queue_each(session, told(assessment, word, now, without=begun), NUDGE)

    async def get(self, person_id: int, assessment_id: int, *, to_organise: bool = False) -> AssessmentRow:
        """Return an assessment that the person organises or (not to organise it) may sit. Raises Refusal."""
        async with self._database.view() as session:
            seen = organised_by(person_id) if to_organise else organised_by(person_id) | sat_by(person_id)
            found = await session.scalar(select(Assessment).where(Assessment.id == assessment_id, seen))
            return await row_of(session, there(found))

    async def organises(self, person_id: int, assessment_id: int) -> bool:
        """Whether the person organises this assessment."""
        async with self._database.view() as session:
            found = select(Assessment.id).where(Assessment.id == assessment_id, organised_by(person_id))
            return await session.scalar(found) is not None

    async def listing(self, person_id: int) -> list[AssessmentRow]:
        """Return the latest that the person organises."""
        return await self._rows(
            select(Assessment).where(organised_by(person_id)).order_by(Assessment.id.desc())
        )

    async def waiting(self, person_id: int, now: datetime) -> list[AssessmentRow]:
        """Return those that the person may sit now or later, the first to close first."""
        return await self._rows(
            select(Assessment)
            .where(sat_by(person_id), Assessment.closes_at > now)
            .order_by(Assessment.closes_at)
        )

    async def topics(self, person_id: int) -> list[Topic]:
        """Return the topics that the person can ask about, the largest first."""
        async with self._database.view() as session:
            return await topics(session, person_id)

    async def _rows(self, found: Select[Assessment]) -> list[AssessmentRow]:
        async with self._database.view() as session:
            return [await row_of(session, each) for each in await session.scalars(found.limit(MOST_LISTED))]


def told(
    assessment: Assessment, word: str, due: datetime, without: Select[int] | None = None
) -> Select[int, int, str, datetime, datetime]:
    """Select the notices for everybody below, as `queue_each` takes them."""
    people = everybody_below(assessment.unit_id).subquery()
    found = select(
        people.c.person_id,
        literal(assessment.id),
        cause_of(f"{word}:{assessment.id}", people.c.person_id),
        literal(due, Notice.due_at.type).label("due"),
        literal(assessment.closes_at, Notice.due_at.type).label("expires"),
    )
    return found if without is None else found.where(people.c.person_id.not_in(without))
