"""The terminal: lines in, plain text with numbered choices out."""

from __future__ import annotations

import asyncio
import sys
import uuid
from datetime import UTC, datetime
from typing import TextIO

from bot.channels import plain
from bot.dispatch import Dispatch
from bot.files import Files
from bot.growing import finished
from handlers.chat import Incoming, Reply


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
    ) -> None:
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
            channel="console",
            address=self._address,
            sender=self._address,
            event=uuid.uuid4().hex,
            text=text,
        )
        reply = await self._dispatch.answer(incoming, now())
        if reply:
            whole = await finished(reply)
            self._out.write(plain.render(whole) + "\n")
            if whole.file:
                place = await self._papers.link(incoming.channel, incoming.address, whole.file)
                self._out.write(plain.render(Reply(place)) + "\n")
