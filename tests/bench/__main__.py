"""Measure and print: `python -m tests.bench [--json]`."""

from __future__ import annotations

import argparse
import asyncio
import gc
import logging
import statistics
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import orjson
import structlog
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from tests.bench.ours import our_bot, our_sender
from tests.bench.peers import Send, bare_sender, echo_bot, ptb_sender

ROUNDS = 5
CHATS = 256
SENDING_AT_ONCE = 50
ECHO = "/lich"


@dataclass(frozen=True, slots=True)
class Contestant:
    """Something to measure, with as many messages a round as it can do in a second or two."""

    name: str
    count: int
    run: Callable[[str], AbstractAsyncContextManager[Send | None]]


@asynccontextmanager
async def stub() -> AsyncIterator[str]:
    """Start the server and return its address."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bench.stub", stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout
    port = (await process.stdout.readline()).decode().strip()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        await process.wait()


async def answered(url: str, contestant: Contestant) -> float:
    """Return the updates that a bot answers per second."""
    async with aiohttp.ClientSession(url) as control, contestant.run(url):
        async with control.post(
            "/begin", data=orjson.dumps({"updates": contestant.count, "chats": CHATS, "text": ECHO})
        ):
            pass
        return await per_second(control, contestant)


async def sent(url: str, contestant: Contestant) -> float:
    """Return the messages that a client sends per second, so many at once."""
    async with aiohttp.ClientSession(url) as control, contestant.run(url) as send:
        assert send
        await send("1000")  # the first connection is not what is measured
        async with control.post(
            "/begin", data=orjson.dumps({"updates": contestant.count, "chats": CHATS, "text": ""})
        ):
            pass
        chats = (str(1000 + n % CHATS) for n in range(contestant.count))
        await asyncio.gather(*(send_all(send, chats) for _ in range(SENDING_AT_ONCE)))
        return await per_second(control, contestant)


async def send_all(send: Send, chats: Iterator[str]) -> None:
    """Send to the next chat until there is none: one of those at work at once."""
    for chat in chats:
        await send(chat)


async def per_second(control: aiohttp.ClientSession, contestant: Contestant) -> float:
    """Wait for the round's last message."""
    async with control.post("/wait") as response:
        seconds: float = orjson.loads(await response.read())
    return contestant.count / seconds


Kind = Callable[[str, Contestant], "asyncio._CoroutineLike[float]"]


async def measure(rounds: int, database: str, progress: Progress) -> dict[str, dict[str, list[float]]]:
    """Run every contestant in each round, so that what disturbs the machine disturbs all."""
    answering = (
        Contestant("canbo: /lich with database and scope", 1024, lambda url: our_bot(url, database)),
        Contestant("python-telegram-bot: echo", 256, lambda url: echo_bot(url, on_aiohttp=False)),
        Contestant("python-telegram-bot on aiohttp: echo", 512, lambda url: echo_bot(url, on_aiohttp=True)),
    )
    sending = (
        Contestant("canbo: Telegram channel", 1000, our_sender),
        Contestant("aiohttp and orjson alone", 1000, bare_sender),
        Contestant("python-telegram-bot", 200, lambda url: ptb_sender(url, on_aiohttp=False)),
        Contestant("python-telegram-bot on aiohttp", 1000, lambda url: ptb_sender(url, on_aiohttp=True)),
    )
    figures: dict[str, dict[str, list[float]]] = {"answered": {}, "sent": {}}
    task = progress.add_task("Measuring", total=rounds * (len(answering) + len(sending)))
    async with stub() as url:
        for _ in range(rounds):
            for kind, run, contestants in (
                ("answered", answered, answering),
                ("sent", sent, sending),
            ):
                for contestant in contestants:
                    gc.collect()
                    figure = await run(url, contestant)
                    figures[kind].setdefault(contestant.name, []).append(figure)
                    progress.advance(task)
    return figures


def table(title: str, figures: dict[str, list[float]]) -> Table:
    """Lay out medians, the spread, and how many times each of the others we are."""
    ours = statistics.median(next(iter(figures.values())))
    page = Table("who", title=title)
    for column in ("median", "lowest", "highest", "canbo is"):
        page.add_column(column, justify="right")
    for name, values in figures.items():
        median = statistics.median(values)
        page.add_row(
            name, f"{median:.0f}", f"{min(values):.0f}", f"{max(values):.0f}", f"{ours / median:.2f} times"
        )
    return page


def main() -> None:
    """Measure, then print tables, or JSON on request."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often each is measured")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    with tempfile.TemporaryDirectory() as folder, Progress(console=Console(stderr=True)) as progress:
        database = f"sqlite:///{Path(folder) / 'canbo.db'}"
        figures = asyncio.run(measure(options.rounds, database, progress))
    if options.json:
        sys.stdout.write(orjson.dumps(figures, option=orjson.OPT_INDENT_2).decode() + "\n")
        return
    console = Console()
    console.print(table("Updates answered per second, 256 chats at once", figures["answered"]))
    console.print(table("Messages sent per second, 50 at once", figures["sent"]))


if __name__ == "__main__":
    main()
