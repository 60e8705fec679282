"""Engines for SQLite and PostgreSQL, with the settings that were measured."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import orjson
from sqlalchemy import create_engine, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool, StaticPool

from knowledge.inline import connected
from knowledge.problems import Refusal

if TYPE_CHECKING:
    from sqlalchemy import URL, Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.pool import ConnectionPoolEntry

PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "busy_timeout=5000",
    "foreign_keys=ON",
    "temp_store=MEMORY",
    "cache_size=-65536",
    "journal_size_limit=67108864",
)
SERVER_SETTINGS = {
    "statement_timeout": "30000",
    "lock_timeout": "5000",
    "idle_in_transaction_session_timeout": "60000",
}


def in_memory(url: URL) -> bool:
    """Tell whether the database lives in one connection alone."""
    return url.database in {None, "", ":memory:"}


def reading_engine(url: URL) -> Engine:
    """Make an engine of one connection, without threads, that cannot write."""
    engine = create_engine(
        url.set(drivername="sqlite"),
        hide_parameters=True,
        json_deserializer=orjson.loads,
        poolclass=StaticPool,
        connect_args={"isolation_level": None, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        for pragma in (*PRAGMAS, "query_only=ON"):
            connection.cursor().execute(f"PRAGMA {pragma}")

    return engine


def brief_engine(url: URL) -> AsyncEngine:
    """Make an engine of one connection for short transactions, run on the event loop itself."""
    engine = create_async_engine(
        url,
        hide_parameters=True,
        json_deserializer=orjson.loads,
        poolclass=StaticPool,
        connect_args={"async_creator_fn": lambda path, **_: connected(path)},
    )

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        for pragma in (*PRAGMAS, "busy_timeout=0"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    event.listen(engine.sync_engine, "begin", begin)
    return engine


def begin(connection: object) -> None:
    """Begin as the transaction means it: for writing at once, or for reading."""
    options = connection.get_execution_options()  # type: ignore[attr-defined]  # the event's type is too wide
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("canbo_writes") else "BEGIN")  # type: ignore[attr-defined]  # the same


def sqlite_engine(url: URL) -> AsyncEngine:
    """Make an engine whose BEGIN is ours."""
    if not in_memory(url):
        folder = Path(str(url.database)).parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Refusal(
                "The data folder {path} cannot be written. Change its owner or CANBO_DATA_DIR.", path=folder
            ) from error
    pool = StaticPool if in_memory(url) else None
    engine = create_async_engine(url, hide_parameters=True, json_deserializer=orjson.loads, poolclass=pool)

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    event.listen(engine.sync_engine, "begin", begin)
    return engine


def postgresql_engine(url: URL) -> AsyncEngine:
    """Make an engine that gives up after seconds, not minutes, when the server is gone."""
    return create_async_engine(
        url,
        hide_parameters=True,
        json_deserializer=orjson.loads,
        pool_size=5,
        max_overflow=5,
        pool_timeout=5,
        pool_recycle=1800,
        pool_pre_ping=True,
        connect_args={"timeout": 3, "command_timeout": 30, "server_settings": SERVER_SETTINGS},
    )


def turn_engine(url: URL, silent_for: int) -> AsyncEngine:
    """Make an engine for a lock's session, which the server ends after so many silent seconds."""
    alive = {
        "idle_session_timeout": f"{silent_for}s",
        "tcp_keepalives_idle": "2",
        "tcp_keepalives_interval": "2",
        "tcp_keepalives_count": "3",
    }
    return create_async_engine(
        url,
        hide_parameters=True,
        json_deserializer=orjson.loads,
        poolclass=NullPool,
        isolation_level="AUTOCOMMIT",
        connect_args={"timeout": 3, "command_timeout": 3, "server_settings": alive},
    )
