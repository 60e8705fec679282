from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from knowledge import Refusal
from knowledge.model import missing_models


@pytest.fixture
async def endpoint() -> AsyncIterator[str]:
    """A server that lists one model to those who have the key."""

    async def models(request: web.Request) -> web.Response:
        if request.headers["Authorization"] != "Bearer key":
            return web.json_response({"error": {"message": "no"}}, status=401)
        model = {"id": "small", "object": "model", "created": 0, "owned_by": "us"}
        return web.json_response({"object": "list", "data": [model]})

    app = web.Application()
    app.router.add_get("/v1/models", models)
    server = TestServer(app)
    await server.start_server()
    yield str(server.make_url("/v1"))
    await server.close()


async def test_models_that_are_not_listed_are_named(endpoint: str) -> None:
    assert await missing_models(endpoint, "key", ["small", "large"]) == ["large"]


async def test_a_wrong_key_and_no_server_are_refusals(endpoint: str) -> None:
    with pytest.raises(Refusal, match="AuthenticationError"):
        await missing_models(endpoint, None, ["small"])
    with pytest.raises(Refusal, match="does not answer"):
        await missing_models("http://127.0.0.1:9/v1", None, ["small"])
