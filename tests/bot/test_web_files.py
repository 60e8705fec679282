"""Files on the chat page's server: who may send, what arrives, and who may download."""

from __future__ import annotations

import asyncio
import io
import uuid
from collections.abc import AsyncIterator
from datetime import timedelta
from urllib.parse import quote

import pytest
from aiohttp import ClientResponse
from sqlalchemy import func, select, update

from bot.channels.files import MOST_BYTES
from bot.channels.web import files
from bot.channels.web.routes import routes
from bot.files import Files, disposition
from handlers.chat import Html, MadeFile, OutgoingFile, PaperFile, Reply, Request
from handlers.routing import File
from knowledge import Knowledge
from knowledge.documents import ReadDocument
from knowledge.models import Event, Person, Upload
from tests.bot.webpage import Browser, Site, site
from tests.conftest import NOON, OFFICE, Clock, gather_cast

NAME = "Quy chế họp – “bản 2”.txt"
PICTURE = b"\x89PNG\r\n\x1a\nrest"
CONTENT = b"\x00\xffwhole"
PAPER = OutgoingFile(PaperFile(1, 1), NAME, len(CONTENT))


async def count(request: Request, _: Knowledge) -> Reply:
    """Say what came: for these tests, the handler of files."""
    assert request.file
    content = await request.file.load()
    return Reply(request.say("{name}: {content}", name=request.file.name, content=content[:20]))


@pytest.fixture
async def page(memory: Knowledge, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Site]:
    monkeypatch.setattr("bot.dispatch.FILES", [File(lambda _folded: True, count)])
    await gather_cast(memory)
    words = ReadDocument(paragraphs=("Điều 1. Phạm vi", "Việc họp."))
    await memory.documents.import_document(words, OFFICE, "unit", NAME, NOON, content=CONTENT)
    async with site(memory, Clock(), routes) as served:
        yield served


async def browser_of(page: Site, person: int) -> Browser:
    browser = page.browser()
    await browser.opens()
    await page.knowledge.people.link(person, "web", await page.address(browser), NOON)
    return browser


@pytest.fixture
async def ada(page: Site) -> Browser:
    return await browser_of(page, 1)


async def sends(
    browser: Browser, content: object, name: str = "a.pdf", event: str | None = None, **headers: str
) -> ClientResponse:
    own = {"X-Event": event or str(uuid.uuid4()), "X-File-Name": quote(name), **headers}
    sent = {
        "Origin": browser.base,
        "Accept-Language": "en",
        "Content-Type": "application/octet-stream",
        **own,
    }
    return await browser.session.post(f"{browser.base}/chat/file", data=content, headers=sent)


async def test_a_file_is_shown_and_reaches_its_handler(page: Site, ada: Browser) -> None:
    await ada.hears("")
    assert (await sends(ada, CONTENT, "../Tờ trình.pdf")).status == 202
    own = await ada.hears("", mine=True)
    assert own["file"] == {"name": "Tờ trình.pdf", "size": len(CONTENT)}
    await ada.hears(f"Tờ trình.pdf: {CONTENT!r}")
    async with asyncio.timeout(5):
        while await page.knowledge.inbox.unsettled_count():  # noqa: ASYNC110  # the database calls nobody
            await asyncio.sleep(0.01)
    async with page.knowledge.database.read() as connection:
        assert (await connection.execute(select(func.count()).select_from(Upload))).scalar_one() == 0


async def test_what_is_typed_goes_along(page: Site, ada: Browser) -> None:
    await ada.hears("")
    words = "nơi nhận: <phường>" + "x" * 2000
    assert (await sends(ada, CONTENT, **{"X-Caption": quote(words)})).status == 202
    own = await ada.hears("nơi nhận: &lt;phường&gt;", mine=True)
    assert len(own["html"]) < 1100


async def test_a_file_sent_twice_is_one(page: Site, ada: Browser) -> None:
    await ada.hears("")
    once = str(uuid.uuid4())
    for _ in range(3):
        assert (await sends(ada, CONTENT, event=once)).status == 202
    await ada.hears("a.pdf: ")
    await ada.says("/xyzzy")
    await ada.hears("/xyzzy")
    assert sum("a.pdf: " in bubble["html"] for bubble in ada.bubbles) == 1
    assert sum(bubble["mine"] for bubble in ada.bubbles) == 2


