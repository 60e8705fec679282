"""A Bot API server that does next to nothing, in its own process, so that it is the clients who are measured.

Beside the Bot API: POST /begin {updates, chats, text} starts a round, and POST /wait answers with its seconds
when the last message has come in.
"""

from __future__ import annotations

import asyncio
import re
import sys
import time
from dataclasses import dataclass, field
from functools import partial

import orjson
from typing_extensions import override

BATCH = 100
"""As many updates as Telegram hands out at once."""
OFFSET = re.compile(rb'offset["\s:=]+(\d+)')
TRUE = b'{"ok":true,"result":true}'
ME = b'{"ok":true,"result":{"id":1,"is_bot":true,"first_name":"Bench","username":"bench_bot"}}'
SENT = orjson.dumps(
    {
        "ok": True,
        "result": {
            "message_id": 1,
            "date": 1_760_000_000,
            "chat": {"id": 1, "type": "private", "first_name": "Person"},
            "from": {"id": 1, "is_bot": True, "first_name": "Bench", "username": "bench_bot"},
            "text": "A message as it comes back, long enough to be one.",
        },
    }
)


@dataclass
class Round:
    """The updates that wait to be fetched, and the messages that came in for them."""

    updates: list[tuple[int, bytes]] = field(default_factory=list)
    expected: int = 0
    sent: int = 0
    began: float = 0.0
    seconds: float = 0.0


class Api:
    """What the server knows."""

    def __init__(self) -> None:
        self.round = Round()
        self.next_id = 1
        self.news = asyncio.Event()
        self.done = asyncio.Event()

    def begin(self, order: dict[str, object]) -> bytes:
        """Lay out a new round."""
        count, chats, text = int(str(order["updates"])), int(str(order["chats"])), str(order["text"])
        ids = range(self.next_id, self.next_id + count)
        self.next_id += count
        self.round = Round([(n, update(n, 1000 + n % chats, text)) for n in ids] if text else [], count)
        self.done.clear()
        self.news.set()
        return TRUE

    async def get_updates(self, body: bytes) -> bytes:
        """Hand out the next batch, or wait for one as a long poll does."""
        found = OFFSET.search(body)
        offset = int(found[1]) if found else 0
        waiting = [(n, raw) for n, raw in self.round.updates if n >= offset]
        if not waiting:
            self.news.clear()
            try:
                async with asyncio.timeout(1):
                    await self.news.wait()
            except TimeoutError:
                return b'{"ok":true,"result":[]}'
            return await self.get_updates(body)
        self.round.updates = waiting
        self.round.began = self.round.began or time.perf_counter()
        return b'{"ok":true,"result":[' + b",".join(raw for _, raw in waiting[:BATCH]) + b"]}"

    def count_message(self) -> bytes:
        """Note that a message came in."""
        now = time.perf_counter()
        self.round.began = self.round.began or now
        self.round.sent += 1
        if self.round.sent == self.round.expected:
            self.round.seconds = now - self.round.began
            self.done.set()
        return SENT

    async def wait(self) -> bytes:
        """Tell the seconds of the round when it is over."""
        await self.done.wait()
        return orjson.dumps(self.round.seconds)

    async def other(self, method: bytes, body: bytes) -> bytes:
        """Answer whatever is not counted."""
        if method == b"getupdates":
            return await self.get_updates(body)
        if method == b"wait":
            return await self.wait()
        if method == b"begin":
            return self.begin(orjson.loads(body))
        return ME if method == b"getme" else TRUE


def update(number: int, chat: int, text: str) -> bytes:
    """Write one update as Telegram does."""
    person = {"id": chat, "first_name": "Person", "is_bot": False, "language_code": "vi"}
    message = {
        "message_id": number,
        "date": 1_760_000_000,
        "chat": {"id": chat, "type": "private", "first_name": "Person"},
        "from": person,
        "text": text,
        "entities": [{"type": "bot_command", "offset": 0, "length": len(text)}],
    }
    return orjson.dumps({"update_id": number, "message": message})


class Connection(asyncio.Protocol):
    """HTTP/1.1 with keep-alive, as much of it as our clients speak."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.buffer = b""
        self.tasks: set[asyncio.Task[None]] = set()

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    @override
    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while (end := self.buffer.find(b"\r\n\r\n")) >= 0:
            head = self.buffer[:end]
            found = re.search(rb"content-length: *(\d+)", head, re.IGNORECASE)
            stop = end + 4 + (int(found[1]) if found else 0)
            if len(self.buffer) < stop:
                return
            body, self.buffer = self.buffer[end + 4 : stop], self.buffer[stop:]
            self.handle(head.split(b" ", 2)[1].rpartition(b"/")[2].lower(), body)

    def handle(self, method: bytes, body: bytes) -> None:
        """Answer one request; what is counted is answered at once."""
        if method in {b"sendmessage", b"editmessagetext"}:
            self.respond(self.api.count_message())
        else:
            task = asyncio.ensure_future(self.later(method, body))
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)

    async def later(self, method: bytes, body: bytes) -> None:
        """Answer a request that may wait."""
        self.respond(await self.api.other(method, body))

    def respond(self, body: bytes) -> None:
        """Write a response."""
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
        self.transport.write(head % len(body) + body)


async def serve() -> None:
    """Serve on a free port, which is the first line that is printed."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(partial(Connection, Api()), "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve())
