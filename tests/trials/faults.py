"""Twenty thousand messages through a messenger that refuses, breaks, hangs: `python -m tests.trials.faults`.

Nothing may be lost, nothing come twice but what was cut off after it had arrived, no stated limit be broken,
and the whole take no longer than 1.05 times what the limits and pauses force it to.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import secrets
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

from bot.channels.telegram.request import TIMEOUT
from knowledge import Knowledge
from tests.trials.messenger import Harm, Messenger, listening
from tests.trials.world import LEAD, Bot, build, left, now, until

ROUNDS = 4
"""Announcements, each to everybody."""
HARMFUL = 0.7
"""The share of the messages among which things go wrong."""
PATIENCE = 900.0


@dataclass(frozen=True)
class Result:
    """What the trial came to."""

    lost: int
    repeated_uncut: int
    repeated_cut: int
    cut: int
    breaches: dict[str, int]
    seconds: float
    ideal: float

    @property
    def holds(self) -> bool:
        """Tell whether every promise was kept."""
        is_clean = self.lost == 0 and self.repeated_uncut == 0 and not self.breaches
        return is_clean and self.seconds <= 1.05 * self.ideal


FULL = Harm(
    global_pauses=3,
    chat_refusal=0.01,
    server_error=0.01,
    reset_before=0.005,
    reset_after=0.003,
    half_answer=0.002,
    hang=0.001,
)


async def play(messages: int, per_second: int, seed: int, harm: Harm = FULL) -> Result:
    """Announce four times to everybody, and count until all has come to an end."""
    people = messages // ROUNDS
    harm = replace(harm, until=int(messages * HARMFUL))
    messenger = Messenger(per_second, harm, random.Random(seed), answers_after=0.03)
    with tempfile.TemporaryDirectory(prefix="canbo-trial-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'canbo.db'}"
        await build(url, people)
        async with listening(messenger), Knowledge.open(url) as knowledge:
            for number in range(ROUNDS):
                row = await knowledge.bulletins.draft(LEAD, f"Tin {number}", f"{number}", now())
                await knowledge.bulletins.send(LEAD, row.id, now())
            bot = Bot(url, folder, messenger.url, per_second)
            await bot.start()
            async with asyncio.timeout(PATIENCE):
                await until(lambda: bool(messenger.times))
                began = messenger.times[0]
                while await left(knowledge):  # noqa: ASYNC110  # the database calls nobody
                    await asyncio.sleep(0.05)
            seconds = time.monotonic() - began
            await bot.stop()
    return counted(messenger, people * ROUNDS, seconds)


def counted(messenger: Messenger, messages: int, seconds: float) -> Result:
    """Compare what arrived with what was sent, and the time with the best that the limits allow."""
    repeated = {key: count - 1 for key, count in messenger.accepted.items() if count > 1}
    uncut = sum(count for key, count in repeated.items() if key not in messenger.cut)
    # Each request takes its place in the schedule, those that were refused or broken too.
    ideal = len(messenger.times) / messenger.per_second + messenger.paused
    return Result(
        messages - len(messenger.accepted),
        uncut,
        sum(repeated.values()) - uncut,
        len(messenger.cut),
        dict(messenger.breaches),
        seconds,
        ideal,
    )


def main() -> None:
    """Play, and print what it came to."""
    parser = argparse.ArgumentParser(prog="python -m tests.trials.faults", description=__doc__)
    parser.add_argument("--messages", type=int, default=20_000)
    parser.add_argument("--per-second", type=int, default=200)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6), help="replays a trial")
    options = parser.parse_args()
    sys.stdout.write(f"seed {options.seed}; a request is given up after {TIMEOUT:.0f} s\n")
    result = asyncio.run(play(options.messages, options.per_second, options.seed))
    sys.stdout.write(
        f"lost {result.lost}; twice though their answer arrived {result.repeated_uncut}; "
        f"twice after a cut {result.repeated_cut} of {result.cut}; breaches {result.breaches or 'none'}; "
        f"{result.seconds:.1f} s, "
        f"{result.seconds / result.ideal:.3f} of the ideal {result.ideal:.1f} s"
        f"{'' if result.holds else '  BROKEN'}\n"
    )
    sys.exit(0 if result.holds else 1)


if __name__ == "__main__":
    main()
