"""Measure searches among 10,000 to 1,000,000 passages: `python -m tests.bench.scale [--passages N]`."""

from __future__ import annotations

import argparse
import asyncio
import logging
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import quantiles

import orjson
import structlog
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from tests.bench.large import SCOPES, Engine, FullText, Ours, PostgreSQL
from tests.bench.texts import chunks, material, passages

CHUNK = 10_000
STEPS = (10_000, 100_000, 1_000_000)
QUERIES = 300
LONGEST = 45.0
"""Seconds for one engine and scope: the slow ones answer fewer questions."""
FEWEST = 5
WARM = 3


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured of one engine among so many passages, in one scope."""

    passages: int
    engine: str
    scope: str
    questions: int
    p50: float
    p99: float
    """Milliseconds; of few questions, the slowest."""
    added_per_second: float
    megabytes: float
    memory: float
    """Megabytes that this process has taken at most; ours lies in it, FTS5 too."""


async def timed(engine: Engine, questions: Sequence[str], scope: str) -> list[float]:
    """Return the milliseconds of each search, until the time is over."""
    for question in questions[-WARM:]:
        await engine.search(question, scope)
    begun = time.perf_counter()
    took: list[float] = []
    for question in questions[:QUERIES]:
        before = time.perf_counter()
        await engine.search(question, scope)
        took.append((time.perf_counter() - before) * 1000)
        if len(took) >= FEWEST and time.perf_counter() - begun > LONGEST:
            break
    return took


def figure(count: int, engine: Engine, scope: str, took: list[float], rate: float) -> Figure:
    """Sum up."""
    cuts = quantiles(took, n=100, method="inclusive")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    size = engine.size() / 2**20
    return Figure(count, engine.name, scope, len(took), cuts[49], cuts[98], rate, size, memory)


async def measure(
    most: int, engines: Sequence[type[Engine]], progress: Progress, rows: Path | None = None
) -> list[Figure]:
    """Fill the engines step by step, and search at each; what is known is written down at once."""
    pieces, questions = material()
    figures: list[Figure] = []
    for kind in engines:
        async with AsyncExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="canbo-scale-")))
            engine = await stack.enter_async_context(kind(folder))
            texts, filled = passages(pieces), 0
            for step in [s for s in STEPS if s <= most]:
                task = progress.add_task(f"{engine.name}: {step:,}", total=step - filled)
                begun = time.perf_counter()
                for chunk in chunks(texts, CHUNK, (step - filled) // CHUNK):
                    await engine.add(filled, chunk)
                    filled += CHUNK
                    progress.advance(task, CHUNK)
                if isinstance(engine, Ours):
                    begun = time.perf_counter()
                added = step - (0 if step == STEPS[0] else STEPS[STEPS.index(step) - 1])
                await engine.finish()
                rate = added / (time.perf_counter() - begun)
                for scope in SCOPES:
                    took = await timed(engine, questions, scope)
                    figures.append(figure(step, engine, scope, took, rate))
                    if rows:
                        with rows.open("ab") as file:
                            file.write(orjson.dumps(asdict(figures[-1]), option=orjson.OPT_APPEND_NEWLINE))
    return figures


def table(figures: Sequence[Figure]) -> Table:
    """Lay out a row an engine, scope and size."""
    page = Table("passages", "scope", "engine", title="Searches among many passages")
    for column in (
        "p50 ms",
        "p99 ms",
        "questions",
        "canbo is, p50",
        "p99",
        "added/s",
        "index MB",
        "memory MB",
    ):
        page.add_column(column, justify="right")
    for f in sorted(figures, key=lambda f: (f.passages, list(SCOPES).index(f.scope))):
        here = ("canbo", f.passages, f.scope)
        ours = next((o for o in figures if (o.engine, o.passages, o.scope) == here), None)
        page.add_row(
            f"{f.passages:,}",
            f.scope,
            f.engine,
            f"{f.p50:.1f}",
            f"{f.p99:.1f}",
            str(f.questions),
            f"{f.p50 / ours.p50:.1f} times" if ours else "",
            f"{f.p99 / ours.p99:.1f} times" if ours else "",
            f"{f.added_per_second:.0f}",
            f"{f.megabytes:.0f}" if f.megabytes else "",
            f"{f.memory:.0f}",
        )
    return page


def main() -> None:
    """Measure, then print a table, or JSON on request."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.scale", description=__doc__)
    parser.add_argument("--passages", type=int, default=STEPS[-1], help="the most passages")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--only", default="", help="one engine alone: canbo, fts5 or postgresql")
    parser.add_argument("--rows", type=Path, help="append each figure to this file as soon as it is known")
    parser.add_argument("--read", type=Path, nargs="+", help="measure nothing, show what such files hold")
    options = parser.parse_args()
    if options.read:
        lines = [line for path in options.read for line in path.read_bytes().splitlines()]
        Console().print(table([Figure(**orjson.loads(line)) for line in lines]))
        return
    logging.disable(logging.CRITICAL)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    kinds: dict[str, type[Engine]] = {"canbo": Ours, "fts5": FullText, "postgresql": PostgreSQL}
    chosen = [kinds[options.only]] if options.only else list(kinds.values())
    with Progress(console=Console(stderr=True)) as progress:
        figures = asyncio.run(measure(options.passages, chosen, progress, options.rows))
    if options.json:
        sys.stdout.write(
            orjson.dumps([asdict(f) for f in figures], option=orjson.OPT_INDENT_2).decode() + "\n"
        )
    else:
        Console().print(table(figures))


if __name__ == "__main__":
    main()
