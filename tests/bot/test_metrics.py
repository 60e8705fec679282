"""Figures for Prometheus, for who knows the token."""

from __future__ import annotations

import aiohttp
from aiohttp import web
from prometheus_client.parser import text_string_to_metric_families

from bot.delivery import Delivery
from bot.dispatch import Defaults, Dispatch
from bot.metrics import Metrics, handler
from scheduler.sender import Sender
from tests.conftest import HANOI, NOON, Talk
from tests.letterbox import Letterbox


async def test_figures_are_counted_and_shown_to_who_knows_the_token(talk: Talk) -> None:
    sam = talk("sam")
    knowledge = sam.knowledge
    await sam.says("/thongbao Một")
    await sam.presses("Send to 2")
    metrics, box = Metrics(), Letterbox()
    delivery = Delivery(knowledge, {"test": box}, Dispatch(knowledge, Defaults("en", HANOI)))
    sender = Sender(knowledge, delivery, lambda: NOON, noted=metrics.note)
    app = web.Application()
    app.add_routes([handler("s3cret", metrics, knowledge, sender, delivery.paces)])
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/metrics"
    try:
        async with aiohttp.ClientSession() as session:
            before = await figures(session, url)
            assert before["canbo_notices_open", "false"] == 2
            assert before["canbo_sender_turn", ""] == 0
            await sender.start()
            await sender.idle()
            after = await figures(session, url)
            await sender.stop()
            for given in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Bearer \u1ec7"}):
                async with session.get(url, headers=given) as refused:
                    assert refused.status == 401
                    assert await refused.read() == b""
    finally:
        await runner.cleanup()
    assert after["canbo_notices_open", "false"] == 0
    assert after["canbo_sender_turn", ""] == 1
    assert after["canbo_notices_settled_total", "bulletin"] == 2
    assert after["canbo_notice_lateness_seconds_count", "false"] == 2
    assert after["canbo_messenger_pace", "test"] == float("inf")


async def figures(session: aiohttp.ClientSession, url: str) -> dict[tuple[str, str], float]:
    async with session.get(url, headers={"Authorization": "Bearer s3cret"}) as response:
        assert response.status == 200
        families = text_string_to_metric_families(await response.text())
        return {
            (sample.name, next(iter(sample.labels.values()), "")): sample.value
            for family in families
            for sample in family.samples
        }
