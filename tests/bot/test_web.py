"""The chat page's server: sessions, who may post, catching up, and what is refused."""

from __future__ import annotations

import io
import uuid
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.channels import Undeliverable
from bot.channels.web import stream
from bot.channels.web.channel import WebChannel
from bot.channels.web.guard import Buckets
from bot.channels.web.routes import routes
from handlers.chat import Button, Html, Incoming, Reply
from knowledge import Knowledge
from knowledge.models import Event
from tests.bot.webpage import Browser, Site, site
from tests.conftest import NOON, Clock, gather_cast


@pytest.fixture
async def page(memory: Knowledge) -> AsyncIterator[Site]:
    await gather_cast(memory)
    async with site(memory, Clock(), routes) as served:
        yield served


@pytest.fixture
async def ada(page: Site) -> Browser:
    """A browser that is Ada's."""
    browser = page.browser()
    await browser.opens()
    await page.knowledge.people.link(1, "web", await page.address(browser), NOON)
    return browser


async def test_the_page_and_its_files_come_with_safe_headers(page: Site) -> None:
    browser = page.browser("bn-IN,bn;q=0.9")
    answer = await browser.opens()
    text = await answer.text()
    assert answer.status == 200
    assert 'lang="bn"' in text
    assert 'data-demo=""' in text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    for name, kind in (("chat.js", "javascript"), ("chat.css", "css"), ("icon.svg", "svg")):
        file = await browser.opens(f"/static/{name}")
        assert file.status == 200
        assert kind in file.headers["Content-Type"]
    for name in ("missing.js", "..%2fchannels%2fweb.py", "index.html"):
        assert (await browser.opens(f"/static/{name}")).status == 404


async def test_a_session_is_a_cookie_that_scripts_and_other_sites_cannot_use(page: Site) -> None:
    browser = page.browser()
    cookie = (await browser.opens()).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie
    assert "Set-Cookie" not in (await browser.opens()).headers


async def test_over_https_the_cookie_is_secure(memory: Knowledge) -> None:
    async with site(memory, Clock(), routes, public_url="https://canbo.example.vn") as served:
        cookie = (await served.browser().opens()).headers["Set-Cookie"]
    assert cookie.startswith("__Host-canbo=")
    assert "Secure" in cookie
    assert "Path=/" in cookie


async def test_a_question_is_answered_on_the_stream(page: Site, ada: Browser) -> None:
    await ada.hears("")
    assert (await ada.says("/xyzzy <b>&")).status == 202
    own = await ada.hears("/xyzzy &lt;b&gt;&amp;", mine=True)
    assert own["at"] == NOON.astimezone().isoformat() or own["at"].startswith("2026-03-02T05:00")
    await ada.hears("I do not know /xyzzy")
    assert ada.me == {"name": "Ada Example", "language": "en", "timezone": "Asia/Ho_Chi_Minh"}


async def test_the_same_message_sent_twice_is_one(page: Site, ada: Browser) -> None:
    await ada.hears("")
    once = str(uuid.uuid4())
    for _ in range(3):
        assert (await ada.posts("/chat", {"id": once, "text": "/xyzzy"})).status == 202
    await ada.hears("I do not know /xyzzy")
    await ada.says("/plugh")
    await ada.hears("I do not know /plugh")
    assert sum("I do not know /xyzzy" in b["html"] for b in ada.bubbles) == 1
    assert sum(b["mine"] for b in ada.bubbles) == 2


async def test_a_page_that_was_away_catches_up_once(page: Site, ada: Browser) -> None:
    await ada.hears("")
    address = await page.address(ada)
    for number in range(3):
        await page.channel.send(address, Reply(Html(f"notice {number}")))
    await ada.hears("notice 2")
    assert [b["html"] for b in ada.bubbles[-3:]] == ["notice 0", "notice 1", "notice 2"]
    ada.bubbles.clear()
    await page.channel.send(address, Reply(Html("one more")))
    await ada.hears("one more")
    assert [b["html"] for b in ada.bubbles] == ["one more"]


async def test_an_edit_replaces_the_bubble_and_a_new_page_shows_the_last(page: Site, ada: Browser) -> None:
    await ada.hears("")
    address = await page.address(ada)
    await page.channel.send(address, Reply(Html("first"), buttons=((Button("Next", "x.y"),),)))
    shown = await ada.hears("first")
    pressed = Incoming(
        channel="web", address=address, sender=address, event="e", button="x.y", message=str(shown["id"])
    )
    await page.channel.answer(pressed, Reply(Html("second"), edit=True))
    edited = await ada.hears("second")
    assert (edited["id"], edited["buttons"]) == (shown["id"], [])
    ada.seen, ada.bubbles = 0, []
    await ada.hears("second")
    assert "first" not in [b["html"] for b in ada.bubbles]


async def test_an_answer_that_cannot_be_an_edit_is_a_new_bubble_once(page: Site, ada: Browser) -> None:
    await ada.hears("")
    address = await page.address(ada)
    pressed = Incoming(
        channel="web", address=address, sender=address, event="e", button="x.y", message="99999"
    )
    for _ in range(2):
        await page.channel.answer(pressed, Reply(Html("second"), edit=True))
    await page.channel.send(address, Reply(Html("third")))
    await ada.hears("third")
    assert sum(b["html"] == "second" for b in ada.bubbles) == 1


