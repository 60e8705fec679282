from __future__ import annotations

import io

from bot.channels.console import Console
from bot.dispatch import Defaults, Dispatch
from tests.conftest import HANOI, Talk


async def test_a_conversation_in_the_terminal(talk: Talk) -> None:
    chat = talk("ada")
    await chat.knowledge.people.link(1, "console", "1", chat.clock.now)
    out = io.StringIO()
    dispatch = Dispatch(chat.knowledge, Defaults("en", HANOI))
    await Console(dispatch, "1", io.StringIO("/lihc\n1\n\n"), out).run()
    greeting, unknown, agenda, empty, end = out.getvalue().split("> ")
    assert "Ada" in greeting
    assert "1." in unknown
    assert "/2026" in agenda
    assert "no text" in empty
    assert end == "\n"


async def test_a_stranger_in_the_terminal_is_told_how_to_join(talk: Talk) -> None:
    out = io.StringIO()
    dispatch = Dispatch(talk("ada").knowledge, Defaults("en", HANOI))
    await Console(dispatch, "terminal", io.StringIO("/lich\n"), out).run()
    assert "code" in out.getvalue()
