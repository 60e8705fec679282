"""canbo invite: a code with which a person of the roster joins."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from bot.commands import configure, run, say
from bot.settings import Settings
from knowledge import Knowledge


@click.command(
    "invite", help=say("Make a one-time code with which a person of the roster joins; valid for 72 hours.")
)
@click.argument("person")
def command(person: str) -> None:
    """Invite."""
    settings = configure()
    name, code = run(invite(settings, person))
    click.echo(say("{name} joins by sending this code to the bot: {code}", name=name, code=code))
    if settings.public_url:
        click.echo(say("Or by this link: {link}", link=f"{settings.public_url}/join/{code}"))


async def invite(settings: Settings, person: str) -> tuple[str, str]:
    """Return the person's name and a new code."""
    async with Knowledge.open(settings.database) as knowledge:
        found = await knowledge.people.find(person)
        return found.name, await knowledge.invitations.invite(found.id, None, datetime.now(UTC))
