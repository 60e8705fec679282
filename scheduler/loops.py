"""Work that goes on for ever, ends properly, or must not be cut off."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from typing import Any, TypeVar

import structlog

log = structlog.get_logger(__name__)

Result = TypeVar("Result")


PAUSE = 1.0
"""Seconds after a step that failed."""


async def for_ever(step: Callable[[], Awaitable[None]], failed: str) -> None:
    """Repeat a step; its errors are logged under a name and cost a pause, never the loop."""
    while True:
        try:
            await step()
        except Exception:
            log.exception(failed)
            await asyncio.sleep(PAUSE)


async def unbroken(work: Coroutine[Any, Any, Result]) -> Result:
    """Do database work to its end although we are cancelled meanwhile.

    A transaction that is cut off may hold SQLite's write lock until its connection is collected as garbage.
    """
    task = asyncio.create_task(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise


async def cancelled(tasks: Iterable[asyncio.Task[None]]) -> None:
    """Cancel tasks and wait until they are gone."""
    tasks = list(tasks)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
