"""Updates on their way in: committed before they are confirmed, answered in order, kept until settled."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import String, and_, bindparam, func, or_, select, text, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased

from knowledge.locks import Lock
from knowledge.messages import uploads
from knowledge.messages.uploads import NewFile, token_of
from knowledge.models import Event

if TYPE_CHECKING:
    from sqlalchemy import Subquery
    from sqlalchemy.ext.asyncio import AsyncConnection
    from sqlalchemy.sql.dml import ReturningUpdate

    from knowledge.database import Database

LEASE = timedelta(seconds=30)
"""How long a replica that fell silent keeps its events from the others; `renew` well within it."""
LOOK_AHEAD = 2000
"""Unsettled events that one claim looks at."""

Chat = tuple[str, str]
"""A channel and an address in it."""


@dataclass(frozen=True, slots=True)
class NewEvent:
    """What a channel hands over: its own key of the event, the chat, and the event as JSON."""

    event: str
    address: str
    payload: str
    file: tuple[str, bytes] | None = None
    """Name and content of a file that came in whole; kept until the event is settled."""


@dataclass(frozen=True, slots=True)
class InboxEvent:
    """One event to answer now."""

    id: int
    channel: str
    address: str
    payload: str
    received_at: datetime

    @property
    def chat(self) -> Chat:
        """Say within what the order counts."""
        return self.channel, self.address


class Inbox:
    """Events from every channel, shared by all replicas; each object is one worker among them."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.worker = secrets.token_hex(8)

    async def put(self, channel: str, events: Sequence[NewEvent], now: datetime) -> int:
        """Keep what came in, with its files; return how many were new."""
        if not events:
            return 0
        rows = [
            {
                "channel": channel,
                "event": e.event,
                "address": e.address,
                "payload": e.payload,
                "received_at": now,
            }
            for e in events
        ]
        async with self._database.write(is_brief=True) as connection:
            found = await connection.execute(insertion(is_sqlite=self._database.is_sqlite), rows)
            new = set(found.scalars())
            await uploads.keep(
                connection, (file_of(channel, e) for e in events if e.file and e.event in new), now
            )
            return len(new)

    async def claim(
        self, now: datetime, limit: int, *, per_chat: int, without: Collection[Chat] = ()
    ) -> list[InboxEvent]:
        """Take events that nobody works on, oldest first; they are ours until settled or released.

        At most `per_chat` of one chat, and none of the chats `without`. While another worker has an earlier
        event of a chat, its later ones wait.
        """
        async with self._database.write(is_brief=True) as connection:
            if not self._database.is_sqlite:
                await connection.execute(text(f"SELECT pg_advisory_xact_lock({Lock.CLAIMING:d})"))
            values = {
                "now": now,
                "worker": self.worker,
                "per_chat": per_chat,
                "most": limit,
                "until": now + LEASE,
            }
            statement = claiming(frozenset(without)) if without else claiming_any()
            rows = await connection.execute(statement, values)
            return [
                InboxEvent(r.id, r.channel, r.address, r.payload or "", r.received_at)
                for r in sorted(rows, key=lambda r: r.id)
            ]

    async def renew(self, now: datetime) -> None:
        """Keep what we work on from the others for another while."""
        await self._lease(Event.leased_by == self.worker, until=now + LEASE)

    async def release(self) -> None:
        """Hand back what we took and did not settle."""
        await self._lease(Event.leased_by == self.worker, until=None)

    async def take_over(self) -> None:
        """Free what a process that died had taken: on SQLite, where there is only one, at its start."""
        if self._database.is_sqlite:
            await self._lease(Event.leased_by.is_not(None), until=None)

    async def settle(self, ids: Collection[int], now: datetime) -> None:
        """Note that these are done, and forget what they said."""
        done = {"settled_at": now, "payload": None, "lease_until": None, "leased_by": None}
        async with self._database.write(is_brief=True) as connection:
            await uploads.forget(connection, ids)
            await connection.execute(update(Event).where(Event.id.in_(ids)).values(done))

    async def quarantine(self, id: int, problem: str, now: datetime) -> None:
        """Set aside what cannot be read, with its payload, for whoever mends the reader."""
        done = {"settled_at": now, "problem": problem, "lease_until": None, "leased_by": None}
        async with self._database.write(is_brief=True) as connection:
            await connection.execute(update(Event).where(Event.id == id).values(done))

    async def unsettled_count(self) -> int:
        """Count what still waits for its answer."""
        async with self._database.read() as connection:
            return await count(connection)

    async def _lease(self, whose: object, *, until: datetime | None) -> None:
        values: dict[str, object] = {"lease_until": until}
        if until is None:
            values["leased_by"] = None
        async with self._database.write(is_brief=True) as connection:
            await connection.execute(
                update(Event).where(Event.settled_at.is_(None), whose).values(values)  # type: ignore[arg-type]  # a condition
            )


async def count(connection: AsyncConnection) -> int:
    """Count the unsettled events."""
    return (await connection.execute(select(func.count()).where(Event.settled_at.is_(None)))).scalar_one()


@cache
def insertion(*, is_sqlite: bool):  # type: ignore[no-untyped-def]  # noqa: ANN201  # each dialect has its own type
    """Build the statement that drops repeats."""
    insert = sqlite.insert if is_sqlite else postgresql.insert
    return insert(Event).on_conflict_do_nothing(index_elements=["channel", "event"]).returning(Event.event)


def file_of(channel: str, event: NewEvent) -> NewFile:
    """Return the event's file, to be kept."""
    name, content = event.file or ("", b"")
    return NewFile(token_of(channel, event.event), event.address, name, content)


@cache
def claiming_any() -> ReturningUpdate[int, str, str, str | None, datetime]:
    """Build the commonest claim once: it is made for nearly every event."""
    return claiming(frozenset())


def claiming(without: frozenset[Chat]) -> ReturningUpdate[int, str, str, str | None, datetime]:
    """Build the claim; it takes `now`, `worker`, `per_chat`, `most` and `until`."""
    free = waiting(without)
    chosen = select(free.c.id).where(free.c.place <= bindparam("per_chat")).order_by(free.c.id)
    return (
        update(Event)
        .where(Event.id.in_(chosen.limit(bindparam("most"))))
        .values(lease_until=bindparam("until", type_=Event.lease_until.type), leased_by=bindparam("worker"))
        .returning(Event.id, Event.channel, Event.address, Event.payload, Event.received_at)
    )


def waiting(without: Collection[Chat]) -> Subquery:
    """Select the oldest events free to take, each with its place within its chat."""
    now, worker = bindparam("now", type_=Event.lease_until.type), bindparam("worker", type_=String())
    earlier = aliased(Event)
    elsewhere = select(earlier.id).where(
        earlier.settled_at.is_(None),
        earlier.channel == Event.channel,
        earlier.address == Event.address,
        earlier.id < Event.id,
        earlier.lease_until >= now,
        earlier.leased_by != worker,
    )
    oldest = select(Event.id, Event.channel, Event.address).where(
        Event.settled_at.is_(None),
        or_(Event.lease_until.is_(None), and_(Event.lease_until < now, Event.leased_by != worker)),
        ~elsewhere.exists(),
    )
    if without:
        oldest = oldest.where(tuple_(Event.channel, Event.address).not_in(list(without)))
    first = oldest.order_by(Event.id).limit(LOOK_AHEAD).subquery()
    chat = (first.c.channel, first.c.address)
    place = func.row_number().over(partition_by=chat, order_by=first.c.id).label("place")
    return select(first.c.id, place).subquery()
