"""canbo import: files into the database; the good rows go in, each bad one is named."""

from __future__ import annotations

import json
import sys
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.commands import FAILED, complain, configure, excuse, run, say
from knowledge import ImportReport, Knowledge, Problem, Refusal, sheets
from knowledge.agenda.calendars import SUFFIXES as AGENDA_SUFFIXES
from knowledge.agenda.calendars import parse_agenda
from knowledge.documents.reading import SUFFIXES as DOCUMENT_SUFFIXES
from knowledge.documents.reading import read_document
from knowledge.files import check
from knowledge.organisation.roster import parse_roster
from knowledge.quiz.questions import SUFFIXES as QUESTION_SUFFIXES
from knowledge.quiz.questions import parse_questions


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
    parse: Callable[[Path], Any]
    store: Callable[[Knowledge, Any, Path, Wish], Awaitable[ImportReport]]


KINDS = {
    "roster": Kind(
        sheets.SUFFIXES,
        parse_roster,
        lambda k, parsed, _path, wish: k.people.import_roster(parsed, dry_run=wish.dry_run, now=wish.now),
    ),
    "agenda": Kind(
        AGENDA_SUFFIXES,
        parse_agenda,
        lambda k, parsed, path, wish: k.agenda.import_meetings(
            parsed, wish.unit_id, wish.reach, path.name, wish.now, dry_run=wish.dry_run
        ),
    ),
    "questions": Kind(
        QUESTION_SUFFIXES,
        parse_questions,
        lambda k, parsed, path, wish: k.quiz.import_bank(
            parsed, wish.unit_id, wish.reach, path.stem, wish.now, dry_run=wish.dry_run
        ),
    ),
    "documents": Kind(
        DOCUMENT_SUFFIXES,
        read_document,
        lambda k, parsed, path, wish: k.documents.import_document(
            parsed, wish.unit_id, wish.reach, path.name, wish.now, dry_run=wish.dry_run
        ),
    ),
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
                reports.append(await import_file(knowledge, kind, path, wish))
                step()
        return reports


async def import_file(knowledge: Knowledge, kind: Kind, path: Path, wish: Wish) -> ImportReport:
    """Import one file; a refused one becomes a report with that one problem, and the others go on."""
    try:
        check(path, kind.suffixes)
        return await kind.store(knowledge, await knowledge.workshop.parse(kind.parse, path), path, wish)
    except Refusal as refusal:
        return ImportReport(path.name, problems=[Problem(refusal)])


@contextmanager
def progress(total: int) -> Iterator[Callable[[], None]]:
    """Show on a terminal's error stream how far it is; yields the function that counts one more."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(
        *columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()
    ) as bar:
        task = bar.add_task(say("Importing"), total=total)
        yield lambda: bar.advance(task)


def show(report: ImportReport, *, dry_run: bool) -> None:
    """Print what one file brought."""
    for change in report.changes if dry_run else ():
        click.echo(f"  {change}")
    click.echo(
        say(
            "{source}: {added} new, {changed} changed, {same} as before, {left_out} left out.",
            source=report.source,
            added=report.added,
            changed=report.changed,
            same=report.same,
            left_out=len(report.problems),
        ),
    )
    for problem in report.problems:
        complain("  " + explain(problem))


def explain(problem: Problem) -> str:
    """Return a problem as one sentence with its place."""
    place = place_of(problem)
    return f"{place}: {excuse(problem.refusal)}" if place else excuse(problem.refusal)


def place_of(problem: Problem) -> str:
    """Return where in the file it stands; empty where the whole file is meant."""
    if problem.line:
        return say("line {number}", number=problem.line)
    return say("event {number}", number=problem.event) if problem.event else ""


def as_data(report: ImportReport) -> dict[str, object]:
    """Return a report as JSON has it."""
    problems = [
        {"place": place_of(problem), "problem": excuse(problem.refusal)} for problem in report.problems
    ]
    return {**asdict(report), "problems": problems}
