"""Notices: claimed once, retried, expired, cancelled."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import literal, select, update

from knowledge import Knowledge
from knowledge.messages.notices import cancel_for, cause_of, queue, queue_each
from knowledge.messages.outbox import LEASE, Settlement, claimable
from knowledge.models import Notice, NoticeState, Person
from tests.conftest import NOON

ADA = 1
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


async def put(knowledge: Knowledge, cause: str = "one", **changes: object) -> bool:
    values = {
        "person_id": ADA,
        "kind": "news",
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
    await staffed.outbox.settle(
        [
            Settlement(due[0], NoticeState.SENT),
            Settlement(due[1], NoticeState.FAILED, "no account"),
        ],
        NOON,
    )
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


async def test_one_that_waits_again_is_free_when_told_and_counts_its_attempts(staffed: Knowledge) -> None:
    await put(staffed)
    (due,) = await staffed.outbox.claim(NOON)
    waits = Settlement(due, NoticeState.WAITING, "timed out", NOON + 8 * SECOND)
    await staffed.outbox.settle([waits], NOON)
    assert await staffed.outbox.claim(NOON + 7 * SECOND) == []
    (due,) = await staffed.outbox.claim(NOON + 8 * SECOND)
    assert due.attempts == 2
    untried = Settlement(due, NoticeState.WAITING, "slow down", NOON + 9 * SECOND, untried=True)
    await staffed.outbox.settle([untried], NOON)
    (due,) = await staffed.outbox.claim(NOON + 9 * SECOND)
    assert due.attempts == 2


async def test_who_lost_the_lease_settles_nothing(staffed: Knowledge) -> None:
    await put(staffed)
    (mine,) = await staffed.outbox.claim(NOON)
    (theirs,) = await staffed.outbox.claim(NOON + LEASE)
    await staffed.outbox.settle([Settlement(mine, NoticeState.WAITING, "", NOON)], NOON)
    assert await state(staffed) == {"one": "sending"}
    await staffed.outbox.settle([Settlement(theirs, NoticeState.SENT)], NOON + LEASE)
    assert await state(staffed) == {"one": "sent"}


async def test_the_urgent_and_the_others_are_claimed_apart(staffed: Knowledge) -> None:
    await put(staffed, "news", kind="news")
    await put(staffed, "meeting", kind="meeting")
    assert [due.kind for due in await staffed.outbox.claim(NOON, urgent=True)] == ["meeting"]
    assert [due.kind for due in await staffed.outbox.claim(NOON)] == ["news"]


async def test_the_only_sender_takes_over_what_another_had_claimed(staffed: Knowledge) -> None:
    await put(staffed, kind="meeting")
    await staffed.outbox.claim(NOON, urgent=True)
    assert await staffed.outbox.take_over(NOON + SECOND) == 1
    (again,) = await staffed.outbox.claim(NOON + SECOND, urgent=True)
    assert again.attempts == 2


async def test_late_ones_of_the_same_people_are_claimed_together(staffed: Knowledge) -> None:
    await put(staffed, "late", kind="news", due_at=NOON - HOUR)
    await put(staffed, "other's", kind="news", due_at=NOON - HOUR, person_id=2)
    await put(staffed, "fresh", kind="news")
    assert len(await staffed.outbox.claim_late([ADA], NOON - HOUR / 2, NOON)) == 1


async def test_many_are_told_by_one_statement_and_once(staffed: Knowledge) -> None:
    everyone = select(
        Person.id,
        literal(5),
        cause_of("bulletin", Person.id),
        literal(NOON, Notice.due_at.type),
        literal(NOON + HOUR, Notice.due_at.type),
    )
    for expected in (6, 0):
        async with staffed.database.write() as connection:
            assert await queue_each(connection, everyone, "bulletin") == expected
    due = await staffed.outbox.claim(NOON, 10)
    assert {(each.kind, each.subject_id, each.is_urgent) for each in due} == {("bulletin", 5, False)}
    assert len({each.person_id for each in due}) == 6


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
        await cancel_for(connection, ("news",), 7, keep="kept")
    await staffed.outbox.settle([Settlement(flying, NoticeState.SENT)], NOON)
    assert await state(staffed) == {"flying": "cancelled", "kept": "waiting", "other": "waiting"}
    (kept, other) = await staffed.outbox.claim(NOON)
    await staffed.outbox.settle([Settlement(kept, NoticeState.CANCELLED)], NOON)
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


async def test_a_look_goes_by_the_index_of_open_notices(memory: Knowledge) -> None:
    look = select(Notice.id).where(claimable(NOON, urgent=False)).order_by(Notice.free_at).limit(1)
    async with memory.database.read() as connection:
        said = str(look.compile(connection.engine, compile_kwargs={"literal_binds": True}))
        plan = (await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {said}")).all()
    assert "USING INDEX ix_outbox_open" in str(plan)
