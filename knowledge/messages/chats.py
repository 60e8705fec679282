"""What each chat is waiting for: the open question, and the numbered buttons of the last reply."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.dialects import postgresql, sqlite

from knowledge.models import Chat
from knowledge.together import Together

if TYPE_CHECKING:
    from knowledge.database import Database


@dataclass(frozen=True, slots=True)
class Waiting:
    """What one chat is waiting for."""

    channel: str
    address: str
    expects: str | None
    choices: tuple[str, ...]


def upsert(insert: Callable[..., sqlite.Insert | postgresql.Insert]) -> sqlite.Insert | postgresql.Insert:
    """Write what a chat is waiting for in the place of what it was."""
    new = insert(Chat)
    return new.on_conflict_do_update(
        index_elements=[Chat.channel, Chat.address],
        set_={"expects": new.excluded.expects, "choices": new.excluded.choices},
    )


class Chats:
    """Open choices, kept so that a restart or another replica can answer."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._together = Together(self._write)
        self._upsert = upsert(sqlite.insert if database.is_sqlite else postgresql.insert)

    async def remember(self, channel: str, address: str, expects: str | None, choices: Sequence[str]) -> None:
        """Replace what the chat is waiting for, together with whichever other chats are answered now."""
        await self._together.put(Waiting(channel, address, expects, tuple(choices)))

    async def _write(self, chats: Sequence[Waiting]) -> Sequence[None]:
        # Of one chat the last; sorted, so that two replicas do not wait for each other.
        latest = {(chat.channel, chat.address): chat for chat in chats}
        rows = [
            {"channel": channel, "address": address, "expects": chat.expects, "choices": list(chat.choices)}
            for (channel, address), chat in sorted(latest.items())
        ]
        async with self._database.write(is_brief=True) as connection:
            await connection.execute(self._upsert, rows)
        return [None] * len(chats)
