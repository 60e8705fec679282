"""canbo agenda: a question about the agenda, as somebody of the roster would ask it."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from bot.channels.plain import render
from bot.commands import FAILED, complain, configure, run, say
from bot.commands.when import moment_of
from bot.dispatch import Defaults, Dispatch
from handlers.agenda import asking, router, seeking
from handlers.chat import Request
from knowledge import Knowledge
from knowledge.vietnamese.dates import find
from knowledge.vietnamese.text import fold

if TYPE_CHECKING:
    from bot.settings import Settings
    from handlers.chat import Reply

QUESTIONS = (seeking.sought, asking.next_meeting, asking.in_words)


@click.command("agenda", help=say("Answer a question about the agenda, as this person would be answered."))
@click.argument("phrase", nargs=-1)
@click.option("--as", "person", metavar="PERSON", required=True, help=say("A name of the roster."))
@click.option(
    "--now", "moment", metavar="MOMENT", help=say("Suppose that it is this moment, such as 2026-03-02T08:00.")
)
@click.option("--json", "as_json", is_flag=True, help=say("Print JSON."))
def command(phrase: tuple[str, ...], person: str, moment: str | None, *, as_json: bool) -> None:
    """Ask."""
    settings = configure()
    now = moment_of(moment).replace(tzinfo=settings.timezone) if moment else datetime.now(UTC)
    reply = run(answer(settings, person, " ".join(phrase), now))
    if reply is None:
        complain(say("This is no question about the agenda. Write for example: mai, tuần sau."))
        sys.exit(FAILED)
    if as_json:
        buttons = [button.label for row in reply.buttons for button in row]
        click.echo(json.dumps({"text": render(reply), "buttons": buttons}, ensure_ascii=False, indent=2))
    else:
        click.echo(render(reply))


async def answer(settings: Settings, person: str, phrase: str, now: datetime) -> Reply | None:
    """Ask the agenda as a person of the roster; None where it does not understand."""
    async with Knowledge.open(settings.database, folder=settings.data_dir) as knowledge:
        row = await knowledge.people.get((await knowledge.people.find(person)).id)
        dispatch = Dispatch(knowledge, Defaults(settings.language, settings.timezone, settings.public_url))
        who = dispatch.person(row.id, row.name, row.language, row.timezone)
        local = now.astimezone(who.timezone)
        request = Request(person=who, text=phrase, now=local, event="terminal", channel="", address="")
        # Those alone that only look: nobody is checked in from here, and nothing is drafted.
        for text in router.texts:
            if text.handler in QUESTIONS and text.matches(fold(phrase)):
                return await text.handler(request, knowledge)
        return await asking.agenda(request, knowledge) if not phrase or find(phrase, now) else None
