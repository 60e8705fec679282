"""The `canbo` command line."""

from __future__ import annotations

import click

from bot.commands import (
    agenda,
    ask,
    backup,
    chat,
    doctor,
    exporting,
    extract,
    importing,
    invite,
    migrate,
    reindex,
    say,
    serve,
    when,
)


@click.group(
    help=say("canbo: a digital office inside the messaging apps that officials already use."),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="canbo")
def main() -> None:
    """Gather the commands."""


for command in (
    serve.command,
    chat.command,
    importing.command,
    exporting.command,
    invite.command,
    agenda.command,
    ask.command,
    when.command,
    extract.command,
    backup.command,
    migrate.command,
    reindex.command,
    doctor.command,
):
    main.add_command(command)

if __name__ == "__main__":
    main(prog_name="canbo")
