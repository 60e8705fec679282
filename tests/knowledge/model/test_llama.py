"""A real OpenAI-compatible server, llama.cpp, with a model whose words are random."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge import Knowledge, ModelSettings
from knowledge.model import missing_models
from knowledge.model.endpoint import Endpoint, Usage
from knowledge.model.prompt import Source, messages, record
from knowledge.model.stream import AnswerReader
from tests.conftest import Chat, Clock, gather_cast
from tests.knowledge.model.conftest import PAPER, last, put
from tests.knowledge.model.tiny import llama, write_model

ASKED = messages("Ngày nào?", [Source(1, 1, "12/QĐ-UBND", "Điều 2", "Ngày 15 hằng tháng.")])


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The model's file."""
    path = tmp_path_factory.mktemp("model") / "tiny.gguf"
    write_model(path)
    return path


@pytest.fixture(scope="module")
def url(tiny: Path) -> Iterator[str]:
    """The address of a server that writes."""
    with llama(tiny) as address:
        yield address


async def test_a_schema_is_kept_and_the_answer_streams(url: str) -> None:
    letters = {"type": "string", "enum": ["ngày 15", "ngày 16"]}
    sentence = record({"text": letters, "citations": {"type": "array", "items": letters, "maxItems": 1}})
    sentences = {"type": "array", "items": sentence, "minItems": 1, "maxItems": 2}
    schema = record({"enough": {"type": "boolean"}, "sentences": sentences})
    endpoint, usage = Endpoint(ModelSettings(url, chat_model="tiny", timeout=30)), Usage()
    pieces = [piece async for piece in endpoint.stream(ASKED, schema, usage)]
    await endpoint.close()
    reader = AnswerReader()
    found = [sentence for piece in pieces for sentence in reader.feed(piece)]
    answer = json.loads("".join(pieces))
    assert len(pieces) > 3
    assert reader.is_whole
    assert found == answer["sentences"]
    assert reader.enough is answer["enough"]
    assert usage.tokens_in > 100
    assert usage.tokens_out > 10


async def test_what_a_random_model_writes_is_never_shown(url: str, sqlite_url: str) -> None:
    settings = ModelSettings(url, chat_model="tiny", timeout=3)
    async with Knowledge.open(sqlite_url, model=settings) as knowledge:
        await gather_cast(knowledge)
        await put(knowledge, PAPER % "Việc khác.")
        reply = await Chat(knowledge, Clock(), "ada").says("chủ tịch tiếp công dân ngày nào hằng tháng")
        shown = await last(reply)
        assert shown.startswith(reply.text)
        assert shown != reply.text


async def test_its_models_are_listed(url: str) -> None:
    assert len(await missing_models(url, None, ["no such model"])) == 1


async def test_embeddings_come_in_the_order_of_the_texts(tiny: Path) -> None:
    with llama(tiny, embedding=True) as address:
        endpoint = Endpoint(ModelSettings(address, embedding_model="tiny"))
        one, two, again = await endpoint.embed(["ngày 15", "hội trường lớn", "ngày 15"])
        await endpoint.close()
    assert len(one) == 32
    assert one == pytest.approx(again, abs=1e-3)
    assert one != pytest.approx(two, abs=1e-3)
