"""Private addresses from which phones fetch a calendar."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update

from knowledge.agenda.exports.rows import Exported, as_exported, exported
from knowledge.models import Attendee, Feed, Meeting, Person, Post, Unit, UnitTree
from knowledge.problems import Refusal
from knowledge.vietnamese.text import clean

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Update
    from sqlalchemy.ext.asyncio import AsyncConnection

    from knowledge.database import Database

BACK, AHEAD = timedelta(days=90), timedelta(days=365)
NOTED_EVERY = timedelta(hours=1)
"""How exactly it is known when a phone last looked; finer would be a write for every look."""


@dataclass(frozen=True, slots=True)
class FeedRow:
    """An address that is in use."""

    id: int
    unit: str
    """Empty for the person's own."""
    created_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Subscribed:
    """Whose calendar an address opens."""

    id: int
    person_id: int
    unit_id: int | None
    unit: str
    language: str | None
    timezone: str | None


class Feeds:
    """Addresses that people gave their phones; of the secret in each, only the hash is kept."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def create(self, person_id: int, unit_id: int | None, now: datetime) -> str:
        """Make an address for the person's own calendar or a unit's, and return its secret, this once.

        What was there for the same calendar ends with it. Refusal for a unit that is not theirs.
        """
        token = secrets.token_urlsafe(32)
        async with self._database.write() as connection:
            if unit_id is not None and unit_id not in dict(await choices(connection, person_id)):
                raise Refusal("This unit is not within your scope.")
            await connection.execute(ended(now).where(Feed.person_id == person_id, same(unit_id)))
            row = {
                "person_id": person_id,
                "unit_id": unit_id,
                "token_hash": hash_of(token),
                "created_at": now,
            }
            await connection.execute(insert(Feed).values(**row))
        return token

    async def of(self, person_id: int) -> list[FeedRow]:
        """Return the person's addresses that are in use, their own first."""
        query = (
            select(Feed.id, Unit.name, Feed.created_at, Feed.used_at)
            .outerjoin(Unit, Unit.id == Feed.unit_id)
            .where(Feed.person_id == person_id, Feed.revoked_at.is_(None))
            .order_by(Feed.unit_id.is_not(None), Unit.name, Feed.id)
        )
        async with self._database.read() as connection:
            rows = await connection.execute(query)
            return [FeedRow(row.id, clean(row.name or ""), row.created_at, row.used_at) for row in rows]

    async def units(self, person_id: int) -> list[tuple[int, str]]:
        """Return the units whose calendar the person may have: where they are, and what stands above."""
        async with self._database.read() as connection:
            return await choices(connection, person_id)

    async def revoke(self, person_id: int, feed_id: int, now: datetime) -> bool:
        """End one of the person's addresses; False where there is none."""
        statement = ended(now).where(Feed.person_id == person_id, Feed.id == feed_id)
        async with self._database.write() as connection:
            return (await connection.execute(statement)).rowcount > 0

    async def find(self, token: str, now: datetime) -> Subscribed | None:
        """Return whose calendar a secret opens; None for what is unknown, revoked, or of the suspended."""
        query = (
            select(
                Feed.id,
                Feed.person_id,
                Feed.unit_id,
                Unit.name,
                Person.language,
                Person.timezone,
                Feed.used_at,
            )
            .join(Person, Person.id == Feed.person_id)
            .outerjoin(Unit, Unit.id == Feed.unit_id)
            .where(Feed.token_hash == hash_of(token), Feed.revoked_at.is_(None))
            .where(Person.suspended_at.is_(None))
        )
        async with self._database.read() as connection:
            row = (await connection.execute(query)).first()
        if row is None:
            return None
        if row.used_at is None or now - row.used_at > NOTED_EVERY:
            async with self._database.write() as connection:
                await connection.execute(update(Feed).where(Feed.id == row.id).values(used_at=now))
        return Subscribed(*row[:3], clean(row.name or ""), *row[4:6])

    async def meetings(self, feed: Subscribed, start: datetime, end: datetime) -> list[Exported]:
        """Return what the feed shows of [start, end), the cancelled too: what its person sees now."""
        query = exported(feed.person_id).where(
            Meeting.starts_at >= start, Meeting.starts_at < end, shown_in(feed)
        )
        async with self._database.read() as connection:
            return as_exported(await connection.execute(query))


def shown_in(feed: Subscribed) -> ColumnElement[bool]:
    """Return the condition under which a meeting belongs into the feed, whoever may see it."""
    if feed.unit_id is not None:
        return Meeting.unit_id == feed.unit_id
    invited = select(Attendee.meeting_id).where(Attendee.person_id == feed.person_id)
    return Meeting.id.in_(invited)


async def choices(connection: AsyncConnection, person_id: int) -> list[tuple[int, str]]:
    """Return id and name of the units where the person has a post, and of those above."""
    above = (
        select(UnitTree.above_id)
        .join(Post, Post.unit_id == UnitTree.unit_id)
        .join(Person, Person.id == Post.person_id)
        .where(Post.person_id == person_id, Person.suspended_at.is_(None))
    )
    query = select(Unit.id, Unit.name).where(Unit.id.in_(above)).order_by(Unit.parent_id.is_(None), Unit.name)
    return [(row.id, clean(row.name)) for row in await connection.execute(query)]


def same(unit_id: int | None) -> ColumnElement[bool]:
    """Return the condition for feeds of the same calendar."""
    return Feed.unit_id.is_(None) if unit_id is None else Feed.unit_id == unit_id


def ended(now: datetime) -> Update:
    """Return the statement that ends addresses in use."""
    return update(Feed).where(Feed.revoked_at.is_(None)).values(revoked_at=now)


def hash_of(token: str) -> str:
    """Return what is kept of a secret; it has 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()
