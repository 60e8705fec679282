"""Beginning a sitting: whether one may, and what one gets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from knowledge.assessments.drawing import drawn
from knowledge.assessments.rows import draws_of
from knowledge.models import Assessment, AssessmentQuestion, Bank, Question, Sitting
from knowledge.problems import Refusal
from knowledge.quiz.banks import asked_within
from knowledge.scope import everybody_below

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession


async def begun(
    session: AsyncSession,
    assessment: Assessment,
    person_id: int,
    *,
    count: int,
    cause: str,
    now: datetime,
    is_mock: bool,
) -> Sitting:
    """Draw a sitting and begin it. Raises Refusal."""
    if not is_mock:
        check_may_begin(assessment, count, now)
    seed = f"{assessment.seed}:{person_id}:{count + 1}:{'mock' if is_mock else 'real'}"
    questions = await askable(session, assessment.id, person_id, is_mock=is_mock)
    items = drawn(questions, draws_of(assessment), seed)
    if not items:
        raise Refusal(
            "There is nothing to practise for this assessment yet. Its questions are not open to you."
        )
    people = everybody_below(assessment.unit_id).subquery()
    sitting = Sitting(
        assessment_id=assessment.id,
        person_id=person_id,
        unit_id=await session.scalar(select(people.c.unit_id).where(people.c.person_id == person_id)),
        attempt=count + 1,
        is_mock=is_mock,
        seed=seed,
        items=items,
        marks=[],
        started_at=now,
        ends_at=end_of(assessment, now, is_mock=is_mock),
        cause=cause,
    )
    session.add(sitting)
    await session.flush()
    return sitting


async def askable(
    session: AsyncSession, assessment_id: int, person_id: int, *, is_mock: bool
) -> Sequence[AssessmentQuestion]:
    """Return what may be drawn; of a trial, which shows its key at once, what one may practise anyway."""
    found = select(AssessmentQuestion).where(
        AssessmentQuestion.assessment_id == assessment_id, AssessmentQuestion.is_dropped.is_(False)
    )
    if is_mock:
        practised = select(Question.id).join(Bank).where(asked_within(person_id))
        found = found.where(AssessmentQuestion.question_id.in_(practised))
    return (await session.scalars(found)).all()


def end_of(assessment: Assessment, now: datetime, *, is_mock: bool) -> datetime:
    """Return when a sitting that begins now ends."""
    ends_at = now + timedelta(minutes=assessment.minutes)
    return ends_at if is_mock else min(ends_at, closed_at(assessment))


def closed_at(assessment: Assessment) -> datetime:
    """Return from when on nobody sits it any more, those who may be late included."""
    return assessment.closes_at + timedelta(minutes=assessment.late_minutes)


def check_may_begin(assessment: Assessment, count: int, now: datetime) -> None:
    """Refuse who is too early, too late, or has had all attempts."""
    if now < assessment.opens_at:
        raise Refusal("It opens {when}. Until then you can practise: /luyen", when=assessment.opens_at)
    if now >= assessment.closes_at:
        raise Refusal("It closed {when}. Your results: /ketqua", when=assessment.closes_at)
    if count >= assessment.attempts:
        raise Refusal(
            "You have used all attempts ({count}). Your results: /ketqua", count=assessment.attempts
        )
