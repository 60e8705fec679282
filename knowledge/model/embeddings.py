"""Passages found by what they are about: vectors from a model, compared within the reader's scope."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy import LargeBinary, column, select, table, text
from sqlalchemy.dialects import postgresql, sqlite

from knowledge.model.breaker import Breaker
from knowledge.model.endpoint import Endpoint
from knowledge.model.nearness import as_bytes, best, unit
from knowledge.model.trouble import Trouble
from knowledge.models import Counter, Document, DocumentState, Embedding, Passage
from knowledge.scope import Viewer, visible_to

if TYPE_CHECKING:
    from sqlalchemy import TableClause
    from sqlalchemy.ext.asyncio import AsyncConnection

    from knowledge.database import Database

log = structlog.get_logger(__name__)

BATCH = 32
"""Passages a request."""
BATCHES = 4
"""Requests a tick: a stopping server waits for the tick to end."""
LONGEST_TEXT = 2000
"""Characters of a passage that are looked at."""
SLOWEST_QUESTION = 1.5
"""Seconds; a question whose embedding takes longer is answered by its words alone."""
SLOWEST_BATCH = 10
REMEMBERED = 100
AT_ONCE = 16_384
"""Vectors that are compared in one step.

With 768 dimensions on SQLite, two busy cores take 0.07 seconds for 10,000 passages and one for 50,000;
PostgreSQL with pgvector takes half of that.
"""


@dataclass(frozen=True, slots=True)
class Text:
    """A passage that has no vector yet."""

    passage_id: int
    text: str


class Embeddings:
    """Keeps the vectors of passages, and finds the nearest ones."""

    def __init__(
        self, database: Database, endpoint: Endpoint | None, ticks: Callable[[], float] = time.monotonic
    ) -> None:
        self._database = database
        self._endpoint = endpoint if endpoint and endpoint.settings.embedding_model else None
        self._model = (endpoint.settings.embedding_model or "") if endpoint else ""
        self._breaker = Breaker(ticks)
        self._in_database: bool | None = None
        self._recent: dict[str, list[float]] = {}
        """Vectors of the latest questions: one question is searched for several times."""
        self._complete_at: int | None = None
        """The counter of papers when nothing was missing."""

    @property
    def is_there(self) -> bool:
        """Whether a model for embeddings is configured."""
        return self._endpoint is not None

    async def find(self, question: str, viewer: Viewer, limit: int) -> list[tuple[int, float]]:
        """Return the passages nearest to a question, with their likeness; none in time of trouble."""
        vector = self._recent.get(question) or await self._measured(question[:LONGEST_TEXT])
        if vector is None:
            return []
        self._recent[question] = vector
        while len(self._recent) > REMEMBERED:
            self._recent.pop(next(iter(self._recent)))
        async with self._database.read() as connection:
            return await self.nearest(connection, vector, viewer, limit)

    async def _measured(self, question: str) -> list[float] | None:
        if self._endpoint is None or not self._breaker.begins():
            return None
        try:
            [vector] = await self._endpoint.embed([question], SLOWEST_QUESTION)
        except Trouble as trouble:
            self._failed(trouble)
            return None
        self._breaker.succeeded()
        return vector

    async def nearest(
        self, connection: AsyncConnection, vector: Sequence[float], viewer: Viewer, limit: int
    ) -> list[tuple[int, float]]:
        """Return the readable passages nearest to a vector, with their likeness from -1 to 1, best first."""
        rows = await self._rows(connection)
        query = (
            select(rows.c.passage_id)
            .join(Passage, Passage.id == rows.c.passage_id)
            .join(Document, Document.id == Passage.document_id)
            .where(
                rows.c.model == self._model,
                rows.c.dimensions == len(vector),
                rows.c.vector.is_not(None),
                Passage.version == Document.version,
                Document.state == DocumentState.PUBLISHED,
                visible_to(viewer, Document.unit_id, Document.reach),
            )
        )
        if self._in_database:
            distance = rows.c.vector.cosine_distance(unit(vector))
            found = await connection.execute(
                query.add_columns(distance).order_by(distance, rows.c.passage_id).limit(limit)
            )
            return [(passage, 1 - apart) for passage, apart in found]
        nearest: list[tuple[int, float]] = []
        pages = query.add_columns(rows.c.vector).order_by(rows.c.passage_id).limit(AT_ONCE)
        after = 0
        while page := (await connection.execute(pages.where(rows.c.passage_id > after))).all():
            ids, vectors = [row[0] for row in page], [row[1] for row in page]
            nearest = await asyncio.to_thread(best, nearest, ids, vectors, vector, limit)
            after = ids[-1]
        return nearest

    async def follow(self, _now: datetime) -> int:
        """Make the vectors that are missing, some at a time; returns how many."""
        if self._endpoint is None:
            return 0
        made = 0
        for _ in range(BATCHES):
            if not self._breaker.begins():
                break
            counter, texts = await self._missing()
            if not texts:
                self._complete_at = counter
                break
            try:
                vectors = await self._make(self._endpoint, [t.text for t in texts])
            except Trouble as trouble:
                self._failed(trouble)
                break
            self._breaker.succeeded()
            await self._keep(texts, vectors)
            made += len(texts)
        return made

    def _failed(self, trouble: Trouble) -> None:
        log.warning("embedding_failed", reason=str(trouble))
        if trouble.is_down:
            self._breaker.failed(trouble.pause)

    async def _make(self, endpoint: Endpoint, texts: Sequence[str]) -> list[list[float] | None]:
        """Return the vectors; None for a text that the endpoint does not take."""
        try:
            return [*await endpoint.embed(texts, SLOWEST_BATCH)]
        except Trouble as trouble:
            if trouble.is_down:
                raise
            if len(texts) == 1:
                return [None]
        # One text must not keep the others from being found.
        return [vector for text in texts for vector in await self._make(endpoint, [text])]

    async def _missing(self) -> tuple[int, list[Text]]:
        """Return the state of the papers and the next passages without a vector of this model."""
        counter = select(Counter.value).where(Counter.name == "documents")
        found = (
            select(Passage.id, Document.title, Passage.heading, Passage.text)
            .join(Document, Document.id == Passage.document_id)
            .join(Embedding, Embedding.passage_id == Passage.id, isouter=True)
            .where(
                Passage.version == Document.version,
                Document.state == DocumentState.PUBLISHED,
                (Embedding.model.is_(None)) | (Embedding.model != self._model),
            )
            .order_by(Passage.id.desc())
            .limit(BATCH)
        )
        async with self._database.read() as connection:
            state = (await connection.execute(counter)).scalar() or 0
            if state == self._complete_at:
                return state, []
            rows = await connection.execute(found)
            texts = [Text(r.id, f"{r.title}\n{r.heading}\n{r.text}"[:LONGEST_TEXT]) for r in rows]
        return state, texts

    async def _keep(self, texts: Sequence[Text], vectors: Sequence[Sequence[float] | None]) -> None:
        async with self._database.write() as connection:
            rows = await self._rows(connection)
            # A paper may have gone in the meantime, and its passages with it.
            there = select(Passage.id).where(Passage.id.in_([t.passage_id for t in texts]))
            known = set((await connection.execute(there)).scalars())
            values: list[dict[str, Any]] = [
                {
                    "passage_id": passage.passage_id,
                    "model": self._model,
                    "dimensions": len(vector or ()),
                    "vector": self._stored(vector),
                }
                for passage, vector in zip(texts, vectors, strict=True)
                if passage.passage_id in known
            ]
            if values:
                insert = (sqlite if self._database.is_sqlite else postgresql).insert(rows)
                new = {name: insert.excluded[name] for name in ("model", "dimensions", "vector")}
                await connection.execute(
                    insert.on_conflict_do_update(index_elements=["passage_id"], set_=new), values
                )

    def _stored(self, vector: Sequence[float] | None) -> object:
        if vector is None:
            return None
        return unit(vector) if self._in_database else as_bytes(vector)

    async def _rows(self, connection: AsyncConnection) -> TableClause:
        """Return the table with the type that the vectors have in this database."""
        if self._in_database is None:
            self._in_database = not self._database.is_sqlite and await has_pgvector(connection)
        kind: Any = LargeBinary()
        if self._in_database:
            from pgvector.sqlalchemy import VECTOR

            kind = VECTOR()
        return table(
            "embeddings", column("passage_id"), column("model"), column("dimensions"), column("vector", kind)
        )


async def has_pgvector(connection: AsyncConnection) -> bool:
    """Tell whether the vectors have pgvector's type: its extension was there when the table was made."""
    query = text(
        "SELECT udt_name FROM information_schema.columns"
        " WHERE table_schema = current_schema() AND table_name = 'embeddings' AND column_name = 'vector'"
    )
    return (await connection.execute(query)).scalar() == "vector"
