"""Who may come in: one-time codes, and numbers that the roster knows."""

from __future__ import annotations

import asyncio
import hashlib
import re
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.locks import Lock
from knowledge.models import Account, Invitation, JoinAttempt, Person
from knowledge.organisation.profiles import PersonRow, as_row, attach, audit, managed
from knowledge.organisation.roster import normal_phone
from knowledge.problems import Refusal

if TYPE_CHECKING:
    from knowledge.database import Database

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""32 signs, none of which is read as another: no 0 and O, no 1 and I."""
LENGTH = 8
VALID = timedelta(hours=72)
WINDOW = timedelta(hours=1)
MOST_REFUSED = 5
"""Refused attempts of one account in an hour."""
MOST_REFUSED_IN_CHANNEL = 1_000
"""Refused attempts of all accounts of a channel in an hour: accounts are cheap, codes must not be.

With 1,000 open invitations, 72 hours of this find one of the 32**8 codes with a chance of 1 in 15,000.
"""


class Invitations:
    """Codes that join an account to a person of the roster."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def invite(self, person_id: int, by: int | None, now: datetime) -> str:
        """Return a new code for the person, which cancels the older ones; `by` None is the technician."""
        code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        hashed = await asyncio.to_thread(code_hash, code)
        async with self._database.write() as connection:
            allowed = select(Person.name, Person.suspended_at).where(Person.id == person_id, managed(by))
            person = (await connection.execute(allowed)).one_or_none()
            if person is None:
                raise Refusal("This person is not within your scope.")
            if person.suspended_at:
                raise Refusal("{name} is suspended. Send /mokhoa with the name first.", name=person.name)
            await connection.execute(
                delete(Invitation).where(Invitation.person_id == person_id, Invitation.used_at.is_(None))
            )
            await connection.execute(
                insert(Invitation).values(person_id=person_id, code_hash=hashed, expires_at=now + VALID)
            )
            await audit(connection, by, "invite", person_id, now)
        return code

    async def join(self, code: str, channel: str, address: str, now: datetime) -> PersonRow:
        """Join the account to the person whom the code invites; the same sentence for every wrong code."""
        hashed = await asyncio.to_thread(code_hash, tidy_code(code))
        async with self._database.write() as connection:
            await self._take_turns(connection)
            linked = await linked_person(connection, channel, address)
            if linked and await invited(connection, hashed) == linked.id:
                return linked
            refuse_second(linked)
            await refuse_guessing(connection, channel, address, now)
            person = await use_code(connection, hashed, now)
            await settle(connection, person, channel, address, now)
        if person is None:
            raise Refusal(
                "This code is not valid: it may be mistyped, used or expired. "
                "Please ask your office for a new one."
            )
        return person

    async def join_by_contact(
        self, phone: str, channel: str, address: str, now: datetime, *, is_own: bool
    ) -> PersonRow:
        """Join the account to the person with this number; only the sender's own number counts."""
        async with self._database.write() as connection:
            await self._take_turns(connection)
            linked = await linked_person(connection, channel, address)
            refuse_second(linked)
            await refuse_guessing(connection, channel, address, now)
            person = await with_phone(connection, phone) if is_own else None
            await settle(connection, person, channel, address, now)
        if person is None:
            raise Refusal(
                "I could not let you in with this number. Please ask your office for an invitation code."
            )
        return person

    async def _take_turns(self, connection: AsyncConnection) -> None:
        """Let attempts wait for each other, so that many at once cannot slip under the limit."""
        if not self._database.is_sqlite:
            await connection.execute(select(func.pg_advisory_xact_lock(int(Lock.JOINING))))


def tidy_code(text: str) -> str:
    """Return a code as it was made, however it was typed."""
    return re.sub(r"[\s\-.\u2010-\u2014]", "", text).upper()


def looks_like_code(text: str) -> bool:
    """Tell whether somebody may have typed a code."""
    code = tidy_code(text)
    return len(code) == LENGTH and set(code) <= set(ALPHABET)


def code_hash(code: str) -> str:
    """Return what is kept of a code; slow, so that a stolen database does not give the codes away."""
    return hashlib.scrypt(code.encode(), salt=b"canbo invitation", n=4096, r=8, p=1, dklen=32).hex()


async def linked_person(connection: AsyncConnection, channel: str, address: str) -> PersonRow | None:
    """Return whose account this is already."""
    statement = select(Person).join(Account, Account.person_id == Person.id)
    row = (
        await connection.execute(statement.where(Account.channel == channel, Account.address == address))
    ).one_or_none()
    return as_row(row) if row else None


async def invited(connection: AsyncConnection, hashed: str) -> int | None:
    """Return whom a code invites or invited."""
    found: int | None = await connection.scalar(
        select(Invitation.person_id).where(Invitation.code_hash == hashed)
    )
    return found


def refuse_second(linked: PersonRow | None) -> None:
    """Refuse to move an account that is somebody's already: an administrator unlinks it first."""
    if linked:
        raise Refusal(
            "You are already here as {name}. To join as somebody else, ask your administrator to unlink this "
            "account first.",
            name=linked.name,
        )


async def refuse_guessing(connection: AsyncConnection, channel: str, address: str, now: datetime) -> None:
    """Refuse once this account, or the channel, has had too many refusals in the last hour."""
    recent = select(func.count()).where(JoinAttempt.channel == channel, JoinAttempt.at > now - WINDOW)
    own = await connection.scalar(recent.where(JoinAttempt.address == address))
    everybody = await connection.scalar(recent)
    if (own or 0) >= MOST_REFUSED or (everybody or 0) >= MOST_REFUSED_IN_CHANNEL:
        raise Refusal("Too many attempts. Please try again in an hour, or ask your office for help.")


async def use_code(connection: AsyncConnection, hashed: str, now: datetime) -> PersonRow | None:
    """Use the code up and return its person; of two at once, one changes the row."""
    fits = (Invitation.code_hash == hashed, Invitation.used_at.is_(None), Invitation.expires_at > now)
    active = select(Person.id).where(Person.suspended_at.is_(None))
    person_id = await connection.scalar(
        update(Invitation)
        .where(*fits, Invitation.person_id.in_(active))
        .values(used_at=now)
        .returning(Invitation.person_id)
    )
    if person_id is None:
        return None
    return as_row((await connection.execute(select(Person).where(Person.id == person_id))).one())


async def with_phone(connection: AsyncConnection, phone: str) -> PersonRow | None:
    """Return the active person with this number, as messengers write it: with the country, often no plus."""
    number = normal_phone(phone if phone.startswith(("+", "0")) else f"+{phone}")
    statement = select(Person).where(Person.phone == number, Person.suspended_at.is_(None))
    row = (await connection.execute(statement)).one_or_none() if number else None
    return as_row(row) if row else None


async def settle(
    connection: AsyncConnection, person: PersonRow | None, channel: str, address: str, now: datetime
) -> None:
    """Link the account, or count the refusal; older refusals are forgotten."""
    if person:
        await attach(connection, person.id, channel, address, now)
        await audit(connection, person.id, "join", person.id, now)
        return
    await connection.execute(delete(JoinAttempt).where(JoinAttempt.at <= now - WINDOW))
    await connection.execute(insert(JoinAttempt).values(channel=channel, address=address, at=now))
