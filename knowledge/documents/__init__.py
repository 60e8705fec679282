"""Papers: reading files, structure, search, answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge.database import Database


class Documents:
    """Papers in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database
