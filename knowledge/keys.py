"""Secrets that every replica knows, made by whichever needs one first."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from knowledge.models import Key

if TYPE_CHECKING:
    from knowledge.database import Database

BYTES = 32


class Keys:
    """Random keys by name, kept in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[str, bytes] = {}

    async def get(self, name: str) -> bytes:
        """Return the key of this name, the same on every replica."""
        if name not in self._known:
            insert = sqlite.insert if self._database.is_sqlite else postgresql.insert
            made = insert(Key).values(name=name, value=secrets.token_bytes(BYTES)).on_conflict_do_nothing()
            async with self._database.write() as connection:
                await connection.execute(made)
                found = await connection.execute(select(Key.value).where(Key.name == name))
                self._known[name] = found.scalar_one()
        return self._known[name]
