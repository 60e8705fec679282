"""Notices on their way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge.database import Database


class Outbox:
    """Notices on their way out."""

    def __init__(self, database: Database) -> None:
        self._database = database
