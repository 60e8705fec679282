"""What people do in Telegram, as updates."""

from __future__ import annotations

import itertools
from typing import Any

from tests.bot.botapi.server import BOT, DATE, chat_of

ids = itertools.count(5000)


def user(id: int = 7, **more: object) -> dict[str, Any]:
    return {"id": id, "is_bot": False, "first_name": "Ada", "language_code": "en", **more}


def message(id: int = 7, chat: int | None = None, /, **content: object) -> dict[str, Any]:
    """Send anything; text is the usual content."""
    whole = {"message_id": next(ids), "from": user(id), "chat": chat_of(chat or id), "date": DATE, **content}
    return {"message": {key: value for key, value in whole.items() if value is not None}}


def says(text: str, id: int = 7, chat: int | None = None) -> dict[str, Any]:
    """Type a line."""
    return message(id, chat, text=text)


def presses(data: str, message_id: int = 1, id: int = 7, chat: int | None = None) -> dict[str, Any]:
    """Press a button under a message."""
    under = {"message_id": message_id, "from": BOT, "chat": chat_of(chat or id), "date": DATE, "text": "…"}
    press = {"id": str(next(ids)), "from": user(id), "chat_instance": "1", "message": under, "data": data}
    return {"callback_query": press}


def votes(poll: str, *options: int, id: int = 7) -> dict[str, Any]:
    """Choose in a poll."""
    persistent = [str(option) for option in options]
    vote = {"poll_id": poll, "user": user(id), "option_ids": [*options], "option_persistent_ids": persistent}
    return {"poll_answer": vote}


def hands_in(file_id: str, name: str, size: int | None, id: int = 7, **more: object) -> dict[str, Any]:
    """Send a document."""
    document = {"file_id": file_id, "file_unique_id": file_id, "file_name": name}
    return message(id, document=document | ({} if size is None else {"file_size": size}), **more)


def shares(phone: str, owner: int | None = 7, id: int = 7, **more: object) -> dict[str, Any]:
    """Share a contact."""
    contact = {"phone_number": phone, "first_name": "Ada"}
    if owner:
        contact["user_id"] = owner  # type: ignore[assignment]  # JSON
    return message(id, contact=contact, **more)
