"""What a person is told of the way to an assessment, put together from cards and past answers."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, time
from statistics import median
from typing import TYPE_CHECKING

from sqlalchemy import select

from knowledge.assessments.rows import sat_by
from knowledge.models import Assessment, Card, Review, StudyPlan
from knowledge.study.forecast import Forecast, Seen, forecast, memory_of
from knowledge.study.plan import Today, today
from knowledge.study.pools import pools_of

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

MOST_REVIEWS = 300
"""Of a person, the latest: older ones say little of today's memory."""
USUAL_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class TopicForecast:
    """How a topic would go."""

    topic: str
    count: int
    forecast: Forecast


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanView:
    """What a person is told of the way to an assessment."""

    assessment_id: int
    title: str
    opens_at: datetime
    days_left: int
    pass_percent: int
    today: Today
    seconds: float
    """How long today's questions take this person."""
    whole: Forecast
    topics: tuple[TopicForecast, ...]
    minute: int | None
    """Of the day when the person is told; None where they are not."""
    pool: int
    seen: int


async def view_of(session: AsyncSession, person_id: int, assessment: Assessment, now: datetime) -> PlanView:
    """Put together what a person is told of an assessment."""
    pools = await pools_of(session, person_id, assessment)
    cards = await cards_of(session, person_id)
    # Ten milliseconds of arithmetic, in which others are answered.
    memory = await asyncio.to_thread(memory_of, await answers_of(session, person_id))
    questions = list(dict.fromkeys(key for pool in pools for key in pool.questions))
    days_left = max((assessment.opens_at.astimezone(now.tzinfo).date() - now.date()).days, 1)
    at = max(assessment.opens_at, now)
    midnight = datetime.combine(now.date(), time(), now.tzinfo)
    own = await session.execute(
        select(Review.expected).where(Review.person_id == person_id, Review.at >= midnight)
    )
    done_new = sum(expected is None for (expected,) in own)
    planned = today(cards, questions, now, at, days_left=days_left, memory=memory, done_new=done_new)
    follows = await session.get(StudyPlan, person_id)
    topics = dict.fromkeys(pool.topic for pool in pools)
    return PlanView(
        assessment_id=assessment.id,
        title=assessment.title,
        opens_at=assessment.opens_at,
        days_left=days_left,
        pass_percent=assessment.pass_percent,
        today=planned,
        seconds=await pace_of(session, person_id) * len(planned.questions),
        whole=forecast(pools, cards, at, memory),
        topics=tuple(
            TopicForecast(
                topic,
                sum(pool.count for pool in pools if pool.topic == topic),
                forecast([pool for pool in pools if pool.topic == topic], cards, at, memory),
            )
            for topic in topics
        ),
        minute=follows.minute if follows and follows.assessment_id == assessment.id else None,
        pool=len(questions),
        seen=sum(key in cards for key in questions),
    )


async def planned_today(session: AsyncSession, person_id: int, now: datetime) -> tuple[int, ...]:
    """Return what the plan that the person follows asks today; empty without one."""
    follows = await session.get(StudyPlan, person_id)
    if follows is None:
        return ()
    assessment = await session.scalar(
        select(Assessment).where(
            Assessment.id == follows.assessment_id, sat_by(person_id), Assessment.closes_at > now
        )
    )
    if assessment is None:
        return ()
    return (await view_of(session, person_id, assessment, now)).today.questions


async def cards_of(session: AsyncSession, person_id: int) -> dict[int, Card]:
    """Return what the person is held to remember, by question."""
    found = await session.scalars(select(Card).where(Card.person_id == person_id))
    return {card.question_id: card for card in found}


async def answers_of(session: AsyncSession, person_id: int) -> list[Seen]:
    """Return the person's latest answers in practice."""
    found = await session.execute(
        select(Review.is_right, Review.stability, Review.days)
        .where(Review.person_id == person_id)
        .order_by(Review.id.desc())
        .limit(MOST_REVIEWS)
    )
    return [Seen(*row) for row in found]


async def pace_of(session: AsyncSession, person_id: int) -> float:
    """Return the seconds that an answer usually takes the person."""
    found = await session.scalars(
        select(Review.seconds).where(Review.person_id == person_id).order_by(Review.id.desc()).limit(100)
    )
    seconds = list(found)
    return median(seconds) if seconds else USUAL_SECONDS
