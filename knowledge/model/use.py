"""How much of the model each person used today, and whether they may use more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from knowledge.model.endpoint import Usage
from knowledge.models import ModelUse

if TYPE_CHECKING:
    from knowledge.database import Database


@dataclass(frozen=True, slots=True)
class DayUse:
    """What everybody together used on a day."""

    people: int
    answers: int
    tokens: int


async def reserve(database: Database, person_id: int, day: date, limit: int) -> bool:
    """Count one more answer of a person; False where the day's are used up."""
    if limit < 1:
        return False
    # One statement, so that two replicas cannot both take the last one.
    insert = (sqlite if database.is_sqlite else postgresql).insert(ModelUse)
    values = {"person_id": person_id, "day": day, "answers": 1, "tokens_in": 0, "tokens_out": 0}
    statement = insert.values(values).on_conflict_do_update(
        index_elements=["day", "person_id"],
        set_={"answers": ModelUse.answers + 1},
        where=ModelUse.answers < limit,
    )
    async with database.write() as connection:
        return (await connection.execute(statement.returning(ModelUse.answers))).first() is not None


async def account(database: Database, person_id: int, day: date, usage: Usage) -> None:
    """Add the tokens of an answer; one that cost nothing is not counted as an answer either."""
    cost_nothing = int(not usage.tokens_in)
    statement = (
        update(ModelUse)
        .where(ModelUse.person_id == person_id, ModelUse.day == day)
        .values(
            answers=ModelUse.answers - cost_nothing,
            tokens_in=ModelUse.tokens_in + usage.tokens_in,
            tokens_out=ModelUse.tokens_out + usage.tokens_out,
        )
    )
    async with database.write() as connection:
        await connection.execute(statement)


async def answers_of(database: Database, person_id: int, day: date) -> int:
    """Return how many answers a person had on a day."""
    query = select(ModelUse.answers).where(ModelUse.person_id == person_id, ModelUse.day == day)
    return next((row.answers for row in await database.look_up(query)), 0)


async def use_of(database: Database, day: date) -> DayUse:
    """Return what everybody used on a day, for the technician."""
    query = select(
        func.count(),
        func.coalesce(func.sum(ModelUse.answers), 0),
        func.coalesce(func.sum(ModelUse.tokens_in + ModelUse.tokens_out), 0),
    ).where(ModelUse.day == day)
    async with database.read() as connection:
        people, answers, tokens = (await connection.execute(query)).one()
    return DayUse(people, answers, int(tokens))
