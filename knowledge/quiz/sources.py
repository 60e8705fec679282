"""Where a question's answer stands: its source, found among the papers that the person may read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from knowledge.documents.articles import Article, article, beginnings
from knowledge.documents.search.ranking import readable
from knowledge.documents.search.terms import number_key
from knowledge.documents.structure.places import label_of
from knowledge.models import Document, DocumentState, Passage

if TYPE_CHECKING:
    from sqlalchemy import Select
    from sqlalchemy.ext.asyncio import AsyncConnection

NUMBER = re.compile(r"\d{1,4}[-/][\w/.&-]*[^\W\d_][\w/.&-]*")
"""Number and notation of a paper, such as 31-QĐ/TU."""
PLACE = re.compile(r"(?i:(điều|mục|phần|chương))\s+(\d+[a-zđ]?|[IVXLC]+)\b")


@dataclass(frozen=True, slots=True)
class Opened:
    """A passage that was found, with the article it stands in."""

    passage_id: int
    article: Article


@dataclass(frozen=True, slots=True)
class Why:
    """Where the answer of a question stands."""

    text: str
    explanation: str
    source: str
    opened: Opened | None
    """None where the reader has no such paper, or it has no such place."""
    number: str = ""
    """Of the paper that the source names, where the reader may read it but its place was not found."""


async def open_source(connection: AsyncConnection, source: str, viewer: int) -> Opened | None:
    """Find the article that a source in words names; None where the reader has no such paper."""
    numbers = [number_key(found) for found in NUMBER.findall(source)]
    place = PLACE.search(source)
    if not numbers or place is None:
        return None
    label = f"{place[1].capitalize()} {place[2]}"
    for document_id, version, _ in (await connection.execute(papers(numbers, viewer))).all():
        begins = await beginnings(connection, document_id, version, [label])
        if label in begins:
            return await opened(connection, begins[label], viewer)
    return None


async def number_of_paper(connection: AsyncConnection, source: str, viewer: int) -> str:
    """Return the number of the paper that a source names, where the reader may read it; empty where not."""
    numbers = [number_key(found) for found in NUMBER.findall(source)]
    found = (await connection.execute(papers(numbers, viewer))).first() if numbers else None
    return found.number if found else ""


def papers(numbers: Sequence[str], viewer: int) -> Select[int, int, str]:
    """Select the papers of these numbers that the reader may read, the newest first."""
    return (
        select(Document.id, Document.version, Document.number)
        .where(
            Document.number_key.in_(numbers),
            Document.state == DocumentState.PUBLISHED,
            Document.id.in_(readable(viewer)),
        )
        .order_by(Document.id.desc())
    )


async def open_passage(
    connection: AsyncConnection, document_id: int, version: int, path: str, viewer: int
) -> Opened | None:
    """Find the article of a passage that a question was made from; None out of scope."""
    query = (
        select(Passage.id)
        .where(Passage.document_id == document_id, Passage.version == version)
        .where((Passage.path == path) | (Passage.path == label_of(path)))
        .order_by(Passage.path.desc())
    )
    found = (await connection.execute(query)).scalar()
    return await opened(connection, found, viewer) if found is not None else None


async def opened(connection: AsyncConnection, passage_id: int, viewer: int) -> Opened | None:
    """Open the article of a passage."""
    found = await article(connection, passage_id, viewer)
    return Opened(passage_id, found) if found is not None and not found.is_withdrawn else None
