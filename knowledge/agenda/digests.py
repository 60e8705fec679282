"""The morning digest: at each person's hour, in their own zone, once a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import func, literal, select

from knowledge.messages.notices import cause_of, queue_each
from knowledge.models import Account, DigestWish, Notice, Person
from knowledge.models.agenda.feeds import HALF_PAST_SIX

if TYPE_CHECKING:
    from knowledge.database import Database

KIND = "digest"
LATE = 120
"""Minutes after the hour in which it is still sent: later in the morning it is no news."""


@dataclass(frozen=True, slots=True)
class Wish:
    """When a person wants it."""

    minute: int = HALF_PAST_SIX
    even_if_empty: bool = False
    is_off: bool = False


class Digests:
    """Who wants the digest when."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def wish(self, person_id: int) -> Wish:
        """Return what the person wants; the usual where they said nothing."""
        query = select(DigestWish.minute, DigestWish.even_if_empty, DigestWish.is_off).where(
            DigestWish.person_id == person_id
        )
        async with self._database.read() as connection:
            row = (await connection.execute(query)).first()
        return Wish(*row) if row else Wish()

    async def want(self, person_id: int, wish: Wish) -> None:
        """Keep what the person wants."""
        async with self._database.edit() as session:
            kept = await session.get(DigestWish, person_id)
            if kept is None:
                kept = DigestWish(person_id=person_id)
                session.add(kept)
            kept.minute, kept.even_if_empty, kept.is_off = wish.minute, wish.even_if_empty, wish.is_off

    async def plan(self, now: datetime, zone: tzinfo) -> int:
        """Write a notice for everybody whose hour has come, once a day; returns how many were new."""
        async with self._database.read() as connection:
            zones = (await connection.execute(select(Person.timezone).distinct())).scalars().all()
        count = 0
        for name in zones:
            local = now.astimezone(ZoneInfo(name) if name else zone)
            count += await self._plan_zone(name, local, now)
        return count

    async def _plan_zone(self, name: str | None, local: datetime, now: datetime) -> int:
        minute = local.hour * 60 + local.minute
        wanted = func.coalesce(DigestWish.minute, HALF_PAST_SIX)
        due = (
            select(
                Person.id,
                Person.id.label("subject_id"),
                cause_of(f"{KIND}:{local:%Y-%m-%d}", Person.id),
                literal(now, Notice.due_at.type).label("due"),
                literal(now + timedelta(minutes=LATE), Notice.due_at.type).label("expires"),
            )
            .outerjoin(DigestWish, DigestWish.person_id == Person.id)
            .where(
                Person.timezone == name if name else Person.timezone.is_(None),
                Person.suspended_at.is_(None),
                func.coalesce(DigestWish.is_off, False).is_(False),
                wanted <= minute,
                wanted > minute - LATE,
                select(Account.id).where(Account.person_id == Person.id).exists(),
            )
        )
        async with self._database.write() as connection:
            return await queue_each(connection, due, KIND)
