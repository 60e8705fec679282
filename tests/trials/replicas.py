"""Two replicas on PostgreSQL, one killed, one stopped past its lease: `python -m tests.trials.replicas`.

Nothing may be lost, nothing repeated beyond what was in flight, and another takes over within ten seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import secrets
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from knowledge import Knowledge
from knowledge.messages.outbox import LEASE
from scheduler.lane import AT_ONCE
from tests.bench.databases import database
from tests.trials.messenger import Messenger, listening
from tests.trials.world import LEAD, Bot, build, left, now, until

TAKES_OVER_WITHIN = 10.0
STARTS_WITHIN = 30.0
PATIENCE = 400.0


@dataclass(frozen=True)
class Result:
    """What one way to fail came to."""

    lost: int
    repeated: int
    silent: float
    """Seconds in which nobody sent."""

    @property
    def holds(self) -> bool:
        """Tell whether it kept the promise."""
        return self.lost == 0 and self.repeated <= AT_ONCE and self.silent <= TAKES_OVER_WITHIN + 1


async def play(url: str, people: int, per_second: int, dice: random.Random, *, pauses: bool) -> Result:
    """Let two replicas run, and fail the one that sends."""
    with tempfile.TemporaryDirectory(prefix="canbo-trial-", ignore_cleanup_errors=True) as name:
        async with listening(Messenger(answers_after=0.05)) as messenger, Knowledge.open(url) as knowledge:
            folders = Path(name) / "first", Path(name) / "second"
            for folder in folders:
                folder.mkdir()
            first, second = (Bot(url, folder, messenger.url, per_second) for folder in folders)
            await first.start()
            await until_sender(first)
            await second.start()
            await until_serving(second)
            text = f"Hai máy {pauses}"
            row = await knowledge.bulletins.draft(LEAD, text, text, now())
            await knowledge.bulletins.send(LEAD, row.id, now())
            fails_at = dice.randrange(people // 10, people // 3)
            async with asyncio.timeout(PATIENCE):
                await until(lambda: messenger.total() >= fails_at)
                failed = time.monotonic()
                if pauses:
                    first.pause()
                else:
                    await first.kill()
                await asyncio.sleep(1)
                heard = len(messenger.times)
                await until(lambda: len(messenger.times) > heard)
                silent = time.monotonic() - failed
                if pauses:
                    await asyncio.sleep(max(0.0, LEASE.total_seconds() + 5 - (time.monotonic() - failed)))
                    first.resume()
                    await asyncio.sleep(3)
                while await left(knowledge):  # noqa: ASYNC110  # the database calls nobody
                    await asyncio.sleep(0.1)
            await asyncio.sleep(1)
            for bot in (first, second):
                await bot.stop()
    heard_by = {chat for chat, _ in messenger.accepted}
    repeated = sum(count - 1 for count in messenger.accepted.values())
    return Result(people - len(heard_by), repeated, silent)


async def until_serving(bot: Bot) -> None:
    """Wait until it has said that it serves."""
    async with asyncio.timeout(STARTS_WITHIN):
        await until(lambda: "http://127.0.0.1" in bot.log.read_text())


async def until_sender(bot: Bot) -> None:
    """Wait until it has taken the turn to send."""
    async with asyncio.timeout(STARTS_WITHIN):
        await until(lambda: "sending_turn_taken" in bot.log.read_text())


async def play_all(people: int, per_second: int, seed: int) -> list[Result]:
    """Fail a replica in both ways."""
    results = []
    async with database("PostgreSQL") as url:
        await build(url, people)
        for pauses in (False, True):
            dice = random.Random(f"{seed}:{pauses}")
            results.append(await play(url, people, per_second, dice, pauses=pauses))
            how = "stopped and resumed" if pauses else "killed"
            result = results[-1]
            sys.stdout.write(
                f"{how}: lost {result.lost}, repeated {result.repeated}, "
                f"nobody sent for {result.silent:.1f} s"
                f"{'' if result.holds else '  BROKEN'}\n"
            )
            sys.stdout.flush()
    return results


def main() -> None:
    """Play, and print what it came to."""
    parser = argparse.ArgumentParser(prog="python -m tests.trials.replicas", description=__doc__)
    parser.add_argument("--people", type=int, default=5000)
    parser.add_argument("--per-second", type=int, default=40)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6), help="replays a trial")
    options = parser.parse_args()
    sys.stdout.write(f"seed {options.seed}\n")
    results = asyncio.run(play_all(options.people, options.per_second, options.seed))
    sys.exit(0 if all(result.holds for result in results) else 1)


if __name__ == "__main__":
    main()
