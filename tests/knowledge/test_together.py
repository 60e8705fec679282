"""Writes that are put together: everybody gets their own result, and one bad row stops nobody."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from knowledge.together import MOST, Together


@dataclass
class Ledger:
    """What was written, batch by batch; negative numbers cannot be."""

    batches: list[list[int]] = field(default_factory=list)
    open: asyncio.Event = field(default_factory=asyncio.Event)

    async def write(self, numbers: Sequence[int]) -> list[int]:
        await self.open.wait()
        if min(numbers) < 0:
            raise ValueError("negative")
        self.batches.append(list(numbers))
        return [2 * number for number in numbers]


async def test_what_waits_is_written_at_once_and_each_gets_its_own() -> None:
    ledger = Ledger()
    together = Together(ledger.write)
    waiting = [asyncio.create_task(together.put(number)) for number in range(MOST + 50)]
    await asyncio.sleep(0)
    ledger.open.set()
    assert await asyncio.gather(*waiting) == [2 * number for number in range(MOST + 50)]
    assert [len(batch) for batch in ledger.batches] == [MOST, 50]
    assert await together.put(7) == 14


async def test_one_that_cannot_be_written_stops_nobody() -> None:
    ledger = Ledger()
    together = Together(ledger.write)
    waiting = [asyncio.create_task(together.put(number)) for number in (1, -2, 3)]
    await asyncio.sleep(0)
    ledger.open.set()
    told = await asyncio.gather(*waiting, return_exceptions=True)
    assert told[0::2] == [2, 6]
    assert isinstance(told[1], ValueError)
    with pytest.raises(ValueError, match="negative"):
        await together.put(-1)
    assert await together.put(5) == 10


async def test_somebody_who_goes_away_takes_nobody_along() -> None:
    ledger = Ledger()
    together = Together(ledger.write)
    gone, stays = (asyncio.create_task(together.put(number)) for number in (1, 2))
    await asyncio.sleep(0)
    gone.cancel()
    ledger.open.set()
    assert await stays == 4
    assert ledger.batches == [[1, 2]]
