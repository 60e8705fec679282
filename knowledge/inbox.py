"""Updates on their way in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge.database import Database


class Inbox:
    """Updates on their way in."""

    def __init__(self, database: Database) -> None:
        self._database = database
