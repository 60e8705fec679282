"""Whom notices go to: how they are spoken to, and where they are reached, for many people at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, bindparam, select

from knowledge.models import Account, Person, PersonWish, Post, UnitWish
from knowledge.organisation.profiles import AccountRow

if TYPE_CHECKING:
    from knowledge.database import Database


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person who is to be told something; the suspended have no accounts here."""

    id: int
    name: str
    language: str | None
    timezone: str | None
    suspended: bool
    accounts: tuple[AccountRow, ...]
    """Where they are reached, the latest used first."""
    quiet_from: int | None = None
    quiet_to: int | None = None
    """Their quiet hours, in minutes of their own day."""
    urgent_passes: bool = False
    """Whether a unit of theirs lets what tells of a moment pass them."""


FOUND = (
    select(
        Person.id,
        Person.name,
        Person.language,
        Person.timezone,
        Person.suspended_at,
        Account.channel,
        Account.address,
        PersonWish.quiet_from,
        PersonWish.quiet_to,
        select(UnitWish.unit_id)
        .join(Post, Post.unit_id == UnitWish.unit_id)
        .where(Post.person_id == Person.id, UnitWish.urgent_passes)
        .exists()
        .label("urgent_passes"),
    )
    .outerjoin(PersonWish, PersonWish.person_id == Person.id)
    .outerjoin(
        Account,
        and_(
            Account.person_id == Person.id,
            Account.unreachable_at.is_(None),
            Person.suspended_at.is_(None),
        ),
    )
    .where(Person.id.in_(bindparam("people", expanding=True)))
    .order_by(Person.id, Account.used_at.desc(), Account.id.desc())
)


async def recipients(database: Database, people: Iterable[int]) -> dict[int, Recipient]:
    """Return the people by their ids; an id that nobody has is missing."""
    found: dict[int, Recipient] = {}
    accounts: dict[int, list[AccountRow]] = {}
    for row in await database.look_up(FOUND, {"people": list(set(people))}):
        if row.channel is not None:
            accounts.setdefault(row.id, []).append(AccountRow(row.channel, row.address))
        found[row.id] = Recipient(
            row.id,
            row.name,
            row.language,
            row.timezone,
            row.suspended_at is not None,
            tuple(accounts.get(row.id, ())),
            row.quiet_from,
            row.quiet_to,
            bool(row.urgent_passes),
        )
    return found
