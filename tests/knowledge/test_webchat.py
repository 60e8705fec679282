"""Browsers and bubbles: order, catching up, and forgetting."""

from __future__ import annotations

import asyncio
import hashlib
from datetime import timedelta

from sqlalchemy import select

from knowledge import Knowledge
from knowledge.models import WebSession
from tests.conftest import NOON

TOKEN = "a-token-of-a-browser"


async def test_a_token_opens_one_chat_and_only_its_hash_is_kept(knowledge: Knowledge) -> None:
    chat = knowledge.webchat
    address = await chat.open(TOKEN, NOON)
    assert await chat.open(TOKEN, NOON) == address == await chat.find(TOKEN, NOON)
    assert address not in {TOKEN, hashlib.sha256(TOKEN.encode()).hexdigest()}
    assert await chat.open("another", NOON) != address
    assert await chat.find("unknown", NOON) is None
    async with knowledge.database.read() as connection:
        row = (await connection.execute(select(WebSession).where(WebSession.address == address))).one()
    assert TOKEN not in map(str, row)


async def test_a_session_in_use_lives_on_and_an_unused_one_ends(knowledge: Knowledge) -> None:
    chat = knowledge.webchat
    address = await chat.open(TOKEN, NOON)
    later = NOON + timedelta(days=100)
    assert await chat.find(TOKEN, later) == address
    assert await chat.find(TOKEN, later + timedelta(days=100)) == address
    assert await chat.find(TOKEN, later + timedelta(days=300)) is None


async def test_a_page_catches_up_with_what_is_new_and_what_was_edited(knowledge: Knowledge) -> None:
    chat = knowledge.webchat
    address = await chat.open(TOKEN, NOON)
    first = await chat.append(address, "one", NOON, event="e1", from_person=True)
    second = await chat.append(address, "two", NOON, event="e2", buttons=[[["Yes", "a.b:1"]]])
    assert second is not None
    seen = await chat.since(address, 0)
    assert [(b.id, b.html, b.from_person) for b in seen] == [(first, "one", True), (second, "two", False)]
    assert seen[1].buttons == [[["Yes", "a.b:1"]]]
    assert await chat.since(address, seen[1].version) == []
    assert await chat.edit(address, second, "two, edited")
    (edited,) = await chat.since(address, seen[1].version)
    assert (edited.id, edited.html, edited.buttons, edited.event) == (second, "two, edited", [], "e2")
    assert edited.version > seen[1].version
    assert await chat.count(address) == 2


async def test_the_same_event_is_the_same_bubble(knowledge: Knowledge) -> None:
    chat = knowledge.webchat
    address = await chat.open(TOKEN, NOON)
    first = await chat.append(address, "one", NOON, event="e1")
    assert await chat.append(address, "one again", NOON, event="e1") == first
    assert [b.html for b in await chat.since(address, 0)] == ["one"]


async def test_only_the_bots_bubbles_of_the_same_chat_are_edited(knowledge: Knowledge) -> None:
    chat = knowledge.webchat
    ada, eve = await chat.open("ada", NOON), await chat.open("eve", NOON)
    mine = await chat.append(ada, "typed", NOON, event="e1", from_person=True)
    answer = await chat.append(ada, "answered", NOON, event="e2")
    assert mine is not None
    assert answer is not None
    assert not await chat.edit(ada, mine, "forged")
    assert not await chat.edit(eve, answer, "forged")
    assert not await chat.edit("nowhere", answer, "forged")
    assert [b.html for b in await chat.since(ada, 0)] == ["typed", "answered"]
    assert await chat.since(eve, 0) == []
    assert await chat.append("nowhere", "lost", NOON, event="e3") is None


async def test_writers_at_once_leave_no_gap_that_a_page_could_miss(knowledge: Knowledge) -> None:
    chat = knowledge.webchat
    address = await chat.open(TOKEN, NOON)
    seen: list[int] = []

    async def read() -> None:
        while len(seen) < 40:
            news = await chat.since(address, seen[-1] if seen else 0)
            seen.extend(bubble.version for bubble in news)

    async def write(writer: int) -> None:
        for number in range(10):
            await chat.append(address, "x", NOON, event=f"{writer}-{number}")

    async with asyncio.timeout(60):
        await asyncio.gather(read(), *(write(writer) for writer in range(4)))
    assert len(set(seen)) == 40
    assert seen == sorted(seen)


async def test_pruning_forgets_strangers_soon_and_people_late(staffed: Knowledge) -> None:
    chat = staffed.webchat
    ada, stranger = await chat.open("ada", NOON), await chat.open("stranger", NOON)
    await staffed.people.link(1, "web", ada, NOON)
    await chat.append(ada, "kept", NOON, event="e1")
    await chat.append(stranger, "gone", NOON, event="e1")
    assert await chat.prune(NOON + timedelta(days=1)) == 0
    assert await chat.prune(NOON + timedelta(days=3)) == 2
    assert await chat.find("stranger", NOON) is None
    assert await chat.prune(NOON + timedelta(days=91)) == 1
    assert await chat.find("ada", NOON) == ada
    assert await chat.prune(NOON + timedelta(days=181)) == 1
