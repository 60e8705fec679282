"""Measure a conference: 6,000 people check in over 600 points: `python -m tests.bench.check_ins [--json]`.

By the bot's whole way from what somebody typed to the answer, while its organiser looks at the numbers; then
the numbers are compared with what was done. Beside it, the bare driver writes as many rows, each for itself.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import random
import sys
import time
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from statistics import quantiles
from zoneinfo import ZoneInfo

import orjson
import structlog
from rich.console import Console
from rich.table import Table
from sqlalchemy import insert

from bot.dispatch import Defaults, Dispatch
from handlers.chat import Incoming
from knowledge import Knowledge
from knowledge.agenda.conferences.figures import Figures
from knowledge.models import Account, ConnectionPoint, Meeting, Person, Post, Unit, UnitTree
from tests.bench.databases import KINDS, database

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 3, 2, 8, tzinfo=HANOI)
POINTS, PEOPLE, AT_ONCE = 600, 6_000, 64
ORGANISER = PEOPLE + 1
LOOK_EVERY = 1.0
"""Seconds between the organiser's looks."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured on one database; times in milliseconds."""

    database: str
    per_second: float
    p50: float
    p99: float
    bare_per_second: float
    looks: int
    slowest_look: float
    is_exact: bool
    """The numbers of each point, each level and all are what was done."""


