"""Telegram: replies become messages with buttons; its errors become decisions."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

import structlog
from telegram import Bot
from telegram.error import BadRequest, TelegramError

from bot.channels import Undeliverable, plain
from bot.channels.telegram import files, text, update
from bot.channels.telegram.calls import Calls, patiently
from bot.channels.telegram.errors import UNCHANGED, UNPARSED, says, undeliverable
from bot.channels.telegram.messages import commands, inline, keyboard, polled, written
from bot.channels.telegram.request import TelegramRequest
from bot.files import Files
from handlers import language
from handlers.chat import Html, Incoming, OutgoingFile, Poll, Reply
from scheduler.pace import Pace

log = structlog.get_logger(__name__)

API_URL = "https://api.telegram.org"
FREE_PER_SECOND = 30
"""Messages; more are paid for."""
CHAT_EVERY = 1.0
"""Seconds between messages to one person."""
LATER_TRIES = 5
"""For the later parts of a long text: the first one is out, and must not be repeated with them."""


class TelegramChannel:
    """One bot: what it reads and what it says."""

    name = "telegram"
    has_buttons = True
    revises_every: float | None = 1.0
    """As many messages as Telegram lets into one chat."""

    def __init__(
        self,
        token: str,
        *,
        api_url: str = API_URL,
        proxy_url: str | None = None,
        papers: Files | None = None,
        per_second: float = FREE_PER_SECOND,
    ) -> None:
        self._token, self._api_url, self._proxy_url = token, api_url, proxy_url
        self._papers = papers
        self.pace = Pace(per_second, CHAT_EVERY)
        self._paid = {"allow_paid_broadcast": True} if per_second > FREE_PER_SECOND else {}
        self._request = TelegramRequest(proxy_url)
        self.bot = self.client(self._request)
        self._calls = Calls(self._request, self.bot.base_url, self.pace)
        self.bot_id = int(token.partition(":")[0])
        self.username = ""
        """Known after `register`."""
        # Every replica must know the webhook's secret, and nobody who does not know the token.
        self.secret = hmac.new(token.encode(), b"canbo webhook", hashlib.sha256).hexdigest()

    def client(self, request: TelegramRequest) -> Bot:
        """Make a client on a way of its own, such as the long poll's."""
        return Bot(self._token, base_url=f"{self._api_url}/bot", request=request, get_updates_request=request)

    def request(self, timeout: float) -> TelegramRequest:
        """Make another way to the same server."""
        return TelegramRequest(self._proxy_url, timeout)

    async def start(self) -> None:
        """Open the way; nothing is sent yet, so this works while Telegram is away."""
        await self._request.initialize()

    async def stop(self) -> None:
        """Close the way."""
        await self._request.shutdown()

    async def introduce(self) -> str:
        """Ask Telegram for the bot's name. Raises Undeliverable."""
        try:
            return (await self.bot.get_me()).username or ""
        except TelegramError as error:
            raise undeliverable(error) from None

    async def register(self, webhook: str | None) -> None:
        """Tell Telegram the commands, and where updates go (None: we ask for them). Raises TelegramError."""
        self.username = (await self.bot.get_me()).username or ""
        for code in (None, *language.LANGUAGES):
            await self.bot.set_my_commands(commands(code), language_code=code)
        if webhook is None:
            await self.bot.delete_webhook()
        else:
            await self.bot.set_webhook(
                webhook,
                secret_token=self.secret,
                allowed_updates=update.ALLOWED,
                max_connections=100,
            )

    def read(self, payload: str) -> Incoming | None:
        """Understand one update; None where silence is meant; ValueError if it cannot be parsed."""
        calls, files_at = f"{self.bot.base_url}", f"{self._api_url}/file/bot{self._token}"
        fetch = partial(files.fetch, self._request, calls, files_at)
        return update.read(payload, self.bot_id, self.username, fetch)

    async def answer(self, incoming: Incoming, reply: Reply) -> str | None:
        """Send the reply to what came in: an edit where asked and possible. Raises Undeliverable."""
        try:
            return await self._answer(incoming, reply)
        except Undeliverable as trouble:
            if trouble.moved_to is None:
                raise
            # A group that grew: the same chat under another number.
            moved = replace(incoming, address=trouble.moved_to, message=None)
            return await self._answer(moved, reply)

    async def _answer(self, incoming: Incoming, reply: Reply) -> str | None:
        message, press = incoming.message or "", incoming.press
        said = self._say(incoming, reply, int(message) if message.isdecimal() else None)
        if press:
            shown, _ = await asyncio.gather(said, self._acknowledge(press))
        else:
            shown = await said
        if reply.file:
            await self._send_file(incoming.address, reply.file)
        return None if shown is None else str(shown)

    async def send(self, address: str, reply: Reply) -> str | None:
        """Send a message by itself, such as a reminder. Raises Undeliverable."""
        sent = await self._send(address, reply, inline(reply), is_notice=True)
        if reply.file:
            try:
                await self._send_file(address, reply.file)
            except Undeliverable as trouble:
                trouble.said = True
                raise
        return None if sent is None else str(sent)

    async def revise(self, address: str, message: str, reply: Reply) -> bool:
        """Replace the words of a message that is out; False where that cannot be. Raises Undeliverable."""
        return await self._edit(address, int(message), reply)

    async def _say(self, incoming: Incoming, reply: Reply, message_id: int | None) -> int | None:
        """Edit or send; returns the message's id where it is one that can be edited."""
        if reply.poll:
            return await self._ask(incoming.address, reply.poll)
        if reply.edit and message_id and await self._edit(incoming.address, message_id, reply):
            return message_id
        return await self._send(incoming.address, reply, keyboard(reply, incoming))

    async def _ask(self, address: str, poll: Poll) -> int | None:
        """Send a quiz poll, and tell whoever counts what Telegram calls it."""
        try:
            sent = await self._calls.call("SendPoll", chat_id=int(address), **polled(poll))
        except TelegramError as error:
            raise undeliverable(error) from None
        if not isinstance(sent, dict):
            return None
        await poll.sent(str(sent["poll"]["id"]))
        return int(sent["message_id"])

    async def _edit(self, address: str, message_id: int, reply: Reply) -> bool:
        """Replace a message; False where it cannot be: too old, gone, or too long for one."""
        if text.units(reply.text) > text.LONGEST:
            return False
        content = written(reply.text, inline(reply))
        try:
            await self._calls.call("EditMessageText", chat_id=int(address), message_id=message_id, **content)
        except BadRequest as error:
            return says(error, UNCHANGED)
        except TelegramError as error:
            # An edit may be repeated: the second changes nothing.
            raise undeliverable(error, repeatable=True) from None
        return True

    async def _send(
        self, address: str, reply: Reply, markup: dict[str, Any] | None, *, is_notice: bool = False
    ) -> int | None:
        """Send in as many messages as it takes; returns the id where it is one. A notice has had its turn."""
        parts, sent = text.split(reply.text), None
        for number, part in enumerate(parts, start=1):
            content = written(part, markup if number == len(parts) else None)
            if is_notice:
                content |= self._paid
            had_turn = is_notice and number == 1
            send = partial(self._send_once, int(address), content, had_turn=had_turn)
            sent = await patiently(send, LATER_TRIES if number > 1 else 1)
        return sent if len(parts) == 1 else None

    async def _send_once(self, chat: int, content: dict[str, Any], *, had_turn: bool = False) -> int | None:
        try:
            sent = await self._calls.call("SendMessage", had_turn=had_turn, chat_id=chat, **content)
        except BadRequest as error:
            if not says(error, UNPARSED):
                raise
            log.exception("telegram_markup_refused")
            content = {**content, "text": plain.render(Reply(Html(content["text"])))}
            del content["parse_mode"]
            sent = await self._calls.call("SendMessage", chat_id=chat, **content)
        return sent.get("message_id") if isinstance(sent, dict) else None

    async def _send_file(self, address: str, file: OutgoingFile) -> None:
        """Send a file; the words are out already, so trouble here never repeats them."""
        if self._papers is None:
            return
        found = await self._papers.content(self.name, address, file.key)
        if found is None:
            return
        name, content = found
        try:
            if len(content) <= files.MOST_SENT:
                shown = file.is_picture and len(content) <= files.MOST_SHOWN
                kind = "photo" if shown else "document"
                await patiently(partial(self._send_content, int(address), kind, name, content), LATER_TRIES)
            else:
                link = written(await self._papers.link(self.name, address, file), None)
                await patiently(partial(self._send_once, int(address), link), LATER_TRIES)
        except Undeliverable as trouble:
            reason = f"file: {trouble}"
            raise Undeliverable(reason, permanent=trouble.permanent, repeatable=False) from None

    async def _send_content(self, chat: int, kind: str, name: str, content: bytes) -> None:
        await self._calls.call(f"Send{kind.title()}", (kind, name, content), chat_id=chat)

    async def _acknowledge(self, press: str) -> None:
        """Stop the button's waiting sign; a press that is too old has none."""
        with suppress(TelegramError):
            await self._calls.call("AnswerCallbackQuery", callback_query_id=press)
