"""The inbox: committed once, handed out in order, to one worker at a time."""

from __future__ import annotations

from datetime import timedelta

from knowledge import Knowledge
from knowledge.messages.inbox import LEASE, Inbox, NewEvent
from tests.conftest import NOON


def events(*names: str) -> list[NewEvent]:
    """Write "a1" for the first event of chat a."""
    return [NewEvent(name, name[0], f'{{"{name}": 1}}') for name in names]


async def takes(inbox: Inbox, limit: int = 100, per_chat: int = 20, **more: object) -> list[str]:
    now = more.pop("now", NOON)
    found = await inbox.claim(now, limit, per_chat=per_chat, **more)  # type: ignore[arg-type]  # a test's shorthand
    return [event.payload[2:4] for event in found]


async def test_a_repeat_is_dropped(knowledge: Knowledge) -> None:
    inbox = knowledge.inbox
    assert await inbox.put("telegram", events("a1", "a2", "a2"), NOON) == 2
    assert await inbox.put("telegram", events("a2", "a3"), NOON) == 1
    assert await inbox.put("web", events("a1"), NOON) == 1
    assert await inbox.put("web", [], NOON) == 0
    assert await inbox.unsettled_count() == 4


async def test_events_are_handed_out_once_and_in_order(knowledge: Knowledge) -> None:
    await knowledge.inbox.put("telegram", events("a1", "b1", "a2", "c1"), NOON)
    assert await takes(knowledge.inbox, limit=2) == ["a1", "b1"]
    assert await takes(knowledge.inbox) == ["a2", "c1"]
    assert await takes(knowledge.inbox) == []


async def test_one_chat_gets_no_more_than_its_share(knowledge: Knowledge) -> None:
    await knowledge.inbox.put("telegram", events("a1", "a2", "a3", "b1"), NOON)
    assert await takes(knowledge.inbox, per_chat=2) == ["a1", "a2", "b1"]
    assert await takes(knowledge.inbox, without=[("telegram", "a")]) == []
    assert await takes(knowledge.inbox) == ["a3"]


async def test_a_settled_event_is_gone_with_its_text(knowledge: Knowledge) -> None:
    await knowledge.inbox.put("telegram", events("a1", "a2"), NOON)
    found = await knowledge.inbox.claim(NOON, 9, per_chat=9)
    await knowledge.inbox.settle([found[0].id], NOON)
    await knowledge.inbox.quarantine(found[1].id, "KeyError", NOON)
    assert await knowledge.inbox.unsettled_count() == 0
    await knowledge.inbox.release()
    assert await takes(knowledge.inbox) == []
    assert await knowledge.inbox.put("telegram", events("a1", "a2"), NOON) == 0


async def test_another_worker_waits_for_the_chat(knowledge: Knowledge) -> None:
    other = Inbox(knowledge.database)
    await knowledge.inbox.put("telegram", events("a1"), NOON)
    assert await takes(knowledge.inbox) == ["a1"]
    await knowledge.inbox.put("telegram", events("a2", "b1"), NOON)
    assert await takes(other) == ["b1"]
    assert await takes(knowledge.inbox) == ["a2"]


async def test_a_lease_ends_for_others_only(knowledge: Knowledge) -> None:
    other = Inbox(knowledge.database)
    later = NOON + LEASE + timedelta(seconds=1)
    await knowledge.inbox.put("telegram", events("a1", "a2"), NOON)
    assert await takes(knowledge.inbox) == ["a1", "a2"]
    assert await takes(knowledge.inbox, now=later) == []
    await knowledge.inbox.renew(NOON + LEASE)
    assert await takes(other, now=later) == []
    assert await takes(other, now=later + LEASE) == ["a1", "a2"]


async def test_a_stopping_worker_hands_back(knowledge: Knowledge) -> None:
    await knowledge.inbox.put("telegram", events("a1"), NOON)
    assert await takes(knowledge.inbox) == ["a1"]
    await knowledge.inbox.release()
    assert await takes(Inbox(knowledge.database)) == ["a1"]


async def test_after_a_crash_only_sqlite_may_take_over_at_once(knowledge: Knowledge) -> None:
    await knowledge.inbox.put("telegram", events("a1"), NOON)
    assert await takes(knowledge.inbox) == ["a1"]
    new = Inbox(knowledge.database)
    await new.take_over()
    assert await takes(new) == (["a1"] if knowledge.database.is_sqlite else [])
