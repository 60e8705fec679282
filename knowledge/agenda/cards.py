"""A meeting as one person sees it, with who was invited and what they said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from knowledge.models import AttendeeRole


@dataclass(frozen=True, slots=True)
class AttendeeRow:
    """An invited person and what they said."""

    person_id: int
    name: str
    role: str
    answer: str
    reason: str
    substitute: str
    """The name of who goes instead."""


@dataclass(frozen=True, slots=True)
class MeetingCard:
    """A meeting as one person sees it."""

    id: int
    title: str
    starts_at: datetime
    ends_at: datetime | None
    place: str
    chair: str
    attendance: str
    note: str
    is_cancelled: bool
    mine: AttendeeRow | None
    """The viewer's own invitation."""
    people: tuple[AttendeeRow, ...]
    """Everybody who was invited by name; empty for those who do not organise it."""
    organises: bool
    counts: bool
    """The viewer sees who attends: all of it, or the numbers of some connection points."""
    has_papers: bool
    """It has a point on its agenda, or a paper that the viewer may read."""

    @property
    def silent(self) -> int:
        """Return how many have not answered."""
        return sum(not p.answer and p.role != AttendeeRole.SUBSTITUTE for p in self.people)

    def count(self, answer: str) -> int:
        """Return how many gave an answer."""
        return sum(p.answer == answer for p in self.people)
