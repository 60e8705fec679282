"""Files that came in with an event, until it is answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from knowledge.models import Event, Upload

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.ext.asyncio import AsyncConnection

    from knowledge.database import Database


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that comes with an event, in whole."""

    token: str
    """Channel and event: what it is found by."""
    address: str
    name: str
    content: bytes


class Uploads:
    """What was handed in and waits for its answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def load(self, token: str, address: str) -> bytes | None:
        """Return the content of what this chat sent with this event; None where it is gone."""
        found = select(Upload.content).where(Upload.token == token, Upload.address == address)
        async with self._database.read() as connection:
            return (await connection.execute(found)).scalar_one_or_none()


def token_of(channel: str, event: str) -> str:
    """Return what the file of an event is found by."""
    return f"{channel}:{event}"


async def keep(connection: AsyncConnection, files: Iterable[NewFile], now: datetime) -> None:
    """Keep files, in the transaction that keeps their events."""
    rows = [
        {"token": f.token, "address": f.address, "name": f.name, "content": f.content, "created_at": now}
        for f in files
    ]
    if rows:
        await connection.execute(insert(Upload), rows)


async def forget(connection: AsyncConnection, ids: Collection[int]) -> None:
    """Drop the files of these events, in the transaction that settles them."""
    tokens = select(Event.channel + ":" + Event.event).where(Event.id.in_(ids))
    await connection.execute(delete(Upload).where(Upload.token.in_(tokens)))
