"""Whether quotes hold the answer, and whether it is told that nothing was found.

`python -m tests.bench.answers [DATA] [--sample N] [--json] [--fit]`; DATA is a folder of NAME.corpus.jsonl
with NAME.queries.jsonl.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import random
import sys
from collections.abc import AsyncIterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import orjson
import structlog
from rich.console import Console
from rich.table import Table

from knowledge.documents.answers import quotes_of
from knowledge.documents.answers.confidence import SURE_ENOUGH, Signs, judged, signs
from knowledge.documents.search.ranking import PassageHit, Ranking
from tests.bench.collection import SHARED, Collection, Passage, read
from tests.bench.engines import READER, Ours
from tests.bench.fitting import area_under_curve, fitted
from tests.bench.questions import Question, answers, questions_of, typed

LIMIT = 300
FOLDS = 5
"""Parts of a set; each in turn is left out, and what it answers is asked of the rest."""
OFFICES, OFFICE_QUESTIONS, OFFICE_PAPERS = 12, 20, 60
"""Small offices: how many, with how many questions that their papers answer or not, and further passages."""
ASKED_WAYS = ("typed", "no marks", "typos")


@dataclass(slots=True)
class Trial:
    """Confidences of questions with and without the passage that answers them, in one setting."""

    there: list[float] = field(default_factory=list)
    gone: list[float] = field(default_factory=list)
    signs: list[tuple[Signs, bool]] = field(default_factory=list)

    def add(self, found: Signs | None, *, is_there: bool) -> None:
        """Note what is thought of a ranking; None where nothing at all was found."""
        (self.there if is_there else self.gone).append(judged(found) if found else 0.0)
        if found:
            self.signs.append((found, is_there))

    def figures(self) -> dict[str, float]:
        """Return the area under the curve, and the shares that the threshold keeps and refuses."""
        return {
            "auroc": round(area_under_curve(self.there, self.gone), 3),
            "kept": round(sum(c >= SURE_ENOUGH for c in self.there) / len(self.there), 3),
            "refused": round(sum(c < SURE_ENOUGH for c in self.gone) / len(self.gone), 3),
        }


@dataclass(slots=True)
class Measured:
    """The figures of one set; shares of the questions whose quotes hold the answer."""

    name: str
    questions: int
    from_gold: float = 0.0
    first: float = 0.0
    of_three: float = 0.0
    trials: dict[str, Trial] = field(default_factory=dict)


async def rank(engine: Ours, text: str, limit: int = 10) -> Ranking:
    """Rank by the product's own path."""
    return await engine.knowledge.documents.rank(text, READER, limit)


async def quoting(
    measured: Measured, engine: Ours, passages: dict[str, Passage], asked: list[Question]
) -> None:
    """Measure whether the quotes hold the answer: of the gold passage, and of what is found."""
    counts = [0, 0, 0]
    for question in asked:
        ranking = await rank(engine, question.text)
        gold = [hit_of(n, passages[passage]) for n, passage in enumerate(sorted(question.gold))]
        given = quotes_of(replace(ranking, hits=gold), question.text, LIMIT)
        found = [answers(q.text, question) for q in quotes_of(ranking, question.text, LIMIT)]
        counts[0] += bool(given) and answers(given[0].text, question)
        counts[1] += found[:1] == [True]
        counts[2] += any(found)
    measured.from_gold, measured.first, measured.of_three = (round(100 * c / len(asked), 1) for c in counts)


def read_signs(ranking: Ranking, question: str) -> Signs | None:
    """Return the signs of a ranking that has hits."""
    return signs(ranking, question) if ranking.hits else None


def hit_of(n: int, passage: Passage) -> PassageHit:
    """Make a hit of a passage that is given."""
    return PassageHit(n, n, passage.title, "", "", "", passage.text, 1.0)


def paper_of(passage: Passage) -> str:
    """Return what passages of one paper share."""
    return passage.title or passage.id


async def without(measured: Measured, everything: Ours, set_: Collection, asked: list[Question]) -> None:
    """Ask with the paper there, with the passage gone, and with its whole paper gone."""
    papers = {p.id: paper_of(p) for p in set_.passages}
    for way in ASKED_WAYS:
        passage, paper = Trial(), Trial()
        measured.trials |= {f"passage gone, {way}": passage, f"paper gone, {way}": paper}
        for question in asked:
            text = typed(question, way)
            ranking = await rank(everything, text, 20)
            others = [h for h in ranking.hits if set_.passages[h.document_id - 1].id not in question.gold]
            there = read_signs(ranking, text)
            passage.add(there, is_there=True)
            paper.add(there, is_there=True)
            passage.add(read_signs(replace(ranking, hits=others), text), is_there=False)
    async for engine, gone in folds(set_.passages):
        for question in asked:
            if {papers[passage] for passage in question.gold} <= gone:
                for way in ASKED_WAYS:
                    text = typed(question, way)
                    found = read_signs(await rank(engine, text), text)
                    measured.trials[f"paper gone, {way}"].add(found, is_there=False)


