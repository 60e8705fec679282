"""Deadlines in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge.database import Database


class Deadlines:
    """Deadlines in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database
