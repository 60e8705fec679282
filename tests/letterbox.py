"""The sending side of the whole bot, with a letterbox in place of the messengers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from bot.channels import Undeliverable
from bot.delivery import Delivery
from bot.dispatch import Defaults, Dispatch
from handlers.chat import Incoming, Reply
from knowledge import Knowledge
from knowledge.models import Notice
from scheduler.pace import Pace
from scheduler.sender import Sender
from tests.conftest import HANOI


@dataclass
class Letterbox:
    """A channel that keeps what it is given; `trouble` says at which addresses it fails, and how."""

    name: str = "test"
    has_buttons: bool = False
    revises_every: float | None = None
    pace: Pace = field(default_factory=Pace)
    sent: list[tuple[str, Reply]] = field(default_factory=list)
    revised: list[tuple[str, str]] = field(default_factory=list)
    trouble: dict[str, Undeliverable] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    """Of each message that was sent, its address."""

    def read(self, payload: str) -> Incoming | None:
        raise NotImplementedError(payload)

    async def answer(self, incoming: Incoming, reply: Reply) -> str | None:
        return await self.send(incoming.address, reply)

    async def revise(self, address: str, message: str, reply: Reply) -> bool:
        assert self.names[message] == address
        self.revised.append((address, reply.text))
        return True

    async def send(self, address: str, reply: Reply) -> str | None:
        if problem := self.trouble.get(address):
            raise problem
        self.sent.append((address, reply))
        name = str(len(self.names) + 1)
        self.names[name] = address
        return name

    @property
    def texts(self) -> list[str]:
        return [f"{address}: {reply.text}" for address, reply in self.sent]


@dataclass
class Post:
    """The sending side of the whole bot."""

    knowledge: Knowledge
    box: Letterbox
    language: str = "vi"

    async def tick(self, now: datetime) -> list[str]:
        """Send what is due, and return the messages that went out."""
        self.box.sent.clear()
        dispatch = Dispatch(self.knowledge, Defaults(self.language, HANOI))
        sender = Sender(self.knowledge, Delivery(self.knowledge, {"test": self.box}, dispatch), lambda: now)
        await sender.start()
        await sender.idle()
        await sender.stop()
        return self.box.texts

    async def states(self) -> list[tuple[str, str, str | None]]:
        statement = select(Notice.kind, Notice.state, Notice.problem).order_by(Notice.id)
        async with self.knowledge.database.read() as connection:
            return [(*row,) for row in (await connection.execute(statement)).all()]
