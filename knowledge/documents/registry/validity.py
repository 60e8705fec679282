"""Whether a paper is in force on a day, as far as the papers tell that the reader may read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import select

from knowledge.documents.registry import relations
from knowledge.documents.registry.finding import Entry
from knowledge.models import Document, Relation, RelationKind
from knowledge.scope import Viewer

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection


class Force(StrEnum):
    """Whether a paper is in force on a day."""

    IN_FORCE = "in_force"
    NOT_YET = "not_yet"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Validity:
    """Whether a paper is in force, as far as the papers tell that the reader may read."""

    state: Force
    since: date | None = None
    """The first day of this state, where one is known."""
    until: date | None = None
    """The last day that it will be in force, where one is known."""
    by: tuple[Entry, ...] = ()
    """The papers that end it, the first to do so first."""
    is_repealed: bool = False
    """Whether the first of them only repeals it, and puts nothing in its place."""


def judge(first: date | None, last: date | None, endings: Iterable[relations.Said], on: date) -> Validity:
    """Tell whether a paper is in force on a day: by its own days, and by what ends it as a whole."""
    whole = sorted(
        (s for s in endings if s.kind in relations.ENDING and not s.part and s.effective_from),
        key=lambda s: (s.effective_from or on, s.source.id),
    )
    by = tuple(dict.fromkeys(s.source for s in whole))
    ends = [s.effective_from - timedelta(days=1) for s in whole if s.effective_from]
    repealed = bool(whole) and whole[0].kind == RelationKind.REPEALS
    until = min([*ends, *([last] if last else [])], default=None)
    if until and until < on:
        return Validity(Force.ENDED, until + timedelta(days=1), until, by, repealed)
    if first and first > on:
        return Validity(Force.NOT_YET, first, until, by, repealed)
    return Validity(Force.IN_FORCE, first, until, by, repealed)


async def ended(connection: AsyncConnection, viewer: Viewer, on: date) -> set[int]:
    """Return the papers in scope that are over on a day, by their own last day or by another paper."""
    over = select(Document.id).where(relations.open_to(viewer, Document), Document.in_force_to < on)
    found = set((await connection.execute(over)).scalars())
    endings = await relations.said(
        connection, viewer, Relation.kind.in_(relations.ENDING), Relation.part == ""
    )
    return found | {s.target.id for s in endings if s.effective_from and s.effective_from <= on}
