"""What becomes due: meetings and their changes become outbox rows."""

from __future__ import annotations

from datetime import datetime

from knowledge import Knowledge


async def plan_meetings(knowledge: Knowledge, now: datetime) -> int:
    """Write the reminders of meetings that start soon, and the news of what changed; returns how many."""
    return await knowledge.agenda.plan_reminders(now) + await knowledge.news.plan(now)
