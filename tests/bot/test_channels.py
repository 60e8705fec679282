"""One contract for every channel: what a reply says must reach the person, whatever the app can show."""

from __future__ import annotations

import html
import io
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import pytest

from bot.channels import Channel, plain
from bot.channels.console import Console
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.web.channel import WebChannel
from bot.dispatch import Defaults, Dispatch
from handlers.chat import Button, Html, Incoming, Reply
from knowledge import Knowledge
from tests.bot.botapi import BotApi
from tests.conftest import HANOI, NOON

BUTTONS = ((Button("Có & không", "x.a:1"), Button("Không", "x.a:2")), (Button("Thôi", "x.b"),))
LONG = "\n\n".join(f"<b>Điều {n}.</b> " + "Quy định về <i>tổ chức</i> &lt;x&gt; " * 20 for n in range(12))

Shown = Callable[[], Awaitable[str]]


@dataclass
class Seat:
    """A channel, a chat in it, and what its person sees, as plain text."""

    channel: Channel
    address: str
    shown: Shown

    def incoming(self, **more: str | None) -> Incoming:
        return Incoming(
            channel=self.channel.name,
            address=self.address,
            sender=self.address,
            event="1",
            **more,  # type: ignore[arg-type]  # a test's shorthand
        )


def seen(text: str) -> str:
    return html.unescape(re.sub(r"</?[a-z][^<>]*>", "", text))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.fixture(params=["telegram", "web"])
async def seat(
    request: pytest.FixtureRequest, memory: Knowledge, botapi: BotApi, telegram: TelegramChannel
) -> AsyncIterator[Seat]:
    if request.param == "telegram":

        async def in_telegram() -> str:
            shown = []
            for sent in botapi.messages.values():
                rows = (sent["as sent"][1] or {}).get("inline_keyboard", [])
                shown += [sent["text"], *(button["text"] for row in rows for button in row)]
            return "\n".join(shown)

        yield Seat(telegram, "7", in_telegram)
    else:
        page = WebChannel(memory, lambda: NOON)

        async def in_browser() -> str:
            shown = []
            for bubble in await memory.webchat.since(address, 0):
                shown += [seen(bubble.html), *(label for row in bubble.buttons for label, _ in row)]
            return "\n".join(shown)

        address = await memory.webchat.open("a browser's secret", NOON)
        yield Seat(page, address, in_browser)


async def test_a_text_arrives_with_its_signs(seat: Seat) -> None:
    await seat.channel.answer(seat.incoming(text="x"), Reply(Html("<b>1 &lt; 2</b> &amp; <code>a</code>")))
    assert "1 < 2 & a" in await seat.shown()


async def test_the_buttons_arrive(seat: Seat) -> None:
    await seat.channel.answer(seat.incoming(text="x"), Reply(Html("Chọn"), BUTTONS))
    shown = await seat.shown()
    for label in ("Có & không", "Không", "Thôi"):
        assert label in shown


async def test_a_long_text_arrives_whole(seat: Seat) -> None:
    await seat.channel.answer(seat.incoming(text="x"), Reply(Html(LONG), BUTTONS))
    shown = await seat.shown()
    assert squeezed(seen(LONG)) in squeezed(shown)
    assert shown.count("Thôi") == 1


async def test_a_message_can_come_by_itself(seat: Seat) -> None:
    await seat.channel.send(seat.address, Reply(Html("Nhắc việc"), BUTTONS))
    assert "Nhắc việc" in await seat.shown()


async def test_an_edit_without_its_message_is_said_anew(seat: Seat, botapi: BotApi) -> None:
    botapi.expected.add("message to edit not found")
    await seat.channel.answer(seat.incoming(button="x.a:1", message="999"), Reply(Html("mới"), edit=True))
    assert "mới" in await seat.shown()


async def test_what_is_no_event_cannot_be_read(seat: Seat) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        seat.channel.read("[")


def test_plain_text_numbers_its_buttons() -> None:
    text = plain.render(Reply(Html("<b>Chọn</b> &lt;một&gt;"), BUTTONS))
    assert text == "Chọn <một>\n\n1. Có & không\n2. Không\n3. Thôi"
    assert plain.render(Reply(Html("<i>xong</i>"))) == "xong"


async def test_in_a_terminal_a_typed_number_presses(memory: Knowledge) -> None:
    out = io.StringIO()
    dispatch = Dispatch(memory, Defaults("en", HANOI))
    console = Console(dispatch, "terminal", io.StringIO(), out)
    await memory.chats.remember("console", "terminal", None, ["/nothing1", "/nothing2"])
    await console.answer("2")
    assert "/nothing2" in out.getvalue() or "office" in out.getvalue()
