"""Telegram: what is read, what is said, and what its errors mean."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from bot.channels import Undeliverable
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.update import new_event
from handlers import language
from handlers.chat import Button, Contact, Html, Incoming, Reply
from tests.bot.botapi import BOT, TOKEN, BotApi, Refused, message, presses, says, shares, too_many, user

BUTTONS = ((Button("Yes", "a:1"), Button("No", "a:2")),)


def payload(update: dict[str, Any]) -> str:
    return orjson.dumps({"update_id": 1, **update}).decode()


def read(update: dict[str, Any]) -> Incoming | None:
    channel = TelegramChannel(TOKEN)
    channel.username = "canbo_bot"
    return channel.read(payload(update))


def pressed(message_id: int) -> Incoming:
    incoming = read(presses("a:1", message_id))
    assert incoming
    return incoming


def said(**more: int) -> Incoming:
    incoming = read(says("hello", **more))
    assert incoming
    return incoming


def test_a_typed_line_is_read() -> None:
    incoming = said()
    assert (incoming.channel, incoming.address, incoming.sender) == ("telegram", "7", "7")
    assert (incoming.text, incoming.event, incoming.language) == ("hello", "123456.1", "en")
    assert not incoming.is_group


def test_a_group_is_known_as_one() -> None:
    incoming = said(chat=-100)
    assert (incoming.address, incoming.sender, incoming.is_group) == ("-100", "7", True)


def test_a_pressed_button_is_read() -> None:
    incoming = pressed(42)
    assert incoming.button == "a:1"
    assert incoming.message == "42"
    assert incoming.press


@pytest.mark.parametrize(
    ("update", "own"),
    [
        (shares("+84900000001"), True),
        (shares("+84900000001", owner=8), False),
        (shares("+84900000001", owner=None), False),
        (
            shares(
                "+84900000001",
                forward_origin={"type": "hidden_user", "date": 1, "sender_user_name": "X"},
            ),
            False,
        ),
    ],
)
def test_only_ones_own_contact_counts(update: dict[str, Any], own: bool) -> None:
    incoming = read(update)
    assert incoming
    assert incoming.contact == Contact("+84900000001", own)
    assert not incoming.unreadable


FILE = {"file_id": "f", "file_unique_id": "u"}
UNREADABLE = {
    "sticker": {**FILE, "type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False},
    "voice": {**FILE, "duration": 1},
    "location": {"latitude": 21.0, "longitude": 105.8},
    "video": {**FILE, "width": 1, "height": 1, "duration": 1},
    "dice": {"emoji": "🎲", "value": 1},
}


@pytest.mark.parametrize("kind", UNREADABLE)
def test_what_is_not_text_is_unreadable(kind: str) -> None:
    incoming = read(message(**{kind: UNREADABLE[kind]}))
    assert incoming
    assert incoming.unreadable


CHANNEL = {"id": -1001, "type": "channel", "title": "News"}
ASIDE: dict[str, dict[str, Any]] = {
    "an edited message": {"edited_message": {**says("x")["message"], "edit_date": 2}},
    "a channel's post": {"channel_post": {**says("x")["message"], "chat": CHANNEL}},
    "a bot": message(text="x", **{"from": {**BOT, "id": 9}}),
    "a hidden administrator": message(7, -100, text="x", sender_chat=CHANNEL),
    "nobody": message(text="x", **{"from": None}),
    "somebody joined": message(7, -100, new_chat_members=[user(8)]),
    "a command for another bot": says("/help@other_bot", chat=-100),
    "a kind that is yet to be invented": {"brainwave": {"id": 1}},
    "a game": {"callback_query": {"id": "1", "from": user(), "chat_instance": "1", "game_short_name": "g"}},
    "a button pressed by a bot": {
        "callback_query": {**presses("a:1")["callback_query"], "from": {**BOT, "id": 9}}
    },
}


@pytest.mark.parametrize("kind", ASIDE)
def test_silence_is_meant(kind: str) -> None:
    assert read(ASIDE[kind]) is None


def test_a_command_for_us_by_name_is_ours() -> None:
    assert read(says("/help@Canbo_bot", chat=-100))


BROKEN = [
    "",
    "[]",
    "null",
    "{}",
    '{"update_id": 1, "message": {}}',
    '{"update_id": 1, "message": []}',
]


@pytest.mark.parametrize("broken", BROKEN)
def test_what_cannot_be_parsed_is_said_so(broken: str) -> None:
    with pytest.raises(ValueError, match=r"^\w+$"):
        TelegramChannel(TOKEN).read(broken)


@pytest.mark.parametrize(
    ("update", "address"),
    [
        (says("x", chat=-5), "-5"),
        (presses("a:1", id=8), "8"),
        ({"my_chat_member": {"chat": {"id": 3}}}, "3"),
        ({"brainwave": {}}, ""),
        ({"message": 5}, ""),
        ({"message": {"chat": "x"}}, ""),
    ],
)
def test_the_chat_is_found_without_understanding(update: dict[str, Any], address: str) -> None:
    event = new_event({"update_id": 1, **update}, 5)
    assert event
    assert (event.event, event.address) == ("5.1", address)


def test_without_a_number_there_is_no_event() -> None:
    assert new_event({"message": {}}, 5) is None
    assert new_event("x", 5) is None


async def test_a_reply_is_sent_with_its_buttons(telegram: TelegramChannel, botapi: BotApi) -> None:
    await telegram.answer(said(), Reply(Html("<b>Hi</b> &lt;you&gt;"), BUTTONS))
    (sent,) = botapi.sent(7)
    assert sent["text"] == "<b>Hi</b> &lt;you&gt;"
    assert sent["reply_markup"]["inline_keyboard"][0][1] == {"text": "No", "callback_data": "a:2"}
    assert sent["link_preview_options"] == {"is_disabled": True}
    assert botapi.messages[7, 1]["text"] == "Hi <you>"


async def test_a_press_is_acknowledged_and_edits(telegram: TelegramChannel, botapi: BotApi) -> None:
    await telegram.send("7", Reply(Html("one"), BUTTONS))
    await telegram.answer(pressed(1), Reply(Html("two"), BUTTONS, edit=True))
    assert botapi.messages[7, 1]["text"] == "two"
    assert len(botapi.sent(7)) == 1
    assert len([c for c in botapi.calls if c.method == "answerCallbackQuery"]) == 1


async def test_an_edit_that_changes_nothing_is_fine(telegram: TelegramChannel, botapi: BotApi) -> None:
    botapi.expected.add("message is not modified")
    await telegram.send("7", Reply(Html("one"), BUTTONS))
    await telegram.answer(pressed(1), Reply(Html("one"), BUTTONS, edit=True))
    assert len(botapi.sent(7)) == 1


async def test_what_cannot_be_edited_is_sent(telegram: TelegramChannel, botapi: BotApi) -> None:
    botapi.expected.add("message to edit not found")
    await telegram.answer(pressed(99), Reply(Html("one"), edit=True))
    assert botapi.texts(7) == ["one"]
    await telegram.answer(pressed(1), Reply(Html("x" * 5000), edit=True))
    assert len(botapi.texts(7)) == 3


async def test_an_edit_may_be_repeated_but_a_message_may_not(
    telegram: TelegramChannel, botapi: BotApi
) -> None:
    await telegram.send("7", Reply(Html("one")))
    botapi.faults.append(("editMessageText", "cut"))
    with pytest.raises(Undeliverable) as edit:
        await telegram.answer(pressed(1), Reply(Html("two"), edit=True))
    assert edit.value.repeatable
    botapi.faults.append(("sendMessage", "cut"))
    with pytest.raises(Undeliverable) as send:
        await telegram.send("7", Reply(Html("three")))
    assert not send.value.repeatable
    assert not send.value.permanent


async def test_an_old_press_cannot_be_acknowledged_and_is_answered(
    telegram: TelegramChannel, botapi: BotApi
) -> None:
    botapi.faults.append(("answerCallbackQuery", Refused(400, "Bad Request: query is too old")))
    await telegram.answer(pressed(1), Reply(Html("one")))
    assert botapi.texts(7) == ["one"]


async def test_the_number_is_asked_for_with_a_button(telegram: TelegramChannel, botapi: BotApi) -> None:
    await telegram.answer(said(), Reply(Html("Who are you?"), asks_contact=True))
    key = botapi.sent(7)[0]["reply_markup"]["keyboard"][0][0]
    assert key == {"text": "Share my telephone number", "request_contact": True}
    contact = read(shares("+84900000001"))
    assert contact
    await telegram.answer(contact, Reply(Html("Welcome")))
    assert botapi.sent(7)[1]["reply_markup"] == {"remove_keyboard": True}
    await telegram.answer(said(chat=-100), Reply(Html("Who are you?"), asks_contact=True))
    assert "reply_markup" not in botapi.sent(-100)[0]


async def test_a_long_text_goes_in_parts_with_the_buttons_last(
    telegram: TelegramChannel, botapi: BotApi
) -> None:
    text = "\n\n".join(f"<b>Mục {n}</b> " + "nội dung " * 60 for n in range(20))
    botapi.faults.append(("sendMessage", too_many(1)))
    with pytest.raises(Undeliverable) as trouble:
        await telegram.send("7", Reply(Html(text), BUTTONS))
    assert trouble.value.retry_after == 1
    await telegram.send("7", Reply(Html(text), BUTTONS))
    sent = botapi.sent(7)
    assert len(sent) == 3
    assert ["reply_markup" in part for part in sent] == [False, False, True]


async def test_later_parts_wait_without_repeating_the_first(
    telegram: TelegramChannel, botapi: BotApi
) -> None:
    botapi.faults.append(("sendMessage", "fine"))
    botapi.faults.append(("sendMessage", too_many(1)))
    await telegram.send("7", Reply(Html("a" * 3900 + "\n\n" + "b" * 3900)))
    assert [text[0] for text in botapi.texts(7)] == ["a", "b"]


async def test_markup_that_telegram_refuses_goes_out_plain(telegram: TelegramChannel, botapi: BotApi) -> None:
    botapi.expected.add("can't parse entities")
    await telegram.send("7", Reply(Html("<b>a</i> &amp; b")))
    assert botapi.texts(7) == ["a & b"]


async def test_an_answer_follows_a_group_that_got_another_number(
    telegram: TelegramChannel, botapi: BotApi
) -> None:
    moved = Refused(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-100)
    botapi.faults.append(("sendMessage", moved))
    incoming = Incoming(channel="telegram", address="-5", sender="7", event="1", is_group=True)
    await telegram.answer(incoming, Reply(Html("hi")))
    assert botapi.texts(-100) == ["hi"]


ERRORS = [
    (Refused(403, "Forbidden: bot was blocked by the user"), True, None, False),
    (Refused(400, "Bad Request: chat not found"), True, None, False),
    (Refused(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-5), False, None, False),
    (Refused(400, "Bad Request: BUTTON_DATA_INVALID"), False, None, False),
    (too_many(3), False, 3.0, True),
    (Refused(500, "Internal Server Error"), False, None, True),
    (Refused(502, "Bad Gateway"), False, None, True),
    (Refused(401, "Unauthorized"), False, None, True),
]


@pytest.mark.parametrize(("error", "permanent", "retry_after", "repeatable"), ERRORS)
async def test_each_error_says_what_to_do(
    telegram: TelegramChannel,
    botapi: BotApi,
    error: Refused,
    permanent: bool,
    retry_after: float | None,
    repeatable: bool,
) -> None:
    botapi.faults.append(("sendMessage", error))
    with pytest.raises(Undeliverable) as trouble:
        await telegram.send("7", Reply(Html("hi")))
    got = trouble.value
    assert (got.permanent, got.retry_after, got.repeatable) == (permanent, retry_after, repeatable)


async def test_a_person_who_blocked_the_bot_is_gone(telegram: TelegramChannel, botapi: BotApi) -> None:
    botapi.blocked.add(7)
    botapi.expected.add("blocked by the user")
    with pytest.raises(Undeliverable) as trouble:
        await telegram.send("7", Reply(Html("hi")))
    assert trouble.value.permanent


async def test_registering_tells_the_commands_in_each_language(
    telegram: TelegramChannel, botapi: BotApi
) -> None:
    await telegram.register("https://canbo.example.vn/telegram/webhook")
    assert telegram.username == "canbo_bot"
    assert botapi.webhook["secret_token"] == telegram.secret
    assert botapi.webhook["url"] == "https://canbo.example.vn/telegram/webhook"
    menus = {m.get("language_code"): m["commands"] for m in botapi.sent_by("setMyCommands")}
    assert set(menus) == {None, *language.LANGUAGES}
    await telegram.register(None)
    assert botapi.webhook == {}
