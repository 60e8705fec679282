"""Who is writing, and what their chat is waiting for: the look-up before every answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import Select, and_, bindparam, literal, select

from knowledge.models import Account, Chat, Person

if TYPE_CHECKING:
    from knowledge.database import Database


@dataclass(frozen=True, slots=True)
class Identity:
    """A row of the roster behind an account (None for a stranger), and the chat's open choices."""

    person_id: int | None
    name: str
    language: str | None
    timezone: str | None
    suspended: bool
    expects: str | None
    choices: tuple[str, ...]
    used_at: datetime | None
    """When the account was last seen writing, as far as noted; None for one that counts as unreachable."""


class Identities:
    """From a channel's address to a person."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, channel: str, sender: str, address: str) -> Identity:
        """Return who the sender is, and what the chat at this address waits for."""
        values = {"channel": channel, "sender": sender, "address": address}
        (row,) = await self._database.look_up(lookup(), values)
        return Identity(
            person_id=row.id,
            name=row.name or "",
            language=row.language,
            timezone=row.timezone,
            suspended=row.suspended_at is not None,
            expects=row.expects,
            choices=tuple(row.choices or ()),
            used_at=None if row.unreachable_at else row.used_at,
        )


@cache
def lookup() -> Select[
    int,
    str,
    str | None,
    str | None,
    datetime | None,
    str | None,
    list[str],
    datetime,
    datetime | None,
]:
    """Build the statement once: it is run for every message."""
    here = select(literal(1).label("one")).subquery()
    account = and_(Account.channel == bindparam("channel"), Account.address == bindparam("sender"))
    chat = and_(Chat.channel == bindparam("channel"), Chat.address == bindparam("address"))
    return (
        select(
            Person.id,
            Person.name,
            Person.language,
            Person.timezone,
            Person.suspended_at,
            Chat.expects,
            Chat.choices,
            Account.used_at,
            Account.unreachable_at,
        )
        .select_from(here)
        .outerjoin(Account, account)
        .outerjoin(Person, Person.id == Account.person_id)
        .outerjoin(Chat, chat)
    )
