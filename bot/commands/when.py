"""canbo when: how a phrase of time is understood."""

from __future__ import annotations

import json
import sys
from datetime import date, datetime

import click

from bot.commands import FAILED, complain, configure, excuse, say, spoken
from handlers import language
from knowledge.problems import Refusal
from knowledge.vietnamese.dates import Found, find
from knowledge.vietnamese.slips import slips


@click.command("when", help=say("Show how a phrase of time is understood."))
@click.argument("phrase", nargs=-1, required=True)
@click.option(
    "--now", "moment", metavar="MOMENT", help=say("Suppose that it is this moment, such as 2026-03-02T08:00.")
)
@click.option("--json", "as_json", is_flag=True, help=say("Print JSON."))
def command(phrase: tuple[str, ...], moment: str | None, *, as_json: bool) -> None:
    """Read a phrase."""
    zone = configure().timezone
    now = moment_of(moment).replace(tzinfo=zone) if moment else datetime.now(zone)
    text = " ".join(phrase)
    found, wrong = find(text, now), slips(text, now)
    if as_json:
        click.echo(json.dumps(as_data(found, wrong), ensure_ascii=False, indent=2))
    else:
        show(found, wrong, now.date())
    sys.exit(0 if found and not wrong else FAILED)


def moment_of(text: str) -> datetime:
    """Read the moment of --now."""
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(say("Write it such as 2026-03-02T08:00."), param_hint="--now") from error


def as_data(found: Found | None, wrong: list[Refusal]) -> dict[str, object]:
    """Return what was understood as JSON has it; None for what was not named."""
    values: dict[str, object] = {"problems": [str(refusal) for refusal in wrong]}
    if found is None:
        return {"understood": False, **values}
    return {
        "understood": True,
        "first": found.first.isoformat(),
        "last": found.last.isoformat(),
        "clock": f"{found.clock:%H:%M}" if found.clock else None,
        "until": f"{found.until:%H:%M}" if found.until else None,
        "part": found.part or None,
        "limit": found.limit or None,
        "recurrence": found.rule or None,
        "left_over": found.rest,
        **values,
    }


def show(found: Found | None, wrong: list[Refusal], today: date) -> None:
    """Print what was understood, a line each."""
    if found is None:
        complain(say("No time is named in this."))
    for name, value in lines(found, today) if found else ():
        click.echo(f"{name}: {value}")
    for refusal in wrong:
        complain(excuse(refusal))


def lines(found: Found, today: date) -> list[tuple[str, str]]:
    """Return the names and values of what was understood."""
    first, last = (language.day(spoken(), day, today) for day in (found.first, found.last))
    named = [
        (say("First day"), first),
        (say("Last day"), last if last != first else ""),
        (say("Hour"), f"{found.clock:%H:%M}" if found.clock else ""),
        (say("Until"), f"{found.until:%H:%M}" if found.until else ""),
        (say("Part of the day"), parts().get(found.part, "")),
        (say("Limit"), limits().get(found.limit, "")),
        (say("Repeats"), found.rule),
        (say("Left over"), found.rest),
    ]
    return [(name, value) for name, value in named if value]


def parts() -> dict[str, str]:
    """Return the parts of the day in words."""
    return {
        "morning": say("morning"),
        "noon": say("noon"),
        "afternoon": say("afternoon"),
        "evening": say("evening"),
    }


def limits() -> dict[str, str]:
    """Return the kinds of limits in words."""
    return {"before": say("at the latest"), "after": say("at the earliest")}
