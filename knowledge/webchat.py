"""Browsers and the bubbles on their pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge.database import Database


class WebChat:
    """Browsers and the bubbles on their pages."""

    def __init__(self, database: Database) -> None:
        self._database = database
