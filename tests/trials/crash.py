"""A broadcast whose sender is killed at a random moment: `python -m tests.trials.crash --rounds 100`.

Nothing may be lost, and no more repeated than was in flight: accepted by the messenger, and not yet settled.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import secrets
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from knowledge import Knowledge
from scheduler.lane import AT_ONCE
from tests.bench.databases import KINDS, database
from tests.trials.messenger import Messenger, listening
from tests.trials.world import LEAD, Bot, build, left, now, until

PATIENCE = 180.0
PER_SECOND = 1000


@dataclass(frozen=True)
class Round:
    """What one round came to."""

    lost: int
    repeated: int
    in_flight: int
    seconds: float

    @property
    def holds(self) -> bool:
        """Tell whether it kept the promise."""
        return self.lost == 0 and self.repeated <= self.in_flight <= AT_ONCE


async def play(url: str, folder: Path, people: int, text: str, dice: random.Random) -> Round:
    """Announce, kill at a random moment, start again, and count."""
    began = time.monotonic()
    async with listening(Messenger(answers_after=0.02)) as messenger, Knowledge.open(url) as knowledge:
        before = (await knowledge.outbox.counts()).get("sent", 0)
        row = await knowledge.bulletins.draft(LEAD, text, text, now())
        await knowledge.bulletins.send(LEAD, row.id, now())
        bot = Bot(url, folder, messenger.url, PER_SECOND)
        # Somewhere among its messages: early, late, or just at the end.
        kill_at = dice.randrange(1, people)
        async with asyncio.timeout(PATIENCE):
            await bot.start()
            await until(lambda: messenger.total() >= kill_at)
            await bot.kill()
            # What it had sent off still arrives.
            await until(lambda: not messenger.in_flight)
            in_flight = messenger.total() - ((await knowledge.outbox.counts()).get("sent", 0) - before)
            await bot.start()
            while await left(knowledge):  # noqa: ASYNC110  # the database calls nobody
                await asyncio.sleep(0.1)
        await bot.stop()
    heard = {chat for chat, _ in messenger.accepted}
    repeated = sum(count - 1 for count in messenger.accepted.values())
    return Round(people - len(heard), repeated, in_flight, time.monotonic() - began)


async def rounds(
    kind: str, count: int, people: int, seed: int, told: Callable[[int, Round], None]
) -> list[Round]:
    """Play rounds on one kind of database; on SQLite each begins with a fresh file."""
    results = []
    async with database(kind) as address:
        await build(address, people)
        for number in range(count):
            dice = random.Random(f"{seed}:{kind}:{number}")
            with tempfile.TemporaryDirectory(prefix="canbo-trial-", ignore_cleanup_errors=True) as name:
                folder, url = Path(name), address
                if kind == "SQLite":
                    shutil.copy(address.removeprefix("sqlite:///"), folder / "canbo.db")
                    url = f"sqlite:///{folder / 'canbo.db'}"
                results.append(await play(url, folder, people, f"Vòng {number}", dice))
            told(number, results[-1])
    return results


def main() -> None:
    """Play, and print what each round came to."""
    parser = argparse.ArgumentParser(prog="python -m tests.trials.crash", description=__doc__)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--people", type=int, default=5000)
    parser.add_argument("--database", choices=KINDS, default=KINDS[0])
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6), help="replays a trial")
    options = parser.parse_args()

    def told(number: int, result: Round) -> None:
        sys.stdout.write(
            f"round {number}: lost {result.lost}, repeated {result.repeated} of "
            f"{result.in_flight} in flight, {result.seconds:.1f} s{'' if result.holds else '  BROKEN'}\n"
        )
        sys.stdout.flush()

    sys.stdout.write(f"seed {options.seed}\n")
    results = asyncio.run(rounds(options.database, options.rounds, options.people, options.seed, told))
    sys.stdout.write(
        f"{options.database}, {len(results)} rounds of {options.people}: "
        f"lost {sum(r.lost for r in results)}, "
        f"repeated {sum(r.repeated for r in results)} (at most {max(r.repeated for r in results)}), "
        f"in flight {sum(r.in_flight for r in results)}\n"
    )
    sys.exit(0 if all(result.holds for result in results) else 1)


if __name__ == "__main__":
    main()
