"""A Bot API server of our own, in a thread of its own: it outlives the bots that tests kill."""

from __future__ import annotations

import asyncio
import itertools
import re
import threading
from collections import deque
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar

import aiohttp
import orjson
from aiohttp import web

from tests.bot.botapi import opinion, rules
from tests.bot.botapi.rules import Refused

T = TypeVar("T")
SNAKE = re.compile("[A-Z]")

TOKEN = "123456:" + "A" * 35
BOT = {"id": 123456, "is_bot": True, "first_name": "Cán bộ", "username": "canbo_bot"}
DATE = 1772427600
DUE = 10.0
"""Seconds that tests wait for something to happen."""
AGAIN = 0.1
"""Seconds after which a webhook that failed is tried again."""


@dataclass
class Call:
    """One call of the bot, and what it got: the result, or the error."""

    method: str
    parameters: dict[str, Any]
    error: Refused | None = None
    dropped: bool = False


@dataclass
class BotApi:
    """What Telegram knows: updates that wait, messages that were sent, calls that were made."""

    url: str = ""
    calls: list[Call] = field(default_factory=list)
    messages: dict[tuple[int, int], dict[str, Any]] = field(default_factory=dict)
    waiting: deque[dict[str, Any]] = field(default_factory=deque)
    faults: deque[tuple[str, str | Refused]] = field(default_factory=deque)
    """(method, fault): a Refused; "reset" before it is done; "cut" after it; "garbage" for an answer."""
    files: dict[str, bytes] = field(default_factory=dict)
    """What people sent, by id; the path of each is documents/ID."""
    told: dict[str, int | None] = field(default_factory=dict)
    """The size that getFile tells, where it is not the true one."""
    blocked: set[int] = field(default_factory=set)
    expected: set[str] = field(default_factory=set)
    """Words of refusals that the test means to cause."""
    webhook: dict[str, Any] = field(default_factory=dict)
    webhook_url: Callable[[str], str] = field(default=lambda url: url)
    """Where to bring updates really: a public address is nowhere in a test."""
    refused_deliveries: list[int] = field(default_factory=list)
    keep_log: bool = True

    def __post_init__(self) -> None:
        self._updates = itertools.count(1000)
        self._messages = itertools.count(1)
        self._loop = asyncio.new_event_loop()
        self._changed = asyncio.Condition()
        self._polls = 0
        self.polls: list[int] = []
        """Messages that are quiz polls."""
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def start(self) -> None:
        """Listen on a free port."""
        opinion.load()
        self._thread.start()
        self._run(self._listen())

    def stop(self) -> None:
        """Stop listening and end the thread."""
        self._run(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    async def _listen(self) -> None:
        app = web.Application(client_max_size=60 * 2**20)
        app.router.add_post("/bot{token}/{method}", self._handle)
        app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self._session = aiohttp.ClientSession()
        self._courier = asyncio.create_task(self._deliver())

    async def _end(self) -> None:
        self._courier.cancel()
        with suppress(asyncio.CancelledError):
            await self._courier
        await self._session.close()
        await self._runner.cleanup()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    # What people do.

    def gives(self, *updates: dict[str, Any], check: bool = True) -> list[int]:
        """Let updates happen; each gets its number unless it has one. Returns the numbers."""
        numbered = [{"update_id": next(self._updates), **update} for update in updates]
        if check:
            for update in numbered:
                opinion.update(update)

        async def give() -> None:
            async with self._changed:
                self.waiting.extend(numbered)
                self._changed.notify_all()

        self._run(give())
        return [update["update_id"] for update in numbered]

    # What tests look at.

    def sent(self, chat: int | None = None, method: str = "sendMessage") -> list[dict[str, Any]]:
        """Return the calls that were accepted, in order."""
        return [
            c.parameters
            for c in list(self.calls)
            if c.method == method and not c.error and (chat is None or c.parameters["chat_id"] == chat)
        ]

    def sent_by(self, method: str) -> list[dict[str, Any]]:
        """Return the accepted calls of a method that speaks to no chat."""
        return [c.parameters for c in list(self.calls) if c.method == method and not c.error]

    def texts(self, chat: int | None = None) -> list[str]:
        """Return the texts that were sent, in order."""
        return [call["text"] for call in self.sent(chat)]

    async def until(self, condition: Callable[[], object], seconds: float = DUE) -> None:
        """Wait until something is so, woken by each call."""
        async with asyncio.timeout(seconds):
            while not condition():
                future = asyncio.run_coroutine_threadsafe(self._next_change(), self._loop)
                await asyncio.wrap_future(future)

    async def _next_change(self) -> None:
        async with self._changed:
            with suppress(TimeoutError):
                async with asyncio.timeout(0.05):
                    await self._changed.wait()

    def surprises(self) -> list[str]:
        """Return the refusals that no test expected."""
        return [
            f"{c.method}: {c.error.words}"
            for c in self.calls
            if c.error and not any(words in c.error.words for words in self.expected)
        ]

    # What the bot calls.

    async def _handle(self, request: web.Request) -> web.Response:
        name = rules.BY_LOWER.get(request.match_info["method"].lower())
        if request.match_info["token"] != TOKEN:
            return answer_error(Refused(401, "Unauthorized"))
        if name is None:
            return answer_error(Refused(404, "Not Found"))
        call = Call(name, await read(request))
        if self.keep_log:
            self.calls.append(call)
        fault = self._fault(name)
        try:
            if isinstance(fault, Refused):
                raise fault
            if fault == "reset":
                call.dropped = True
                call.error = Refused(0, "reset")
                self.expected.add("reset")
                return hang_up(request)
            result = await self._do(call)
        except Refused as error:
            # Nobody hears what a killed bot's call is told.
            if request.transport and not request.transport.is_closing():
                call.error = error
            return answer_error(error)
        finally:
            async with self._changed:
                self._changed.notify_all()
        if fault == "cut":
            return hang_up(request)
        if fault == "garbage":
            return web.Response(body=b"<html>")
        return web.Response(
            body=orjson.dumps({"ok": True, "result": result}), content_type="application/json"
        )

    def _fault(self, name: str) -> str | Refused | None:
        if self.faults and self.faults[0][0] == name:
            fault = self.faults.popleft()[1]
            if isinstance(fault, Refused):
                self.expected.add(fault.words)
            return fault
        return None

    async def _do(self, call: Call) -> object:
        rules.check(call.method, call.parameters)
        work = getattr(self, SNAKE.sub(lambda big: f"_{big[0].lower()}", f"do_{call.method}"), None)
        return await work(call.parameters) if work else True

    async def do_get_me(self, _: dict[str, Any]) -> dict[str, Any]:
        return BOT

    async def do_get_updates(self, call: dict[str, Any]) -> list[dict[str, Any]]:
        if self.webhook:
            raise Refused(409, "Conflict: can't use getUpdates method while webhook is active")
        self._polls += 1
        mine = self._polls
        async with self._changed:
            self._changed.notify_all()
            while self.waiting and self.waiting[0]["update_id"] < call.get("offset", 0):
                self.waiting.popleft()
            with suppress(TimeoutError):
                async with asyncio.timeout(call.get("timeout", 0)):
                    while not self.waiting and mine == self._polls:
                        await self._changed.wait()
        if mine != self._polls:
            raise Refused(
                409,
                "Conflict: terminated by other getUpdates request; "
                "make sure that only one bot instance is running",
            )
        return list(itertools.islice(self.waiting, call.get("limit", 100)))

    async def do_set_webhook(self, call: dict[str, Any]) -> bool:
        self.webhook = call
        return True

    async def do_delete_webhook(self, _: dict[str, Any]) -> bool:
        self.webhook = {}
        return True

    async def do_get_webhook_info(self, _: dict[str, Any]) -> dict[str, Any]:
        return {
            "url": self.webhook.get("url", ""),
            "has_custom_certificate": False,
            "pending_update_count": len(self.waiting),
        }

    async def do_send_message(self, call: dict[str, Any]) -> dict[str, Any]:
        chat = int(call["chat_id"])
        if chat in self.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        number = next(self._messages)
        sent = {
            "message_id": number,
            "from": BOT,
            "chat": chat_of(chat),
            "date": DATE,
            "text": rules.text_of(call),
        }
        opinion.message(sent)
        if self.keep_log:
            self.messages[chat, number] = {
                **sent,
                "as sent": (call["text"], call.get("reply_markup")),
            }
        return sent

    async def do_send_poll(self, call: dict[str, Any]) -> dict[str, Any]:
        chat, number = int(call["chat_id"]), next(self._messages)
        self.polls.append(number)
        options = enumerate(call["options"])
        poll = {
            "id": f"poll-{number}",
            "question": call["question"],
            "options": [{**option, "persistent_id": str(n), "voter_count": 0} for n, option in options],
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": call.get("is_anonymous", True),
            "type": call.get("type", "regular"),
            "allows_multiple_answers": False,
            "allows_revoting": False,
            "members_only": False,
        }
        return {"message_id": number, "from": BOT, "chat": chat_of(chat), "date": DATE, "poll": poll}

    async def do_send_document(self, call: dict[str, Any]) -> dict[str, Any]:
        chat, number = int(call["chat_id"]), next(self._messages)
        if chat in self.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        file = call["document"]
        told = {
            "file_id": "f",
            "file_unique_id": "u",
            "file_name": file["name"],
            "file_size": len(file["content"]),
        }
        sent = {"message_id": number, "from": BOT, "chat": chat_of(chat), "date": DATE, "document": told}
        opinion.message(sent)
        self.messages[chat, number] = {**sent, "text": file["name"], "as sent": (file["name"], None)}
        return sent

    async def do_send_photo(self, call: dict[str, Any]) -> dict[str, Any]:
        chat, number = int(call["chat_id"]), next(self._messages)
        size = {"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}
        sent = {"message_id": number, "from": BOT, "chat": chat_of(chat), "date": DATE, "photo": [size]}
        opinion.message(sent)
        return sent

    async def do_get_file(self, call: dict[str, Any]) -> dict[str, Any]:
        key = call["file_id"]
        if key not in self.files:
            raise rules.bad("invalid file_id")
        if len(self.files[key]) > rules.MOST_FETCHED and key not in self.told:
            raise rules.bad("file is too big")
        size = self.told.get(key, len(self.files[key]))
        return {"file_id": key, "file_unique_id": key, "file_size": size, "file_path": f"documents/{key} é"}

    async def _download(self, request: web.Request) -> web.Response:
        key = request.match_info["path"].removeprefix("documents/").removesuffix(" é")
        if request.match_info["token"] != TOKEN or key not in self.files:
            return web.Response(status=404)
        return web.Response(body=self.files[key])

    async def do_edit_message_text(self, call: dict[str, Any]) -> dict[str, Any]:
        key = int(call["chat_id"]), call["message_id"]
        if key not in self.messages:
            raise rules.bad("message to edit not found")
        if self.messages[key]["as sent"] == (call["text"], call.get("reply_markup")):
            raise rules.bad(
                "message is not modified: specified new message content and reply markup are exactly "
                "the same as a current content and reply markup of the message"
            )
        edited = {**self.messages[key], "text": rules.text_of(call), "edit_date": DATE}
        edited["as sent"] = (call["text"], call.get("reply_markup"))
        self.messages[key] = edited
        return {name: value for name, value in edited.items() if name != "as sent"}

    async def _deliver(self) -> None:
        """Bring updates to the webhook, again and again until it says 200."""
        while True:
            async with self._changed:
                while not (self.webhook and self.waiting):
                    await self._changed.wait()
                update, hook = self.waiting[0], self.webhook
            headers = {"X-Telegram-Bot-Api-Secret-Token": hook.get("secret_token", "")}
            status = 0
            with suppress(aiohttp.ClientError, TimeoutError):
                async with self._session.post(
                    self.webhook_url(hook["url"]),
                    data=orjson.dumps(update),
                    headers={**headers, "Content-Type": "application/json"},
                    timeout=aiohttp.ClientTimeout(5),
                ) as response:
                    status = response.status
            if status == 200:
                self.waiting.popleft()
            else:
                self.refused_deliveries.append(status)
                await asyncio.sleep(AGAIN)


async def read(request: web.Request) -> dict[str, Any]:
    """Return the parameters of a call, a file among them as name and content."""
    if not request.content_type.startswith("multipart/"):
        body = await request.read()
        return orjson.loads(body) if body else {}
    found: dict[str, Any] = {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            found[name] = {"name": value.filename, "content": value.file.read()}
        else:
            assert isinstance(value, str)
            found[name] = int(value) if re.fullmatch(r"-?\d+", value) else value
    return found


def chat_of(chat: int) -> dict[str, Any]:
    """Return a chat: private ones have positive numbers."""
    return (
        {"id": chat, "type": "private", "first_name": "A"}
        if chat > 0
        else {"id": chat, "type": "supergroup", "title": "G"}
    )


def answer_error(error: Refused) -> web.Response:
    """Answer as Telegram does when it refuses."""
    body: dict[str, Any] = {"ok": False, "error_code": error.code, "description": error.words}
    if error.parameters:
        body["parameters"] = error.parameters
    return web.Response(status=error.code, body=orjson.dumps(body), content_type="application/json")


def hang_up(request: web.Request) -> web.Response:
    """Cut the connection."""
    assert request.transport
    request.transport.abort()
    return web.Response()


def too_many(seconds: int) -> Refused:
    """Make a 429."""
    return Refused(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
