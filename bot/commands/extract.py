"""canbo extract-deadlines: the deadlines that a text sets, sentence by sentence."""

from __future__ import annotations

import json
from datetime import date
from typing import TextIO

import click

from bot.commands import say
from knowledge.deadlines.written import deadlines_in
from knowledge.vietnamese.text import clean


@click.command("extract-deadlines", help=say("Show the deadlines that sentences set, one sentence a line."))
@click.argument("file", type=click.File("r", encoding="utf-8"))
@click.option(
    "--issued",
    metavar="DATE",
    required=True,
    help=say("The day on which the text was issued, such as 2026-03-02: relative days are counted from it."),
)
@click.option("--json", "as_json", is_flag=True, help=say("Print JSON."))
def command(file: TextIO, issued: str, *, as_json: bool) -> None:
    """Read each line by itself."""
    try:
        day = date.fromisoformat(issued)
    except ValueError as error:
        raise click.BadParameter(say("Write it such as 2026-03-02."), param_hint="--issued") from error
    try:
        lines = file.read().splitlines()
    except UnicodeDecodeError as error:
        raise click.BadParameter(say("The text is not UTF-8. Save it again as UTF-8.")) from error
    rows = [
        {
            "line": number,
            "text": clean(line),
            "deadlines": [{"due": found.due, "who": found.who or None} for found in deadlines_in(line, day)],
        }
        for number, line in enumerate(lines, 1)
        if line.strip()
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        for found in row["deadlines"]:  # type: ignore[attr-defined]  # a list, as made above
            click.echo(f"{row['line']}. {found['due']}  {found['who'] or '–'}: {row['text']}")
