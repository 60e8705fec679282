"""A committee with thousands of people in Telegram, what it announces, and the bot as a process."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, insert, select

from knowledge import Knowledge
from knowledge.models import Account, Notice, NoticeState, Person, Post, Unit, UnitTree
from tests.trials.messenger import TOKEN

ROOT = Path(__file__).parents[2]
LEAD = 1
OPEN = (NoticeState.WAITING, NoticeState.SENDING)


def now() -> datetime:
    """Read the clock."""
    return datetime.now(UTC)


async def build(url: str, people: int) -> None:
    """Fill an empty database: one unit, its lead, and people, each with a chat of their own."""
    at = now()
    async with Knowledge.open(url) as knowledge, knowledge.database.write() as connection:
        unit = {"id": 1, "parent_id": None, "name": "Thành ủy", "folded_name": "thanh uy"}
        await connection.execute(insert(Unit).values(unit))
        await connection.execute(insert(UnitTree).values(above_id=1, unit_id=1))
        await connection.execute(
            insert(Person),
            [{"id": n, "name": f"Người {n}", "folded_name": f"nguoi {n}"} for n in range(1, people + 1)],
        )
        await connection.execute(
            insert(Post),
            [
                {"person_id": n, "unit_id": 1, "role": "lead" if n == LEAD else "member", "title": ""}
                for n in range(1, people + 1)
            ],
        )
        await connection.execute(
            insert(Account),
            [
                {
                    "person_id": n,
                    "channel": "telegram",
                    "address": str(1000 + n),
                    "linked_at": at,
                    "used_at": at,
                }
                for n in range(1, people + 1)
            ],
        )


async def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds of which nobody tells."""
    while not holds():  # noqa: ASYNC110  # see above
        await asyncio.sleep(0.002)


async def left(knowledge: Knowledge) -> int:
    """Return how many notices have not come to an end."""
    open_ones = select(func.count()).select_from(Notice).where(Notice.state.in_(OPEN))
    async with knowledge.database.read() as connection:
        return await connection.scalar(open_ones) or 0


class Bot:
    """The real `canbo run`, as a process that can be killed and stopped."""

    def __init__(self, url: str, folder: Path, messenger_url: str, per_second: int) -> None:
        given = {name: value for name, value in os.environ.items() if not name.startswith("CANBO_")}
        self.environment = {
            **given,
            "CANBO_DATA_DIR": str(folder),
            "CANBO_DATABASE_URL": url,
            "CANBO_TELEGRAM_TOKEN": TOKEN,
            "CANBO_TELEGRAM_API_URL": messenger_url,
            "CANBO_TELEGRAM_PER_SECOND": str(per_second),
            "CANBO_PORT": "0",
            "CANBO_LOG_FORMAT": "json",
        }
        self.log = folder / "log"
        self.process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it; it serves when it serves."""
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )

    async def kill(self) -> None:
        """End it as a power cut does."""
        assert self.process
        self.process.kill()
        await self.process.wait()

    def pause(self) -> None:
        """Stop it where it is."""
        assert self.process
        self.process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on, with no idea of the time that has passed."""
        assert self.process
        self.process.send_signal(signal.SIGCONT)

    async def stop(self) -> None:
        """Ask it to end, and wait."""
        assert self.process
        if self.process.returncode is None:
            self.process.terminate()
            async with asyncio.timeout(60):
                await self.process.wait()
