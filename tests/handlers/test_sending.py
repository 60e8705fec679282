"""How messages fare, for those who keep a unit; the page that says the same."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.channels import Undeliverable
from tests.conftest import NOON, Talk
from tests.letterbox import Letterbox, Post

MINUTE = timedelta(minutes=1)


async def announced(talk: Talk, sender: str = "lea") -> Post:
    """Let an announcement go to all five, whom two do not reach."""
    lea = talk(sender)
    await lea.says("/thongbao Họp toàn thể thứ bảy")
    await lea.presses("Send to 5")
    post = Post(lea.knowledge, Letterbox(revises_every=0.1), "en")
    post.box.trouble["grace"] = Undeliverable("Forbidden", permanent=True)
    post.box.trouble["adam"] = Undeliverable("away", permanent=False)
    await post.tick(NOON + MINUTE)
    return post


async def test_a_lead_sees_how_messages_fare_why_not_and_whom_nothing_reaches(talk: Talk) -> None:
    await announced(talk)
    lea, ada = talk("lea"), talk("ada")
    lea.later(minutes=2)
    await ada.does(button="bulletins.seen:1", message="1")
    said = (await lea.says("/gui")).text
    assert "<b>Announcement</b>: Họp toàn thể thứ bảy" in said
    assert "sent 3 · seen 1 · waiting 1 · ⚠ failed 1" in said
    assert "Late by 60 seconds (half), 60 seconds (99 in 100)" in said
    assert "• has blocked the bot: 1" in said
    assert "Nothing reaches these people (they blocked the bot or left): Grace Example." in said


async def test_each_sees_only_the_messages_to_the_people_of_their_units(talk: Talk) -> None:
    await announced(talk)
    sam = talk("sam")
    sam.later(minutes=2)
    said = (await sam.says("/gui")).text
    assert "sent 2" in said
    assert "failed" not in said
    assert "Grace" not in said


@pytest.mark.parametrize("name", ["ada", "grace", "eve"])
async def test_who_keeps_no_unit_sees_nothing(talk: Talk, name: str) -> None:
    await announced(talk)
    assert "Secretaries and leads see" in (await talk(name).says("/gui")).text


async def test_nothing_was_due(talk: Talk) -> None:
    assert "No messages were due" in (await talk("sam").says("/gui")).text


async def test_the_message_follows_what_goes_on(talk: Talk) -> None:
    post = await announced(talk)
    lea = talk("lea")
    lea.later(minutes=2)
    reply = await lea.says("/gui")
    assert reply.watches is not None
    post.box.trouble.clear()
    await post.tick(NOON + 5 * MINUTE)
    assert "sent 4 · ⚠ failed 1" in await reply.watches()
    assert "sent 4" in (await lea.presses("Look again")).text
