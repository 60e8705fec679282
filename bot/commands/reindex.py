"""canbo reindex: write the text index anew from the database."""

from __future__ import annotations

import click

from bot.commands import configure, run, say
from bot.settings import Settings
from knowledge import Knowledge


@click.command("reindex", help=say("Write the text index anew; it does so by itself when it has to."))
def command() -> None:
    """Reindex."""
    count = run(rebuild(configure()))
    click.echo(say("The text index is written anew; it holds {count} passages.", count=count))


async def rebuild(settings: Settings) -> int:
    """Write the index anew; returns how many passages it holds."""
    async with Knowledge.open(settings.database, folder=settings.data_dir) as knowledge:
        return await knowledge.documents.index.rebuild()
