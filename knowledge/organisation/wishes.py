"""Quiet hours, and how long before a meeting one wants to hear of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from knowledge.models import PersonWish, UnitWish
from knowledge.problems import Refusal
from knowledge.scope import OVERSEERS, units_held

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from knowledge.database import Database

MOST_BEFORE = 24 * 60
"""Minutes before a meeting: earlier is the agenda's matter."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wishes; minutes of their own day."""

    meeting_minutes: int | None = None
    quiet_from: int | None = None
    quiet_to: int | None = None


def quiet_until(local: datetime, quiet_from: int | None, quiet_to: int | None) -> datetime | None:
    """Return when quiet hours end that hold at a local moment; None where they do not hold."""
    if quiet_from is None or quiet_to is None or quiet_from == quiet_to:
        return None
    minute = local.hour * 60 + local.minute
    over_midnight = quiet_from > quiet_to
    holds = minute >= quiet_from or minute < quiet_to if over_midnight else quiet_from <= minute < quiet_to
    if not holds:
        return None
    day = local.date() + timedelta(days=over_midnight and minute >= quiet_from)
    return datetime.combine(day, time(*divmod(quiet_to, 60)), local.tzinfo)


class Wishes:
    """How people wish to be told."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, person_id: int) -> Wish:
        """Return what a person wishes."""
        query = select(PersonWish.meeting_minutes, PersonWish.quiet_from, PersonWish.quiet_to)
        async with self._database.read() as connection:
            row = (await connection.execute(query.where(PersonWish.person_id == person_id))).first()
        return Wish(*row) if row else Wish()

    async def be_quiet(self, person_id: int, quiet_from: int | None, quiet_to: int | None) -> None:
        """Set a person's quiet hours; None for none."""
        async with self._database.edit() as session:
            wish = await self._mine(session, person_id)
            wish.quiet_from, wish.quiet_to = quiet_from, quiet_to

    async def before_meetings(self, person_id: int, minutes: int) -> None:
        """Set how long before a meeting the person hears of it; 0 for never. Raises Refusal."""
        if not 0 <= minutes <= MOST_BEFORE:
            raise Refusal("I can remind you at most a day before a meeting, for example: 30 minutes.")
        async with self._database.edit() as session:
            (await self._mine(session, person_id)).meeting_minutes = minutes

    async def let_urgent_pass(self, person_id: int, *, passes: bool) -> int:
        """Let what tells of a moment pass quiet hours in the units one keeps; how many. Raises Refusal."""
        async with self._database.edit() as session:
            units = list(await session.scalars(units_held(person_id, OVERSEERS)))
            if not units:
                raise Refusal("Only leads and secretaries allow this for their unit. Please ask yours.")
            for unit in set(units):
                wish = await session.get(UnitWish, unit) or UnitWish(unit_id=unit)
                wish.urgent_passes = passes
                session.add(wish)
            return len(set(units))

    async def _mine(self, session: AsyncSession, person_id: int) -> PersonWish:
        wish = await session.get(PersonWish, person_id)
        if wish is None:
            wish = PersonWish(person_id=person_id)
            session.add(wish)
        return wish
