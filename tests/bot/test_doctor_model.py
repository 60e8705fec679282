"""The technician sees whether the model answers, and what was used of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.commands.doctor import model
from bot.settings import read
from tests.knowledge.model.server import Stub, served


async def told(url: str, sqlite_url: str, **names: str) -> str:
    given = {"CANBO_OPENAI_BASE_URL": url, "CANBO_DATABASE_URL": sqlite_url, **names}
    return "\n".join([finding.sentence async for finding in model(read(given, Path("none")))])


async def test_doctor_counts_answers_and_embeddings(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CANBO_LANGUAGE", "en")
    async with served(Stub()) as stub:
        found = await told(stub.url, sqlite_url, CANBO_CHAT_MODEL="m", CANBO_EMBEDDING_MODEL="e")
        assert "The model endpoint answers." in found
        assert "wrote 0 answers for 0 people (0 tokens); each may have 50 a day" in found
        assert "0 of 0 passages are found by meaning, too." in found
        assert "does not list x" in await told(stub.url, sqlite_url, CANBO_CHAT_MODEL="x")
