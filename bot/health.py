"""/healthz says that the process lives, /readyz that it can serve; neither asks a messenger."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

SLOWEST_CHECK = 1
"""Seconds for all checks together."""

Check = Callable[[], Awaitable[bool]]


def routes(checks: Mapping[str, Check], notes: Mapping[str, Callable[[], object]]) -> list[web.RouteDef]:
    """Make the two addresses; every check must pass, notes are only shown."""

    async def healthz(_: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def readyz(_: web.Request) -> web.Response:
        parts = {name: await passes(check) for name, check in checks.items()}
        ready = all(parts.values())
        shown = {name: str(note()) for name, note in notes.items()}
        return web.json_response({"ready": ready, "parts": parts, **shown}, status=200 if ready else 503)

    return [web.get("/healthz", healthz), web.get("/readyz", readyz)]


async def passes(check: Check) -> bool:
    """Run one check; trouble or slowness is a no."""
    try:
        async with asyncio.timeout(SLOWEST_CHECK):
            return await check()
    except Exception:  # noqa: BLE001  # a check that breaks is a check that fails
        return False
