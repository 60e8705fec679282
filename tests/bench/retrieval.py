"""Measure how often the right passage is found: `python -m tests.bench.retrieval`."""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson
import structlog
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from tests.bench.collection import SHARED, WAYS, Collection, Question, asked, collections, own
from tests.bench.engines import FullText, Ours, PlainBM25

DEEP = 10


@dataclass(frozen=True, slots=True)
class Figure:
    """How often an engine found the right passage, in percent."""

    collection: str
    way: str
    engine: str
    r1: float
    r5: float
    mrr10: float


def figure(
    name: str, way: str, engine: str, found: Sequence[list[str]], questions: Sequence[Question]
) -> Figure:
    """Compare what was found with what answers."""
    ranks = [
        next((rank for rank, found_id in enumerate(ids, 1) if found_id in question.gold), 0)
        for ids, question in zip(found, questions, strict=True)
    ]
    share = 100 / max(1, len(ranks))
    first, five = sum(r == 1 for r in ranks), sum(0 < r <= 5 for r in ranks)  # the five of R@5
    return Figure(name, way, engine, first * share, five * share, sum(1 / r for r in ranks if r) * share)


async def measure(sets: Sequence[Collection], progress: Progress) -> list[Figure]:
    """Ask every engine every question in every way."""
    figures: list[Figure] = []
    task = progress.add_task("Asking", total=len(sets) * 3 * len(WAYS))
    for one in sets:
        async with Ours(one.passages) as ours:
            for engine in (ours, PlainBM25(one.passages), FullText(one.passages)):
                for way in WAYS:
                    found = await engine.search(asked(one, way), DEEP)
                    figures.append(figure(one.name, way, engine.name, found, one.questions))
                    progress.advance(task)
    return figures


def table(figures: Sequence[Figure], sets: Sequence[Collection]) -> Table:
    """Lay out a row a set, way and engine; the last ones are means over the sets."""
    page = Table("set", "typed as", "engine", title="Right passages found, in percent")
    for column in ("R@1", "R@5", "MRR@10"):
        page.add_column(column, justify="right")
    names = {one.name: f"{one.name} ({len(one.questions)} in {len(one.passages)})" for one in sets}
    for f in sorted(figures, key=lambda f: (f.collection, list(WAYS).index(f.way))):
        page.add_row(names[f.collection], f.way, f.engine, f"{f.r1:.1f}", f"{f.r5:.1f}", f"{f.mrr10:.1f}")
    page.add_section()
    for way in WAYS:
        for engine in dict.fromkeys(f.engine for f in figures):
            rows = [f for f in figures if (f.way, f.engine) == (way, engine)]
            columns = zip(*((f.r1, f.r5, f.mrr10) for f in rows), strict=True)
            means = [sum(column) / len(rows) for column in columns]
            page.add_row("mean", way, engine, *(f"{mean:.1f}" for mean in means))
    return page


def main() -> None:
    """Measure, then print a table, or JSON on request."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.retrieval", description=__doc__)
    parser.add_argument("--data", type=Path, help="a folder of NAME.corpus.jsonl with NAME.queries.jsonl")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    sets = collections(options.data) if options.data else [own(), *collections(SHARED)]
    if not sets:
        sys.exit(f"{options.data}: there is no NAME.corpus.jsonl with its NAME.queries.jsonl here.")
    with Progress(console=Console(stderr=True)) as progress:
        figures = asyncio.run(measure(sets, progress))
    if options.json:
        rows = orjson.dumps([asdict(f) for f in figures], option=orjson.OPT_INDENT_2)
        sys.stdout.write(rows.decode() + "\n")
    else:
        Console().print(table(figures, sets))


if __name__ == "__main__":
    main()
