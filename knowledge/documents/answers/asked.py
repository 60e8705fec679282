"""What was asked, by whom and with what result: for follow-ups, votes and the list of what nobody answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update

from knowledge.models import Asked, Origin, Passage

if TYPE_CHECKING:
    from knowledge.database import Database

STILL_THE_TOPIC = timedelta(minutes=10)
"""How long a question can be followed up."""


@dataclass(frozen=True, slots=True)
class LastQuestion:
    """What a person asked a moment ago."""

    id: int
    question: str
    passages: tuple[int, ...]
    """Those that were quoted, in the order shown."""
    document_id: int | None
    """Of the first of them."""


class AskedQuestions:
    """The questions that people asked the papers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def note(
        self,
        person_id: int,
        event: str,
        question: str,
        *,
        origin: str,
        passages: Sequence[int],
        confidence: float,
        now: datetime,
    ) -> int:
        """Note a question with what was quoted, once for an event, and return the note's id."""
        row = {
            "person_id": person_id,
            "event": event,
            "question": question,
            "asked_at": now,
            "origin": str(origin),
            "passages": list(passages),
            "confidence": confidence,
        }
        async with self._database.write() as connection:
            noted = await connection.scalar(select(Asked.id).where(Asked.event == event))
            if noted is None:
                noted = (await connection.execute(insert(Asked).values(row).returning(Asked.id))).scalar_one()
            return int(noted)

    async def written(self, event: str) -> None:
        """Note that a model's answer to a question was shown."""
        statement = update(Asked).where(Asked.event == event).values(origin=str(Origin.MODEL))
        async with self._database.write() as connection:
            await connection.execute(statement)

    async def last(self, person_id: int, now: datetime) -> LastQuestion | None:
        """Return the person's last question, if it was a moment ago."""
        query = (
            select(Asked.id, Asked.question, Asked.passages)
            .where(Asked.person_id == person_id, Asked.asked_at.between(now - STILL_THE_TOPIC, now))
            .order_by(Asked.asked_at.desc(), Asked.id.desc())
            .limit(1)
        )
        async with self._database.read() as connection:
            row = (await connection.execute(query)).first()
            if row is None:
                return None
            first = select(Passage.document_id).where(Passage.id.in_(row.passages[:1]))
            document_id = await connection.scalar(first)
        return LastQuestion(row.id, row.question, tuple(row.passages), document_id)
