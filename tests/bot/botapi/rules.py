"""What Telegram accepts of the methods that canbo calls, as data; and its words for what it refuses."""

from __future__ import annotations

import html
import re
import struct
from collections.abc import Callable, Mapping
from typing import Any

LONGEST_TEXT = 4096
MOST_SHOWN = 10 * 2**20
MOST_SENT = 50 * 2**20
MOST_FETCHED = 20 * 2**20
TAGS = {
    "b",
    "strong",
    "i",
    "em",
    "u",
    "ins",
    "s",
    "strike",
    "del",
    "code",
    "pre",
    "a",
    "blockquote",
    "tg-spoiler",
}
TAG = re.compile(r"<(/?)([a-zA-Z-]*)([^<>]*)(>?)")
COMMAND = re.compile(r"[a-z0-9_]{1,32}")


class Refused(Exception):
    """An answer with ok = false."""

    def __init__(self, code: int, words: str, **parameters: int) -> None:
        super().__init__(words)
        self.code, self.words, self.parameters = code, words, parameters


def bad(words: str) -> Refused:
    return Refused(400, f"Bad Request: {words}")


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def parse(text: str) -> str:
    """Return the text without its tags, or refuse it as Telegram would."""
    opened: list[str] = []
    for match in TAG.finditer(text):
        closing, name, _, end = match.groups()
        at = len(text[: match.start()].encode())
        if not end or not name:
            raise bad(f"can't parse entities: Unclosed start tag at byte offset {at}")
        if name not in TAGS:
            raise bad(f'can\'t parse entities: Unsupported start tag "{name}" at byte offset {at}')
        if not closing:
            opened.append(name)
        elif not opened or opened.pop() != name:
            raise bad(f"can't parse entities: Unmatched end tag at byte offset {at}")
    if opened:
        end_at = len(text.encode())
        raise bad(
            f"can't parse entities: Can't find end tag corresponding to start tag \"{opened[-1]}\" {end_at}"
        )
    return html.unescape(TAG.sub("", text))


def text_of(call: Mapping[str, Any]) -> str:
    """Return what people would see of the call's text."""
    text = call["text"]
    shown = parse(text) if call.get("parse_mode") == "HTML" else text
    if not shown.strip():
        raise bad("message text is empty" if not text else "text must be non-empty")
    if units(shown) > LONGEST_TEXT:
        raise bad("message is too long")
    return str(shown)


def markup(call: Mapping[str, Any]) -> None:
    """Refuse keyboards that Telegram refuses."""
    given = call.get("reply_markup") or {}
    if not isinstance(given, dict):
        raise bad("object expected as reply markup")
    rows = given.get("inline_keyboard", [])
    if any(len(row) > 8 for row in rows) or sum(map(len, rows)) > 100:
        raise bad("reply markup is too long")
    for button in (button for row in rows for button in row):
        if not button.get("text"):
            raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
        if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= 64:
            raise bad("BUTTON_DATA_INVALID")
        if len(button) < 2:
            raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    for key in (key for row in given.get("keyboard", []) for key in row):
        if not key.get("text"):
            raise bad('can\'t parse keyboard button: Field "text" must be of type String')
        if key.get("request_contact") and int(call["chat_id"]) < 0:
            raise bad("phone number can be requested in private chats only")


def poll(call: Mapping[str, Any]) -> None:
    """Refuse quiz polls that Telegram refuses."""
    texts = [str(option["text"]) for option in call["options"]]
    if not 1 <= units(call["question"]) <= 300:
        raise bad("poll question must be non-empty and at most 300 characters")
    if not 1 <= len(texts) <= 12 or any(not 1 <= units(text) <= 100 for text in texts):
        raise bad("poll options length must not exceed 100")
    if call.get("type") == "quiz" and not call.get("correct_option_ids"):
        raise bad("quiz must have correct options")
    if any(not 0 <= place < len(texts) for place in call.get("correct_option_ids", [])):
        raise bad("invalid correct option ids specified")
    explanation = call.get("explanation", "")
    if units(explanation) > 200 or explanation.count("\n") > 2:
        raise bad("message is too long")
    markup(call)


def message(call: Mapping[str, Any]) -> None:
    text_of(call)
    markup(call)
    if call.get("parse_mode") not in {None, "HTML"}:
        raise bad("unsupported parse_mode")


