"""The apps that people write from, one file each."""

from __future__ import annotations

from typing import Protocol

from handlers.chat import Incoming, Reply
from scheduler.pace import Pace


class Undeliverable(Exception):
    """A message did not reach its person; carries what to do about it."""

    def __init__(
        self,
        reason: str,
        *,
        permanent: bool,
        retry_after: float | None = None,
        repeatable: bool = True,
        uncertain: bool = False,
        moved_to: str | None = None,
    ) -> None:
        super().__init__(reason)
        self.permanent = permanent
        """Never again at this address (blocked, deactivated, not found)."""
        self.retry_after = retry_after
        """Seconds to wait, as the messenger told."""
        self.repeatable = repeatable and not permanent
        """False where a second try helps nobody: it may have arrived, or its text was refused."""
        self.uncertain = uncertain
        """It may have arrived: what must not be lost is repeated all the same."""
        self.moved_to = moved_to
        """The chat's new address."""
        self.said = False
        """The words are out, and only what came along did not arrive."""


class Channel(Protocol):
    """A front end: turns its own events into Incoming, and a Reply into messages."""

    name: str
    has_buttons: bool
    """Whether people press real buttons here; elsewhere they type the number."""
    revises_every: float | None
    """Seconds between changes of a message that is out; None where it stays as it was sent."""
    pace: Pace
    """How fast it may be sent to; the channel itself notes what it sends and what it is refused."""

    def read(self, payload: str) -> Incoming | None:
        """Turn one event, as JSON, into Incoming; None where silence is meant; ValueError if unparsable."""
        ...

    async def answer(self, incoming: Incoming, reply: Reply) -> str | None:
        """Send the reply to what came in: an edit where asked and possible. Raises Undeliverable.

        Returns what names the message for `revise`; None where it cannot be changed.
        """
        ...

    async def revise(self, address: str, message: str, reply: Reply) -> bool:
        """Replace the words of a message that is out; False where that cannot be. Raises Undeliverable."""
        ...

    async def send(self, address: str, reply: Reply) -> str | None:
        """Send a message by itself, such as a reminder; the pace has given its turn. Raises Undeliverable.

        Returns what names the message for `revise`; None where it cannot be changed.
        """
        ...
