"""Handing in: counted once, by hand or by the clock, and what its person is then told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, literal, select

from knowledge.assessments.beginning import closed_at
from knowledge.assessments.rows import KEY, RESULT
from knowledge.assessments.sitting_rows import (
    ON_THE_WAY,
    ByTopic,
    Marked,
    SittingResult,
    as_given,
    counted,
    laid_out,
)
from knowledge.messages.notices import cause_of, queue, queue_each
from knowledge.models import (
    Assessment,
    AssessmentQuestion,
    AssessmentState,
    Notice,
    Shows,
    Sitting,
    SittingAnswer,
)
from knowledge.quiz.marking import answer_of, is_right
from knowledge.quiz.remembering import remember

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from knowledge.quiz.marking import Given

AT_ONCE = 500
"""Sittings of one transaction: answers of others wait no longer than it takes."""
WORTH_TELLING = timedelta(days=7)
USUAL_SECONDS = 20.0
"""For an answer of a trial: how long it was thought about is not known."""


async def hand_in_all(session: AsyncSession, ids: Sequence[int] | None, now: datetime) -> int:
    """End sittings, by their ids or all that are past their time, and count them; returns how many."""
    found = select(Sitting).where(Sitting.handed_in_at.is_(None)).order_by(Sitting.id).with_for_update()
    if ids is None:
        found = found.where(Sitting.ends_at <= now - ON_THE_WAY).limit(AT_ONCE)
    else:
        found = found.where(Sitting.id.in_(ids))
    sittings = (await session.scalars(found)).all()
    if not sittings:
        return 0
    questions = await questions_of(session, {each.assessment_id for each in sittings})
    given = await given_in(session, [each.id for each in sittings])
    for sitting in sittings:
        own = given.get(sitting.id, {})
        sitting.right, sitting.total = counted(sitting.items, questions, own)
        sitting.handed_in_at = min(now, sitting.ends_at)
        if sitting.is_mock:
            await learn(session, sitting, questions, own, now)
        if ids is None:
            await queue(
                session,
                person_id=sitting.person_id,
                kind=RESULT,
                subject_id=sitting.id,
                cause=f"{RESULT}:{sitting.id}",
                due_at=now,
                expires_at=now + WORTH_TELLING,
            )
    await session.flush()
    return len(sittings)


async def tell_keys(session: AsyncSession, now: datetime) -> int:
    """Tell those who sat what is closed now that they may see the key; returns of how many assessments."""
    closed = select(Assessment).where(
        Assessment.state == AssessmentState.PUBLISHED,
        Assessment.told_at.is_(None),
        Assessment.closes_at <= now,
    )
    over = [
        each
        for each in await session.scalars(closed.with_for_update())
        if now >= closed_at(each) + ON_THE_WAY
    ]
    for assessment in over:
        assessment.told_at = now
        if assessment.shows == Shows.AFTER:
            last = func.max(Sitting.id)
            sat = (
                select(
                    Sitting.person_id,
                    last.label("subject"),
                    cause_of(f"{KEY}:{assessment.id}", Sitting.person_id),
                    literal(now, Notice.due_at.type).label("due"),
                    literal(now + WORTH_TELLING, Notice.due_at.type).label("expires"),
                )
                .where(Sitting.assessment_id == assessment.id, Sitting.is_mock.is_(False))
                .group_by(Sitting.person_id)
            )
            await session.flush()
            await queue_each(session, sat, KEY)
    return len(over)


async def learn(
    session: AsyncSession,
    sitting: Sitting,
    questions: Mapping[int, AssessmentQuestion],
    given: Mapping[int, Given],
    now: datetime,
) -> None:
    """Let a trial count as practice: what was wrong in it returns."""
    for position, answer in given.items():
        question = questions[sitting.items[position]]
        if question.question_id is not None:
            right = is_right(question, answer)
            await remember(
                session, sitting.person_id, question.question_id, right=right, seconds=USUAL_SECONDS, now=now
            )


async def questions_of(session: AsyncSession, assessment_ids: set[int]) -> dict[int, AssessmentQuestion]:
    """Return the questions of assessments by id."""
    found = select(AssessmentQuestion).where(AssessmentQuestion.assessment_id.in_(assessment_ids))
    return {question.id: question for question in await session.scalars(found)}


async def given_in(session: AsyncSession, sitting_ids: Sequence[int]) -> dict[int, dict[int, Given]]:
    """Return what was given in sittings, by sitting and position."""
    found = await session.execute(
        select(SittingAnswer.sitting_id, SittingAnswer.position, SittingAnswer.given).where(
            SittingAnswer.sitting_id.in_(sitting_ids)
        )
    )
    given: dict[int, dict[int, Given]] = {}
    for row in found:
        given.setdefault(row.sitting_id, {})[row.position] = as_given(row.given)
    return given


async def result_of(
    session: AsyncSession, sitting_id: int, questions: Mapping[int, AssessmentQuestion], now: datetime
) -> SittingResult:
    """Put together how a sitting went; of one that goes on, how it would."""
    sitting = await session.get_one(Sitting, sitting_id)
    assessment = await session.get_one(Assessment, sitting.assessment_id)
    given = (await given_in(session, [sitting_id])).get(sitting_id, {})
    marked = marked_in(sitting, questions, given)
    real = (Sitting.person_id == sitting.person_id, Sitting.is_mock.is_(False))
    attempts = select(func.count()).where(Sitting.assessment_id == assessment.id, *real)
    is_shown = shows_key(assessment, now, is_mock=sitting.is_mock) and sitting.handed_in_at is not None
    return SittingResult(
        id=sitting.id,
        assessment_id=assessment.id,
        title=assessment.title,
        is_mock=sitting.is_mock,
        right=sum(each.is_right for each in marked),
        total=len(marked),
        answered=sum(bool(each) for each in given.values()),
        pass_percent=assessment.pass_percent,
        topics=by_topic(sitting, questions, marked),
        to_read=tuple(dict.fromkeys(each.source for each in marked if not each.is_right and each.source)),
        marked=tuple(marked) if is_shown else None,
        shows=assessment.shows,
        closes_at=assessment.closes_at,
        handed_in_at=sitting.handed_in_at or now,
        attempts_left=max(assessment.attempts - (await session.scalar(attempts) or 0), 0),
    )


def marked_in(
    sitting: Sitting, questions: Mapping[int, AssessmentQuestion], given: Mapping[int, Given]
) -> list[Marked]:
    """Put each question that counts beside its answer and its key."""
    asked = [(n, questions[key]) for n, key in enumerate(sitting.items) if not questions[key].is_dropped]
    return [
        Marked(
            n,
            laid_out(sitting.seed, question),
            given.get(n),
            answer_of(question),
            n in given and is_right(question, given[n]),
            question.explanation,
            question.source,
        )
        for n, question in asked
    ]


def by_topic(
    sitting: Sitting, questions: Mapping[int, AssessmentQuestion], marked: Sequence[Marked]
) -> tuple[ByTopic, ...]:
    """Count by topic, the weakest first."""
    counts: dict[str, tuple[int, int]] = {}
    for each in marked:
        topic = questions[sitting.items[each.position]].topic
        right, total = counts.get(topic, (0, 0))
        counts[topic] = (right + each.is_right, total + 1)
    rows = [ByTopic(topic, *numbers) for topic, numbers in counts.items()]
    return tuple(sorted(rows, key=lambda row: (row.right / row.total, row.topic)))


def shows_key(assessment: Assessment, now: datetime, *, is_mock: bool) -> bool:
    """Whether those who sat it may see what was right."""
    if is_mock or assessment.shows == Shows.AT_ONCE:
        return True
    return assessment.shows == Shows.AFTER and now >= closed_at(assessment)
