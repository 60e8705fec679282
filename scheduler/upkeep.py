"""Nightly: forget what is settled and old."""

from __future__ import annotations

from datetime import datetime

from knowledge import Knowledge
from knowledge.upkeep import prune


async def keep_up(knowledge: Knowledge, now: datetime) -> int:
    """Delete settled rows of the inbox and outbox, used-up invitations, old refused attempts, old bubbles."""
    return await prune(knowledge.database, now) + await knowledge.webchat.prune(now)
