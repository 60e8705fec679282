"""Measure look-ups of a day's agenda: `python -m tests.bench.agenda [--meetings N] [--json]`.

Each is compared with the same SQL and values sent by the bare driver, in turns, in the same run.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import logging
import random
import sqlite3
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from statistics import quantiles
from typing import Any
from zoneinfo import ZoneInfo

import orjson
import structlog
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from sqlalchemy import event, insert
from sqlalchemy.engine import Engine
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge import Knowledge
from knowledge.models import Attendee, Meeting, Person, Post, Unit, UnitTree
from tests.bench.databases import KINDS, database

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
BEGIN = datetime(2000, 1, 3, tzinfo=HANOI)
DAY = timedelta(days=1)
UNITS, PEOPLE, A_DAY, INVITED = 500, 5_000, 100, 2
"""A city's organisation; so many meetings a day, each with so many people invited by name. Years add up."""
STEPS = (10_000, 1_000_000)
CHUNK = 10_000
LOOKUPS = 400
Statements = list[tuple[str, tuple[Any, ...]]]
Ask = Callable[[Statements], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Figure:
    """Milliseconds of look-ups among so many meetings, by the product and by the bare driver."""

    database: str
    meetings: int
    p50: float
    p99: float
    bare_p50: float
    bare_p99: float
    found: float
    """Meetings that a person sees on a day, on average."""


async def organise(connection: AsyncConnection) -> None:
    """Make a city with departments and wards, sections below them, and people everywhere."""
    above = {
        unit: None if unit == 1 else 1 if unit <= UNITS // 10 else 2 + unit % 48
        for unit in range(1, UNITS + 1)
    }
    units = [
        {"id": unit, "parent_id": over, "name": f"Unit {unit}", "folded_name": f"unit {unit}"}
        for unit, over in above.items()
    ]
    tree = []
    for unit in above:
        at: int | None = unit
        while at:
            tree.append({"unit_id": unit, "above_id": at})
            at = above[at]
    people = [{"id": n, "name": f"Person {n}", "folded_name": f"person {n}"} for n in range(1, PEOPLE + 1)]
    posts = [
        {
            "person_id": n,
            "unit_id": 1 + n % UNITS,
            "role": "secretary" if n % 20 == 0 else "member",
            "title": "",
        }
        for n in range(1, PEOPLE + 1)
    ]
    for table, rows in ((Unit, units), (UnitTree, tree), (Person, people), (Post, posts)):
        await connection.execute(insert(table), rows)


async def add(connection: AsyncConnection, first: int, chance: random.Random) -> None:
    """Write a chunk of meetings, with who is invited by name."""
    meetings, invited = [], []
    for number in range(first, first + CHUNK):
        start = BEGIN + (number // A_DAY) * DAY + timedelta(hours=7 + number % 10)
        meetings.append(
            {
                "id": number,
                "unit_id": chance.randint(1, UNITS),
                "reach": chance.choice(["unit", "unit", "below", "everyone"]),
                "state": "planned",
                "title": f"Giao ban công tác, nội dung số {number}",
                "starts_at": start,
                "place": "Phòng họp số 1",
                "chair": "Chánh Văn phòng",
                "source": str(number),
                "attendance": "Trưởng các phòng",
                "note": "",
            }
        )
        invited += [
            {"meeting_id": number, "person_id": person}
            for person in chance.sample(range(1, PEOPLE + 1), INVITED)
        ]
    await connection.execute(insert(Meeting), meetings)
    await connection.execute(insert(Attendee), invited)


class Overheard:
    """Notes the SQL and values that go to the driver."""

    def __init__(self) -> None:
        self.said: Statements = []
        event.listen(Engine, "before_cursor_execute", self._note)

    def _note(self, *told: Any) -> None:  # noqa: ANN401  # as SQLAlchemy calls it
        _connection, _cursor, statement, values, _context, _many = told
        self.said.append((statement, tuple(values)))

    def close(self) -> None:
        """Listen no more."""
        event.remove(Engine, "before_cursor_execute", self._note)


async def bare(kind: str, url: str, stack: AsyncExitStack) -> Ask:
    """Connect by the driver alone."""
    if kind == "SQLite":
        import aiosqlite

        connection = await stack.enter_async_context(aiosqlite.connect(url.removeprefix("sqlite:///")))
        connection.row_factory = sqlite3.Row

        async def ask_sqlite(statements: Statements) -> None:
            for statement, values in statements:
                await connection.execute_fetchall(statement, values)

        return ask_sqlite
    import asyncpg

    postgres = await asyncpg.connect(url)
    stack.push_async_callback(postgres.close)

    async def ask_postgres(statements: Statements) -> None:
        for statement, values in statements:
            await postgres.fetch(statement, *values)

    return ask_postgres


async def timed(work: Awaitable[object]) -> float:
    """Return the milliseconds that something takes."""
    begun = time.perf_counter()
    await work
    return (time.perf_counter() - begun) * 1000


async def look_up(knowledge: Knowledge, kind: str, count: int, ask: Ask) -> Figure:
    """Look up random days of random people, the product and the driver in turns."""
    chance = random.Random(count)
    ours: list[float] = []
    theirs: list[float] = []
    found = 0
    overheard = Overheard()
    gc.collect()
    for number in range(LOOKUPS + 20):
        person, day = chance.randint(1, PEOPLE), BEGIN + chance.randrange(count // A_DAY) * DAY
        overheard.said.clear()
        found += len(await knowledge.agenda.meetings(person, day, day + DAY))
        statements = list(overheard.said)
        mine = await timed(knowledge.agenda.meetings(person, day, day + DAY))
        bare_one = await timed(ask(statements))
        if number >= 20:
            ours.append(mine)
            theirs.append(bare_one)
    overheard.close()
    cuts, bare_cuts = (quantiles(took, n=100, method="inclusive") for took in (ours, theirs))
    return Figure(kind, count, cuts[49], cuts[98], bare_cuts[49], bare_cuts[98], found / (LOOKUPS + 20))


async def measure(most: int, progress: Progress) -> list[Figure]:
    """Fill each database step by step, and look up at each."""
    figures: list[Figure] = []
    for kind in KINDS:
        async with AsyncExitStack() as stack:
            url = await stack.enter_async_context(database(kind))
            knowledge = await stack.enter_async_context(Knowledge.open(url))
            ask = await bare(kind, url, stack)
            chance, filled = random.Random(1), 0
            async with knowledge.database.write() as connection:
                await organise(connection)
            for step in [step for step in STEPS if step <= most]:
                task = progress.add_task(f"{kind}: {step:,}", total=step - filled)
                while filled < step:
                    async with knowledge.database.write() as connection:
                        await add(connection, filled, chance)
                    filled += CHUNK
                    progress.advance(task, CHUNK)
                # What PostgreSQL does by itself within minutes, and SQLite when it is told to.
                await ask([("VACUUM ANALYZE" if kind == "PostgreSQL" else "ANALYZE", ())])
                figures.append(await look_up(knowledge, kind, step, ask))
    return figures


def table(figures: Sequence[Figure]) -> Table:
    """Lay out a row a database and size."""
    page = Table("database", "meetings", title="A person's day looked up among many meetings, milliseconds")
    for column in ("canbo p50", "p99", "driver p50", "p99", "canbo is, p50", "p99", "meetings found"):
        page.add_column(column, justify="right")
    for f in figures:
        page.add_row(
            f.database,
            f"{f.meetings:,}",
            *(f"{value:.2f}" for value in (f.p50, f.p99, f.bare_p50, f.bare_p99)),
            f"{f.p50 / f.bare_p50:.1f}×",
            f"{f.p99 / f.bare_p99:.1f}×",
            f"{f.found:.1f}",
        )
    return page


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--meetings", type=int, default=STEPS[-1], help="at most so many")
    parser.add_argument("--json", action="store_true", help="one object a row")
    options = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with Progress(console=Console(stderr=True), transient=True) as progress:
        figures = asyncio.run(measure(options.meetings, progress))
    if options.json:
        sys.stdout.write(orjson.dumps([asdict(f) for f in figures]).decode() + "\n")
    else:
        Console(width=140).print(table(figures))


if __name__ == "__main__":
    main()