async def test_another_replicas_message_arrives_too(
    page: Site, ada: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "POLL", 0.05)
    await ada.hears("")
    other = WebChannel(page.knowledge, lambda: NOON)
    await other.send(await page.address(ada), Reply(Html("from elsewhere")))
    await ada.hears("from elsewhere")


async def test_eve_reads_and_writes_only_her_own_chat(page: Site, ada: Browser) -> None:
    await ada.hears("")
    await ada.says("/xyzzy")
    await ada.hears("I do not know /xyzzy")
    eve = page.browser()
    assert (await eve.session.get(f"{page.base}/chat/stream")).status == 401
    assert (await eve.says("hello")).status == 401
    await eve.opens()
    await eve.hears("")
    assert not any("xyzzy" in bubble["html"] for bubble in eve.bubbles)
    # Ada's own key, taken from her bubble, names another event in Eve's chat.
    known = next(b["event"] for b in ada.bubbles if b["mine"])
    assert (await eve.posts("/chat", {"id": known, "text": "/toi"})).status == 202
    await eve.hears("/toi", mine=True)
    assert eve.me["name"] == ""


async def test_a_stranger_is_greeted_once_and_joins_by_the_code(page: Site) -> None:
    stranger = page.browser()
    await stranger.opens("/join/ABCD2345")
    await stranger.hears("")
    stranger.seen = 0
    assert await page.knowledge.webchat.count(await page.address(stranger)) == 1
    invited = await page.knowledge.invitations.invite(1, 5, NOON)
    await stranger.says(f"/start {invited}")
    await stranger.hears("Ada")
    await stranger.says("/toi")
    await stranger.hears("Ada Example")
    assert stranger.me["name"] == "Ada Example"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "null"},
    ],
)
async def test_another_site_posts_nothing(page: Site, ada: Browser, headers: dict[str, str]) -> None:
    answer = await ada.posts("/chat", {"id": str(uuid.uuid4()), "text": "/lich"}, **headers)
    assert answer.status == 403


async def test_what_tells_no_site_posts_nothing(page: Site, ada: Browser) -> None:
    data = {"id": str(uuid.uuid4()), "text": "/lich"}
    assert (await ada.session.post(f"{page.base}/chat", json=data)).status == 403


ODD = [
    b"{",
    b"[]",
    b"{}",
    b'{"id": "no uuid", "text": "x"}',
    b'{"id": 5, "text": "x"}',
    b'{"id": "7d444840-9dc0-11d1-b245-5ffdce74fad2", "text": 5}',
    b'{"id": "7d444840-9dc0-11d1-b245-5ffdce74fad2", "button": "' + b"x" * 65 + b'"}',
    b'{"id": "7d444840-9dc0-11d1-b245-5ffdce74fad2", "message": "x"}',
]


@pytest.mark.parametrize("body", ODD)
async def test_an_unreadable_post_gets_a_sentence(page: Site, ada: Browser, body: bytes) -> None:
    answer = await ada.posts("/chat", body, **{"Content-Type": "application/json"})
    assert answer.status == 400
    assert "reload" in (await answer.json())["say"]


async def test_a_form_is_not_read(page: Site, ada: Browser) -> None:
    answer = await ada.posts("/chat", b"id=1", **{"Content-Type": "text/plain"})
    assert answer.status == 400


async def test_characters_that_no_database_keeps_are_left_out(page: Site, ada: Browser) -> None:
    await ada.hears("")
    body = b'{"id": "7d444840-9dc0-11d1-b245-5ffdce74fad2", "text": "/xyz\\u0000zy \\ud800"}'
    assert (await ada.posts("/chat", body, **{"Content-Type": "application/json"})).status == 202
    await ada.hears("I do not know /xyzzy")


async def test_long_and_huge_messages(page: Site, ada: Browser) -> None:
    await ada.hears("")
    assert (await ada.says("đ" * 100_000)).status == 202
    own = await ada.hears("đđđ", mine=True)
    assert len(own["html"]) == 5_001
    await ada.hears("too long (100000 characters")
    answer = await ada.posts("/chat", io.BytesIO(b"x" * (2**20 + 1)))
    assert answer.status == 413
    assert "too large" in (await answer.json())["say"]


async def test_too_many_at_once_are_asked_to_wait(page: Site, ada: Browser) -> None:
    answers = [await ada.says("/toi") for _ in range(6)]
    assert [a.status for a in answers] == [202] * 5 + [429]
    assert answers[-1].headers["Retry-After"] == "2"
    assert "in a moment" in (await answers[-1].json())["say"]
    page.clock.now += timedelta(seconds=2)
    assert (await ada.says("/toi")).status == 202
    async with page.knowledge.database.read() as connection:
        accepted = (await connection.execute(select(func.count()).select_from(Event))).scalar_one()
    assert accepted == 6


def test_buckets_do_not_grow_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.web.guard.MOST_BUCKETS", 3)
    buckets = Buckets(lambda: NOON)
    for number in range(20):
        assert buckets.take(str(number)) == 0
    assert len(buckets._buckets) <= 4


async def test_a_message_to_a_browser_that_is_gone_is_undeliverable(page: Site) -> None:
    with pytest.raises(Undeliverable) as trouble:
        await page.channel.send("nowhere", Reply(Html("hello")))
    assert trouble.value.permanent


@pytest.mark.parametrize("payload", ["{", "{}", "[]", "5"])
def test_a_payload_that_is_not_ours_is_a_value_error(payload: str) -> None:
    channel = WebChannel.__new__(WebChannel)
    with pytest.raises(ValueError, match=r".+"):
        channel.read(payload)
