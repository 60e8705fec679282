"""The passages that fit a question, among those that the person may read."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, bindparam, select

from knowledge.documents.search.candidates import Filters, Reading, narrowed, rarity
from knowledge.documents.search.exact import holds, phrases, same_marks
from knowledge.documents.search.following import Following
from knowledge.documents.search.mending import meant_terms
from knowledge.documents.search.scopes import Scopes, scopes
from knowledge.documents.search.scoring import score
from knowledge.documents.search.terms import asked_terms, query_terms
from knowledge.documents.search.textindex import Damaged, TextIndex, honest
from knowledge.model.nearness import fused
from knowledge.models import Document, DocumentState, Passage
from knowledge.scope import Viewer, visible_to

if TYPE_CHECKING:
    from knowledge.database import Database

READ = 10
"""Passages that are read at least: the marks may change their order."""
POOL = 100
"""Passages that are ranked closely."""


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
    kind: str = "paper"
    in_force_from: date | None = None
    in_force_to: date | None = None


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best passages, and what each term of the question is worth in the papers of this person."""

    hits: list[PassageHit]
    weights: dict[str, float]
    """Every term of the question, those that stand nowhere too."""
    ideal: float
    """About the score of a passage that holds the whole question."""


def readable(viewer: Viewer) -> Select[int]:
    """Select the ids of the papers that the person may read."""
    return select(Document.id).where(visible_to(viewer, Document.unit_id, Document.reach))


async def rank(
    database: Database,
    following: Following,
    query: str,
    viewer: Viewer,
    limit: int,
    *,
    filters: Filters | None = None,
) -> Ranking:
    """Rank passages: the index finds them in the reader's scope, the database hands them out once more."""
    index = await following.catch_up()
    reach = await scopes(database, viewer)
    try:
        found = await asyncio.to_thread(look, index, query, reach, filters or Filters())
    except Damaged:
        await following.mend()
        index = await following.catch_up()
        found = await asyncio.to_thread(look, index, query, reach, filters or Filters())
    quoted = phrases(query)
    hits = await load(database, found.scores, viewer, POOL if quoted else max(limit, READ))
    exact = [replace(h, score=round(h.score * same_marks(query, h.text), 6)) for h in hits if fits(h, quoted)]
    exact.sort(key=lambda hit: (-hit.score, hit.passage_id))
    return Ranking(exact[:limit], found.weights, 1.0)


def fits(hit: PassageHit, quoted: Sequence[str]) -> bool:
    """Tell whether a passage has what was quoted, its names too."""
    return not quoted or holds(f"{hit.title}\n{hit.number}\n{hit.heading}\n{hit.text}", quoted)


async def joined(database: Database, found: Ranking, near: list[int], viewer: Viewer, limit: int) -> Ranking:
    """Put those that are near in meaning among those that were found by words.

    The scores stay those of the words, in order, so that confidence is measured as before.
    """
    if not near:
        return found
    hits = {hit.passage_id: hit for hit in found.hits}
    scores = [hit.score for hit in found.hits]
    missing = {passage: 0.0 for passage in near if passage not in hits}
    hits |= {hit.passage_id: hit for hit in await load(database, missing, viewer, limit)}
    order = [p for p in fused([hit.passage_id for hit in found.hits], near) if p in hits][:limit]
    scores += [scores[-1] if scores else 0.0] * (len(order) - len(scores))
    return replace(found, hits=[replace(hits[p], score=s) for p, s in zip(order, scores, strict=False)])


@dataclass(frozen=True, slots=True)
class Found:
    """Passages by id with their scores, before they are read."""

    scores: dict[int, float]
    weights: dict[str, float]


def look(index: TextIndex, query: str, reach: Scopes, filters: Filters) -> Found:
    """Search the index."""
    if reach is not None and not reach:
        return Found({}, {t: share * rarity(0, 1) for t, share in asked_terms(query).items()})
    with honest():
        reading = Reading(index, reach)
        terms = meant_terms(reading, query)
        weights = {t: share * rarity(reading.count(t), reading.total) for t, share in terms.items()}
        if not any(reading.count(t) for t in weights):
            return Found({}, weights)
        musts = narrowed(index, filters)
        for phrase in phrases(query):
            musts += [reading.holding(term) for term in query_terms(phrase)]
        passages, texts = reading.find(weights, musts, POOL)
    return Found(dict(zip(passages, score(texts, weights), strict=True)), weights)


@lru_cache(maxsize=1_000)
def best_of(viewer: Viewer) -> Select[*tuple[Any, ...]]:
    """Build the statement once a person: that takes longer than to run it."""
    return (
        select(
            Passage.id.label("passage_id"),
            Passage.document_id,
            Document.title,
            Document.number,
            Passage.path,
            Passage.heading,
            Passage.text,
            Document.kind,
            Document.in_force_from,
            Document.in_force_to,
        )
        .join(Document, Document.id == Passage.document_id)
        .where(
            Passage.id.in_(bindparam("best", expanding=True)),
            Passage.version == Document.version,
            Document.state == DocumentState.PUBLISHED,
            visible_to(viewer, Document.unit_id, Document.reach),
        )
    )


async def load(database: Database, scores: dict[int, float], viewer: Viewer, limit: int) -> list[PassageHit]:
    """Read the best passages that were found, under the reader's scope once more; best first."""
    best = sorted(scores, key=lambda p: (-scores[p], p))[:limit]
    rows = [row._asdict() for row in await database.look_up(best_of(viewer), {"best": best})]
    hits = [PassageHit(**row, score=scores[row["passage_id"]]) for row in rows]
    return sorted(hits, key=lambda h: (-h.score, h.passage_id))
