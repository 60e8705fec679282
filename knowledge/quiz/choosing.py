"""Which questions a practice asks: those about to be forgotten, mixed with new ones."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from knowledge.models import Card
from knowledge.quiz.memory import known_at

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

SHARE_OF_NEW = 0.3
"""Of a practice, while there is enough of both."""
SOON = timedelta(minutes=15)
"""What was wrong a moment ago returns within this."""
LEARNING = (1, 3)
"""States of a card that was answered wrongly, or only once."""


async def chosen(
    session: AsyncSession, person_id: int, ids: Sequence[int], *, count: int, now: datetime, seed: str
) -> list[int]:
    """Choose questions among these: wrong ones first, then due ones with new ones, then the least known."""
    found = await session.scalars(select(Card).where(Card.person_id == person_id, Card.question_id.in_(ids)))
    return pick({card.question_id: card for card in found}, ids, count, now, seed)


def pick(cards: dict[int, Card], ids: Sequence[int], count: int, now: datetime, seed: str) -> list[int]:
    """Choose as `chosen` does, of cards at hand."""
    # Not a secret: the same event must give the same questions.
    draw = random.Random(seed)  # noqa: S311  # a draw, no secret
    new = [key for key in ids if key not in cards]
    draw.shuffle(new)
    seen = sorted((cards[key] for key in ids if key in cards), key=lambda card: known_at(card, now))
    again = [card.question_id for card in seen if card.state in LEARNING and card.due_at <= now + SOON]
    due = [card.question_id for card in seen if card.state not in LEARNING and card.due_at <= now]
    rest = [card.question_id for card in seen if card.question_id not in {*again, *due}]
    returning = [*again, *due]
    for_new = min(len(new), max(round(count * SHARE_OF_NEW), count - len(returning)))
    taken = [*returning[: count - for_new], *new[:for_new]]
    taken += rest[: count - len(taken)]
    draw.shuffle(taken)
    return taken
