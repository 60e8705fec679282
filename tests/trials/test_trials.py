"""The trials on a small scale: what is promised is held, whatever the machine's speed."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from scheduler.lane import AT_ONCE
from tests.trials import assessment, crash, faults, replicas
from tests.trials.faults import FULL
from tests.trials.messenger import Harm
from tests.trials.world import build


async def test_a_broadcast_whose_sender_is_killed_loses_nothing(database_url: str, tmp_path: Path) -> None:
    await build(database_url, 400)
    result = await crash.play(database_url, tmp_path, 400, "Một", random.Random(11))
    assert result.holds, result


async def test_a_messenger_that_breaks_loses_nothing_and_doubles_nothing() -> None:
    harm = Harm(
        global_pauses=1,
        global_pause=1,
        chat_refusal=FULL.chat_refusal,
        server_error=FULL.server_error,
        reset_before=FULL.reset_before,
        reset_after=FULL.reset_after,
        half_answer=FULL.half_answer,
    )
    result = await faults.play(800, 100, 5, harm)
    # Time is for the trial to judge, on a quiet machine; `test_pace` holds the limits by a clock of its own.
    assert (result.lost, result.repeated_uncut) == (0, 0)
    assert result.cut


@pytest.mark.parametrize("seed", [1])
async def test_a_replica_takes_over_from_one_that_was_killed(
    postgresql: Callable[[], str], seed: int
) -> None:
    url = postgresql()
    await build(url, 300)
    result = await replicas.play(url, 300, 30, random.Random(seed), pauses=False)
    assert result.lost == 0
    assert result.repeated <= AT_ONCE


async def test_an_assessment_whose_bot_is_killed_misses_no_answer_and_miscounts_nobody() -> None:
    assert await assessment.play("SQLite", people=16, per_second=60, seed=5)
