"""canbo chat: the terminal front end."""

from __future__ import annotations

import click

from bot.commands import configure, run, say
from bot.settings import Settings
from knowledge import Knowledge


@click.command("chat", help=say("Talk to the bot in this terminal."))
@click.option(
    "--as",
    "person",
    metavar="PERSON",
    help=say("Speak as this person of the roster; without it, as a stranger."),
)
@click.option("--demo", is_flag=True, help=say("With the made-up committee."))
def command(person: str | None, *, demo: bool) -> None:
    """Chat."""
    run(converse(configure(), person, demo=demo))


async def converse(settings: Settings, person: str | None, *, demo: bool) -> None:
    """Talk until the input ends."""
    from bot.channels.console import Console, now
    from bot.dispatch import Defaults, Dispatch
    from bot.files import Files

    database = f"sqlite:///{settings.data_dir / 'demo.db'}" if demo else settings.database
    async with Knowledge.open(database, folder=settings.data_dir, model=settings.model) as knowledge:
        if demo:
            from bot import demo as demo_content

            await demo_content.load(knowledge, now())
        address = "terminal"
        if person:
            found = await knowledge.people.find(person)
            address = str(found.id)
            await knowledge.people.link(found.id, "console", address, now())
        dispatch = Dispatch(knowledge, Defaults(settings.language, settings.timezone, settings.public_url))
        papers = Files(knowledge, now, public_url=settings.public_url, language=settings.language)
        await Console(dispatch, address, papers=papers, folder=settings.data_dir / "files").run()
