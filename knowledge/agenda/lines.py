"""A meeting as a programme says it, before it is anybody's: read from a file, a draft, or typed."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from typing import Any, Literal

from knowledge.problems import Problem

DAY = "day"
"""What is unsure of a meeting whose day was guessed or contradicts itself."""
Kind = Literal["programme", "letter", "paper"]


@dataclass(frozen=True, slots=True)
class ParsedMeeting:
    """One line of a programme."""

    place_in_file: str
    key: str
    """Its own mark within the file, which stays when a detail changes; empty: made of day, hour and title."""
    title: str
    starts_at: datetime
    ends_at: datetime | None
    place: str = ""
    chair: str = ""
    attendance: str = ""
    note: str = ""
    papers: str = ""
    prepared_by: str = ""
    followed_by: str = ""
    invitation: str = ""
    unsure: frozenset[str] = frozenset()
    """Names of the fields that were guessed and should be looked at, and DAY."""


@dataclass(slots=True)
class ParsedAgenda:
    """A programme as read from a file."""

    meetings: list[ParsedMeeting] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    kind: Kind = "programme"
    """A programme; a letter that invites to one meeting; another paper, which may name meetings as well."""


def packed(meeting: ParsedMeeting) -> dict[str, object]:
    """Return a line as JSON keeps it."""
    values = asdict(meeting)
    values["starts_at"] = meeting.starts_at.isoformat()
    values["ends_at"] = meeting.ends_at.isoformat() if meeting.ends_at else None
    values["unsure"] = sorted(meeting.unsure)
    return values


def unpacked(values: dict[str, Any]) -> ParsedMeeting:
    """Read a line as JSON keeps it; what a later version added is left out."""
    known = {f.name for f in fields(ParsedMeeting)}
    kept = {name: value for name, value in values.items() if name in known}
    kept["starts_at"] = datetime.fromisoformat(kept["starts_at"])
    kept["ends_at"] = datetime.fromisoformat(kept["ends_at"]) if kept.get("ends_at") else None
    kept["unsure"] = frozenset(kept.get("unsure", ()))
    return ParsedMeeting(**kept)
