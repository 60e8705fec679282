"""Small writes of many people at once, in one transaction: what waits while one is written goes next."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")
Written = TypeVar("Written")

MOST = 200
"""Items of one transaction: those behind wait no longer than it takes."""


class Together(Generic[Item, Written]):
    """Hands items to a writer in batches; each caller gets its own result, once it is committed."""

    def __init__(self, write: Callable[[Sequence[Item]], Awaitable[Sequence[Written]]]) -> None:
        self._write = write
        self._waiting: list[tuple[Item, asyncio.Future[Written]]] = []
        self._work: asyncio.Task[None] | None = None

    async def put(self, item: Item) -> Written:
        """Write an item, with whatever else waits; raises what its own writing raised."""
        place: asyncio.Future[Written] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, place))
        if self._work is None or self._work.done():
            self._work = asyncio.create_task(self._write_all())
        return await place

    async def _write_all(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            try:
                await self._settle(batch)
            except Exception as error:  # noqa: BLE001  # it is the caller's
                if len(batch) == 1:
                    give(batch[0][1], error=error)
                    continue
                # One that cannot be written must not take the others along.
                for one in batch:
                    try:
                        await self._settle([one])
                    except Exception as own:  # noqa: BLE001  # the same
                        give(one[1], error=own)

    async def _settle(self, batch: Sequence[tuple[Item, asyncio.Future[Written]]]) -> None:
        written = await self._write([item for item, _ in batch])
        for (_, place), result in zip(batch, written, strict=True):
            give(place, result)


def give(
    place: asyncio.Future[Written], result: Written | None = None, error: Exception | None = None
) -> None:
    """Hand a result or an error to whoever waits; somebody who went away gets neither."""
    if place.done():
        return
    if error is not None:
        place.set_exception(error)
    else:
        place.set_result(result)  # type: ignore[arg-type]  # None only where that was written
