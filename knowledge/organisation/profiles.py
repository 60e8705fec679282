"""People as the outside sees them, and the queries that several nouns share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rapidfuzz import fuzz
from sqlalchemy import ColumnElement, Row, Select, and_, insert, or_, select, true
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from typing_extensions import override

from knowledge.models import Account, AuditEntry, Person, Post, Role, Unit
from knowledge.organisation.roster import normal_phone
from knowledge.scope import Viewer, units_held
from knowledge.vietnamese.text import fold

LIKE_ENOUGH = 85
"""Similarity, of 100, at which a name counts as misspelt."""


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person as the outside sees them."""

    id: int
    name: str
    language: str | None
    timezone: str | None
    suspended: bool


@dataclass(frozen=True, slots=True)
class AccountRow:
    """Where a person can be reached."""

    channel: str
    address: str


@dataclass(frozen=True, slots=True)
class PostRow:
    """A person's place: what they are, where, and what it lets them do."""

    title: str
    unit: str
    role: str


@dataclass(frozen=True, slots=True)
class Profile:
    """A person with their posts."""

    person: PersonRow
    posts: tuple[PostRow, ...]

    @override
    def __str__(self) -> str:
        """Name the person so that no namesake is meant."""
        posts = "; ".join(", ".join(filter(None, (post.title, post.unit))) for post in self.posts)
        return f"{self.person.name} ({posts})" if posts else self.person.name


def managed(admin: Viewer) -> ColumnElement[bool]:
    """Return the condition under which the administrator manages a person: in all of their posts.

    One post is not enough: an administrator of a ward could else make a code for the chair of the whole
    committee, who also sits in that ward, and come in as the chair.
    """
    if admin is None:
        return true()
    posts = select(Post.id).where(Post.person_id == Person.id)
    outside = posts.where(Post.unit_id.not_in(units_held(admin, (Role.ADMIN,))))
    return and_(posts.exists(), ~outside.exists())


async def best_fits(connection: AsyncConnection, everyone: Select[Any], text: str) -> Sequence[Row[Any]]:
    """Return the rows that the text fits best: by number or e-mail, name, part of a name, roughly."""
    folded, phone = fold(text), normal_phone(text)
    exact = (
        (Person.phone == phone)
        if phone
        else or_(Person.folded_name == folded, Person.email == text.strip().lower())
    )
    found: Sequence[Row[Any]] = (await connection.execute(everyone.where(exact))).all()
    if found or phone or not folded:
        return found
    rows = (await connection.execute(everyone)).all()
    wanted = set(folded.split())
    parts = [row for row in rows if wanted <= set(row.folded_name.split())]
    return parts or [row for row in rows if fuzz.ratio(folded, row.folded_name) >= LIKE_ENOUGH]


async def with_posts(connection: AsyncConnection, rows: Sequence[Row[Any]]) -> list[Profile]:
    """Add the posts to the people."""
    statement = (
        select(Post.person_id, Post.title, Unit.name, Post.role)
        .join(Unit, Unit.id == Post.unit_id)
        .where(Post.person_id.in_([row.id for row in rows]))
        .order_by(Post.id)
    )
    posts = (await connection.execute(statement)).all()
    return [
        Profile(as_row(row), tuple(PostRow(*post[1:]) for post in posts if post.person_id == row.id))
        for row in rows
    ]


def as_row(row: Row[Any]) -> PersonRow:
    """Make what leaves this package of a row of people."""
    return PersonRow(row.id, row.name, row.language, row.timezone, row.suspended_at is not None)


async def attach(
    connection: AsyncConnection, person_id: int, channel: str, address: str, now: datetime
) -> None:
    """Make the account the person's, whoever's it was."""
    make = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    owner = {"person_id": person_id, "linked_at": now, "used_at": now, "unreachable_at": None}
    await connection.execute(
        make(Account)
        .values(channel=channel, address=address, **owner)
        .on_conflict_do_update(index_elements=[Account.channel, Account.address], set_=owner)
    )


async def audit(
    connection: AsyncConnection, by: int | None, action: str, person_id: int, now: datetime
) -> None:
    """Note who did what to whom, by ids only."""
    await connection.execute(
        insert(AuditEntry).values(at=now, person_id=by, action=action, subject=f"person:{person_id}")
    )