async def folds(passages: Sequence[Passage]) -> AsyncIterator[tuple[Ours, set[str]]]:
    """Give an engine for each part of the papers that is left out, and the papers that are missing."""
    papers = sorted({paper_of(p) for p in passages})
    random.Random(2).shuffle(papers)
    for fold in range(FOLDS):
        gone = set(papers[fold::FOLDS])
        async with Ours([p for p in passages if paper_of(p) not in gone]) as engine:
            yield engine, gone


async def small_offices(measured: Measured, set_: Collection, asked: list[Question]) -> None:
    """Ask offices with few papers what these answer and what not; what stands beside answers is there."""
    chance = random.Random(3)
    place = {p.id: n for n, p in enumerate(set_.passages)}
    trials = {way: Trial() for way in ASKED_WAYS}
    measured.trials |= {f"small office, {way}": trial for way, trial in trials.items()}
    for _ in range(OFFICES):
        drawn = chance.sample(asked, min(OFFICE_QUESTIONS, len(asked)))
        there, gone = drawn[::2], drawn[1::2]
        near = {place[passage] + by for q in there for passage in q.gold for by in range(-3, 4)}
        kept = near | set(chance.sample(range(len(set_.passages)), min(OFFICE_PAPERS, len(set_.passages))))
        missing = frozenset().union(*(q.gold for q in gone)) - frozenset().union(*(q.gold for q in there))
        held = [p for n, p in enumerate(set_.passages) if n in kept and p.id not in missing]
        async with Ours(held) as engine:
            for question in drawn:
                for way, trial in trials.items():
                    text = typed(question, way)
                    found = read_signs(await rank(engine, text), text)
                    trial.add(found, is_there=not question.gold & missing)


async def measure(corpus: Path, sample: int | None) -> Measured:
    """Measure one set."""
    set_ = read(corpus)
    asked = questions_of(set_, corpus.parent, sample)
    measured = Measured(set_.name, len(asked))
    async with Ours(set_.passages) as engine:
        await quoting(measured, engine, {p.id: p for p in set_.passages}, asked)
        await without(measured, engine, set_, asked)
    await small_offices(measured, set_, asked)
    return measured


def tables(all_: list[Measured]) -> list[Table]:
    """Lay the figures out."""
    quotes = Table("set", "questions", title=f"The answer stands in a quote of {LIMIT} characters, %")
    for column in ("first, passage given", "first", "one of three"):
        quotes.add_column(column, justify="right")
    nothing = Table("set", "setting", "AUROC", "kept", "refused", title="Nothing found")
    for m in all_:
        quotes.add_row(m.name, str(m.questions), f"{m.from_gold}", f"{m.first}", f"{m.of_three}")
        for setting, trial in m.trials.items():
            f = trial.figures()
            nothing.add_row(m.name, setting, f"{f['auroc']}", f"{f['kept']:.1%}", f"{f['refused']:.1%}")
    return [quotes, nothing]


def as_data(measured: Measured) -> dict[str, object]:
    """Return a set's figures as JSON has them."""
    plain = {k: v for k, v in asdict(replace(measured, trials={})).items() if k != "trials"}
    return plain | {"nothing_found": {name: trial.figures() for name, trial in measured.trials.items()}}


def main() -> None:
    """Measure, then print tables, or JSON on request."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.answers", description=__doc__)
    parser.add_argument("data", nargs="?", type=Path, default=SHARED)
    parser.add_argument("--sample", type=int, help="so many questions of each set at most")
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    parser.add_argument("--fit", action="store_true", help="print new weights for confidence.py")
    options = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    corpora = sorted(options.data.glob("*.corpus.jsonl"))
    if not corpora:
        sys.stderr.write(f"{options.data}: no NAME.corpus.jsonl is there, so answers are not measured.\n")
        return
    all_ = [asyncio.run(measure(corpus, options.sample)) for corpus in corpora]
    if options.json:
        sys.stdout.buffer.write(orjson.dumps([as_data(m) for m in all_], option=orjson.OPT_INDENT_2))
        return
    console = Console()
    for table in tables(all_):
        console.print(table)
    if options.fit:
        console.print(fitted([trial.signs for m in all_ for trial in m.trials.values()]))


if __name__ == "__main__":
    main()
