"""/trogiup names every command, in every language."""

from __future__ import annotations

import pytest

from handlers import ROUTERS
from handlers.language import translate
from tests.conftest import Talk

ADA = 1


@pytest.mark.parametrize("language", ["vi", "en", "bn"])
async def test_every_command_with_both_names(talk: Talk, language: str) -> None:
    chat = talk("ada")
    await chat.knowledge.people.set_language(ADA, language)
    text = (await chat.says("/help")).text
    for command in (command for router in ROUTERS for command in router.commands if command.summary):
        assert " = ".join(f"/{name}" for name in command.names) in text
        assert translate(language, command.summary).split("&")[0] in text
    assert "mai họp gì" in text
    assert len(text) < 4096
