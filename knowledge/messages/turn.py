"""Whose turn it is to send: one process for all replicas, and another within seconds when it is gone."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from enum import Enum
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from knowledge.engines import turn_engine
from knowledge.locks import Lock

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

    from knowledge.database import Database

CONFIRM_EVERY = 2.0
"""Seconds between signs of life."""
SURE_FOR = 5.0
"""Seconds after a sign of life in which nobody else can have the turn: the server waits `SILENT_FOR`."""
SILENT_FOR = 8
"""Seconds without a sign of life after which the server ends our session, and with it our turn."""


class Turn(Enum):
    """What `take` found."""

    OTHERS = 0
    OURS = 1
    OURS_ANEW = 2

    def __bool__(self) -> bool:
        """Tell whether it is ours."""
        return self is not Turn.OTHERS

    @property
    def is_new(self) -> bool:
        """Tell whether it has just become ours: what somebody else claimed is to be taken over."""
        return self is Turn.OURS_ANEW


class SendingTurn:
    """The right to send. On SQLite the one process always has it; on PostgreSQL a session's lock is it.

    The server itself ends a session that is silent for 8 seconds, so a process that was stopped or cut off
    loses its turn although it never learns of it; for it `is_ours` is no before that.
    """

    def __init__(self, database: Database, clock: Callable[[], float] = time.monotonic) -> None:
        self._database, self._clock = database, clock
        self._engine: AsyncEngine | None = None
        self._session: AsyncConnection | None = None
        self._confirmed_at = float("-inf")
        self._taken = False

    def is_ours(self) -> bool:
        """Tell whether nobody else can be sending now."""
        if self._database.is_sqlite:
            return self._taken
        return self._session is not None and self._clock() - self._confirmed_at < SURE_FOR

    async def take(self) -> Turn:
        """Take the turn where it is free, or keep it; whatever ails the database, it is not ours."""
        if self._database.is_sqlite:
            was, self._taken = self._taken, True
            return Turn.OURS if was else Turn.OURS_ANEW
        now = self._clock()
        if self._session and now - self._confirmed_at < CONFIRM_EVERY:
            return Turn.OURS
        try:
            if self._session:
                await self._session.execute(text("SELECT 1"))
                self._confirmed_at = now
                return Turn.OURS
            return await self._try(now)
        except (SQLAlchemyError, OSError, TimeoutError):
            await self.give_back()
            return Turn.OTHERS

    async def give_back(self) -> None:
        """Let another one send."""
        self._taken = False
        session, self._session = self._session, None
        if session:
            with suppress(SQLAlchemyError, OSError, TimeoutError):
                await session.invalidate()
                await session.close()

    async def close(self) -> None:
        """Give the turn back, and the way to the server too."""
        await self.give_back()
        if self._engine:
            await self._engine.dispose()
            self._engine = None

    async def _try(self, now: float) -> Turn:
        self._engine = self._engine or turn_engine(self._database.url, SILENT_FOR)
        session = await self._engine.connect()
        try:
            is_free = await session.scalar(
                text("SELECT pg_try_advisory_lock(:key)"), {"key": int(Lock.SENDING)}
            )
        except BaseException:
            await session.close()
            raise
        if not is_free:
            await session.close()
            return Turn.OTHERS
        self._session, self._confirmed_at = session, now
        return Turn.OURS_ANEW
