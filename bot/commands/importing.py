"""canbo import: files into the database; the good rows go in, each bad one is named."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.commands import FAILED, complain, configure, run, say
from bot.commands.reports import as_data, show
from knowledge import ImportReport, Knowledge, Problem, Refusal, sheets
from knowledge.agenda.lines import ParsedAgenda
from knowledge.agenda.reading.files import SUFFIXES as AGENDA_SUFFIXES
from knowledge.agenda.reading.files import parse_agenda
from knowledge.agenda.reading.tables import HANOI
from knowledge.documents.reading import SUFFIXES as DOCUMENT_SUFFIXES
from knowledge.documents.reading import handed_in
from knowledge.files import check, check_outside
from knowledge.organisation.roster import parse_roster
from knowledge.quiz.questions import SUFFIXES as QUESTION_SUFFIXES
from knowledge.quiz.questions import parse_questions

PAPER_SUFFIXES = DOCUMENT_SUFFIXES | {".zip"}


@dataclass(frozen=True, slots=True)
class Wish:
    """How the files are to be imported."""

    unit_id: int
    reach: str
    now: datetime
    dry_run: bool


@dataclass(frozen=True, slots=True)
class Kind:
    """One noun that can be imported: which files, how they are read, and where they go."""

    suffixes: frozenset[str]
    bring: Callable[[Knowledge, Path, Wish], Awaitable[list[ImportReport]]]


def parsed_by(
    suffixes: frozenset[str],
    parse: Callable[[Path], Any],
    store: Callable[[Knowledge, Any, Path, Wish], Awaitable[ImportReport]],
) -> Kind:
    """Return a kind whose files are parsed in the workshop, each to one report."""

    async def bring(knowledge: Knowledge, path: Path, wish: Wish) -> list[ImportReport]:
        check(path, suffixes)
        return [await store(knowledge, await knowledge.workshop.parse(parse, path), path, wish)]

    return Kind(suffixes, bring)


async def bring_papers(knowledge: Knowledge, path: Path, wish: Wish) -> list[ImportReport]:
    """Import a paper, or each paper of a ZIP, with the file itself: it can be sent to readers later."""
    check_outside(path, PAPER_SUFFIXES)
    content = await asyncio.to_thread(path.read_bytes)
    reports = []
    for paper in await handed_in(knowledge.workshop, path.name, content):
        if paper.read is None:
            reports.append(ImportReport(paper.name, problems=[Problem(r) for r in [paper.refusal] if r]))
            continue
        try:
            report = await knowledge.documents.import_document(
                paper.read,
                wish.unit_id,
                wish.reach,
                paper.name,
                wish.now,
                content=paper.content,
                dry_run=wish.dry_run,
            )
        except Refusal as refusal:
            report = ImportReport(paper.name, problems=[Problem(refusal)])
        reports.append(report)
    return reports


def parse_week(path: Path) -> ParsedAgenda:
    """Read a programme as of today, in the office's zone."""
    return parse_agenda(path, datetime.now(HANOI))


KINDS = {
    "roster": parsed_by(
        sheets.SUFFIXES,
        parse_roster,
        lambda k, parsed, _path, wish: k.people.import_roster(parsed, dry_run=wish.dry_run, now=wish.now),
    ),
    "agenda": parsed_by(
        AGENDA_SUFFIXES,
        parse_week,
        lambda k, parsed, path, wish: k.agenda.import_meetings(
            parsed, wish.unit_id, wish.reach, path.name, wish.now, dry_run=wish.dry_run
        ),
    ),
    "questions": parsed_by(
        QUESTION_SUFFIXES,
        parse_questions,
        lambda k, parsed, path, wish: k.quiz.import_bank(
            parsed, wish.unit_id, wish.reach, path.stem, wish.now, dry_run=wish.dry_run
        ),
    ),
    "documents": Kind(PAPER_SUFFIXES, bring_papers),
}


@click.command(
    "import", help=say("Bring files in; safe to repeat, and each bad row is named while the good ones go in.")
)
@click.argument("kind", type=click.Choice(list(KINDS)))
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--unit", default="", metavar="NAME", help=say("The unit that publishes it; without it, the topmost.")
)
@click.option(
    "--reach",
    type=click.Choice(["unit", "below", "everyone"]),
    default="below",
    show_default=True,
    help=say("Who may see it: the unit alone, all below it too, or everyone."),
)
@click.option("--dry-run", is_flag=True, help=say("Show what would change, and change nothing."))
@click.option("--json", "as_json", is_flag=True, help=say("Print JSON."))
def command(
    kind: str, paths: tuple[Path, ...], unit: str, reach: str, *, dry_run: bool, as_json: bool
) -> None:
    """Import."""
    settings = configure()
    files = list(gather(paths, KINDS[kind].suffixes))
    if not files:
        complain(say("No file of a fitting kind was found."))
        sys.exit(FAILED)
    now = datetime.now(UTC)
    reports = run(import_files(settings.database, KINDS[kind], files, unit, Wish(0, reach, now, dry_run)))
    if as_json:
        click.echo(json.dumps([as_data(report) for report in reports], ensure_ascii=False, indent=2))
    else:
        for report in reports:
            show(report, dry_run=dry_run)
    sys.exit(FAILED if any(report.problems for report in reports) else 0)


def gather(paths: Sequence[Path], suffixes: frozenset[str]) -> Iterator[Path]:
    """List the files to read: those named, and those of a fitting kind in the folders named."""
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in suffixes)
        else:
            yield path


async def import_files(
    database: str, kind: Kind, files: list[Path], unit: str, wish: Wish
) -> list[ImportReport]:
    """Import each file in its own transaction: stopped in the middle and run again, nothing is harmed."""
    async with Knowledge.open(database) as knowledge:
        if kind is not KINDS["roster"]:
            publisher = await (knowledge.units.find(unit) if unit else knowledge.units.topmost())
            wish = Wish(publisher.id, wish.reach, wish.now, wish.dry_run)
        reports = []
        with progress(len(files)) as step:
            for path in files:
                reports.extend(await import_file(knowledge, kind, path, wish))
                step()
        return reports


async def import_file(knowledge: Knowledge, kind: Kind, path: Path, wish: Wish) -> list[ImportReport]:
    """Import one file; a refused one becomes a report with that one problem, and the others go on."""
    try:
        return await kind.bring(knowledge, path, wish)
    except Refusal as refusal:
        return [ImportReport(path.name, problems=[Problem(refusal)])]


@contextmanager
def progress(total: int) -> Iterator[Callable[[], None]]:
    """Show on a terminal's error stream how far it is; yields the function that counts one more."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(
        *columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()
    ) as bar:
        task = bar.add_task(say("Importing"), total=total)
        yield lambda: bar.advance(task)
