"""Notices: claimed once, retried, expired, cancelled."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from knowledge import Knowledge
from knowledge.messages.outbox import LEASE, cancel_for, queue
from knowledge.models import Notice
from tests.conftest import NOON

ADA = 1
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


async def put(knowledge: Knowledge, cause: str = "one", **changes: object) -> bool:
    values = {
        "person_id": ADA,
        "kind": "deadline",
        "subject_id": 7,
        "due_at": NOON,
        "expires_at": NOON + HOUR,
    }
    async with knowledge.database.write() as connection:
        return await queue(connection, cause=cause, **{**values, **changes})  # type: ignore[arg-type]  # a test's shorthand


async def state(knowledge: Knowledge) -> dict[str, str]:
    async with knowledge.database.read() as connection:
        rows = (await connection.execute(select(Notice.cause, Notice.state))).all()
        return {row.cause: row.state for row in rows}


async def test_a_cause_has_one_notice(staffed: Knowledge) -> None:
    assert await put(staffed)
    assert not await put(staffed)
    async with staffed.database.edit() as session:
        args = {
            "person_id": ADA,
            "kind": "deadline",
            "subject_id": 7,
            "due_at": NOON,
            "expires_at": NOON + HOUR,
        }
        assert not await queue(session, cause="one", **args)  # type: ignore[arg-type]  # a test's shorthand
        assert await queue(session, cause="two", **args)  # type: ignore[arg-type]  # a test's shorthand
    assert await staffed.outbox.counts() == {"waiting": 2}


async def test_what_is_due_is_claimed_in_order_and_settled(staffed: Knowledge) -> None:
    await put(staffed, "later", due_at=NOON - SECOND)
    await put(staffed, "first", due_at=NOON - HOUR)
    await put(staffed, "future", due_at=NOON + SECOND)
    due = await staffed.outbox.claim(NOON)
    assert [notice.due_at for notice in due] == [NOON - HOUR, NOON - SECOND]
    assert due[0].attempts == 1
    await staffed.outbox.sent(due[0].id, NOON)
    await staffed.outbox.fail(due[1].id, "no account")
    assert await state(staffed) == {"first": "sent", "later": "failed", "future": "waiting"}
    assert await staffed.outbox.claim(NOON) == []


async def test_a_claim_takes_no_more_than_its_limit(staffed: Knowledge) -> None:
    for number in range(5):
        await put(staffed, str(number))
    assert len(await staffed.outbox.claim(NOON, 3)) == 3
    assert len(await staffed.outbox.claim(NOON, 3)) == 2


async def test_a_lease_that_ran_out_is_claimed_again(staffed: Knowledge) -> None:
    await put(staffed)
    await staffed.outbox.claim(NOON)
    assert await staffed.outbox.claim(NOON + LEASE - SECOND) == []
    (again,) = await staffed.outbox.claim(NOON + LEASE)
    assert again.attempts == 2


async def test_a_retry_waits_longer_each_time_or_as_told(staffed: Knowledge) -> None:
    await put(staffed)
    (due,) = await staffed.outbox.claim(NOON)
    await staffed.outbox.retry(due.id, NOON, None, "timed out", attempts=3)
    assert await staffed.outbox.claim(NOON + 7 * SECOND) == []
    (due,) = await staffed.outbox.claim(NOON + 8 * SECOND)
    await staffed.outbox.retry(due.id, NOON, 60.0, "slow down", due.attempts)
    assert await staffed.outbox.claim(NOON + 59 * SECOND) == []
    (due,) = await staffed.outbox.claim(NOON + 60 * SECOND)
    await staffed.outbox.retry(due.id, NOON, attempts=40)
    assert await staffed.outbox.claim(NOON + 299 * SECOND) == []
    assert await staffed.outbox.claim(NOON + 300 * SECOND)


async def test_nothing_is_sent_after_it_expired(staffed: Knowledge) -> None:
    await put(staffed, "waiting")
    await put(staffed, "flying", due_at=NOON - HOUR)
    await staffed.outbox.claim(NOON + HOUR - 2 * SECOND, 1)
    assert await staffed.outbox.claim(NOON + HOUR) == []
    assert await staffed.outbox.expire(NOON + HOUR) == 1
    assert await state(staffed) == {"waiting": "expired", "flying": "sending"}
    assert await staffed.outbox.expire(NOON + HOUR + LEASE) == 1


async def test_what_is_cancelled_stays_so(staffed: Knowledge) -> None:
    await put(staffed, "flying")
    await put(staffed, "kept")
    await put(staffed, "other", subject_id=8)
    flying = (await staffed.outbox.claim(NOON, 1))[0]
    async with staffed.database.write() as connection:
        await cancel_for(connection, ("deadline",), 7, keep="kept")
    await staffed.outbox.sent(flying.id, NOON)
    assert await state(staffed) == {"flying": "cancelled", "kept": "waiting", "other": "waiting"}
    (kept, other) = await staffed.outbox.claim(NOON)
    await staffed.outbox.cancel(kept.id)
    assert (await staffed.outbox.counts())["cancelled"] == 2
    assert other.subject_id == 8


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(count=st.integers(1, 25), limit=st.integers(1, 10))
async def test_two_claimers_never_get_the_same_notice(staffed: Knowledge, count: int, limit: int) -> None:
    async with staffed.database.write() as connection:
        await connection.execute(update(Notice).values(state="sent"))
        begin = (
            await connection.execute(select(Notice.id).order_by(Notice.id.desc()).limit(1))
        ).scalar() or 0
    for number in range(count):
        await put(staffed, f"{begin}-{number}")
    async with Knowledge.open(staffed.database.url.render_as_string(hide_password=False)) as other:

        async def drain(knowledge: Knowledge) -> list[int]:
            ids: list[int] = []
            while due := await knowledge.outbox.claim(NOON, limit):
                ids += [notice.id for notice in due]
                await asyncio.sleep(0)
            return ids

        one, two = await asyncio.gather(drain(staffed), drain(other))
    # A claimer may find everything locked and stop early; the other then takes the rest.
    assert len(one + two) == len(set(one + two)) == count


async def test_what_tells_of_a_moment_goes_before_news_to_thousands(staffed: Knowledge) -> None:
    for number in range(40):
        await put(staffed, f"news {number}", kind="agenda_news", due_at=NOON - SECOND)
    await put(staffed, "reminder", kind="meeting", due_at=NOON)
    await put(staffed, "tomorrow's", kind="meeting", due_at=NOON + HOUR, expires_at=NOON + 2 * HOUR)
    first = await staffed.outbox.claim(NOON, 10)
    assert [due.kind for due in first] == ["meeting", *["agenda_news"] * 9]
    assert len(await staffed.outbox.claim(NOON, 100)) == 31
