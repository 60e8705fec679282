"""Whatever an endpoint does, the papers' own words are there at once, and it is told that it did not help."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable

import pytest
from aiohttp import web
from sqlalchemy import select, update

from knowledge import Knowledge, ModelSettings
from knowledge.model.breaker import FAILURES, PAUSE
from knowledge.model.endpoint import MOST_CHARACTERS, Endpoint, Usage
from knowledge.model.trouble import LONGEST_PAUSE, Trouble
from knowledge.model.use import use_of
from knowledge.models import Asked as Note
from knowledge.models import Document, Origin
from tests.conftest import CAST, COMMITTEE, NOON, OFFICE, WARD_A, WARD_B, Chat, Clock, gather_cast
from tests.knowledge.model.conftest import DAY, PAPER, last, pieces, put
from tests.knowledge.model.server import (
    Asked,
    Stub,
    answer,
    begin,
    chunk,
    event,
    hang,
    passages,
    stream,
    trouble,
)

QUESTION = "chủ tịch tiếp công dân ngày nào hằng tháng"
GOOD = answer((f"{DAY}.", 1, DAY))
ADA = CAST["ada"][0]


def status(code: int, **headers: str) -> Callable[[web.Request, Asked], Awaitable[web.StreamResponse]]:
    async def behave(_request: web.Request, _asked: Asked) -> web.StreamResponse:
        response = trouble(code, f"no: {QUESTION}")
        response.headers.update({name.replace("_", "-"): value for name, value in headers.items()})
        return response

    return behave


async def cut(request: web.Request, _asked: Asked) -> web.StreamResponse:
    """Break off in the middle of the stream."""
    response = await begin(request)
    await response.write(chunk(content=GOOD[:40]))
    assert request.transport
    request.transport.close()
    return response


async def stopped(request: web.Request, _asked: Asked) -> web.StreamResponse:
    """End politely in the middle of the answer."""
    return await stream(request, GOOD[:-3])


async def slow(request: web.Request, _asked: Asked) -> web.StreamResponse:
    """Begin well and then hang."""
    response = await begin(request)
    await response.write(chunk(content=GOOD[:-3]))
    await asyncio.sleep(30)
    return response


async def garbage(_request: web.Request, _asked: Asked) -> web.StreamResponse:
    return web.Response(text="<html>Welcome to the proxy</html>", content_type="text/html")


async def broken(request: web.Request, _asked: Asked) -> web.StreamResponse:
    response = await begin(request)
    await response.write(b"data: {not json\n\n")
    return response


async def strange(request: web.Request, _asked: Asked) -> web.StreamResponse:
    response = await begin(request)
    await response.write(event([1, 2]) + event({"choices": "none"}) + event({"choices": [{"delta": None}]}))
    return response


async def error_inside(request: web.Request, _asked: Asked) -> web.StreamResponse:
    response = await begin(request)
    await response.write(chunk(content=GOOD[:20]) + event({"error": {"message": "no", "code": 500}}))
    return response


async def refusal(request: web.Request, _asked: Asked) -> web.StreamResponse:
    response = await begin(request)
    await response.write(chunk(refusal="I cannot help with that."))
    return response


async def empty(request: web.Request, _asked: Asked) -> web.StreamResponse:
    response = await begin(request)
    await response.write(event({"id": "1", "object": "chat.completion.chunk", "choices": []}) * 3)
    return response


async def giant(request: web.Request, _asked: Asked) -> web.StreamResponse:
    return await stream(request, '{"sentences": [' + '"' + "a" * 50 * MOST_CHARACTERS, 50_000)


async def endless(request: web.Request, _asked: Asked) -> web.StreamResponse:
    """Send one line that never ends."""
    response = await begin(request)
    for _ in range(1000):
        await response.write(b"data: " + b"a" * 2**16)
    return response


async def redirect(_request: web.Request, _asked: Asked) -> web.StreamResponse:
    raise web.HTTPTemporaryRedirect("http://127.0.0.1:9/elsewhere")


BREAKDOWNS = {
    "wrong key": status(401),
    "no such model": status(404),
    "too many requests": status(429, retry_after="20"),
    "broken server": status(500),
    "unavailable": status(503),
    "hangs": hang,
    "hangs later": slow,
    "cut": cut,
    "stopped": stopped,
    "garbage": garbage,
    "no JSON": broken,
    "strange JSON": strange,
    "error in the stream": error_inside,
    "refusal": refusal,
    "empty": empty,
    "giant": giant,
    "endless line": endless,
    "redirect": redirect,
}


@pytest.mark.parametrize("name", BREAKDOWNS)
async def test_whatever_breaks_the_papers_words_are_there(
    stub: Stub, sqlite_url: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    stub.behaves = BREAKDOWNS[name]
    settings = ModelSettings(stub.url, chat_model="m", timeout=0.5)
    async with Knowledge.open(sqlite_url, model=settings) as knowledge:
        await gather_cast(knowledge)
        ada = Chat(knowledge, Clock(), "ada")
        await put(knowledge, PAPER % "Việc khác.")
        reply = await ada.says(QUESTION)
        assert "<blockquote>" in reply.text
        began = time.monotonic()
        shown = await last(reply)
        # The first of all also pays for the client's import.
        assert time.monotonic() - began < 15
        assert shown.startswith(reply.text)
        assert "did not help" in shown
        assert QUESTION not in capsys.readouterr().out


async def test_nobody_there_is_no_help_either(sqlite_url: str) -> None:
    async with Knowledge.open(
        sqlite_url, model=ModelSettings("http://127.0.0.1:9/v1", None, "m")
    ) as knowledge:
        await gather_cast(knowledge)
        await put(knowledge, PAPER % "Việc khác.")
        assert "did not help" in await last(await Chat(knowledge, Clock(), "ada").says(QUESTION))
        assert (await use_of(knowledge.database, NOON.date())).answers == 0


async def test_an_answer_grows_and_is_labelled(chat: Chat, stub: Stub) -> None:
    second = "Văn phòng trả lời đơn trong thời hạn 5 ngày làm việc"
    stub.says = lambda _: answer((f"{DAY}.", 1, DAY), (f"{second}.", 1, second))
    await put(chat.knowledge, PAPER % "Việc khác.")
    reply = await chat.says(QUESTION)
    shown = await pieces(reply)
    assert len(shown) == 3
    assert "is writing" in shown[0]
    assert DAY in shown[0]
    assert second not in shown[0]
    assert "Written by a machine" in shown[-1]
    assert f"{DAY}. [1]\n{second}. [1]" in shown[-1]
    assert f"<blockquote>1. {DAY}." in shown[-1] or f"<blockquote>{DAY}." in shown[-1]


async def test_an_answer_fits_one_message_and_is_noted(chat: Chat, stub: Stub) -> None:
    clauses = [f"Đơn vị số {n} báo cáo {DAY.lower()} " + "và việc khác " * 24 for n in range(1, 7)]
    text = PAPER % ".\n".join(clauses)

    def says(asked: Asked) -> str:
        found = [(c, p["passage"]) for c in clauses for p in passages(asked) if c.strip() in p["text"]]
        return answer(*((f"{c.strip()}.", n, c.strip()) for c, n in found))

    stub.says = says
    await put(chat.knowledge, text)
    shown = await last(await chat.says(f"{QUESTION}, đơn vị báo cáo và việc khác"))
    assert "Đơn vị số 1" in shown
    assert len(shown) < 4096
    async with chat.knowledge.database.view() as session:
        assert (await session.scalars(select(Note.origin))).all() == [Origin.MODEL]


async def test_an_answer_that_is_not_enough_is_not_shown(chat: Chat, stub: Stub) -> None:
    stub.says = lambda _: answer((f"{DAY}.", 1, DAY), enough=False)
    await put(chat.knowledge, PAPER % "Việc khác.")
    reply = await chat.says(QUESTION)
    assert "not supported" in await last(reply)


async def test_the_model_gets_only_what_its_reader_may_read(chat: Chat, stub: Stub) -> None:
    stub.says = lambda _: GOOD
    for unit in (OFFICE, COMMITTEE, WARD_A, WARD_B):
        paper = PAPER.replace("12/QĐ", f"{unit}0/QĐ") % f"Dấu của đơn vị số {unit}."
        await put(chat.knowledge, paper, f"{unit}.txt", unit)
    for name, unit in (("ada", OFFICE), ("grace", WARD_B)):
        stub.asked.clear()
        chat.sender = name
        await last(await chat.says(QUESTION))
        [asked] = stub.asked
        assert len(passages(asked)) > 1
        assert {p["paper"].split("/")[0] for p in passages(asked)} == {f"{unit}0"}
        marks = set(re.findall(r"đơn vị số (\d)", asked["messages"][-1]["content"]))
        assert marks <= {str(unit)}


async def test_without_anything_found_no_model_is_asked(chat: Chat, stub: Stub) -> None:
    await put(chat.knowledge, PAPER % "Việc khác.")
    assert (await chat.says("giá vàng thế giới")).grows is None
    chat.sender = "eve"
    assert (await chat.says(QUESTION)).grows is None
    assert stub.asked == []


async def test_an_endpoint_that_knows_less_is_asked_more_simply(stub: Stub) -> None:
    stub.says = lambda _: GOOD
    endpoint = Endpoint(ModelSettings(stub.url, chat_model="m"))
    for refused in (
        {"response_format"},
        {"max_completion_tokens"},
        {"stream_options", "temperature"},
    ):
        stub.refuses = frozenset(refused)
        assert "".join([p async for p in endpoint.stream([], {}, Usage())]) == GOOD
        asked = len(stub.asked)
        assert "".join([p async for p in endpoint.stream([], {}, Usage())]) == GOOD
        assert len(stub.asked) == asked + 1, "what it does not know is remembered"
    stub.refuses = frozenset({"model"})
    with pytest.raises(Trouble, match="BadRequestError 400"):
        [p async for p in endpoint.stream([], {}, Usage())]
    await endpoint.close()


async def test_the_days_answers_are_counted_and_limited(stub: Stub, sqlite_url: str) -> None:
    stub.says = lambda _: GOOD
    settings = ModelSettings(stub.url, chat_model="m", daily_limit=2)
    async with Knowledge.open(sqlite_url, model=settings) as knowledge:
        await gather_cast(knowledge)
        ada, clock = Chat(knowledge, Clock(), "ada"), Clock()
        ada.clock = clock
        await put(knowledge, PAPER % "Việc khác.")
        waiting = await ada.says(QUESTION)
        for _ in range(2):
            assert "Written by a machine" in await last(await ada.says(QUESTION))
        over = await ada.says(QUESTION)
        assert over.grows is None
        assert "used up" in over.text
        assert "used up" in await last(waiting), "the limit holds for what began before, too"
        assert "Written by a machine" in await last(await Chat(knowledge, clock, "sam").says(QUESTION))
        use = await use_of(knowledge.database, NOON.date())
        assert (use.people, use.answers, use.tokens) == (2, 3, 360)
        ada.later(days=1)
        assert "Written by a machine" in await last(await ada.says(QUESTION))


async def test_one_answer_at_a_time_for_each_person(chat: Chat, stub: Stub) -> None:
    stub.says = lambda _: answer((f"{DAY}.", 1, DAY), (f"{DAY}.", 1, DAY), (DAY, 1, DAY))
    await put(chat.knowledge, PAPER % "Việc khác.")
    first, second = await chat.says(QUESTION), await chat.says(QUESTION)
    assert first.grows
    growing = first.grows()
    await anext(growing)
    assert "Another answer is being written" in (await chat.says(QUESTION)).text
    assert "Another answer is being written" in await last(second)
    await growing.aclose()  # type: ignore[attr-defined]  # a generator, as every reply's is
    assert "Written by a machine" in await last(await chat.says(QUESTION))


async def test_a_dead_endpoint_is_left_alone_for_a_minute(chat: Chat, stub: Stub) -> None:
    now = 1000.0
    chat.knowledge.writer._breaker._ticks = lambda: now
    await put(chat.knowledge, PAPER % "Việc khác.")
    stub.behaves = status(500)
    for _ in range(FAILURES):
        assert "did not help" in await last(await chat.says(QUESTION))
    reply = await chat.says(QUESTION)
    assert reply.grows is None
    assert "did not help" in reply.text
    assert len(stub.asked) == FAILURES
    now += PAUSE
    early, late = await chat.says(QUESTION), await chat.says(QUESTION)
    assert "did not help" in await last(early)
    assert "did not help" in await last(late)
    assert len(stub.asked) == FAILURES + 1, "one tries, and the others do not wait for it"
    now += PAUSE
    stub.behaves, stub.says = None, lambda _: GOOD
    assert "Written by a machine" in await last(await chat.says(QUESTION))


async def test_an_endpoint_that_asks_for_a_pause_gets_it(stub: Stub) -> None:
    endpoint = Endpoint(ModelSettings(stub.url, chat_model="m"))
    for told, pause in (("7", 7), ("99999", LONGEST_PAUSE), ("soon", None), ("-1", None), ("nan", None)):
        stub.behaves = status(429, retry_after=told)
        with pytest.raises(Trouble) as caught:
            [p async for p in endpoint.stream([], {}, Usage())]
        assert caught.value.pause == pause
    await endpoint.close()


async def test_a_source_that_is_no_longer_in_force_says_so(chat: Chat, stub: Stub) -> None:
    stub.says = lambda _: GOOD
    await put(chat.knowledge, PAPER % "Việc khác.")
    async with chat.knowledge.database.edit() as session:
        await session.execute(update(Document).values(in_force_to=NOON.date().replace(month=1)))
    shown = await last(await chat.says(QUESTION))
    assert "Written by a machine" in shown
    assert "No longer in force" in shown
