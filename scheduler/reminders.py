"""What becomes due: meetings and their changes become outbox rows."""

from __future__ import annotations

from datetime import datetime, tzinfo

from knowledge import Knowledge


async def plan_meetings(knowledge: Knowledge, now: datetime) -> int:
    """Write the reminders of meetings that start soon, and the news of what changed; returns how many."""
    return await knowledge.agenda.plan_reminders(now) + await knowledge.news.plan(now)


async def plan_digests(knowledge: Knowledge, now: datetime, zone: tzinfo) -> int:
    """Write the morning digests of those whose hour has come; the zone is of people who chose none."""
    return await knowledge.digests.plan(now, zone)
