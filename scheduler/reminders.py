"""What becomes due: meetings and their changes become outbox rows."""

from __future__ import annotations

from datetime import datetime, tzinfo

from knowledge import Knowledge


async def plan_meetings(knowledge: Knowledge, now: datetime) -> int:
    """Write what is due of meetings: reminders, news, questions to silent halls; returns how many."""
    reminders = await knowledge.agenda.plan_reminders(now)
    return reminders + await knowledge.news.plan(now) + await knowledge.conferences.chase(now)


async def move_repeated(knowledge: Knowledge, now: datetime, zone: tzinfo) -> int:
    """Move repeated reminders on that nobody marked as done; the zone is of people who chose none."""
    return await knowledge.deadlines.move_missed(now, zone)


async def plan_digests(knowledge: Knowledge, now: datetime, zone: tzinfo) -> int:
    """Write the morning digests of those whose hour has come; the zone is of people who chose none."""
    return await knowledge.digests.plan(now, zone)


async def plan_study(knowledge: Knowledge, now: datetime, zone: tzinfo) -> int:
    """Write today's practice of those whose hour has come; the zone is of people who chose none."""
    return await knowledge.study.tell(now, zone)
