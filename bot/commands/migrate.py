"""canbo migrate: bring the database up to date."""

from __future__ import annotations

import click

from bot.commands import configure, run, say
from knowledge import Knowledge


@click.command("migrate", help=say("Bring the database up to date; also done at every start."))
def command() -> None:
    """Migrate."""
    run(migrate(configure().database))
    click.echo(say("The database is up to date."))


async def migrate(database: str) -> None:
    """Open the database, which migrates it."""
    async with Knowledge.open(database):
        pass
