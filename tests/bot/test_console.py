from __future__ import annotations

import io
from pathlib import Path

from bot.channels.console import Console
from bot.dispatch import Defaults, Dispatch
from handlers.chat import Html, OutgoingFile, Reply
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


async def test_what_was_made_is_saved_and_named(talk: Talk, tmp_path: Path) -> None:
    chat = talk("ada")
    await chat.knowledge.people.link(1, "console", "1", chat.clock.now)
    out = io.StringIO()
    console = Console(
        Dispatch(chat.knowledge, Defaults("en", HANOI)), "1", out=out, folder=tmp_path / "files"
    )
    for person, content in ((1, b"one"), (1, b"two"), (4, b"Grace's")):
        kept = await chat.knowledge.made_files.keep(person, "../tuần.png", content, chat.clock.now)
        await console.hand(Reply(Html(""), file=OutgoingFile.made(kept, "tuần.png", content)))
    assert out.getvalue().count("Saved:") == 2
    assert "not within your scope" in out.getvalue()
    assert (tmp_path / "files" / "tuần.png").read_bytes() == b"one"
    assert (tmp_path / "files" / "tuần (2).png").read_bytes() == b"two"


async def test_a_stranger_in_the_terminal_is_told_how_to_join(talk: Talk) -> None:
    out = io.StringIO()
    dispatch = Dispatch(talk("ada").knowledge, Defaults("en", HANOI))
    await Console(dispatch, "terminal", io.StringIO("/lich\n"), out).run()
    assert "code" in out.getvalue()
