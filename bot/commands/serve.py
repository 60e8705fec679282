"""canbo run: serve every channel until told to stop."""

from __future__ import annotations

import click

from bot.commands import configure, run, say


@click.command("run", help=say("Serve the web chat, and Telegram where a token is set."))
@click.option(
    "--demo", is_flag=True, help=say("With a made-up committee to try things on, beside your own data.")
)
def command(*, demo: bool) -> None:
    """Serve."""
    # Imported here: the messenger's and the server's libraries would slow down every --help.
    from bot.app import serve

    run(serve(configure(), with_demo=demo))
