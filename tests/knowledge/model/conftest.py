"""An office that has a model: a stub behind a real HTTP server."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from handlers.chat import Reply
from knowledge import Knowledge, ModelSettings
from knowledge.documents import ReadDocument
from tests.conftest import NOON, OFFICE, Chat, Clock, gather_cast
from tests.knowledge.model.server import Stub, served

DAY = "Chủ tịch tiếp công dân vào ngày 15 hằng tháng tại trụ sở cơ quan"
PAPER = f"""ỦY BAN NHÂN DÂN
Số: 12/QĐ-UBND
QUYẾT ĐỊNH
Ban hành Quy chế tiếp công dân
Điều 1. Phạm vi
Quy chế này quy định việc tiếp công dân tại trụ sở cơ quan.
Điều 2. Lịch tiếp công dân
1. {DAY}.
2. %s
3. Văn phòng trả lời đơn trong thời hạn 5 ngày làm việc."""


@pytest.fixture
async def stub() -> AsyncIterator[Stub]:
    async with served(Stub()) as running:
        yield running


@pytest.fixture
async def chat(stub: Stub, sqlite_url: str) -> AsyncIterator[Chat]:
    """A conversation with Ada, in an office that has a model."""
    async with Knowledge.open(
        sqlite_url, model=ModelSettings(stub.url, chat_model="m", daily_limit=100)
    ) as knowledge:
        await gather_cast(knowledge)
        yield Chat(knowledge, Clock(), "ada")


async def put(knowledge: Knowledge, text: str, source: str = "a.txt", unit: int = OFFICE) -> None:
    read = ReadDocument(tuple(text.split("\n")))
    await knowledge.documents.import_document(read, unit, "unit", source, NOON)


async def pieces(reply: Reply) -> list[str]:
    """Let a reply grow."""
    assert reply.grows
    return [piece async for piece in reply.grows()]


async def last(reply: Reply) -> str:
    """Let a reply grow, and return what stays."""
    return (await pieces(reply))[-1]
