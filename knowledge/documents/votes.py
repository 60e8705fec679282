"""What people think of the answers they got: one vote a person and target, changed or taken back at will."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update

from knowledge.models import Asked, Vote
from knowledge.problems import Refusal

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from knowledge.database import Database

WHOLE = 0
"""In place of a passage: the whole answer is meant."""
LATELY = 30
"""How many of one's last questions are looked through for the one that quoted a passage."""


class Votes:
    """👍 and 👎, only for one's own answers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def cast(
        self, person_id: int, asked_id: int, passage_id: int, value: int, *, event: str, now: datetime
    ) -> int:
        """Vote 1 or -1 and return what stands now; the same vote again takes it back. Raises Refusal."""
        if value not in {1, -1}:
            raise Refusal(
                "This answer is not within your scope, or is no longer kept. Please ask again: /hoi."
            )
        async with self._database.write() as connection:
            await hold(connection, person_id, asked_id, passage_id)
            key = (
                Vote.asked_id == asked_id,
                Vote.person_id == person_id,
                Vote.passage_id == passage_id,
            )
            old = (await connection.execute(select(Vote.value, Vote.event).where(*key))).first()
            if old and old.event == event:
                return int(old.value)
            new = 0 if old and old.value == value else value
            row = {"value": new, "event": event, "at": now}
            if old:
                await connection.execute(update(Vote).where(*key).values(row))
            else:
                whose = {"asked_id": asked_id, "person_id": person_id, "passage_id": passage_id}
                await connection.execute(insert(Vote).values(row | whose))
            return new

    async def quoted_in(self, person_id: int, passage_id: int) -> int | None:
        """Return the person's last question whose answer quoted the passage; None where none did."""
        return next((a for a, passages in await self._lately(person_id) if passage_id in passages), None)

    async def last(self, person_id: int) -> tuple[int, list[int]] | None:
        """Return the person's last question with the passages that its answer quoted."""
        return next(iter(await self._lately(person_id)), None)

    async def _lately(self, person_id: int) -> list[tuple[int, list[int]]]:
        query = (
            select(Asked.id, Asked.passages)
            .where(Asked.person_id == person_id)
            .order_by(Asked.asked_at.desc(), Asked.id.desc())
            .limit(LATELY)
        )
        async with self._database.read() as connection:
            return [(row.id, row.passages) for row in await connection.execute(query)]


async def hold(connection: AsyncConnection, person_id: int, asked_id: int, passage_id: int) -> None:
    """Lock the person's own question until the transaction ends. Raises Refusal for any other."""
    mine = select(Asked.passages).where(Asked.id == asked_id, Asked.person_id == person_id)
    row = (await connection.execute(mine.with_for_update())).first()
    if row is None or passage_id not in {WHOLE, *row.passages}:
        raise Refusal("This answer is not within your scope, or is no longer kept. Please ask again: /hoi.")
