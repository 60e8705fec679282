"""What an answer says of a person's memory, written down beside what was expected."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from knowledge.models import Card, Review
from knowledge.quiz.memory import A_DAY, known_at, reviewed

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession


async def remember(
    session: AsyncSession, person_id: int, question_id: int, *, right: bool, seconds: float, now: datetime
) -> None:
    """Move the person's card of a question on, and note what was expected beside what came."""
    card = await session.get(Card, (person_id, question_id))
    session.add(
        Review(
            person_id=person_id,
            question_id=question_id,
            at=now,
            is_right=right,
            expected=known_at(card, now) if card else None,
            stability=card.stability if card else None,
            days=(now - card.reviewed_at) / A_DAY if card else None,
            seconds=seconds,
        )
    )
    session.add(reviewed(card, person_id, question_id, right=right, seconds=seconds, now=now))
