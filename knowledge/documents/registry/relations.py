"""What papers do to each other, as far as the reader may read them, and whether one is still in force."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from rapidfuzz import fuzz
from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import aliased

from knowledge.documents.registry.finding import Entry
from knowledge.models import Document, DocumentKind, DocumentState, Relation, RelationKind
from knowledge.scope import Viewer, visible_to
from knowledge.vietnamese.text import fold

if TYPE_CHECKING:
    from sqlalchemy import Row
    from sqlalchemy.ext.asyncio import AsyncConnection

ENDING = (RelationKind.REPLACES, RelationKind.REPEALS)
LOCAL = re.compile(r"[/-](?:ubnd|hdnd|tu|hu|du|vptu|vpdu)$")
"""Notations that hundreds of offices share, each with a series of its own."""
ALIKE = 80
"""Likeness, of 100, at which a part of an issuer's name counts as it."""
SHOWN = (*ENDING, RelationKind.AMENDS, RelationKind.IMPLEMENTS, RelationKind.ANSWERS)
"""What a card shows; a mere mention is not."""


@dataclass(frozen=True, slots=True)
class Said:
    """One paper names another, and one paper in scope bears that number."""

    relation_id: int
    kind: str
    part: str
    name: str
    named_on: date | None
    source: Entry
    """The paper that says so."""
    source_unit: int
    effective_from: date | None
    target: Entry
    """The paper that it may mean."""
    target_unit: int
    target_issuer: str


@dataclass(frozen=True, slots=True)
class Link:
    """A line of a card: what this paper does to another, or another to this."""

    kind: str
    name: str
    """In the words of the paper that says so, where the other cannot be opened."""
    part: str
    document_id: int | None
    """The other paper, where the reader may read it."""
    incoming: bool = False


async def said(connection: AsyncConnection, viewer: Viewer, *conditions: ColumnElement[bool]) -> list[Said]:
    """Read who names whom, both in scope, each resolved to the one paper that is meant."""
    source, target = aliased(Document), aliased(Document)
    rows = await connection.execute(
        select(
            Relation.id.label("relation_id"),
            Relation.kind,
            Relation.part,
            Relation.name,
            Relation.issued_on.label("named_on"),
            source.id.label("source_id"),
            source.title.label("source_title"),
            source.number.label("source_number"),
            source.issued_on.label("source_day"),
            source.unit_id.label("source_unit"),
            func.coalesce(source.in_force_from, source.issued_on).label("effective_from"),
            target.id.label("target_id"),
            target.title.label("target_title"),
            target.number.label("target_number"),
            target.issued_on.label("target_day"),
            target.unit_id.label("target_unit"),
            target.issuer.label("target_issuer"),
        )
        .join(source, source.id == Relation.document_id)
        .join(target, and_(target.number_key == Relation.number_key, target.id != source.id))
        .where(Relation.number_key != "", open_to(viewer, source), open_to(viewer, target), *conditions)
        .order_by(Relation.id, target.id)
    )
    found = [as_said(row) for row in rows]
    groups = groupby(found, key=lambda s: s.relation_id)
    return [one for _, group in groups if (one := meant(list(group)))]


def as_said(row: Row[*tuple[Any, ...]]) -> Said:
    """Put a row together."""
    return Said(
        relation_id=row.relation_id,
        kind=row.kind,
        part=row.part,
        name=row.name,
        named_on=row.named_on,
        source=Entry(row.source_id, row.source_title, row.source_number, row.source_day),
        source_unit=row.source_unit,
        effective_from=row.effective_from,
        target=Entry(row.target_id, row.target_title, row.target_number, row.target_day),
        target_unit=row.target_unit,
        target_issuer=row.target_issuer,
    )


def open_to(viewer: Viewer, paper: type[Document]) -> ColumnElement[bool]:
    """Return the condition under which a paper stands in the reader's registry."""
    return and_(
        visible_to(viewer, paper.unit_id, paper.reach),
        paper.kind == DocumentKind.PAPER,
        paper.state == DocumentState.PUBLISHED,
    )


def meant(found: Sequence[Said]) -> Said | None:
    """Return the paper that is meant among those of one number: by day, issuer, unit; None if unclear."""
    left = [s for s in found if not contradicts(s)]
    for closer in (named_by_day, named_in_full, named_by_issuer, of_the_same_unit):
        if len(left) > 1:
            left = [s for s in left if closer(s)] or left
    return left[0] if len(left) == 1 else None


def contradicts(said: Said) -> bool:
    """Tell whether it is ruled out that this paper is meant: by its day, or as another office's number."""
    day = said.target.issued_on
    if said.named_on and day:
        return said.named_on != day
    if said.source.issued_on and day and said.source.issued_on < day:
        return True
    own_series = LOCAL.search(fold(said.target.number)) is not None and said.target_issuer != ""
    return own_series and not (of_the_same_unit(said) or named_by_issuer(said))


def named_by_day(said: Said) -> bool:
    """Tell whether the paper is named with the day on which this one was issued."""
    return said.named_on is not None and said.named_on == said.target.issued_on


def named_in_full(said: Said) -> bool:
    """Tell whether the paper is named with the whole name of who issued this one."""
    return said.target_issuer != "" and fold(said.target_issuer) in fold(said.name)


def named_by_issuer(said: Said) -> bool:
    """Tell whether the paper is named with who issued this one, at least in part."""
    issuer, name = fold(said.target_issuer), fold(said.name)
    return bool(issuer and name) and fuzz.partial_ratio(issuer, name) >= ALIKE


def of_the_same_unit(said: Said) -> bool:
    """Tell whether one office filed both."""
    return said.source_unit == said.target_unit


async def links_of(connection: AsyncConnection, document_id: int, key: str, viewer: Viewer) -> list[Link]:
    """Return what a paper in scope does to others, then what others in scope do to it."""
    own = select(Relation.id, Relation.kind, Relation.number, Relation.name, Relation.part)
    own = own.where(Relation.document_id == document_id, Relation.kind.in_(SHOWN)).order_by(Relation.id)
    known = {s.relation_id: s for s in await said(connection, viewer, Relation.document_id == document_id)}
    links = [outgoing(row, known.get(row.id)) for row in await connection.execute(own)]
    named_here = await incoming(connection, document_id, key, viewer)
    # Whichever of its parts they mean: one line for each of them.
    links += [Link(s.kind, s.source.name, "", s.source.id, incoming=True) for s in named_here]
    return list(dict.fromkeys(links))


def outgoing(row: Row[int, str, str, str, str], there: Said | None) -> Link:
    """Name the other paper: by its own name where the reader may read it, else in this one's words."""
    if there:
        return Link(row.kind, there.target.name, row.part, there.target.id)
    words = row.name if row.number in row.name else " ".join(filter(None, (row.number, row.name)))
    return Link(row.kind, words, row.part, None)


async def incoming(connection: AsyncConnection, document_id: int, key: str, viewer: Viewer) -> list[Said]:
    """Return what others in scope say that they do to a paper."""
    if not key:
        return []
    found = await said(connection, viewer, Relation.number_key == key, Relation.kind.in_(SHOWN))
    return [s for s in found if s.target.id == document_id]
