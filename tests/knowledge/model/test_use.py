from __future__ import annotations

import asyncio

from knowledge import Knowledge
from knowledge.model.endpoint import Usage
from knowledge.model.use import DayUse, account, answers_of, reserve, use_of
from tests.conftest import CAST, NOON

ADA, SAM = CAST["ada"][0], CAST["sam"][0]
TODAY = NOON.date()


async def test_the_last_answer_of_a_day_is_given_once(staffed: Knowledge) -> None:
    database = staffed.database
    taken = await asyncio.gather(*(reserve(database, ADA, TODAY, 3) for _ in range(6)))
    assert sum(taken) == 3
    assert await answers_of(database, ADA, TODAY) == 3
    assert not await reserve(database, SAM, TODAY, 0)
    assert await reserve(database, SAM, TODAY, 1)


async def test_what_cost_nothing_is_given_back(staffed: Knowledge) -> None:
    database = staffed.database
    for usage in (Usage(100, 20), Usage()):
        assert await reserve(database, ADA, TODAY, 3)
        await account(database, ADA, TODAY, usage)
    assert await use_of(database, TODAY) == DayUse(1, 1, 120)
    assert await use_of(database, NOON.date().replace(day=3)) == DayUse(0, 0, 0)