async def test_strangers_and_the_suspended_send_nothing(page: Site, ada: Browser) -> None:
    stranger = page.browser()
    assert (await sends(stranger, CONTENT)).status == 401
    await stranger.opens()
    refused = await sends(stranger, CONTENT)
    assert refused.status == 403
    assert "people who have joined" in (await refused.json())["say"]
    async with page.knowledge.database.write() as connection:
        await connection.execute(update(Person).where(Person.id == 1).values(suspended_at=NOON))
    assert (await sends(ada, CONTENT)).status == 403
    assert (await ada.opens("/file/1/1")).status == 404


async def test_what_is_too_large_is_refused_told_or_not(page: Site, ada: Browser) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(MOST_BYTES // 2**16 + 1):
            yield bytes(2**16)

    for content in (io.BytesIO(bytes(MOST_BYTES + 1)), endless()):
        answer = await sends(ada, content)
        assert answer.status == 413
        assert "larger than 20 MB" in (await answer.json())["say"]
    assert (await sends(ada, io.BytesIO(bytes(MOST_BYTES)))).status == 202


async def test_half_a_file_is_no_file(page: Site, ada: Browser) -> None:
    await ada.hears("")
    host, port = page.server.host, page.server.port
    cookies = "; ".join(f"{c.key}={c.value}" for c in ada.session.cookie_jar)
    head = [
        "POST /chat/file HTTP/1.1",
        f"Host: {host}:{port}",
        f"Origin: {ada.base}",
        f"Cookie: {cookies}",
        f"X-Event: {uuid.uuid4()}",
        "X-File-Name: a.pdf",
        "Content-Length: 100",
    ]
    reader, writer = await asyncio.open_connection(str(host), port)
    writer.write(("\r\n".join(head) + "\r\n\r\n").encode() + b"half")
    await writer.drain()
    writer.close()
    await reader.read()
    async with page.knowledge.database.read() as connection:
        kept = select(func.count()).select_from(Event).where(Event.payload.contains("a.pdf"))
        assert (await connection.execute(kept)).scalar_one() == 0
    # The chat is free again for the whole one.
    assert (await sends(ada, CONTENT)).status == 202


async def test_a_body_that_stops_coming_is_given_up(
    page: Site, ada: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "SLOWEST", 0.1)
    over = asyncio.Event()

    async def slow() -> AsyncIterator[bytes]:
        yield b"begun"
        await over.wait()

    sending = asyncio.create_task(sends(ada, slow()))
    async with asyncio.timeout(5):
        assert (await sending).status == 408
    over.set()


async def test_files_share_the_bucket_of_messages_and_come_one_at_a_time(page: Site, ada: Browser) -> None:
    begun, over = asyncio.Event(), asyncio.Event()

    async def slow() -> AsyncIterator[bytes]:
        yield b"x"
        begun.set()
        await over.wait()

    first = asyncio.create_task(sends(ada, slow()))
    await begun.wait()
    answers: list[ClientResponse] = []
    async with asyncio.timeout(5):
        while not answers or answers[-1].status == 202:
            answers.append(await sends(ada, CONTENT))
    assert answers[-1].status == 429
    assert answers[-1].headers["Retry-After"] == "3"
    over.set()
    assert (await first).status == 202
    while (answer := await sends(ada, CONTENT)).status == 202:
        pass
    assert "in a moment" in (await answer.json())["say"]
    page.clock.now += timedelta(seconds=2)
    assert (await sends(ada, CONTENT)).status == 202


@pytest.mark.parametrize(
    "headers", [{"X-Event": "5"}, {"X-File-Name": ""}, {"Origin": "https://evil.example"}]
)
async def test_odd_headers_are_refused_or_mended(ada: Browser, headers: dict[str, str]) -> None:
    status = {"X-Event": 400, "X-File-Name": 202, "Origin": 403}[next(iter(headers))]
    own = {"X-Event": str(uuid.uuid4()), "X-File-Name": "a", "Origin": ada.base, **headers}
    answer = await ada.session.post(f"{ada.base}/chat/file", data=CONTENT, headers=own)
    assert answer.status == status


async def test_a_paper_is_offered_and_downloaded_whole(page: Site, ada: Browser) -> None:
    await ada.hears("")
    await page.channel.send(await page.address(ada), Reply(Html("Here:"), file=PAPER))
    file = (await ada.hears("Here:"))["file"]
    assert file == {"name": NAME, "size": len(CONTENT), "document": 1, "version": 1}
    answer = await ada.opens(f"/file/{file['document']}/{file['version']}")
    assert await answer.read() == CONTENT
    assert answer.content_type == "application/octet-stream"
    assert answer.content_disposition
    assert answer.content_disposition.filename == NAME
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


async def test_grace_eve_and_strangers_get_the_same_nothing(page: Site) -> None:
    answers = []
    for person in (4, 6, None):
        browser = await browser_of(page, person) if person else page.browser()
        answers += [
            await browser.opens(path) for path in ("/file/1/1", "/file/1/2", "/file/9/1", "/file/s/x")
        ]
    assert {(a.status, await a.text()) for a in answers} == {
        (404, "This file is not within your scope, or the link is too old.")
    }


@pytest.fixture
async def picture(page: Site) -> OutgoingFile:
    """A picture of Ada's."""
    kept = await page.knowledge.made_files.keep(1, "tuần 10.png", PICTURE, NOON)
    return OutgoingFile.made(kept, "tuần 10.png", PICTURE, is_picture=True)


async def test_a_picture_is_shown_in_the_page(page: Site, ada: Browser, picture: OutgoingFile) -> None:
    await ada.hears("")
    await page.channel.send(await page.address(ada), Reply(Html("Here:"), file=picture))
    file = (await ada.hears("Here:"))["file"]
    assert file == {"name": "tuần 10.png", "size": len(PICTURE), "made": 1, "picture": True}
    answer = await ada.opens("/file/made/1")
    assert (answer.content_type, await answer.read()) == ("image/png", PICTURE)
    assert answer.headers["Content-Disposition"].startswith("inline;")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"


async def test_what_only_says_that_it_is_a_picture_is_downloaded(page: Site, ada: Browser) -> None:
    kept = await page.knowledge.made_files.keep(1, "a.png", b"<script>", NOON)
    answer = await ada.opens(f"/file/made/{kept}")
    assert (answer.content_type, answer.status) == ("application/octet-stream", 200)
    assert answer.headers["Content-Disposition"].startswith("attachment;")


async def test_what_was_made_for_ada_is_nobody_elses(page: Site, picture: OutgoingFile) -> None:
    papers = Files(page.knowledge, lambda: NOON)
    for person in (2, 3, 4, 6, None):
        browser = await browser_of(page, person) if person else page.browser()
        assert (await browser.opens("/file/made/1")).status == 404
        assert await papers.opened(await papers.sign(picture.key, person or 0)) is None
    assert await papers.opened(await papers.sign(picture.key, 1)) == ("tuần 10.png", PICTURE)


async def test_a_link_to_what_was_made_opens_no_paper(page: Site, picture: OutgoingFile) -> None:
    papers = Files(page.knowledge, lambda: NOON)
    assert await papers.opened(await papers.sign(PaperFile(1, 0), 1)) is None
    assert await papers.opened(await papers.sign(MadeFile(1), 1))


@pytest.fixture
async def token(page: Site) -> str:
    """A link of Ada's."""
    return await Files(page.knowledge, lambda: page.clock.now).sign(PaperFile(1, 1), 1)


async def test_a_link_works_without_a_session_for_a_quarter_of_an_hour(page: Site, token: str) -> None:
    anybody = page.browser()
    assert await (await anybody.opens(f"/file/s/{token}")).read() == CONTENT
    page.clock.now += timedelta(minutes=15, seconds=1)
    assert (await anybody.opens(f"/file/s/{token}")).status == 404


async def test_a_link_that_was_touched_opens_nothing(page: Site, token: str) -> None:
    anybody = page.browser()
    for place in range(len(token)):
        other = "A" if token[place] != "A" else "B"
        forged = token[:place] + other + token[place + 1 :]
        assert (await anybody.opens(f"/file/s/{forged}")).status == 404, place
    for forged in ("", "x", token[:-4], token + "AAAA", "é", "A" * 48, quote("../1/1", safe="")):
        assert (await anybody.opens(f"/file/s/{forged}")).status == 404


async def test_a_link_ends_with_the_scope_of_its_person(page: Site, token: str) -> None:
    papers = Files(page.knowledge, lambda: NOON)
    assert await papers.opened(await papers.sign(PaperFile(1, 1), 4)) is None
    assert await papers.opened(await papers.sign(PaperFile(1, 1), 0)) is None
    assert await papers.opened(token)
    async with page.knowledge.database.write() as connection:
        await connection.execute(update(Person).where(Person.id == 1).values(suspended_at=NOON))
    assert await papers.opened(token) is None


def test_a_name_goes_into_a_header_unharmed() -> None:
    header = disposition('Báo\r\ncáo "mật".pdf')
    assert "\r" not in header
    assert header.startswith('attachment; filename="B_o__c_o _m_t_.pdf"; filename*=UTF-8')
