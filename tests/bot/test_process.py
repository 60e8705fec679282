"""The real `canbo run`, over HTTP: stopped, started again, and killed in the middle."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from knowledge import Knowledge
from knowledge.models import Account
from tests.bot.botapi import TOKEN, BotApi, says
from tests.conftest import NOON, gather_cast

ROOT = Path(__file__).parents[2]
CHATS = range(7, 27)
SLOW = 60.0
"""Seconds that a busy machine may take for what takes one."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
async def data_dir(sqlite_url: str, tmp_path: Path) -> Path:
    """A folder with a database in which Ada writes from many chats."""
    async with Knowledge.open(sqlite_url) as knowledge:
        await gather_cast(knowledge)
        async with knowledge.database.edit() as session:
            for chat in CHATS:
                session.add(
                    Account(person_id=1, channel="telegram", address=str(chat), linked_at=NOON, used_at=NOON)
                )
    return tmp_path


class Canbo:
    """A process of ours, which can be stopped and killed."""

    def __init__(self, data_dir: Path, botapi: BotApi, *, webhook: bool) -> None:
        self.port = free_port()
        given = {name: value for name, value in os.environ.items() if not name.startswith("CANBO_")}
        self.environment = {
            **given,
            "CANBO_DATA_DIR": str(data_dir),
            "CANBO_TELEGRAM_TOKEN": TOKEN,
            "CANBO_TELEGRAM_API_URL": botapi.url,
            "CANBO_PORT": str(self.port),
            "CANBO_LOG_FORMAT": "json",
            "CANBO_PUBLIC_URL": f"http://127.0.0.1:{self.port}" if webhook else "",
        }
        self.log = data_dir / "log"

    @asynccontextmanager
    async def running(self) -> AsyncIterator[asyncio.subprocess.Process]:
        """Run it until it is ready; what still runs at the end is stopped, and must end well."""
        with self.log.open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )
        try:
            await self.is_ready()
            yield process
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGTERM)
            async with asyncio.timeout(SLOW):
                code = await process.wait()
        assert code in {0, -signal.SIGKILL}, self.log.read_text()

    async def is_ready(self) -> None:
        async with asyncio.timeout(SLOW), aiohttp.ClientSession() as session:
            while True:
                try:
                    async with session.get(f"http://127.0.0.1:{self.port}/healthz") as answer:
                        if answer.status == 200:
                            return
                except aiohttp.ClientError:
                    await asyncio.sleep(0.05)


def answered(botapi: BotApi) -> Counter[str]:
    """Count the answers to each line; each line is a command that names itself in the answer."""
    return Counter(text.split("/")[1].split(".")[0] for text in botapi.texts())


def lines(first: int, count: int) -> list[dict[str, object]]:
    return [says(f"/zzz{n}", CHATS[n % len(CHATS)]) for n in range(first, first + count)]


async def answers(botapi: BotApi, enough: int) -> None:
    await botapi.until(lambda: len(botapi.texts()) >= enough, SLOW)


WAYS = pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])


@WAYS
async def test_a_restart_in_between_loses_nothing_and_repeats_nothing(
    botapi: BotApi, data_dir: Path, *, webhook: bool
) -> None:
    canbo = Canbo(data_dir, botapi, webhook=webhook)
    async with canbo.running():
        botapi.gives(*lines(0, 100))
        await botapi.until(lambda: len(botapi.texts()) >= 20, SLOW)
    assert botapi.texts()
    botapi.gives(*lines(100, 50))
    async with canbo.running():
        await botapi.until(lambda: len(botapi.texts()) >= 150 and not botapi.waiting, SLOW)
    counts = answered(botapi)
    assert len(counts) == 150
    assert set(counts.values()) == {1}
    assert TOKEN not in canbo.log.read_text()


@WAYS
async def test_a_kill_loses_nothing_and_repeats_only_what_was_in_flight(
    botapi: BotApi, data_dir: Path, *, webhook: bool
) -> None:
    canbo = Canbo(data_dir, botapi, webhook=webhook)
    kills = 3
    botapi.gives(*lines(0, 240))
    for turn in range(kills):
        async with canbo.running() as process:
            await answers(botapi, 30 * (turn + 1))
            process.kill()
    async with canbo.running():
        await botapi.until(lambda: len(answered(botapi)) == 240 and not botapi.waiting, SLOW)
    counts = answered(botapi)
    assert len(counts) == 240
    # One event a chat is in flight; each kill may repeat those, and no other.
    assert sum(counts.values()) - 240 <= kills * len(CHATS)
    assert max(counts.values()) <= 1 + kills


async def test_the_order_within_a_chat_survives_a_kill(botapi: BotApi, data_dir: Path) -> None:
    canbo = Canbo(data_dir, botapi, webhook=False)
    botapi.gives(*(says(f"/zzz{n}", 7) for n in range(60)))
    async with canbo.running() as process:
        await botapi.until(lambda: len(botapi.texts()) >= 10, SLOW)
        process.kill()
    async with canbo.running():
        await botapi.until(lambda: len(answered(botapi)) == 60, SLOW)
    first_seen = list(dict.fromkeys(text.split("/")[1].split(".")[0] for text in botapi.texts(7)))
    assert first_seen == [f"zzz{n}" for n in range(60)]
