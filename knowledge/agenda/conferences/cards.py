"""A conference and a connection point, as one person sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from knowledge.agenda.conferences.totals import PointTotals, Totals


@dataclass(frozen=True, slots=True)
class Conference:
    """A meeting with the numbers of it that a person sees."""

    id: int
    title: str
    unit_id: int
    starts_at: datetime
    ends_at: datetime
    is_cancelled: bool
    organises: bool
    """The person sets its points up and sees all of them."""
    totals: Totals


@dataclass(frozen=True, slots=True)
class PointCard:
    """A connection point, for who reports of it or stands above."""

    conference: Conference
    point: PointTotals
    code: str
    """What one types to check in; empty where it is of no use any more."""
    absent: tuple[str, ...]
    """Names of those who are expected and have not checked in."""
    excused: tuple[str, ...]
