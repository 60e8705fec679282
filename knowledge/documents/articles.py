"""Whole articles, opened from a passage that was quoted, be it of an older version or withdrawn since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from knowledge.documents.search.ranking import readable
from knowledge.documents.structure import internal_references, named
from knowledge.documents.structure.places import label_of
from knowledge.models import Document, DocumentState, Passage
from knowledge.scope import Viewer

if TYPE_CHECKING:
    from sqlalchemy import RowMapping
    from sqlalchemy.ext.asyncio import AsyncConnection

MOST_MENTIONS = 4


@dataclass(frozen=True, slots=True)
class Article:
    """A whole article (or stretch) of a paper, with its neighbours."""

    document_id: int
    paper: str
    label: str
    heading: str
    text: str
    previous_id: int | None
    next_id: int | None
    newest_id: int | None = None
    """Where the same article begins in the newest version, if this is an older one."""
    is_withdrawn: bool = False
    """Whether the paper has been withdrawn since; its text is not handed out then."""
    mentions: tuple[tuple[str, int], ...] = ()
    """The paper's other articles that this one names, each with the passage it begins at."""


async def article(connection: AsyncConnection, passage_id: int, viewer: Viewer) -> Article | None:
    """Return the whole article that a passage belongs to; None out of scope."""
    query = (
        select(
            Document.id,
            Document.title,
            Document.number,
            Document.state,
            Document.version.label("newest"),
            Passage.article,
            Passage.version,
            Passage.path,
        )
        .join(Passage, Passage.document_id == Document.id)
        .where(Passage.id == passage_id, Document.id.in_(readable(viewer)))
    )
    found = (await connection.execute(query)).first()
    if found is None:
        return None
    paper = named(found.title, found.number)
    if found.state == DocumentState.WITHDRAWN:
        return Article(found.id, paper, "", "", "", None, None, is_withdrawn=True)
    around = (
        select(Passage.id, Passage.article, Passage.path, Passage.heading, Passage.text)
        .where(
            Passage.document_id == found.id,
            Passage.version == found.version,
            Passage.article.between(found.article - 1, found.article + 1),
        )
        .order_by(Passage.position)
    )
    rows = (await connection.execute(around)).mappings().all()
    newest = None
    if found.version < found.newest:
        newest = await newest_of(connection, found.id, found.newest, label_of(found.path))
    opened = whole(found.id, paper, found.article, rows, newest)
    named_ones = dict.fromkeys(r.article for r in internal_references(opened.text, opened.label))
    others = [label for label in named_ones if label != opened.label][:MOST_MENTIONS]
    begins = await beginnings(connection, found.id, found.version, others)
    return replace(opened, mentions=tuple((label, begins[label]) for label in others if label in begins))


async def beginnings(
    connection: AsyncConnection, document_id: int, version: int, labels: list[str]
) -> dict[str, int]:
    """Return the passage at which each article of a version begins, of those that are there."""
    if not labels:
        return {}
    of_them = or_(*(or_(Passage.path == x, Passage.path.startswith(f"{x},")) for x in labels))
    query = (
        select(Passage.id, Passage.path)
        .where(Passage.document_id == document_id, Passage.version == version, of_them)
        .order_by(Passage.position.desc())
    )
    return {label_of(row.path): row.id for row in await connection.execute(query)}


async def newest_of(connection: AsyncConnection, document_id: int, newest: int, label: str) -> int:
    """Return where the newest version has an article of an older one, or else begins."""
    begins = func.min(Passage.id).filter((Passage.path == label) | Passage.path.startswith(f"{label},"))
    query = select(begins, func.min(Passage.id)).where(
        Passage.document_id == document_id, Passage.version == newest
    )
    same, first = (await connection.execute(query)).one()
    return int(same if label and same else first)


def whole(
    document_id: int, paper: str, article: int, rows: Iterable[RowMapping], newest_id: int | None
) -> Article:
    """Put an article's passages together, with the first passage of each neighbour."""
    rows = list(rows)
    own = [r for r in rows if r["article"] == article]
    before = [r["id"] for r in rows if r["article"] < article]
    after = [r["id"] for r in rows if r["article"] > article]
    heading = own[0]["heading"]
    text = "\n".join(r["text"] for r in own)
    return Article(
        document_id=document_id,
        paper=paper,
        label=label_of(own[0]["path"]),
        heading="" if heading == text else heading,
        text=text,
        previous_id=before[0] if before else None,
        next_id=after[0] if after else None,
        newest_id=newest_id,
    )
