"""Papers are found by meaning, a little after they are found by words, by those who may read them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import pytest
from aiohttp import web
from sqlalchemy import text

from knowledge import Knowledge, ModelSettings
from knowledge.database import Database
from knowledge.migrations import downgrade, upgrade
from knowledge.model import embeddings as module
from knowledge.model.breaker import FAILURES, PAUSE
from knowledge.model.endpoint import Endpoint
from knowledge.model.nearness import fused
from knowledge.model.trouble import Trouble
from knowledge.vietnamese.text import fold
from tests.conftest import CAST, NOON, WARD_A, gather_cast
from tests.knowledge.model.conftest import put
from tests.knowledge.model.server import Asked, Stub, served

ADA, LEA, GRACE, EVE = (CAST[n][0] for n in ("ada", "lea", "grace", "eve"))
TOPICS = (("nghi phep", "leave", "vang mat"), ("hop", "meeting", "hoi nghi"), ("tien", "budget", "kinh phi"))
"""What the stub takes for one meaning each."""
PAPER = """Số: 5/QĐ-UBND
QUYẾT ĐỊNH
Về chế độ
Điều 1. Kỳ nghỉ
Cán bộ được nghỉ phép 12 ngày một năm theo lịch của đơn vị.
Điều 2. Làm việc
Cuộc họp giao ban bắt đầu lúc tám giờ sáng thứ hai.
Điều 3. Chi
Kinh phí in ấn do văn phòng chi trả theo quý."""


def meaning(words: str) -> list[float]:
    """Measure a text by the topics it names."""
    folded = fold(words)
    return [float(sum(folded.count(w) for w in topic)) for topic in TOPICS] + [0.01]


async def embed(_request: web.Request, asked: Asked) -> web.StreamResponse:
    data = [
        {"object": "embedding", "index": n, "embedding": meaning(words)}
        for n, words in enumerate(asked["input"])
    ]
    usage = {"prompt_tokens": 1, "total_tokens": 1}
    return web.json_response({"object": "list", "data": data, "model": "e", "usage": usage})


async def broken(_request: web.Request, _asked: Asked) -> web.StreamResponse:
    return web.json_response({}, status=500)


@pytest.fixture
async def stub() -> AsyncIterator[Stub]:
    async with served(Stub(behaves=embed)) as running:
        yield running


@pytest.fixture
async def measured(stub: Stub, database_url: str) -> AsyncIterator[Knowledge]:
    """An office whose passages have vectors, on each kind of database in turn."""
    async with Knowledge.open(database_url, model=ModelSettings(stub.url, embedding_model="e")) as knowledge:
        await gather_cast(knowledge)
        yield knowledge


async def near(knowledge: Knowledge, question: str, viewer: int | None) -> list[int]:
    return [passage for passage, _ in await knowledge.embeddings.find(question, viewer, 10)]


async def test_a_paper_is_found_by_words_at_once_and_by_meaning_a_little_later(measured: Knowledge) -> None:
    await put(measured, PAPER)
    assert await near(measured, "annual leave", ADA) == []
    assert await measured.documents.search("annual leave", ADA) == []
    assert "12 ngày" in (await measured.documents.search("nghỉ phép mấy ngày", ADA))[0].text
    assert await measured.embeddings.follow(NOON) > 2
    assert await measured.embeddings.follow(NOON) == 0
    assert "nghỉ phép" in (await measured.documents.search("annual leave", ADA))[0].text
    [(_, likeness), *_] = await measured.embeddings.find("annual leave", ADA, 10)
    assert likeness == pytest.approx(1, abs=0.01)


async def test_nobody_is_near_to_what_they_may_not_read(measured: Knowledge) -> None:
    await put(measured, PAPER)
    await put(measured, PAPER.replace("5/QĐ", "6/QĐ").replace("12 ngày", "13 ngày"), "b.txt", WARD_A)
    everything = await measured.embeddings.follow(NOON)
    assert len(await near(measured, "leave", None)) == everything
    assert len(await near(measured, "leave", LEA)) == everything
    assert 2 * len(await near(measured, "leave", ADA)) == everything
    for outsider in (EVE, GRACE):
        assert await near(measured, "leave", outsider) == []
        assert await measured.documents.search("annual leave", outsider) == []


async def test_a_new_version_and_a_new_model_are_measured_anew(measured: Knowledge, stub: Stub) -> None:
    await put(measured, PAPER)
    await measured.embeddings.follow(NOON)
    [old, *_] = await near(measured, "leave", ADA)
    await put(measured, PAPER.replace("12 ngày", "14 ngày"))
    assert old not in await near(measured, "leave", ADA)
    all_of_it = await measured.embeddings.follow(NOON)
    assert "14 ngày" in (await measured.documents.search("annual leave", ADA))[0].text
    url = measured.database.url.render_as_string(hide_password=False)
    async with Knowledge.open(url, model=ModelSettings(stub.url, embedding_model="other")) as changed:
        assert await near(changed, "leave", ADA) == []
        assert await changed.embeddings.follow(NOON) == all_of_it
        assert len(await near(changed, "leave", ADA)) == all_of_it


async def test_a_text_that_the_endpoint_does_not_take_keeps_no_other_away(
    measured: Knowledge, stub: Stub
) -> None:
    async def picky(request: web.Request, asked: Asked) -> web.StreamResponse:
        if any("giao ban" in words for words in asked["input"]):
            return web.json_response({"error": {"message": "too long"}}, status=400)
        return await embed(request, asked)

    stub.behaves = picky
    await put(measured, PAPER)
    tried = await measured.embeddings.follow(NOON)
    assert await measured.embeddings.follow(NOON) == 0
    assert len(await near(measured, "meeting", ADA)) == tried - 1


async def test_without_the_endpoint_words_are_enough(measured: Knowledge, stub: Stub) -> None:
    now, question = 1000.0, "nghỉ phép mấy ngày"
    measured.embeddings._breaker._ticks = lambda: now
    await put(measured, PAPER)
    stub.behaves = broken
    for _ in range(FAILURES):
        assert "12 ngày" in (await measured.documents.search(question, ADA))[0].text
    assert len(stub.asked) == FAILURES
    assert await measured.embeddings.follow(NOON) == 0
    assert len(stub.asked) == FAILURES, "it is left alone"
    now += PAUSE
    stub.behaves = embed
    assert await measured.embeddings.follow(NOON) > 2
    asked = len(stub.asked)
    for _ in range(3):
        assert "12 ngày" in (await measured.documents.search(question, ADA))[0].text
    assert len(stub.asked) == asked + 1, "a question is measured once"


async def test_a_slow_endpoint_holds_nobody_up(
    measured: Knowledge, stub: Stub, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def slow(request: web.Request, asked: Asked) -> web.StreamResponse:
        await asyncio.sleep(5)
        return await embed(request, asked)

    monkeypatch.setattr(module, "SLOWEST_QUESTION", 0.2)
    await put(measured, PAPER)
    await measured.embeddings.follow(NOON)
    stub.behaves = slow
    async with asyncio.timeout(4):
        assert "12 ngày" in (await measured.documents.search("nghỉ phép mấy ngày", ADA))[0].text


async def test_postgresql_without_pgvector_keeps_bytes(postgresql: Callable[[], str], stub: Stub) -> None:
    url = postgresql()
    database = Database(url)
    await downgrade(database, "0001")
    async with database.write() as connection:
        await connection.execute(text("DROP EXTENSION vector"))
        # Whoever may not create it: here, because something else has its name.
        await connection.execute(text("CREATE DOMAIN vector AS text"))
    await upgrade(database)
    async with database.write() as connection:
        await connection.execute(text("DROP DOMAIN vector"))
    await database.close()
    async with Knowledge.open(url, model=ModelSettings(stub.url, embedding_model="e")) as knowledge:
        await gather_cast(knowledge)
        await put(knowledge, PAPER)
        made = await knowledge.embeddings.follow(NOON)
        assert len(await near(knowledge, "leave", ADA)) == made > 2
        assert await near(knowledge, "leave", EVE) == []


@pytest.mark.parametrize("vectors", [[[1.0], [1.0, 2.0]], [[]], [[1.0], [2.0], [3.0]]])
async def test_what_is_no_embedding_is_refused(stub: Stub, vectors: list[list[float]]) -> None:
    async def odd(_request: web.Request, _asked: Asked) -> web.StreamResponse:
        data = [{"object": "embedding", "index": n, "embedding": v} for n, v in enumerate(vectors)]
        return web.json_response({"object": "list", "data": data, "model": "e", "usage": None})

    stub.behaves = odd
    endpoint = Endpoint(replace(ModelSettings(stub.url), embedding_model="e"))
    with pytest.raises(Trouble):
        await endpoint.embed(["a", "b"])
    await endpoint.close()


def test_two_rankings_become_one() -> None:
    assert fused([1, 2, 3], [3, 4]) == [3, 1, 2, 4]
    assert fused([1, 2], []) == [1, 2]
    assert fused() == []
