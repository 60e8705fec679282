"""The terminal: lines in, plain text with numbered choices out."""

from __future__ import annotations

import asyncio
import sys
import uuid
from datetime import UTC, datetime
from typing import TextIO

from bot.channels import plain
from bot.dispatch import Dispatch
from handlers.chat import Incoming


def now() -> datetime:
    """Read the clock, at the edge."""
    return datetime.now(UTC)


class Console:
    """One conversation in a terminal."""

    def __init__(
        self, dispatch: Dispatch, address: str, source: TextIO | None = None, out: TextIO | None = None
    ) -> None:
        self._dispatch = dispatch
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
            self._out.write(plain.render(reply) + "\n")
