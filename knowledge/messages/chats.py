"""What each chat is waiting for: the open question, and the numbered buttons of the last reply."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy.dialects import postgresql, sqlite

from knowledge.models import Chat

if TYPE_CHECKING:
    from knowledge.database import Database


class Chats:
    """Open choices, kept so that a restart or another replica can answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def remember(self, channel: str, address: str, expects: str | None, choices: Sequence[str]) -> None:
        """Replace what the chat is waiting for."""
        insert = sqlite.insert if self._database.is_sqlite else postgresql.insert
        row = {"expects": expects, "choices": list(choices)}
        statement = (
            insert(Chat)
            .values(channel=channel, address=address, **row)
            .on_conflict_do_update(index_elements=[Chat.channel, Chat.address], set_=row)
        )
        async with self._database.write() as connection:
            await connection.execute(statement)
