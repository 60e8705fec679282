"""Studying for an assessment: what to practise today, how it would go, and how far one has come."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import select

from knowledge.assessments.rows import sat_by, there
from knowledge.messages.notices import queue
from knowledge.models import Assessment, Card, Person, Review, StudyPlan
from knowledge.problems import Refusal
from knowledge.study.forecast import Memory, Pool, memory_of
from knowledge.study.pools import pools_of
from knowledge.study.views import PlanView, answers_of, cards_of, view_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.ext.asyncio import AsyncSession

    from knowledge.database import Database

KIND = "study"
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a person has come: by topic how much is known now, and days of practice in a row."""

    topics: tuple[tuple[str, float, int, int], ...]
    """Topic, share known now, questions seen, questions there are."""
    streak: int
    answers: int
    plan: PlanView | None


class Study:
    """Plans and forecasts for those who sit assessments."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def plan(self, person_id: int, now: datetime, assessment_id: int | None = None) -> PlanView | None:
        """Return the plan for an assessment, or the next one; None without any. Raises Refusal."""
        async with self._database.view() as session:
            found = select(Assessment).where(sat_by(person_id), Assessment.closes_at > now)
            if assessment_id is not None:
                there(await session.scalar(found.where(Assessment.id == assessment_id)))
                found = found.where(Assessment.id == assessment_id)
            assessment = await session.scalar(found.order_by(Assessment.opens_at, Assessment.id))
            if assessment is None:
                return None
            return await view_of(session, person_id, assessment, now)

    async def follow(self, person_id: int, minute: int, now: datetime) -> PlanView:
        """Tell the person each day at this minute what to practise for the next one. Raises Refusal."""
        plan = await self.plan(person_id, now)
        if plan is None:
            raise Refusal("There is no assessment to study for now. You can practise: /luyen")
        async with self._database.edit() as session:
            row = await session.get(StudyPlan, person_id) or StudyPlan(person_id=person_id)
            # Where the hour of today is past, tomorrow is the first day.
            is_past = now.hour * 60 + now.minute >= minute
            row.assessment_id, row.minute = plan.assessment_id, minute
            row.told_on = now.date() if is_past else None
            session.add(row)
        return await self.plan(person_id, now, plan.assessment_id) or plan

    async def leave(self, person_id: int) -> None:
        """Tell the person no more."""
        async with self._database.edit() as session:
            row = await session.get(StudyPlan, person_id)
            if row is not None:
                await session.delete(row)

    async def tell(self, now: datetime, zone: tzinfo) -> int:
        """Write what is due to those whose hour has come; the zone is of people who chose none."""
        count = 0
        async with self._database.edit() as session:
            rows = await session.execute(
                select(StudyPlan, Person.timezone, Assessment.closes_at)
                .join(Person, Person.id == StudyPlan.person_id)
                .join(Assessment, Assessment.id == StudyPlan.assessment_id)
                .where(Person.suspended_at.is_(None))
            )
            for row, timezone, closes_at in rows.all():
                local = now.astimezone(ZoneInfo(timezone) if timezone else zone)
                due = local.hour * 60 + local.minute >= row.minute and row.told_on != local.date()
                if due and now < closes_at:
                    row.told_on = local.date()
                    count += await queue_today(session, row, local)
        return count

    async def progress(self, person_id: int, now: datetime) -> Progress:
        """Return how far the person has come."""
        plan = await self.plan(person_id, now)
        async with self._database.view() as session:
            topics = await pools_of(session, person_id, None)
            cards = await cards_of(session, person_id)
            days = await session.execute(
                select(Review.at).where(Review.person_id == person_id).order_by(Review.at.desc())
            )
            moments = [at for (at,) in days]
            memory = await asyncio.to_thread(memory_of, await answers_of(session, person_id))
        rows = [
            (pool.topic, known_now(pool, cards, now, memory), seen_of(pool, cards), len(pool.questions))
            for pool in topics
        ]
        return Progress(
            tuple(sorted(rows, key=lambda row: (-(row[2] > 0), row[1]))),
            streak(moments, now),
            len(moments),
            plan,
        )


async def queue_today(session: AsyncSession, row: StudyPlan, local: datetime) -> bool:
    """Write one day's notice."""
    return await queue(
        session,
        person_id=row.person_id,
        kind=KIND,
        subject_id=row.assessment_id,
        cause=f"{KIND}:{row.person_id}:{local.date()}",
        due_at=local,
        expires_at=datetime.combine(local.date() + A_DAY, time(), local.tzinfo),
    )


def known_now(pool: Pool, cards: Mapping[int, Card], now: datetime, memory: Memory) -> float:
    """Return the share of a topic that is known now; what was never seen is not."""
    found = [cards[key] for key in pool.questions if key in cards]
    known = sum(memory.known(card.stability, (now - card.reviewed_at) / A_DAY) for card in found)
    return known / len(pool.questions) if pool.questions else 0.0


def seen_of(pool: Pool, cards: Mapping[int, Card]) -> int:
    """Count the questions of a topic that were seen."""
    return sum(key in cards for key in pool.questions)


def streak(moments: Sequence[datetime], now: datetime) -> int:
    """Count the days in a row with practice, up to today or yesterday."""
    days: set[date] = {at.astimezone(now.tzinfo).date() for at in moments}
    day = now.date() if now.date() in days else now.date() - A_DAY
    count = 0
    while day in days:
        count, day = count + 1, day - A_DAY
    return count
