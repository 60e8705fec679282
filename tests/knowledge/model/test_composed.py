"""Questions that a model writes: only what the paper bears out is proposed."""

from __future__ import annotations

import json

from tests.conftest import Chat
from tests.handlers.test_composing import ARTICLES, TRUE, put
from tests.knowledge.model.server import Stub, trouble


async def test_a_model_adds_questions(chat: Chat, stub: Stub) -> None:
    chat.sender = "sam"
    await put(chat.knowledge, *ARTICLES)
    stub.says = lambda _: json.dumps({"questions": [TRUE]}, ensure_ascii=False)
    await chat.says("/soancau 31")
    assert "The model wrote one question" in (await chat.presses("Let the model")).text


async def test_a_model_that_fails_is_said_to(chat: Chat, stub: Stub) -> None:
    chat.sender = "sam"
    await put(chat.knowledge, *ARTICLES)

    async def fails(*_: object) -> object:
        return trouble(500, "broken")

    stub.behaves = fails  # type: ignore[assignment]  # an answer is a response
    await chat.says("/soancau 31")
    assert "cannot be asked now" in (await chat.presses("Let the model")).text
