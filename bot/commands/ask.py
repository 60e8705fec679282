"""canbo ask: one question to the documents."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from bot.commands import FAILED, complain, configure, run, say
from knowledge import Knowledge

if TYPE_CHECKING:
    from bot.settings import Settings
    from knowledge.documents.answers import Answer


@click.command("ask", help=say("Answer a question from the documents, with the exact words."))
@click.argument("question")
@click.option(
    "--as", "person", metavar="PERSON", help=say("Answer what this person may read; without it, everything.")
)
@click.option("--json", "as_json", is_flag=True, help=say("Print JSON."))
def command(question: str, person: str | None, *, as_json: bool) -> None:
    """Ask."""
    found = run(answer(configure(), question, person))
    if as_json:
        click.echo(json.dumps(as_data(found), ensure_ascii=False, indent=2))
    elif found.quotes:
        quotes = enumerate(found.quotes, 1)
        click.echo("\n\n".join(f"[{n}] {quote.text}\n    — {quote.citation}" for n, quote in quotes))
    else:
        complain(say("I have found nothing about this in these papers."))
    # Like grep: nothing found is no error of ours, but a script can tell.
    sys.exit(0 if found.quotes or as_json else FAILED)


async def answer(settings: Settings, question: str, person: str | None) -> Answer:
    """Ask as a person of the roster, or as the technician."""
    async with Knowledge.open(settings.database, folder=settings.data_dir, model=settings.model) as knowledge:
        viewer = (await knowledge.people.find(person)).id if person else None
        return await knowledge.documents.answer(question, viewer)


def as_data(answer: Answer) -> dict[str, object]:
    """Return the answer as JSON has it."""
    return {
        "quotes": [
            {
                "number": n,
                "text": quote.text,
                "citation": quote.citation,
                "path": quote.path,
                "document_id": quote.document_id,
                "passage_id": quote.passage_id,
            }
            for n, quote in enumerate(answer.quotes, 1)
        ],
        "citations": list(answer.citations),
        "confidence": round(answer.confidence, 4),
    }
