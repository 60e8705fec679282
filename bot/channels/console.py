"""The terminal: lines in, plain text with numbered choices out."""

from __future__ import annotations

import asyncio
import html
import sys
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from bot.channels import plain
from bot.channels.files import tidy
from bot.dispatch import Dispatch
from bot.files import Files
from bot.growing import finished
from handlers import language
from handlers.chat import Html, Incoming, OutgoingFile, PaperFile, Reply

CHANNEL = "console"


def now() -> datetime:
    """Read the clock, at the edge."""
    return datetime.now(UTC)


class Console:
    """One conversation in a terminal."""

    def __init__(
        self,
        dispatch: Dispatch,
        address: str,
        source: TextIO | None = None,
        out: TextIO | None = None,
        *,
        papers: Files | None = None,
        folder: Path | None = None,
    ) -> None:
        self._folder = folder or Path()
        self._dispatch = dispatch
        self._papers = papers or Files(dispatch.knowledge, now, language=dispatch.defaults.language)
        self._address = address
        self._in = source or sys.stdin
        self._out = out or sys.stdout

    async def run(self) -> None:
        """Answer line by line until the input ends."""
        await self.answer("/start")
        while True:
            self._out.write("> ")
            self._out.flush()
            line = await asyncio.to_thread(self._in.readline)
            if not line:
                self._out.write("\n")
                return
            await self.answer(line.rstrip("\n"))

    async def answer(self, text: str) -> None:
        """Answer one line."""
        incoming = Incoming(
            channel=CHANNEL,
            address=self._address,
            sender=self._address,
            event=uuid.uuid4().hex,
            text=text,
        )
        reply = await self._dispatch.answer(incoming, now())
        if reply:
            await self.hand(await finished(reply))

    async def hand(self, reply: Reply) -> None:
        """Write a whole reply, and where its file is."""
        self._out.write(plain.render(reply) + "\n")
        if reply.file:
            self._out.write(plain.render(Reply(await self._place(reply.file))) + "\n")

    async def _place(self, file: OutgoingFile) -> Html:
        """Say where the file is: what was made is saved here, a paper stays where it is."""
        if isinstance(file.key, PaperFile):
            return await self._papers.link(CHANNEL, self._address, file)
        found = await self._papers.content(CHANNEL, self._address, file.key)
        spoken = await self._papers.spoken(CHANNEL, self._address)
        if found is None:
            return Html(
                language.translate(spoken, "This file is not within your scope, or the link is too old.")
            )
        path = await asyncio.to_thread(save, self._folder / tidy(found[0], "tep"), found[1])
        return Html(language.translate(spoken, "Saved: {path}").format(path=html.escape(str(path))))


def unused(path: Path) -> Path:
    """Return the path, with a number where there is such a file already."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_stem(f"{path.stem} ({number})")
    return free


def save(path: Path, content: bytes) -> Path:
    """Write a file into a folder that may not exist yet, beside what is there; returns where."""
    path.parent.mkdir(parents=True, exist_ok=True)
    place = unused(path)
    place.write_bytes(content)
    return place
