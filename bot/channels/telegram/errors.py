"""Telegram's errors, as what to do about them."""

from __future__ import annotations

from datetime import timedelta

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.channels import Undeliverable
from bot.channels.telegram.request import Uncertain

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


def says(error: TelegramError, words: str) -> bool:
    """Tell whether the error's text has these words."""
    return words in error.message.lower()


def undeliverable(error: TelegramError, *, repeatable: bool = False) -> Undeliverable:
    """Turn Telegram's error into what to do about it; the reason carries no text of a message."""
    kind = type(error).__name__
    if isinstance(error, RetryAfter):
        wait = error.retry_after
        seconds = wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
        return Undeliverable(kind, permanent=False, retry_after=seconds)
    if isinstance(error, ChatMigrated):
        return Undeliverable(kind, permanent=False, repeatable=False, moved_to=str(error.new_chat_id))
    if isinstance(error, Forbidden):
        return Undeliverable(kind, permanent=True)
    # BadRequest is a NetworkError to the library, but no second try mends it.
    if isinstance(error, BadRequest):
        gone = any(words in error.message.lower() for words in NEVER_AGAIN)
        return Undeliverable(kind, permanent=gone, repeatable=False)
    if isinstance(error, InvalidToken):
        return Undeliverable(kind, permanent=False)
    uncertain = isinstance(error, Uncertain)
    return Undeliverable(kind, permanent=False, repeatable=repeatable or not uncertain, uncertain=uncertain)
