"""What becomes due: meetings become outbox rows."""

from __future__ import annotations

from datetime import datetime

from knowledge import Knowledge


async def plan_meetings(knowledge: Knowledge, now: datetime) -> int:
    """Write the reminders of the meetings that start soon; returns how many were new."""
    return await knowledge.agenda.plan_reminders(now)
