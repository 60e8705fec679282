"""An OpenAI-compatible server over HTTP that says what a test tells it to, and breaks as it is told."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

Asked = dict[str, Any]
"""A request's JSON."""
Says = Callable[[Asked], str]
Behaves = Callable[[web.Request, Asked], Awaitable[web.StreamResponse]]


@dataclass
class Stub:
    """The server; `says` writes the answer's text from the request."""

    url: str = ""
    says: Says = field(default=lambda _: "{}")
    behaves: Behaves | None = None
    """What it does instead of streaming an answer."""
    refuses: frozenset[str] = frozenset()
    """Parameters that it does not know."""
    asked: list[Asked] = field(default_factory=list)

    async def chat(self, request: web.Request) -> web.StreamResponse:
        asked: Asked = await request.json()
        self.asked.append(asked)
        if unknown := self.refuses & set(asked):
            return trouble(400, f"unknown {min(unknown)}", param=min(unknown))
        if self.behaves:
            return await self.behaves(request, asked)
        return await stream(request, self.says(asked))

    async def list(self, _request: web.Request) -> web.StreamResponse:
        models = [{"id": name, "object": "model", "created": 0, "owned_by": "us"} for name in ("m", "e")]
        return web.json_response({"object": "list", "data": models})


def trouble(status: int, message: str, **more: str) -> web.Response:
    """Answer with an error as OpenAI words it."""
    return web.json_response({"error": {"message": message, **more}}, status=status)


def chunk(**delta: object) -> bytes:
    """Write one piece of a stream."""
    choice = {"index": 0, "delta": delta, "finish_reason": None}
    return event(
        {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
    )


def event(data: object) -> bytes:
    """Write one server-sent event."""
    return f"data: {json.dumps(data)}\n\n".encode()


async def begin(request: web.Request) -> web.StreamResponse:
    """Start a stream."""
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await response.prepare(request)
    return response


async def stream(request: web.Request, text: str, size: int = 7) -> web.StreamResponse:
    """Send a text in small pieces, then how many tokens it took."""
    response = await begin(request)
    for at in range(0, len(text), size):
        await response.write(chunk(content=text[at : at + size]))
    usage = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
    last = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": []}
    await response.write(event({**last, "usage": usage}))
    await response.write(b"data: [DONE]\n\n")
    return response


def passages(asked: Asked) -> list[dict[str, Any]]:
    """Return the passages that a request shows the model."""
    lines = asked["messages"][-1]["content"].split("\n")
    return [json.loads(line) for line in lines if line.startswith('{"passage"')]


@asynccontextmanager
async def served(stub: Stub) -> AsyncIterator[Stub]:
    """Serve until the test is over."""
    app = web.Application(client_max_size=2**24)
    app.router.add_post("/v1/chat/completions", stub.chat)
    app.router.add_post("/v1/embeddings", stub.chat)
    app.router.add_get("/v1/models", stub.list)
    server = TestServer(app)
    await server.start_server()
    stub.url = str(server.make_url("/v1"))
    try:
        yield stub
    finally:
        await server.close()


def answer(*sentences: tuple[str, int, str], enough: bool = True) -> str:
    """Write an answer as the model is asked for it: each sentence with a passage's number and a quote."""
    return json.dumps(
        {
            "enough": enough,
            "sentences": [
                {"text": text, "citations": [{"passage": n, "quote": quote}]} for text, n, quote in sentences
            ],
        },
        ensure_ascii=False,
    )


async def hang(_request: web.Request, _asked: Asked) -> web.StreamResponse:
    """Say nothing for half a minute."""
    await asyncio.sleep(30)
    return web.Response()
