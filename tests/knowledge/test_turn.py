"""Whose turn it is to send: one process's, and another's when it is gone."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import text

from knowledge import Knowledge, Refusal
from knowledge.database import Database
from knowledge.locks import Lock
from knowledge.messages import turn
from knowledge.messages.inbox import NewEvent
from knowledge.messages.turn import SendingTurn, Turn
from tests.conftest import NOON


@asynccontextmanager
async def two(url: str) -> AsyncIterator[tuple[SendingTurn, SendingTurn]]:
    database = Database(url)
    first, second = SendingTurn(database), SendingTurn(database)
    yield first, second
    for each in (first, second):
        await each.close()
    await database.close()


async def until_taken(by: SendingTurn) -> Turn:
    async with asyncio.timeout(20):
        while not (taken := await by.take()):  # noqa: ASYNC110  # the server calls nobody
            await asyncio.sleep(0.05)
    return taken


async def test_one_process_on_sqlite_has_it_always(sqlite_url: str) -> None:
    async with two(sqlite_url) as (first, _):
        assert not first.is_ours()
        assert await first.take() is Turn.OURS_ANEW
        assert await first.take() is Turn.OURS
        assert first.is_ours()
        await first.give_back()
        assert not first.is_ours()


async def test_one_of_two_replicas_has_it_and_the_other_takes_it_when_it_is_given_back(
    postgresql: Callable[[], str],
) -> None:
    async with two(postgresql()) as (first, second):
        assert await first.take() is Turn.OURS_ANEW
        assert await second.take() is Turn.OTHERS
        assert (first.is_ours(), second.is_ours()) == (True, False)
        await first.give_back()
        assert await until_taken(second) is Turn.OURS_ANEW
        assert not await first.take()


async def test_a_session_that_is_ended_is_noticed(postgresql: Callable[[], str]) -> None:
    async with two(postgresql()) as (first, second):
        await first.take()
        first._confirmed_at -= turn.CONFIRM_EVERY
        database = Database(str(first._database.url.render_as_string(hide_password=False)))
        async with database.read() as connection:
            await connection.execute(
                text("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype='advisory' AND objid=:k"),
                {"k": Lock.SENDING & 0xFFFFFFFF},
            )
        await database.close()
        assert await until_taken(second) is Turn.OURS_ANEW
        assert await first.take() is Turn.OTHERS
        assert not first.is_ours()


async def test_one_that_is_silent_loses_it_and_knows_it_before_the_other_has_it(
    postgresql: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turn, "SILENT_FOR", 2)
    monkeypatch.setattr(turn, "SURE_FOR", 1.0)
    async with two(postgresql()) as (first, second):
        await first.take()
        started = time.monotonic()
        # It says nothing, as a stopped process would: the server ends its session.
        await until_taken(second)
        assert 1.5 < time.monotonic() - started < 10
        assert (first.is_ours(), second.is_ours()) == (False, True)


async def test_a_database_that_is_away_gives_nobody_the_turn() -> None:
    database = Database("postgresql://nobody@127.0.0.1:9/nothing")
    away = SendingTurn(database)
    assert await away.take() is Turn.OTHERS
    await away.close()
    await database.close()


async def test_who_sends_keeps_nobody_from_being_answered_or_from_joining(staffed: Knowledge) -> None:
    assert await staffed.sending_turn.take() is Turn.OURS_ANEW
    async with asyncio.timeout(4):
        await staffed.inbox.put("test", [NewEvent("1", "ada", "{}")], NOON)
        assert len(await staffed.inbox.claim(NOON, 10, per_chat=5)) == 1
        with pytest.raises(Refusal):
            await staffed.invitations.join("no code", "test", "new", NOON)
