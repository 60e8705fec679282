"""The tree of bodies."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge.database import Database


class Units:
    """The tree of bodies."""

    def __init__(self, database: Database) -> None:
        self._database = database
