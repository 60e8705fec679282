"""Answers of an assessment, by the bot's whole way from a press to the next question.

`python -m tests.bench.assessments [--json]`: 2,000 sit it, 200 answers a second arrive at moments of their
own; then as many as there is room for. Beside it, the bare driver writes as many rows, each for itself.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import random
import sys
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from statistics import median
from zoneinfo import ZoneInfo

import orjson
import structlog
from rich.console import Console
from rich.table import Table
from sqlalchemy import insert, select

from bot.dispatch import Defaults, Dispatch
from handlers.chat import Incoming, Reply
from knowledge import Knowledge
from knowledge.models import SittingAnswer
from tests.bench.databases import KINDS, database
from tests.trials.assessment import publish
from tests.trials.world import build

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
PEOPLE, PER_SECOND, SECONDS, AT_ONCE = 2000, 200, 30, 64


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured on one database; times in milliseconds."""

    database: str
    p50: float
    p99: float
    most_per_second: float
    bare_per_second: float
    is_exact: bool
    """Each answer that was shown as given stands in the database."""


class Hall:
    """People who sit the assessment, each with what is on the screen."""

    def __init__(self, knowledge: Knowledge, number: int) -> None:
        self._dispatch = Dispatch(knowledge, Defaults("vi", HANOI))
        self._number = number
        self._screens: dict[int, Reply] = {}
        self._events = 0
        self.given: set[tuple[int, int]] = set()
        self.busy: set[int] = set()

    async def press(self, person: int, data: str) -> Reply:
        """Press a button and return the screen."""
        self._events += 1
        incoming = Incoming(
            channel="telegram",
            address=str(1000 + person),
            sender=str(1000 + person),
            event=str(self._events),
            button=data,
            message="1",
        )
        reply = await self._dispatch.answer(incoming, datetime.now(UTC))
        assert reply
        self._screens[person] = reply
        return reply

    async def begin(self, person: int) -> None:
        """Begin."""
        await self.press(person, f"assessments.start:{self._number}")

    def fresh(self, person: int) -> str | None:
        """Return a letter of a question that is not answered; None where all are."""
        buttons = [button.data for row in self._screens[person].buttons for button in row]
        return next(
            (each for each in buttons if each.startswith("assessments.pick") and each.endswith(":0")), None
        )

    async def answer(self, person: int) -> float | None:
        """Answer the question on the screen; returns the milliseconds, None where there is none."""
        data = self.fresh(person)
        if data is None or person in self.busy:
            return None
        self.busy.add(person)
        began = time.perf_counter()
        await self.press(person, data)
        self.busy.discard(person)
        _, sitting, position, *_ = data.split(":")
        self.given.add((int(sitting), int(position)))
        return (time.perf_counter() - began) * 1000


async def steady(hall: Hall) -> list[float]:
    """Let answers arrive at their own moments, whether the last ones are done or not."""
    draw = random.Random(1)
    began, tasks = time.perf_counter(), []
    for number in range(PER_SECOND * SECONDS):
        await asyncio.sleep(max(began + number / PER_SECOND - time.perf_counter(), 0))
        tasks.append(asyncio.create_task(hall.answer(draw.randrange(1, PEOPLE + 1))))
    return [each for each in await asyncio.gather(*tasks) if each is not None]


async def most(hall: Hall) -> float:
    """Return how many answers a second there is room for."""
    queue = list(range(1, PEOPLE + 1)) * 3
    count, began = len(hall.given), time.perf_counter()

    async def work() -> None:
        while queue:
            await hall.answer(queue.pop())

    await asyncio.gather(*(work() for _ in range(AT_ONCE)))
    return (len(hall.given) - count) / (time.perf_counter() - began)


async def bare(knowledge: Knowledge, sitting: int) -> float:
    """Return how many rows a second the driver writes, each in a transaction of its own."""
    began = time.perf_counter()
    for number in range(1000):
        async with knowledge.database.write() as connection:
            row = {"sitting_id": sitting, "position": 1000 + number, "given": [1], "at": datetime.now(UTC)}
            await connection.execute(insert(SittingAnswer), [row])
    return 1000 / (time.perf_counter() - began)


async def measure(kind: str) -> Figure:
    """Measure one kind of database."""
    async with database(kind) as url:
        await build(url, PEOPLE)
        number = await publish(url)
        async with Knowledge.open(url) as knowledge:
            hall = Hall(knowledge, number)
            for person in range(1, PEOPLE + 1):
                await hall.begin(person)
            delays = sorted(await steady(hall))
            per_second = await most(hall)
            async with knowledge.database.view() as session:
                rows = await session.execute(select(SittingAnswer.sitting_id, SittingAnswer.position))
                stored = {(sitting, position) for sitting, position in rows}
            return Figure(
                kind,
                median(delays),
                delays[int(0.99 * len(delays))],
                per_second,
                await bare(knowledge, next(iter(stored))[0]),
                stored == hall.given,
            )


def main() -> None:
    """Measure, and print a table or JSON."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.assessments", description=__doc__)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    figures = [asyncio.run(measure(kind)) for kind in KINDS]
    if options.json:
        sys.stdout.write(orjson.dumps([asdict(each) for each in figures]).decode() + "\n")
        return
    table = Table("answers of an assessment", "median ms", "p99 ms", "most a second", "bare rows", "exact")
    for each in figures:
        table.add_row(
            each.database,
            f"{each.p50:.1f}",
            f"{each.p99:.0f}",
            f"{each.most_per_second:.0f}",
            f"{each.bare_per_second:.0f}",
            str(each.is_exact),
        )
    Console().print(table)


if __name__ == "__main__":
    main()
