"""Deadlines and the reminders that are written with them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from knowledge import Knowledge, Refusal
from knowledge.deadlines.rows import reminder_for
from knowledge.models import Notice
from tests.conftest import HANOI, NOON

ADA, SAM, LEA, GRACE, EVE = 1, 2, 3, 4, 6
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


async def notices(knowledge: Knowledge, kind: str = "deadline") -> list[tuple[int, datetime, datetime, str]]:
    statement = (
        select(Notice.person_id, Notice.due_at, Notice.expires_at, Notice.state)
        .where(Notice.kind == kind)
        .order_by(Notice.id)
    )
    async with knowledge.database.read() as connection:
        return [(*row,) for row in (await connection.execute(statement)).all()]


@pytest.mark.parametrize(
    ("due_in", "reminds_in"),
    [
        (DAY, 22 * HOUR),
        (2 * HOUR + 10 * MINUTE, 10 * MINUTE),
        (2 * HOUR + 9 * MINUTE, 64.5 * MINUTE),  # two hours before is nearly now: halfway
        (HOUR, 30 * MINUTE),
        (MINUTE, MINUTE / 2),
    ],
)
def test_when_it_reminds(due_in: timedelta, reminds_in: timedelta) -> None:
    assert reminder_for(NOON + due_in, NOON) - NOON == reminds_in


async def test_a_deadline_and_its_reminder_are_made_once(staffed: Knowledge) -> None:
    first = await staffed.deadlines.add(ADA, "  Report ", NOON + DAY, "e1", NOON)
    again = await staffed.deadlines.add(ADA, "Report", NOON + DAY, "e1", NOON + 2 * DAY)
    assert first == again
    assert (first.title, first.person) == ("Report", "Ada Example")
    assert await notices(staffed) == [(ADA, NOON + 22 * HOUR, NOON + 2 * DAY, "waiting")]


async def test_a_deadline_in_the_past_is_refused_whole(staffed: Knowledge) -> None:
    with pytest.raises(Refusal, match="already past"):
        await staffed.deadlines.add(ADA, "Report", NOON, "e1", NOON)
    assert await staffed.deadlines.mine(ADA) == []
    assert await notices(staffed) == []


async def test_lists_hold_a_span_and_nobody_elses(staffed: Knowledge) -> None:
    for days in (3, 1, 2):
        await staffed.deadlines.add(ADA, f"in {days}", NOON + days * DAY, f"e{days}", NOON)
    assert [row.title for row in await staffed.deadlines.mine(ADA)] == ["in 1", "in 2", "in 3"]
    within = await staffed.deadlines.mine(ADA, until=NOON + 3 * DAY, since=NOON + 2 * DAY)
    assert [row.title for row in within] == ["in 2"]
    for other in (SAM, LEA, GRACE, EVE):
        assert await staffed.deadlines.mine(other) == []
        assert await staffed.deadlines.get(other, 1) is None


async def test_done_cancels_the_reminder_and_undone_sets_it_again(staffed: Knowledge) -> None:
    row = await staffed.deadlines.add(ADA, "Report", NOON + DAY, "e1", NOON)
    assert (await staffed.deadlines.finish(ADA, row.id, "e2", NOON, HANOI)).done_at == NOON
    assert (await staffed.deadlines.finish(ADA, row.id, "e2", NOON + HOUR, HANOI)).done_at == NOON
    assert [notice[3] for notice in await notices(staffed)] == ["cancelled"]
    with pytest.raises(Refusal, match="done already"):
        await staffed.deadlines.snooze(ADA, row.id, NOON + HOUR, "e3", NOON)
    assert (await staffed.deadlines.reopen(ADA, row.id, "e4", NOON)).done_at is None
    await staffed.deadlines.reopen(ADA, row.id, "e4", NOON)
    assert [notice[3] for notice in await notices(staffed)] == ["cancelled", "waiting"]


async def test_undone_after_the_deadline_reminds_no_more(staffed: Knowledge) -> None:
    row = await staffed.deadlines.add(ADA, "Report", NOON + DAY, "e1", NOON)
    await staffed.deadlines.finish(ADA, row.id, "e2", NOON, HANOI)
    await staffed.deadlines.reopen(ADA, row.id, "e3", NOON + 2 * DAY)
    assert [notice[3] for notice in await notices(staffed)] == ["cancelled"]


async def test_snooze_moves_the_one_reminder_once(staffed: Knowledge) -> None:
    row = await staffed.deadlines.add(ADA, "Report", NOON + DAY, "e1", NOON)
    moved = await staffed.deadlines.snooze(ADA, row.id, NOON + HOUR, "e2", NOON)
    assert moved.remind_at == NOON + HOUR
    repeated = await staffed.deadlines.snooze(ADA, row.id, NOON + 2 * HOUR, "e2", NOON + HOUR)
    assert repeated.remind_at == NOON + HOUR
    late = await staffed.deadlines.snooze(ADA, row.id, NOON + 2 * DAY, "e3", NOON)
    assert late.remind_at == NOON + 2 * DAY
    assert await notices(staffed) == [
        (ADA, NOON + 22 * HOUR, NOON + 2 * DAY, "cancelled"),
        (ADA, NOON + HOUR, NOON + 2 * DAY, "cancelled"),
        (ADA, NOON + 2 * DAY, NOON + 3 * DAY, "waiting"),
    ]


@pytest.mark.parametrize("outsider", [SAM, LEA, GRACE, EVE])
async def test_nobody_touches_anothers_deadline(staffed: Knowledge, outsider: int) -> None:
    row = await staffed.deadlines.add(ADA, "Report", NOON + DAY, "e1", NOON)
    for attempt in (
        staffed.deadlines.finish(outsider, row.id, "x", NOON, HANOI),
        staffed.deadlines.reopen(outsider, row.id, "x", NOON),
        staffed.deadlines.snooze(outsider, row.id, NOON, "x", NOON),
    ):
        with pytest.raises(Refusal, match="not within your scope"):
            await attempt
    assert [notice[3] for notice in await notices(staffed)] == ["waiting"]
