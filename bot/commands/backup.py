"""canbo backup: a consistent copy of the database."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from bot.commands import configure, run, say
from knowledge.backup import back_up
from knowledge.database import with_driver


@click.command("backup", help=say("Write a consistent copy of the database, while it is in use."))
@click.argument("target", required=False, type=click.Path(path_type=Path, dir_okay=False))
def command(target: Path | None) -> None:
    """Back up."""
    settings = configure()
    url = with_driver(settings.database)
    ending = "db" if url.get_backend_name() == "sqlite" else "dump"
    stamp = f"{datetime.now(settings.timezone):%Y%m%d-%H%M%S}"
    target = target or settings.data_dir / "backups" / f"canbo-{stamp}.{ending}"
    run(back_up(url, target))
    if ending == "db":
        mend = say(
            "The copy is in {path}. To restore it, stop canbo and put it in the database's place.",
            path=target,
        )
    else:
        mend = say(
            "The copy is in {path}. To restore it, stop canbo and run: pg_restore --clean -d NAME {path}",
            path=target,
        )
    click.echo(mend)
