from __future__ import annotations

import asyncio

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot import health


async def fine() -> bool:
    return True


async def not_fine() -> bool:
    return False


async def broken() -> bool:
    raise OSError


async def slow() -> bool:
    await asyncio.Event().wait()
    return True


@pytest.mark.parametrize(
    ("check", "status"),
    [(fine, 200), (not_fine, 503), (broken, 503), (slow, 503)],
)
async def test_ready_only_when_every_part_is(
    check: health.Check, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "SLOWEST_CHECK", 0.05)
    app = web.Application()
    app.add_routes(health.routes({"one": fine, "other": check}, {"last": lambda: 7}))
    async with TestClient(TestServer(app)) as client:
        assert (await client.get("/healthz")).status == 200
        answer = await client.get("/readyz")
        assert answer.status == status
        assert await answer.json() == {
            "ready": status == 200,
            "parts": {"one": True, "other": status == 200},
            "last": "7",
        }
