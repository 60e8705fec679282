"""canbo export: what the database holds, as files that canbo import reads."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import click

from bot.commands import FAILED, complain, configure, run, say
from knowledge import Knowledge, Refusal
from knowledge.quiz.exporting import WRITERS, held, written


@click.command("export", help=say("Write a question bank as a file; its ending says the format."))
@click.argument("kind", type=click.Choice(["questions"]))
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--bank", default="", metavar="TITLE", help=say("The bank's title; without it, all banks."))
@click.option(
    "--unit", default="", metavar="NAME", help=say("The unit whose banks are meant; without it, the topmost.")
)
def command(kind: str, path: Path, bank: str, unit: str) -> None:  # noqa: ARG001  # one kind so far
    """Export."""
    suffix = path.suffix.lower()
    if suffix not in WRITERS:
        endings = ", ".join(sorted(WRITERS))
        complain(say("Name the file with one of these endings: {endings}.", endings=endings))
        sys.exit(FAILED)
    count, left_out = run(export(configure().database, path, suffix, bank, unit))
    click.echo(say("{count} questions were written to {path}.", count=count, path=path))
    if left_out:
        complain(
            say("{count} were left out: this format holds only those with one right option.", count=left_out)
        )


async def export(database: str, path: Path, suffix: str, bank: str, unit: str) -> tuple[int, int]:
    """Write the questions; returns how many, and how many the format cannot hold. Refusal without any."""
    async with Knowledge.open(database) as knowledge:
        publisher = await (knowledge.units.find(unit) if unit else knowledge.units.topmost())
        questions = await knowledge.quiz.questions(publisher.id, bank)
    if not questions:
        raise Refusal("There are no questions there. Check the unit and the bank's title.")
    fitting = held(questions, suffix)
    try:
        await asyncio.to_thread(path.write_bytes, written(fitting, suffix))
    except OSError as error:
        raise Refusal("{path} cannot be written. Choose another place.", path=path) from error
    return len(fitting), len(questions) - len(fitting)