async def gather(knowledge: Knowledge) -> None:
    """Make a conference with a point in each unit, and ten people in each."""
    async with knowledge.database.write() as connection:
        units = [{"id": 1, "parent_id": None, "name": "City", "folded_name": "city"}]
        above = {n: 1 if n <= POINTS // 10 else 2 + n % (POINTS // 10 - 1) for n in range(2, POINTS + 2)}
        units += [
            {"id": n, "parent_id": over, "name": f"Unit {n}", "folded_name": f"unit {n}"}
            for n, over in above.items()
        ]
        tree = [{"unit_id": 1, "above_id": 1}]
        for n, over in above.items():
            tree += [{"unit_id": n, "above_id": at} for at in {n, over, 1}]
        people = [
            {"id": n, "name": f"Person {n}", "folded_name": f"person {n}", "language": "vi"}
            for n in range(1, PEOPLE + 2)
        ]
        posts = [
            {"person_id": n, "unit_id": unit_of(n), "role": "member", "title": ""}
            for n in range(1, PEOPLE + 1)
        ]
        posts.append({"person_id": ORGANISER, "unit_id": 1, "role": "lead", "title": ""})
        accounts = [
            {"person_id": n, "channel": "bench", "address": str(n), "linked_at": NOW, "used_at": NOW}
            for n in range(1, PEOPLE + 2)
        ]
        meeting = {
            "id": 1,
            "unit_id": 1,
            "reach": "everyone",
            "title": "Conference",
            "starts_at": NOW,
            "ends_at": NOW + timedelta(hours=3),
            "source": "x",
            "organiser_id": ORGANISER,
        }
        points = [
            {
                "id": n,
                "meeting_id": 1,
                "unit_id": n + 1,
                "name": f"Hall {n}",
                "folded_name": f"hall {n}",
                "code": code_of(n),
                "expected": PEOPLE // POINTS,
                "chased": 0,
            }
            for n in range(1, POINTS + 1)
        ]
        for table, rows in (
            (Unit, units),
            (UnitTree, tree),
            (Person, people),
            (Post, posts),
            (Account, accounts),
            (Meeting, [meeting]),
            (ConnectionPoint, points),
        ):
            await connection.execute(insert(table), rows)


def unit_of(person: int) -> int:
    """Return a person's unit."""
    return 2 + person % POINTS


def code_of(point: int) -> str:
    """Return a point's code."""
    signs = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
    return "22222" + "".join(signs[point // 32**place % 32] for place in range(3))


async def check_in(dispatch: Dispatch, took: list[float]) -> float:
    """Let everybody type the code of their hall, so many at once; returns the seconds."""
    waiting = list(range(1, PEOPLE + 1))
    random.Random(1).shuffle(waiting)

    async def hall() -> None:
        while waiting:
            person = waiting.pop()
            address = str(person)
            typed = Incoming(
                channel="bench",
                address=address,
                sender=address,
                event=address,
                text=code_of(unit_of(person) - 1),
            )
            before = time.perf_counter()
            reply = await dispatch.answer(typed, NOW + timedelta(minutes=1))
            took.append((time.perf_counter() - before) * 1000)
            if reply is None or "✓" not in reply.text:
                raise SystemExit(f"Person {person} was not checked in: {reply and reply.text}")

    begun = time.perf_counter()
    await asyncio.gather(*(hall() for _ in range(AT_ONCE)))
    return time.perf_counter() - begun


async def watch(knowledge: Knowledge, looks: list[float]) -> None:
    """Look at the numbers again and again, as the organiser's message does."""
    while True:
        before = time.perf_counter()
        await knowledge.conferences.get(ORGANISER, 1)
        looks.append((time.perf_counter() - before) * 1000)
        await asyncio.sleep(LOOK_EVERY)


async def is_exact(knowledge: Knowledge) -> bool:
    """Compare the numbers with what was done."""
    conference = await knowledge.conferences.get(ORGANISER, 1)
    if conference is None:
        return False
    totals, each = conference.totals, PEOPLE // POINTS
    return (
        all(point.figures == Figures(each, each) for point in totals.points)
        and totals.whole.figures == Figures(PEOPLE, PEOPLE)
        and sum((level.figures for level in totals.levels()), Figures()) == Figures(PEOPLE, PEOPLE)
        and not totals.silent
    )


async def bare(kind: str, url: str) -> float:
    """Write as many rows by the driver alone, each in a transaction of its own; returns rows a second."""
    begun = time.perf_counter()
    if kind == "SQLite":
        import aiosqlite

        async with aiosqlite.connect(url.removeprefix("sqlite:///"), isolation_level=None) as connection:
            await connection.execute("PRAGMA journal_mode=WAL")
            await connection.execute("PRAGMA synchronous=NORMAL")
            await connection.execute("CREATE TABLE floor (a INT, b INT, c TEXT, PRIMARY KEY (a, b))")
            begun = time.perf_counter()
            for n in range(PEOPLE):
                await connection.execute("INSERT INTO floor VALUES (1, ?, 'code')", (n,))
        return PEOPLE / (time.perf_counter() - begun)
    import asyncpg

    async with asyncpg.create_pool(url, min_size=10, max_size=10) as pool:
        await pool.execute("CREATE TABLE floor (a INT, b INT, c TEXT, PRIMARY KEY (a, b))")
        waiting = list(range(PEOPLE))

        async def write() -> None:
            while waiting:
                await pool.execute("INSERT INTO floor VALUES (1, $1, 'code')", waiting.pop())

        begun = time.perf_counter()
        await asyncio.gather(*(write() for _ in range(AT_ONCE)))
        return PEOPLE / (time.perf_counter() - begun)


async def measure() -> list[Figure]:
    """Hold the conference on each kind of database."""
    figures = []
    for kind in KINDS:
        async with AsyncExitStack() as stack:
            url = await stack.enter_async_context(database(kind))
            knowledge = await stack.enter_async_context(Knowledge.open(url))
            await gather(knowledge)
            took: list[float] = []
            looks: list[float] = []
            watching = asyncio.create_task(watch(knowledge, looks))
            seconds = await check_in(Dispatch(knowledge, Defaults("vi", HANOI)), took)
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)
            cuts = quantiles(took, n=100, method="inclusive")
            exact = await is_exact(knowledge)
            floor = await bare(kind, url)
            rate = PEOPLE / seconds
            figures.append(Figure(kind, rate, cuts[49], cuts[98], floor, len(looks), max(looks), exact))
    return figures


def table(figures: list[Figure]) -> Table:
    """Lay out a row a database."""
    page = Table("database", title=f"{PEOPLE:,} people check in at {POINTS} points, {AT_ONCE} at once")
    for column in (
        "a second",
        "p50 ms",
        "p99 ms",
        "driver alone, rows a second",
        "numbers: slowest look, ms",
        "exact",
    ):
        page.add_column(column, justify="right")
    for f in figures:
        page.add_row(
            f.database,
            f"{f.per_second:.0f}",
            f"{f.p50:.0f}",
            f"{f.p99:.0f}",
            f"{f.bare_per_second:.0f} ({f.per_second / f.bare_per_second:.2f})",
            f"{f.slowest_look:.0f} of {f.looks}",
            "yes" if f.is_exact else "NO",
        )
    return page


def main() -> None:
    """Measure and print; exit code 1 where a number is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one object a row")
    options = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    figures = asyncio.run(measure())
    if options.json:
        sys.stdout.write(orjson.dumps([asdict(f) for f in figures]).decode() + "\n")
    else:
        Console(width=140).print(table(figures))
    sys.exit(not all(f.is_exact for f in figures))


if __name__ == "__main__":
    main()
