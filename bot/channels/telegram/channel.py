"""Telegram: replies become messages with buttons; its errors become decisions."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from contextlib import suppress
from datetime import timedelta
from typing import Any

import structlog
from telegram import Bot, BotCommand
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.channels import Undeliverable, plain
from bot.channels.telegram import text, update
from bot.channels.telegram.request import TelegramRequest, Uncertain
from handlers import ROUTERS, language
from handlers.chat import Html, Incoming, Reply

log = structlog.get_logger(__name__)

API_URL = "https://api.telegram.org"
LONGEST_SUMMARY = 256
NEVER_AGAIN = (
    "chat not found",
    "user not found",
    "deactivated",
    "peer_id_invalid",
    "bot was kicked",
    "not enough rights",
    "chat_write_forbidden",
    "upgraded to a supergroup",
)
"""What a 400 says when no message will ever arrive at the address."""
UNCHANGED = "not modified"
UNPARSED = "parse entities"
LATER_TRIES = 5
"""For the later parts of a long text: the first one is out, and must not be repeated with them."""


class TelegramChannel:
    """One bot: what it reads and what it says."""

    name = "telegram"
    has_buttons = True

    def __init__(self, token: str, *, api_url: str = API_URL, proxy_url: str | None = None) -> None:
        self._token, self._api_url, self._proxy_url = token, api_url, proxy_url
        self._request = TelegramRequest(proxy_url)
        self.bot = self.client(self._request)
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
        return update.read(payload, self.bot_id, self.username)

    async def answer(self, incoming: Incoming, reply: Reply) -> None:
        """Send the reply to what came in: an edit where asked and possible. Raises Undeliverable."""
        message, _, press = (incoming.message or "").partition(update.PRESSED)
        said = self._say(incoming, reply, int(message) if message.isdecimal() else None)
        if press:
            await asyncio.gather(said, self._acknowledge(press))
        else:
            await said

    async def send(self, address: str, reply: Reply) -> None:
        """Send a message by itself, such as a reminder. Raises Undeliverable."""
        await self._send(address, reply, keyboard(reply, None))

    async def _say(self, incoming: Incoming, reply: Reply, message_id: int | None) -> None:
        if reply.edit and message_id and await self._edit(incoming.address, message_id, reply):
            return
        await self._send(incoming.address, reply, keyboard(reply, incoming))

    async def _edit(self, address: str, message_id: int, reply: Reply) -> bool:
        """Replace a message; False where it cannot be: too old, gone, or too long for one."""
        if text.units(reply.text) > text.LONGEST:
            return False
        content = written(reply.text, inline(reply))
        try:
            await self._call("EditMessageText", chat_id=int(address), message_id=message_id, **content)
        except BadRequest as error:
            return UNCHANGED in error.message.lower()
        except TelegramError as error:
            # An edit may be repeated: the second changes nothing.
            raise undeliverable(error, repeatable=True) from None
        return True

    async def _send(self, address: str, reply: Reply, markup: dict[str, Any] | None) -> None:
        parts = text.split(reply.text)
        for number, part in enumerate(parts, start=1):
            content = written(part, markup if number == len(parts) else None)
            await self._send_part(int(address), content, tries=LATER_TRIES if number > 1 else 1)

    async def _send_part(self, chat: int, content: dict[str, Any], tries: int) -> None:
        for left in reversed(range(tries)):
            try:
                return await self._send_once(chat, content)
            except TelegramError as error:
                trouble = undeliverable(error)
                if not left or not trouble.repeatable:
                    raise trouble from None
                await asyncio.sleep(trouble.retry_after or 1)
        return None

    async def _send_once(self, chat: int, content: dict[str, Any]) -> None:
        try:
            await self._call("SendMessage", chat_id=chat, **content)
        except BadRequest as error:
            if UNPARSED not in error.message.lower():
                raise
            log.exception("telegram_markup_refused")
            content = {**content, "text": plain.render(Reply(Html(content["text"])))}
            del content["parse_mode"]
            await self._call("SendMessage", chat_id=chat, **content)

    async def _acknowledge(self, press: str) -> None:
        """Stop the button's waiting sign; a press that is too old has none."""
        with suppress(TelegramError):
            await self._call("AnswerCallbackQuery", callback_query_id=press)

    async def _call(self, method: str, **parameters: object) -> None:
        # The typed methods parse the whole message that comes back, which nobody reads: half of their time.
        await self._request.call(f"{self.bot.base_url}/{method}", parameters)


def undeliverable(error: TelegramError, *, repeatable: bool = False) -> Undeliverable:
    """Turn Telegram's error into what to do about it; the reason carries no text of a message."""
    kind = type(error).__name__
    if isinstance(error, RetryAfter):
        wait = error.retry_after
        seconds = wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
        return Undeliverable(kind, permanent=False, retry_after=seconds)
    if isinstance(error, Forbidden | ChatMigrated):
        return Undeliverable(kind, permanent=True)
    # BadRequest is a NetworkError to the library, but no second try mends it.
    if isinstance(error, BadRequest):
        gone = any(words in error.message.lower() for words in NEVER_AGAIN)
        return Undeliverable(kind, permanent=gone, repeatable=False)
    if isinstance(error, InvalidToken):
        return Undeliverable(kind, permanent=False)
    return Undeliverable(kind, permanent=False, repeatable=repeatable or not isinstance(error, Uncertain))


def written(text: str, markup: dict[str, Any] | None) -> dict[str, Any]:
    """Return the content of a message, for sending and for editing."""
    content = {"text": text, "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}
    return {**content, "reply_markup": markup} if markup else content


def inline(reply: Reply) -> dict[str, Any] | None:
    """Return the buttons under the message."""
    rows = [[{"text": b.label, "callback_data": b.data} for b in row] for row in reply.buttons if row]
    return {"inline_keyboard": rows} if rows else None


def keyboard(reply: Reply, incoming: Incoming | None) -> dict[str, Any] | None:
    """Return the keyboard: the offer to share one's number in a private chat, its end, or the buttons."""
    if incoming and reply.asks_contact and not incoming.is_group:
        spoken = language.known(incoming.language) or "vi"
        label = language.translate(spoken, "Share my telephone number")
        keys = [[{"text": label, "request_contact": True}]]
        return {"keyboard": keys, "resize_keyboard": True, "one_time_keyboard": True}
    if incoming and incoming.contact and not reply.buttons:
        return {"remove_keyboard": True}
    return inline(reply)


def commands(code: str | None) -> list[BotCommand]:
    """Return the menu in a language; without one, Vietnamese for everybody else."""
    spoken = code or "vi"
    place = 0 if spoken == "vi" else -1
    return [
        BotCommand(command.names[place], language.translate(spoken, command.summary)[:LONGEST_SUMMARY])
        for router in ROUTERS
        for command in router.commands
        if command.summary
    ]
