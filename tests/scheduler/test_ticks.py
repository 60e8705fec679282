"""The ticks: plan, deliver, expire, keep up; and the clock that calls them."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from sqlalchemy import func, select

from knowledge import Knowledge
from knowledge.agenda.lines import ParsedAgenda, ParsedMeeting
from knowledge.messages.outbox import LEASE, Due, queue
from knowledge.models import Event, Invitation, JoinAttempt, Notice
from scheduler.clock import Clockwork
from scheduler.delivery import Delivered, Outcome, deliver_due
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


async def states(knowledge: Knowledge) -> dict[str, str]:
    async with knowledge.database.read() as connection:
        return {
            row.cause: row.state
            for row in (await connection.execute(select(Notice.cause, Notice.state))).all()
        }


class Postman:
    """Delivers as the notice's kind says, and remembers the attempts."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    async def __call__(self, due: Due, _now: datetime) -> Delivered:
        self.seen.append(due.kind)
        if due.kind == "broken":
            raise ZeroDivisionError
        if due.kind == "slow":
            raise TimeoutError
        return {
            "fine": Delivered(Outcome.SENT),
            "pointless": Delivered(Outcome.CANCELLED),
            "homeless": Delivered(Outcome.FAILED, "no account"),
            "busy": Delivered(Outcome.RETRY, "slow down", 5.0),
        }[due.kind]


async def test_one_bad_notice_never_stops_the_rest(staffed: Knowledge) -> None:
    await put(staffed, "broken", "slow", "fine", "pointless", "homeless", "busy")
    postman = Postman()
    assert await deliver_due(staffed, postman, NOON) == 6
    assert await states(staffed) == {
        "broken": "waiting",
        "slow": "waiting",
        "fine": "sent",
        "pointless": "cancelled",
        "homeless": "failed",
        "busy": "waiting",
    }
    assert await deliver_due(staffed, postman, NOON + 4 * SECOND) == 2
    assert await deliver_due(staffed, postman, NOON + 60 * SECOND) == 3
    assert (await states(staffed))["broken"] == "failed"


async def test_what_was_claimed_and_lost_is_delivered_later(staffed: Knowledge) -> None:
    await put(staffed, "fine")
    await staffed.outbox.claim(NOON)
    assert await deliver_due(staffed, Postman(), NOON + SECOND) == 0
    assert await deliver_due(staffed, Postman(), NOON + LEASE) == 1


async def test_a_settlement_that_fails_leaves_the_notice_to_its_lease(memory: Knowledge) -> None:
    from tests.conftest import gather_cast

    await gather_cast(memory)
    await put(memory, "fine", "homeless")

    async def deliver(due: Due, now: datetime) -> Delivered:
        # An outcome that cannot be stored: the database refuses it.
        return Delivered(Outcome.FAILED, object()) if due.kind == "homeless" else Delivered(Outcome.SENT)  # type: ignore[arg-type]  # a test's shorthand

    assert await deliver_due(memory, deliver, NOON) == 2
    assert await states(memory) == {"fine": "sent", "homeless": "sending"}


async def test_meetings_are_planned(staffed: Knowledge) -> None:
    meeting = ParsedMeeting("", "", "Briefing", NOON + HOUR / 2, None, attendance="Ada Example")
    await staffed.agenda.import_meetings(ParsedAgenda([meeting]), OFFICE, "unit", "week", NOON)
    assert await plan_meetings(staffed, NOON) == 1


async def test_upkeep_forgets_what_is_settled_and_old(staffed: Knowledge) -> None:
    await put(staffed, "fine", "busy")
    await deliver_due(staffed, Postman(), NOON)
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


async def test_the_clock_ticks_and_tells_how_long_ago(staffed: Knowledge) -> None:
    await put(staffed, "fine")
    delivered = asyncio.Event()

    async def deliver(due: Due, now: datetime) -> Delivered:
        delivered.set()
        return Delivered(Outcome.SENT)

    clock = Clockwork(staffed, deliver, lambda: NOON)
    assert clock.ages() == {}
    clock.start()
    try:
        async with asyncio.timeout(20):
            await delivered.wait()
    finally:
        await clock.stop()
    # Stopping lets the ticks in progress end.
    assert clock.ages()["deliver"] == timedelta(0)


async def test_a_tick_that_fails_is_not_counted_and_tried_again(staffed: Knowledge) -> None:
    async def deliver(due: Due, now: datetime) -> Delivered:
        return Delivered(Outcome.SENT)

    async def fails(now: datetime) -> None:
        raise ConnectionError

    async def works(now: datetime) -> None:
        pass

    clock = Clockwork(staffed, deliver, lambda: NOON)
    await clock.run("plan", fails)
    assert clock.ages() == {}
    await clock.run("plan", works)
    assert clock.ages() == {"plan": timedelta(0)}
