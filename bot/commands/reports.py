"""What an import did, for a person's eyes and for programs."""

from __future__ import annotations

from dataclasses import asdict

import click

from bot.commands import complain, excuse, say
from knowledge import ImportReport, Problem


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
    for remark in report.remarks:
        click.echo(f"  {excuse(remark)}")
    if report.unsure:
        words = field_words()
        fields = ", ".join(words.get(name, name) for name in report.unsure)
        click.echo("  " + say("Guessed, please check: {fields}.", fields=fields))
    for problem in report.problems:
        complain("  " + explain(problem))


def field_words() -> dict[str, str]:
    """Return the fields of a paper's head and of a meeting as people call them."""
    return {
        "title": say("the title"),
        "number": say("the number"),
        "type": say("the type"),
        "issuer": say("the issuer"),
        "place": say("the place"),
        "abstract": say("what it is about"),
        "signer": say("the signer"),
        "signer_post": say("the signer's post"),
        "receivers": say("the receivers"),
        "day": say("the day"),
        "starts_at": say("the hour"),
        "ends_at": say("until when it lasts"),
        "chair": say("the chair"),
        "issued_on": say("the day of issue"),
        "in_force_from": say("since when it is in force"),
        "in_force_to": say("until when it is in force"),
    }


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
    return {**asdict(report), "problems": problems, "remarks": [excuse(r) for r in report.remarks]}
