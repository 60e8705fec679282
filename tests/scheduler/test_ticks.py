"""The ticks: plan, expire, keep up; and the clock that calls them."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from sqlalchemy import func, select

from knowledge import Knowledge
from knowledge.agenda.lines import ParsedAgenda, ParsedMeeting
from knowledge.messages.notices import queue
from knowledge.messages.outbox import Settlement
from knowledge.models import Event, Invitation, JoinAttempt, Notice, NoticeState
from scheduler.clock import Clockwork
from scheduler.reminders import plan_meetings
from scheduler.upkeep import keep_up
from tests.conftest import NOON, OFFICE

DAY, HOUR, SECOND = timedelta(days=1), timedelta(hours=1), timedelta(seconds=1)


async def put(knowledge: Knowledge, *causes: str) -> None:
    async with knowledge.database.write() as connection:
        for number, cause in enumerate(causes):
            await queue(
                connection,
                person_id=1,
                kind=cause,
                subject_id=number,
                cause=cause,
                due_at=NOON - HOUR + number * SECOND,
                expires_at=NOON + HOUR,
            )


async def test_meetings_are_planned(staffed: Knowledge) -> None:
    meeting = ParsedMeeting("", "", "Briefing", NOON + HOUR / 2, None, attendance="Ada Example")
    await staffed.agenda.import_meetings(ParsedAgenda([meeting]), OFFICE, "unit", "week", NOON)
    assert await plan_meetings(staffed, NOON) == 1


async def test_upkeep_forgets_what_is_settled_and_old(staffed: Knowledge) -> None:
    await put(staffed, "fine", "busy")
    (fine, busy) = await staffed.outbox.claim(NOON)
    await staffed.outbox.settle([Settlement(fine, NoticeState.SENT)], NOON)
    async with staffed.database.edit() as session:
        for number, settled in enumerate((NOON, None)):
            session.add(
                Event(
                    channel="test",
                    event=str(number),
                    address="a",
                    received_at=NOON,
                    settled_at=settled,
                    payload=None,
                )
            )
        session.add(Invitation(person_id=1, code_hash="a", expires_at=NOON))
        session.add(JoinAttempt(channel="test", address="a", at=NOON))
    assert await keep_up(staffed, NOON + 29 * DAY) == 0
    assert await keep_up(staffed, NOON + 31 * DAY) == 4
    async with staffed.database.read() as connection:
        left = [
            (await connection.execute(select(func.count()).select_from(table))).scalar_one()
            for table in (Notice, Event, Invitation, JoinAttempt)
        ]
    assert left == [1, 1, 0, 0]
    assert busy.kind == "busy"


async def test_the_clock_ticks_and_tells_how_long_ago(staffed: Knowledge) -> None:
    await put(staffed, "stale")
    clock = Clockwork(staffed, lambda: NOON + 2 * HOUR)
    assert clock.ages() == {}
    clock.start()
    try:
        async with asyncio.timeout(20):
            while "expired" not in await staffed.outbox.counts():  # noqa: ASYNC110  # the database calls nobody
                await asyncio.sleep(0.01)
    finally:
        await clock.stop()
    # Stopping lets the ticks in progress end.
    assert clock.ages()["expire"] == timedelta(0)


async def test_a_tick_that_fails_is_not_counted_and_tried_again(staffed: Knowledge) -> None:
    async def fails(now: datetime) -> None:
        raise ConnectionError

    async def works(now: datetime) -> None:
        pass

    clock = Clockwork(staffed, lambda: NOON)
    await clock.run("plan", fails)
    assert clock.ages() == {}
    await clock.run("plan", works)
    assert clock.ages() == {"plan": timedelta(0)}
