"""From Telegram's updates to Incoming: what we understand, what we are silent to, what nobody can parse."""

from __future__ import annotations

from typing import Any, cast

import orjson
from telegram import CallbackQuery, Message, PollAnswer, Update, User
from telegram.constants import ChatType

from bot.channels.telegram.files import Fetch, file_of
from bot.channels.telegram.request import loads
from handlers.chat import Contact, Incoming
from handlers.chat import PollAnswer as Vote
from knowledge.messages.inbox import NewEvent

ALLOWED = ["message", "callback_query", "poll_answer", "my_chat_member"]
"""Kinds that we ask for; an edited message is not asked again."""


def new_event(update: object, bot_id: int) -> NewEvent | None:
    """Turn one raw update into a row of the inbox; None without a number, which nobody could confirm."""
    if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
        return None
    return NewEvent(f"{bot_id}.{update['update_id']}", address_of(update), orjson.dumps(update).decode())


def address_of(update: dict[str, Any]) -> str:
    """Return the chat's id without understanding the rest; empty where there is none."""
    found: Any = update.get("callback_query") or next((update[k] for k in ALLOWED if k in update), {})
    if isinstance(found, dict) and "message" in found:
        found = found["message"]
    if isinstance(found, dict) and "user" in found:
        # A vote names no chat: its person's votes come one after another.
        found = {"chat": found["user"]}
    for key in ("chat", "id"):
        found = found.get(key) if isinstance(found, dict) else None
    return str(found) if isinstance(found, int) else ""


def read(payload: str, bot_id: int, username: str, fetch: Fetch) -> Incoming | None:
    """Understand one update; None where silence is meant; ValueError if it cannot be parsed."""
    try:
        update = Update.de_json(cast("dict[str, Any]", loads(payload)), None)
        event = f"{bot_id}.{update.update_id}"
        if update.message:
            return from_message(update.message, event, username, fetch)
        if update.callback_query:
            return from_press(update.callback_query, event)
        if update.poll_answer:
            return from_vote(update.poll_answer, event)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise ValueError(type(error).__name__) from None
    return None


def from_message(message: Message, event: str, username: str, fetch: Fetch) -> Incoming | None:
    """Understand a message of a person; those of bots, channels and hidden administrators are not."""
    sender = message.from_user
    if sender is None or sender.is_bot or message.sender_chat or message.chat.type == ChatType.CHANNEL:
        return None
    text, contact, file = message.text, message.contact, file_of(message, fetch)
    if text is None and message.effective_attachment is None:
        return None  # a service message: somebody joined, a title changed
    words = text or message.caption or ""
    if for_another_bot(words, username):
        return None
    is_own = contact is not None and contact.user_id == sender.id and message.forward_origin is None
    return Incoming(
        channel="telegram",
        address=str(message.chat.id),
        sender=str(sender.id),
        event=event,
        text=words,
        contact=Contact(contact.phone_number, is_own) if contact else None,
        file=file,
        unreadable=text is None and contact is None and file is None,
        is_group=message.chat.type != ChatType.PRIVATE,
        sender_name=sender.full_name,
        language=sender.language_code,
    )


def for_another_bot(text: str, username: str) -> bool:
    """Tell whether a command of a group names another bot: "/help@other_bot"."""
    command = text.split(maxsplit=1)[0] if text.startswith("/") else ""
    _, at, name = command.partition("@")
    return bool(at and username and name.lower() != username.lower())


def from_press(press: CallbackQuery, event: str) -> Incoming | None:
    """Understand a pressed button; those of games and inline messages are not ours."""
    sender: User = press.from_user
    if sender.is_bot or press.data is None or press.message is None:
        return None
    chat = press.message.chat
    return Incoming(
        channel="telegram",
        address=str(chat.id),
        sender=str(sender.id),
        event=event,
        button=press.data,
        message=str(press.message.message_id),
        press=press.id,
        is_group=chat.type != ChatType.PRIVATE,
        sender_name=sender.full_name,
        language=sender.language_code,
    )


def from_vote(vote: PollAnswer, event: str) -> Incoming | None:
    """Understand what somebody chose in a poll; the votes of channels are nobody's."""
    if vote.user is None or vote.user.is_bot:
        return None
    return Incoming(
        channel="telegram",
        address=str(vote.user.id),
        sender=str(vote.user.id),
        event=event,
        is_group=True,
        poll=Vote(vote.poll_id, vote.option_ids[0] if vote.option_ids else None),
        sender_name=vote.user.full_name,
        language=vote.user.language_code,
    )
