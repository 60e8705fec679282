"""The passages that fit a question, among those that the person may read."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, Float, Select, column, func, select, values

from knowledge.documents.search.terms import asked_terms, numbers
from knowledge.models import Document, Passage, PassageTerm
from knowledge.scope import Viewer, visible_to

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

COMMON = 0.2
"""Share of passages above which a term is left out when the question has rarer ones."""
FEWEST = 500
"""Passages that are assumed at least, so that a handful of papers does not make every word common."""
NAMED_PAPER = 1.6
"""What it is worth that the question names the paper's number."""


@dataclass(frozen=True, slots=True)
class PassageHit:
    """A passage that fits a question."""

    passage_id: int
    document_id: int
    title: str
    number: str
    path: str
    heading: str
    text: str
    score: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best passages, and what each term of the question is worth in the papers of this person."""

    hits: list[PassageHit]
    weights: dict[int, float]
    """Every term of the question, those that stand nowhere too."""
    ideal: float
    """About the score of a passage that holds the whole question."""


def readable(viewer: Viewer) -> Select[int]:
    """Select the ids of the papers that the person may read."""
    return select(Document.id).where(visible_to(viewer, Document.unit_id, Document.reach))


async def rank(connection: AsyncConnection, query: str, viewer: Viewer, limit: int) -> Ranking:
    """Rank the passages by BM25 over syllables and pairs; counts are of what the person may read."""
    terms = asked_terms(query)
    counts, total = await frequencies(connection, terms, viewer)
    weights = {t: share * rarity(counts.get(t, 0), total) for t, share in terms.items()}
    rarer = {t: weights[t] for t in counts if counts[t] <= COMMON * total}
    idf = rarer or {t: weights[t] for t in counts}
    if not idf:
        return Ranking([], weights, 0.0)
    # The weight in the table has the half of a pair already.
    scores = await best(connection, {t: w / terms[t] for t, w in idf.items()}, viewer, max(limit, 10))
    hits = await load(connection, scores)
    named = frozenset(numbers(query))
    if named:
        hits = await prefer(connection, hits, named, viewer)
    hits.sort(key=lambda h: -h.score)
    return Ranking(hits[:limit], weights, 2.2 * sum(weights.values()))


def rarity(count: int, total: int) -> float:
    """Return BM25's worth of a term that stands in so many of the passages."""
    return math.log(1 + (total - count + 0.5) / (count + 0.5))


async def frequencies(
    connection: AsyncConnection, terms: Iterable[int], viewer: Viewer
) -> tuple[dict[int, int], int]:
    """Count in how many readable passages each term stands, and all readable passages."""
    query = select(PassageTerm.term, func.count().label("passages")).where(PassageTerm.term.in_(list(terms)))
    everything = select(func.count()).select_from(Passage)
    if viewer is not None:
        query = query.where(PassageTerm.document_id.in_(readable(viewer)))
        everything = everything.where(Passage.document_id.in_(readable(viewer)))
    rows = await connection.execute(query.group_by(PassageTerm.term))
    counts: dict[int, int] = {row.term: row.passages for row in rows}
    return counts, max(FEWEST, (await connection.execute(everything)).scalar_one())


async def best(
    connection: AsyncConnection, idf: dict[int, float], viewer: Viewer, limit: int
) -> dict[int, float]:
    """Return the best passages' ids with their scores."""
    table = (
        values(column("term", BigInteger), column("idf", Float), name="asked")
        .data(list(idf.items()))
        .cte("asked")
    )
    score = func.sum(PassageTerm.weight * table.c.idf)
    query = (
        select(PassageTerm.passage_id, score)
        .join(table, PassageTerm.term == table.c.term)
        .group_by(PassageTerm.passage_id)
        .order_by(score.desc(), PassageTerm.passage_id)
        .limit(limit)
    )
    if viewer is not None:
        query = query.where(PassageTerm.document_id.in_(readable(viewer)))
    return {passage: float(value) for passage, value in await connection.execute(query)}


async def load(connection: AsyncConnection, scores: dict[int, float]) -> list[PassageHit]:
    """Read the passages that were found; their scope was tested when they were."""
    query = (
        select(
            Passage.id,
            Passage.document_id,
            Document.title,
            Document.number,
            Passage.path,
            Passage.heading,
            Passage.text,
        )
        .join(Document, Document.id == Passage.document_id)
        .where(Passage.id.in_(list(scores)))
    )
    return [PassageHit(*row, score=scores[row.id]) for row in await connection.execute(query)]


async def prefer(
    connection: AsyncConnection, hits: list[PassageHit], named: frozenset[str], viewer: Viewer
) -> list[PassageHit]:
    """Raise the passages of the papers whose number the question names."""
    wanted = readable(viewer).where(Document.number_key.in_(sorted(named)))
    papers = set((await connection.execute(wanted)).scalars())
    return [replace(h, score=h.score * NAMED_PAPER) if h.document_id in papers else h for h in hits]
