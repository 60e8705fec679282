"""What went wrong, as a sentence that the person can act on.

`knowledge` speaks English templates; `handlers.language` translates them. Tests hold that every template is
in every catalogue, so a template is always a literal.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import LiteralString

from typing_extensions import override


class Refusal(Exception):
    """An expected failure: the message is a literal template, the values fill it in."""

    def __init__(self, message: LiteralString, **values: object) -> None:
        super().__init__(message.format(**values))
        self.message = message
        self.values = values

    @override
    def __reduce__(self) -> tuple[object, ...]:
        """Travel between processes: files are parsed in a child."""
        return (rebuild, (type(self), self.message, self.values))

    def about(self, name: str) -> Refusal:
        """Return the same refusal with the name by which the person knows the file."""
        return rebuild(type(self), self.message, {**self.values, "name": name})


class SecretPaper(Refusal):
    """A paper bears a mark of state secrecy; nothing of it may be kept, sent or logged."""


def rebuild(kind: type[Refusal], message: LiteralString, values: dict[str, object]) -> Refusal:
    """Put a refusal together again on the other side."""
    return kind(message, **values)


@dataclass(frozen=True, slots=True)
class Problem:
    """One row or place of an imported file that was left out, and why."""

    refusal: Refusal
    line: int | None = None
    """Counted from 1; None where the whole file is meant, or an event."""
    event: int | None = None
    """Of a calendar, counted from 1."""


@dataclass(slots=True)
class ImportReport:
    """What an import did, or (dry) would do."""

    source: str
    """The file's name, without folders."""
    added: int = 0
    changed: int = 0
    same: int = 0
    document_id: int | None = None
    """The paper that was written, or was there already; None in a dry run of a new one."""
    problems: list[Problem] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    """One short line for each thing added or changed, for a preview."""
    remarks: list[Refusal] = field(default_factory=list)
    """What to know about a paper that went in, such as how surely a scan was recognised."""
    unsure: list[str] = field(default_factory=list)
    """Names of the fields that were guessed and should be looked at."""
    read: list[dict[str, object]] = field(default_factory=list)
    """What a programme was understood to say: the fields of each meeting, as JSON has them."""
