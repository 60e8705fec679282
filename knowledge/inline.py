"""SQLite on the event loop itself, for transactions of a few short statements.

aiosqlite hands each call to a thread and waits for its answer: forty trips for the five short transactions
of one answered press, 13 ms of 17 where system calls are slow. These transactions take less than a trip.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any, Self


class InlineCursor:
    """What SQLAlchemy's adapter of aiosqlite expects of a cursor, without the thread."""

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self._cursor = cursor

    async def __aenter__(self) -> Self:
        """Open nothing: it is open."""
        return self

    async def execute(self, sql: str, parameters: Iterable[Any] | None = None) -> Self:
        """Run a statement."""
        self._cursor.execute(sql, parameters or ())  # type: ignore[arg-type]  # a sequence, or names
        return self

    async def executemany(self, sql: str, parameters: Iterable[Any]) -> Self:
        """Run a statement for each of many rows."""
        self._cursor.executemany(sql, parameters)
        return self

    async def fetchall(self) -> list[Any]:
        """Return all rows."""
        return self._cursor.fetchall()

    async def close(self) -> None:
        """Give it back."""
        self._cursor.close()

    @property
    def description(self) -> Any:  # noqa: ANN401  # the driver's own shape
        """Describe the columns."""
        return self._cursor.description

    @property
    def rowcount(self) -> int:
        """Return how many rows were written."""
        return self._cursor.rowcount

    @property
    def lastrowid(self) -> int | None:
        """Return the id of the last row that was inserted."""
        return self._cursor.lastrowid


class InlineConnection:
    """The same of a connection."""

    def __init__(self, path: str) -> None:
        # The lock is taken at once or not at all: to wait for another process would stop everybody.
        self._connection = sqlite3.connect(path, isolation_level=None, timeout=0, check_same_thread=False)

    def cursor(self) -> InlineCursor:
        """Open a cursor."""
        return InlineCursor(self._connection.cursor())

    async def commit(self) -> None:
        """Commit."""
        self._connection.commit()

    async def rollback(self) -> None:
        """Roll back."""
        self._connection.rollback()

    async def close(self) -> None:
        """Close."""
        self._connection.close()

    async def create_function(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # passed on
        """Let SQL call a function."""
        self._connection.create_function(*args, **kwargs)

    @property
    def isolation_level(self) -> None:
        """Begin nothing by itself: BEGIN is ours."""


async def connected(path: str) -> InlineConnection:
    """Open a connection, as SQLAlchemy's adapter of aiosqlite awaits it."""
    return InlineConnection(path)
