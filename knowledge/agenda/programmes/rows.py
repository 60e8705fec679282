"""What the outside sees of programmes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from knowledge.agenda.lines import ParsedMeeting


@dataclass(frozen=True, slots=True)
class Clash:
    """Another meeting at the same time that needs the same, as far as the viewer may know of it."""

    title: str
    """Empty where that meeting is out of the viewer's scope: then the person or room is just busy."""
    starts_at: datetime
    what: tuple[str, ...]
    """Names of the people, rooms and cars."""


@dataclass(frozen=True, slots=True)
class LineRow:
    """A meeting of a programme."""

    id: int
    number: int
    """Its place in the programme, from 1: what people call it by."""
    line: ParsedMeeting
    is_new: bool
    """Whether it was never published."""
    is_changed: bool
    """Whether it differs from what is published."""
    is_dropped: bool
    clashes: tuple[Clash, ...]
    override_reason: str
    holiday: str
    """The public holiday on its day."""
    revision: int
    rooms_instead: tuple[str, ...] = ()
    """The rooms that there are, where its place names a numbered one that is not among them."""


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """A unit's week with its meetings."""

    id: int
    unit_id: int
    unit: str
    first_day: date
    reach: str
    state: str
    version: int
    revision: int
    remark: str
    may_edit: bool
    may_decide: bool
    needs_approval: bool
    """Whether a lead decides; where there is none, the secretary publishes."""
    lines: tuple[LineRow, ...]

    @property
    def open_clashes(self) -> int:
        """Return how many meetings have conflicts that nobody accepted."""
        return sum(
            bool(line.clashes) and not line.override_reason for line in self.lines if not line.is_dropped
        )

    @property
    def unsure(self) -> int:
        """Return how many meetings have fields that should be looked at."""
        return sum(bool(line.line.unsure) for line in self.lines if not line.is_dropped)


@dataclass(frozen=True, slots=True)
class ProgrammeTitle:
    """A line of the list of programmes."""

    id: int
    unit: str
    first_day: date
    state: str
    version: int
    meetings: int
