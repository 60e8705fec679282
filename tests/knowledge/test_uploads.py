"""Files that came in with an event: kept with it, found by it, forgotten with it."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from knowledge import Knowledge
from knowledge.messages.inbox import NewEvent
from knowledge.upkeep import prune
from tests.conftest import NOON

DAY = timedelta(days=1)


async def put(knowledge: Knowledge, event: str, content: bytes) -> int:
    return await knowledge.inbox.put("web", [NewEvent(event, "ada", "{}", ("a.pdf", content))], NOON)


async def test_a_file_is_kept_until_its_event_is_settled(knowledge: Knowledge) -> None:
    assert await put(knowledge, "e1", b"one") == 1
    await put(knowledge, "e2", b"two")
    assert await knowledge.uploads.load("web:e1", "ada") == b"one"
    first, _ = await knowledge.inbox.claim(NOON, 10, per_chat=10)
    await knowledge.inbox.settle([first.id], NOON)
    assert await knowledge.uploads.load("web:e1", "ada") is None
    assert await knowledge.uploads.load("web:e2", "ada") == b"two"


async def test_the_same_event_again_changes_nothing(knowledge: Knowledge) -> None:
    await put(knowledge, "e1", b"one")
    assert await put(knowledge, "e1", b"other") == 0
    assert await knowledge.uploads.load("web:e1", "ada") == b"one"
    (event,) = await knowledge.inbox.claim(NOON, 10, per_chat=10)
    await knowledge.inbox.settle([event.id], NOON)
    assert await put(knowledge, "e1", b"one") == 0
    assert await knowledge.uploads.load("web:e1", "ada") is None


async def test_eve_finds_no_file_of_another_chat(knowledge: Knowledge) -> None:
    await put(knowledge, "e1", b"one")
    assert await knowledge.uploads.load("web:e1", "eve") is None


async def test_what_nobody_answered_is_forgotten_after_a_day(knowledge: Knowledge) -> None:
    await put(knowledge, "e1", b"one")
    assert await prune(knowledge.database, NOON + DAY) == 0
    assert await prune(knowledge.database, NOON + DAY + timedelta(seconds=1)) == 1
    assert await knowledge.uploads.load("web:e1", "ada") is None


async def test_a_key_is_made_once_and_known_to_all(knowledge: Knowledge) -> None:
    from knowledge.keys import Keys

    others = [Keys(knowledge.database) for _ in range(3)]
    found = await asyncio.gather(*(keys.get("links") for keys in (knowledge.keys, *others)))
    assert len(set(found)) == 1
    assert len(found[0]) == 32
    assert await knowledge.keys.get("others") != found[0]
