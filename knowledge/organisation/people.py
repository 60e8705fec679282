"""Who works here, in which posts, and where they can be reached."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select, update

from knowledge.models import Account, Person, Role
from knowledge.organisation.profiles import (
    PersonRow,
    Profile,
    as_row,
    attach,
    audit,
    best_fits,
    managed,
    with_posts,
)
from knowledge.organisation.recipients import Recipient, recipients
from knowledge.organisation.roster import ParsedRoster
from knowledge.organisation.rostering import import_roster
from knowledge.problems import ImportReport, Refusal
from knowledge.scope import OVERSEERS, Viewer, units_held

if TYPE_CHECKING:
    from knowledge.database import Database

MOST_NAMED = 8
"""How many people are offered to choose from."""


class People:
    """The roster and the accounts of those in it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def import_roster(self, parsed: ParsedRoster, *, dry_run: bool, now: datetime) -> ImportReport:
        """Bring the roster up to date with a file; whom the file does not name is left alone."""
        return await import_roster(self._database, parsed, dry_run=dry_run, now=now)

    async def find(self, text: str) -> PersonRow:
        """Return the one person of this number, e-mail or name; Refusal naming those who fit."""
        fits = await self.matches(text)
        if not fits:
            raise Refusal(
                "Nobody in the roster fits “{text}”. Check the spelling, or write the telephone number.",
                text=text,
            )
        if len(fits) > 1:
            raise Refusal(
                "Several people fit: {people}. Write the telephone number or e-mail.",
                people="; ".join(map(str, fits[:MOST_NAMED])),
            )
        return fits[0].person

    async def matches(self, text: str, admin: Viewer = None) -> list[Profile]:
        """Return the people whom the text fits best, at most 8, among those the administrator manages."""
        async with self._database.read() as connection:
            everyone = select(Person).where(managed(admin)).order_by(Person.folded_name, Person.id)
            rows = await best_fits(connection, everyone, text)
            return await with_posts(connection, rows[:MOST_NAMED])

    async def not_joined(self, admin: int) -> list[Profile]:
        """Return people, at most 8, whom the administrator manages and who have no account yet."""
        joined = select(Account.id).where(Account.person_id == Person.id).exists()
        statement = select(Person).where(managed(admin), ~joined, Person.suspended_at.is_(None))
        async with self._database.read() as connection:
            rows = (await connection.execute(statement.order_by(Person.folded_name).limit(MOST_NAMED))).all()
            return await with_posts(connection, rows)

    async def manages(self, person_id: int) -> bool:
        """Tell whether the person is an administrator of any unit."""
        statement = select(units_held(person_id, (Role.ADMIN,)).exists())
        async with self._database.read() as connection:
            return bool(await connection.scalar(statement))

    async def oversees(self, person_id: int) -> bool:
        """Tell whether the person is a secretary or lead of any unit: they announce, and give tasks."""
        statement = select(units_held(person_id, OVERSEERS).exists())
        async with self._database.read() as connection:
            return bool(await connection.scalar(statement))

    async def get(self, person_id: int) -> PersonRow:
        """Return a person; Refusal where there is none."""
        return (await self.profile(person_id)).person

    async def profile(self, person_id: int, admin: Viewer = None) -> Profile:
        """Return a person with their posts; for an administrator, only one whom they manage."""
        async with self._database.read() as connection:
            statement = select(Person).where(Person.id == person_id, managed(admin))
            row = (await connection.execute(statement)).one_or_none()
            if row is None:
                raise Refusal("This person is not within your scope.")
            return (await with_posts(connection, [row]))[0]

    async def recipients(self, people: Iterable[int]) -> dict[int, Recipient]:
        """Return people who are to be told something, with where each is reached."""
        return await recipients(self._database, people)

    async def move_account(self, channel: str, address: str, moved_to: str) -> None:
        """Note that the messenger gave a chat another address; one that is known already stays."""
        taken = select(Account.id).where(Account.channel == channel, Account.address == moved_to)
        async with self._database.write() as connection:
            if (await connection.execute(taken)).first() is None:
                here = update(Account).where(Account.channel == channel, Account.address == address)
                await connection.execute(here.values(address=moved_to))

    async def mark_unreachable(self, channel: str, address: str, now: datetime) -> None:
        """Note that messages no longer arrive here, until the person writes again."""
        await self._change_account(channel, address, unreachable_at=now)

    async def touch(self, channel: str, address: str, now: datetime) -> None:
        """Note that the person wrote from here, and so can be reached again."""
        await self._change_account(channel, address, used_at=now, unreachable_at=None)

    async def _change_account(self, channel: str, address: str, **values: datetime | None) -> None:
        statement = update(Account).where(Account.channel == channel, Account.address == address)
        async with self._database.write() as connection:
            await connection.execute(statement.values(**values))

    async def link(self, person_id: int, channel: str, address: str, now: datetime) -> None:
        """Make the account the person's without a code: for the technician and the demo."""
        async with self._database.write() as connection:
            await attach(connection, person_id, channel, address, now)

    async def set_language(self, person_id: int, language: str) -> None:
        """Remember how the person likes to be spoken to."""
        async with self._database.write() as connection:
            await connection.execute(update(Person).where(Person.id == person_id).values(language=language))

    async def set_timezone(self, person_id: int, timezone: str) -> None:
        """Remember where the person's clock stands; Refusal for a zone that does not exist."""
        try:
            ZoneInfo(timezone)
        except (ValueError, OSError, LookupError) as error:
            raise Refusal(
                "There is no time zone “{timezone}”. Write one such as {example}.",
                timezone=timezone,
                example="Asia/Ho_Chi_Minh",
            ) from error
        async with self._database.write() as connection:
            await connection.execute(update(Person).where(Person.id == person_id).values(timezone=timezone))

    async def suspend(self, person_id: int, by: Viewer, now: datetime) -> PersonRow:
        """Take everything away from a person at once, until they are resumed."""
        if person_id == by:
            raise Refusal("You cannot suspend yourself. Please ask another administrator.")
        return await self._set_suspended(person_id, by, now, "suspend", now)

    async def resume(self, person_id: int, by: Viewer, now: datetime) -> PersonRow:
        """Give a suspended person everything back."""
        return await self._set_suspended(person_id, by, now, "resume", None)

    async def _set_suspended(
        self, person_id: int, by: Viewer, now: datetime, action: str, at: datetime | None
    ) -> PersonRow:
        async with self._database.write() as connection:
            changed = update(Person).where(Person.id == person_id, managed(by)).values(suspended_at=at)
            row = (await connection.execute(changed.returning(*Person.__table__.c))).one_or_none()
            if row is None:
                raise Refusal("This person is not within your scope.")
            await audit(connection, by, action, person_id, now)
        return as_row(row)

    async def unlink(self, person_id: int, by: Viewer, now: datetime) -> int:
        """Cut all accounts of a person off, and return how many; they may join again with a new code."""
        async with self._database.write() as connection:
            allowed = select(Person.id).where(Person.id == person_id, managed(by))
            if await connection.scalar(allowed) is None:
                raise Refusal("This person is not within your scope.")
            cut = await connection.execute(delete(Account).where(Account.person_id == person_id))
            await audit(connection, by, "unlink", person_id, now)
        return cut.rowcount
