"""What searches in the benchmarks: canbo by its own path, bm25s, and SQLite's FTS5."""

from __future__ import annotations

import re
import sqlite3
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from sqlalchemy import insert, select, update

from knowledge import Knowledge
from knowledge.models import Counter, Document, Person, Post, Unit, UnitTree
from knowledge.models import Passage as PassageRow
from tests.bench.collection import Passage

READER = 1
WORD = re.compile(r"\w+")
NOW = datetime(2026, 3, 2, tzinfo=UTC)


async def make_reader(knowledge: Knowledge) -> None:
    """Make one unit with one member."""
    async with knowledge.database.edit() as session:
        session.add(Unit(id=1, name="Office", folded_name="office"))
        session.add(Person(id=READER, name="Reader", folded_name="reader"))
        await session.flush()
        session.add(UnitTree(above_id=1, unit_id=1))
        session.add(Post(person_id=READER, unit_id=1))


async def fill(knowledge: Knowledge, passages: Sequence[Passage]) -> None:
    """Write passages straight into the tables, each as a paper of its own."""
    papers = [
        {
            "id": n,
            "unit_id": 1,
            "title": passage.title,
            "source": passage.id,
            "content_hash": str(n),
            "imported_at": NOW,
            "change": n,
        }
        for n, passage in enumerate(passages, 1)
    ]
    rows = [
        {"document_id": n, "position": 0, "article": 0, "text": passage.text}
        for n, passage in enumerate(passages, 1)
    ]
    async with knowledge.database.write() as connection:
        await connection.execute(insert(Document), papers)
        await connection.execute(insert(PassageRow), rows)
        await connection.execute(update(Counter).values(value=len(papers)))


class Ours:
    """canbo: the database, the index that follows it, and a search with a reader's scope."""

    name = "canbo"

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = passages
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        """Import and index."""
        folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory()))
        opening = Knowledge.open(f"sqlite:///{folder / 'canbo.db'}")
        self.knowledge = await self._stack.enter_async_context(opening)
        await make_reader(self.knowledge)
        await fill(self.knowledge, self._passages)
        await self.knowledge.documents.index.rebuild()
        async with self.knowledge.database.read() as connection:
            query = select(PassageRow.id, Document.source).join(
                Document, Document.id == PassageRow.document_id
            )
            self._ids = {row.id: row.source for row in await connection.execute(query)}
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close."""
        await self._stack.aclose()

    async def search(self, queries: Sequence[str], limit: int) -> list[list[str]]:
        """Return the ids that are found for each question."""
        found = []
        for query in queries:
            hits = await self.knowledge.documents.search(query, READER, limit)
            found.append([self._ids[hit.passage_id] for hit in hits])
        return found


class PlainBM25:
    """bm25s with its own tokenizer."""

    name = "bm25s"

    def __init__(self, passages: Sequence[Passage]) -> None:
        import bm25s

        self._ids = [passage.id for passage in passages]
        self._bm25s = bm25s
        self._index = bm25s.BM25(k1=1.2, b=0.75)
        texts = [f"{passage.title}\n{passage.text}" for passage in passages]
        self._index.index(self._tokens(texts), show_progress=False)

    def _tokens(self, texts: Iterable[str]) -> list[list[str]]:
        return [WORD.findall(text.lower()) for text in texts]

    async def search(self, queries: Sequence[str], limit: int) -> list[list[str]]:
        """Return the ids that are found for each question."""
        found, _ = self._index.retrieve(self._tokens(queries), corpus=self._ids, k=limit, show_progress=False)
        return [list(row) for row in found]


class FullText:
    """SQLite's FTS5, with the tokenizer that takes marks away."""

    name = "SQLite FTS5"

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._ids = [passage.id for passage in passages]
        self._database = sqlite3.connect(":memory:")
        self._database.execute(
            "CREATE VIRTUAL TABLE passages USING fts5(text, tokenize='unicode61 remove_diacritics 2')"
        )
        rows = [(n, f"{p.title}\n{p.text}") for n, p in enumerate(passages)]
        self._database.executemany("INSERT INTO passages (rowid, text) VALUES (?, ?)", rows)

    async def search(self, queries: Sequence[str], limit: int) -> list[list[str]]:
        """Return the ids that are found for each question."""
        return [self._find(query, limit) for query in queries]

    def _find(self, query: str, limit: int) -> list[str]:
        words = " OR ".join(f'"{word}"' for word in WORD.findall(query))
        statement = "SELECT rowid FROM passages WHERE passages MATCH ? ORDER BY rank LIMIT ?"
        return [self._ids[n] for (n,) in self._database.execute(statement, (words, limit))] if words else []
