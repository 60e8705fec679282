"""Opening the database: SQLite or PostgreSQL, with the rules that keep each of them honest."""

from __future__ import annotations

import asyncio
import fcntl
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, ClassVar, TypeVarTuple

from sqlalchemy import DateTime, MetaData, TypeDecorator
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession
from sqlalchemy.orm import DeclarativeBase
from typing_extensions import override

from knowledge.engines import brief_engine, in_memory, postgresql_engine, reading_engine, sqlite_engine
from knowledge.problems import Refusal

if TYPE_CHECKING:
    from sqlalchemy import URL, Dialect, Row
    from sqlalchemy.sql.selectable import TypedReturnsRows

Columns = TypeVarTuple("Columns")


class Moment(TypeDecorator[datetime]):
    """An instant: aware in Python, UTC in the database, on SQLite too."""

    impl = DateTime
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store UTC; a naive datetime is a bug, so let `astimezone` never guess."""
        if value is None:
            return None
        if value.tzinfo is None:
            msg = f"naive datetime: {value}"
            raise ValueError(msg)
        return value.astimezone(UTC).replace(tzinfo=None)

    @override
    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Hand out aware datetimes only."""
        return None if value is None else value.replace(tzinfo=UTC)


class Table(DeclarativeBase):
    """Base of every table; named constraints keep migrations portable."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        },
    )
    type_annotation_map: ClassVar = {datetime: Moment}


def with_driver(url: str) -> URL:
    """Return the address with our asynchronous driver, whichever driver (or none) was written."""
    try:
        parsed = make_url(url)
    except Exception as error:
        raise Refusal(
            "CANBO_DATABASE_URL is not a database address: write sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME."
        ) from error
    family = parsed.get_backend_name()
    if family == "sqlite":
        return parsed.set(drivername="sqlite+aiosqlite")
    if family in {"postgresql", "postgres"}:
        return parsed.set(drivername="postgresql+asyncpg")
    raise Refusal(
        "CANBO_DATABASE_URL names “{family}”: canbo works with sqlite and postgresql.", family=family
    )


class Database:
    """One engine; transactions that write take turns on SQLite."""

    def __init__(self, url: str) -> None:
        self.url = with_driver(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = sqlite_engine(self.url) if self.is_sqlite else postgresql_engine(self.url)
        # SQLite's own waiting is unfair (seconds under load); a lock before it is first come, first served.
        self._writer = asyncio.Lock()
        self._here = reading_engine(self.url) if self.is_sqlite and not in_memory(self.url) else None
        self._brief = brief_engine(self.url) if self._here is not None else None
        self._lock_file: IO[str] | None = None

    async def look_up(
        self, statement: TypedReturnsRows[*Columns], values: Mapping[str, object] | None = None
    ) -> Sequence[Row[*Columns]]:
        """Return the rows of one short SELECT that an index answers; a long one would hold up everybody."""
        if self._here is None:
            async with self.read() as connection:
                return (await connection.execute(statement, values or {})).all()
        # On the event loop itself: 60 µs, where ten trips to aiosqlite's thread and back take 1 ms.
        with self._here.connect() as here:
            return here.execute(statement, values or {}).all()

    @property
    def place(self) -> str:
        """Return where the database is, without its password."""
        if self.is_sqlite:
            return self.url.database or ":memory:"
        return self.url.render_as_string(hide_password=True).partition("://")[2]

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """Open a connection for Core look-ups; nothing may be written."""
        async with self.engine.connect() as connection:
            if self.is_sqlite:
                yield connection
            else:
                # A single SELECT needs no BEGIN and ROLLBACK: half the time of a look-up.
                yield await connection.execution_options(isolation_level="AUTOCOMMIT")

    @asynccontextmanager
    async def write(self, *, is_brief: bool = False) -> AsyncIterator[AsyncConnection]:
        """Open a Core transaction that writes; committed at the end, rolled back on any error.

        A brief one, of a few short statements, runs on the event loop itself where that is SQLite's.
        """
        if not self.is_sqlite:
            async with self.engine.begin() as connection:
                yield connection
            return
        async with self._writer, AsyncExitStack() as stack:
            yield await self._begun(stack, self._brief if is_brief and self._brief else self.engine)

    async def _begun(self, stack: AsyncExitStack, engine: AsyncEngine) -> AsyncConnection:
        connection = await stack.enter_async_context(engine.connect())
        # BEGIN IMMEDIATE: a plain BEGIN fails with "database is locked" on the way from read to write.
        writing = await connection.execution_options(canbo_writes=True)
        try:
            _ = await stack.enter_async_context(writing.begin())
        except OperationalError:
            if engine is self.engine:
                raise
            # Another process holds the lock: it is waited for where the loop does not stand still.
            return await self._begun(stack, self.engine)
        return writing

    @asynccontextmanager
    async def edit(self) -> AsyncIterator[AsyncSession]:
        """Open an ORM session in a writing transaction; rows leave it detached."""
        async with self.write() as connection:
            session = AsyncSession(connection, expire_on_commit=False)
            try:
                yield session
                await session.flush()
            finally:
                # The objects leave with what they have; the connection commits or rolls back.
                session.expunge_all()
                await session.close()

    @asynccontextmanager
    async def view(self) -> AsyncIterator[AsyncSession]:
        """Open an ORM session that only reads; rows leave it detached."""
        async with AsyncSession(self.engine, expire_on_commit=False) as session:
            yield session
            session.expunge_all()

    def hold_alone(self) -> None:
        """Refuse a second process on one SQLite file, for as long as this one lives."""
        if not self.is_sqlite or not self.url.database or self.url.database == ":memory:":
            return
        lock = Path(self.url.database + ".lock").open("w", encoding="utf-8")  # noqa: SIM115  # held until close()
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.close()
            raise Refusal(
                "Another canbo is running on {file}. Stop it first, or use PostgreSQL for several.",
                file=self.url.database,
            ) from error
        self._lock_file = lock

    async def close(self) -> None:
        """Give back every connection and the lock."""
        await self.engine.dispose()
        if self._brief:
            await self._brief.dispose()
        if self._here:
            self._here.dispose()
        if self._lock_file:
            self._lock_file.close()
            self._lock_file = None
