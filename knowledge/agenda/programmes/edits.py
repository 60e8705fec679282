"""What an edit of a programme must keep to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.agenda.programmes.weeks import monday_of
from knowledge.problems import Refusal

if TYPE_CHECKING:
    from knowledge.agenda.lines import ParsedMeeting
    from knowledge.models import Programme


def refuse_stale(programme: Programme, seen: int | None) -> None:
    """Refuse to decide on another revision than the one that was seen."""
    if seen is not None and programme.revision != seen:
        raise Refusal("This programme was changed by somebody else meanwhile. Look at it again first.")


def within(programme: Programme, line: ParsedMeeting) -> None:
    """Refuse a line of another week."""
    if monday_of(line.starts_at) != programme.first_day:
        raise Refusal("That day lies outside this programme's week. Open the week that it belongs to.")
