"""Who works here: the roster, accounts, invitations."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge.database import Database


class People:
    """Who works here: the roster, accounts, invitations."""

    def __init__(self, database: Database) -> None:
        self._database = database