def document(call: Mapping[str, Any]) -> None:
    """Refuse files that Telegram refuses."""
    file = call["document"]
    if not file["content"]:
        raise bad("file must be non-empty")
    if len(file["content"]) > MOST_SENT:
        raise Refused(413, "Request Entity Too Large")
    if not file["name"] or re.search(r'[\x00-\x1f"/\\]|%[0-9A-F]{2}', file["name"]):
        raise bad("wrong file name")


def photo(call: Mapping[str, Any]) -> None:
    """Refuse pictures that Telegram refuses: too large, too wide and high, or too narrow."""
    document({"document": call["photo"]})
    content = call["photo"]["content"]
    if len(content) > MOST_SHOWN:
        raise Refused(400, "Bad Request: file is too big for a photo")
    width, height = struct.unpack(">II", content[16:24])
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise bad("PHOTO_INVALID_DIMENSIONS")


def press(call: Mapping[str, Any]) -> None:
    if units(call.get("text") or "") > 200:
        raise bad("MESSAGE_TOO_LONG")


def menu(call: Mapping[str, Any]) -> None:
    if len(call["commands"]) > 100:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for command in call["commands"]:
        if not COMMAND.fullmatch(command["command"]):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")


def webhook(call: Mapping[str, Any]) -> None:
    if call.get("secret_token") and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", call["secret_token"]):
        raise bad("secret token contains unallowed characters")
    if not 1 <= call.get("max_connections", 40) <= 100:
        raise bad("max_connections must be between 1 and 100")


def nothing(_: Mapping[str, Any]) -> None:
    pass


Fields = dict[str, type | tuple[type, ...]]
CHAT: Fields = {"chat_id": (int, str)}
CONTENT: Fields = {"text": str, "parse_mode": str, "link_preview_options": dict, "reply_markup": dict}

METHODS: dict[str, tuple[Fields, Fields, Callable[[Mapping[str, Any]], None]]] = {
    # method: (required, optional, further rules)
    "getMe": ({}, {}, nothing),
    "getUpdates": ({}, {"offset": int, "limit": int, "timeout": int, "allowed_updates": list}, nothing),
    "setWebhook": (
        {"url": str},
        {
            "secret_token": str,
            "allowed_updates": list,
            "max_connections": int,
            "drop_pending_updates": bool,
            "ip_address": str,
        },
        webhook,
    ),
    "deleteWebhook": ({}, {"drop_pending_updates": bool}, nothing),
    "getWebhookInfo": ({}, {}, nothing),
    "setMyCommands": ({"commands": list}, {"language_code": str, "scope": dict}, menu),
    "sendMessage": (
        {**CHAT, "text": str},
        {**CONTENT, "disable_notification": bool, "protect_content": bool},
        message,
    ),
    "editMessageText": ({**CHAT, "message_id": int, "text": str}, CONTENT, message),
    "sendPoll": (
        {**CHAT, "question": str, "options": list},
        {
            "type": str,
            "is_anonymous": bool,
            "correct_option_ids": list,
            "explanation": str,
            "reply_markup": dict,
        },
        poll,
    ),
    "sendDocument": ({**CHAT, "document": dict}, {"caption": str, "disable_notification": bool}, document),
    "sendPhoto": ({**CHAT, "photo": dict}, {"caption": str, "disable_notification": bool}, photo),
    "getFile": ({"file_id": str}, {}, nothing),
    "answerCallbackQuery": ({"callback_query_id": str}, {"text": str, "show_alert": bool}, press),
    "sendChatAction": ({**CHAT, "action": str}, {}, nothing),
}
BY_LOWER = {name.lower(): name for name in METHODS}
"""Telegram ignores the case of names."""


def check(name: str, call: Mapping[str, Any]) -> None:
    """Refuse a call that Telegram would refuse, and parameters that it does not know."""
    required, optional, further = METHODS[name]
    for field, kinds in required.items():
        if field == "text" and not call.get("text"):
            raise bad("message text is empty")
        if field not in call:
            raise bad(f'parameter "{field}" is required')
        if not isinstance(call[field], kinds):
            raise bad(f'wrong type of "{field}"')
    for field, value in call.items():
        known = {**required, **optional}
        if field not in known:
            raise bad(f'unknown parameter "{field}"')
        if not isinstance(value, known[field]):
            raise bad(f'wrong type of "{field}"')
    further(call)
