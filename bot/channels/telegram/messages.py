"""Replies as Telegram's messages: words, buttons, keyboards, and the menu of commands."""

from __future__ import annotations

from typing import Any

from telegram import BotCommand

from handlers import ROUTERS, language
from handlers.chat import Button, Incoming, Poll, Reply

LONGEST_SUMMARY = 256


def written(text: str, markup: dict[str, Any] | None) -> dict[str, Any]:
    """Return the content of a message, for sending and for editing."""
    content = {"text": text, "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}
    return {**content, "reply_markup": markup} if markup else content


def inline(reply: Reply) -> dict[str, Any] | None:
    """Return the buttons under the message."""
    return rows_of(reply.buttons)


def rows_of(buttons: tuple[tuple[Button, ...], ...]) -> dict[str, Any] | None:
    """Return buttons as Telegram has them."""
    rows = [[{"text": b.label, "callback_data": b.data} for b in row] for row in buttons if row]
    return {"inline_keyboard": rows} if rows else None


def polled(poll: Poll) -> dict[str, Any]:
    """Return the content of a quiz poll, its votes not secret: they are counted."""
    content: dict[str, Any] = {
        "question": poll.question,
        "options": [{"text": option} for option in poll.options],
        "type": "quiz",
        "is_anonymous": False,
        "correct_option_ids": [poll.right],
        **({"explanation": poll.explanation} if poll.explanation else {}),
    }
    markup = rows_of(poll.buttons)
    return {**content, "reply_markup": markup} if markup else content


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
