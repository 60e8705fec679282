"""Who drafts a unit's programme, and who decides on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from knowledge.models import Person, Post, Role, UnitTree
from knowledge.scope import units_held

if TYPE_CHECKING:
    from sqlalchemy import Select
    from sqlalchemy.ext.asyncio import AsyncSession


def drafted_by(person_id: int) -> Select[int]:
    """Select the units whose programmes the person drafts: where they are secretary, and below."""
    return units_held(person_id, [Role.SECRETARY])


def decided_by(person_id: int) -> Select[int]:
    """Select the units whose programmes the person approves or returns."""
    return units_held(person_id, [Role.LEAD])


async def leads_of(session: AsyncSession, unit_id: int) -> list[int]:
    """Return who decides on a unit's programme: the leads of the nearest unit that has some."""
    nearest = (
        select(Post.unit_id, Post.person_id)
        .join(UnitTree, UnitTree.above_id == Post.unit_id)
        .join(Person, Person.id == Post.person_id)
        .where(UnitTree.unit_id == unit_id, Post.role == Role.LEAD, Person.suspended_at.is_(None))
    )
    rows = (await session.execute(nearest)).all()
    depth = {unit: await depth_of(session, unit) for unit in {row[0] for row in rows}}
    deepest = max(depth.values(), default=0)
    return sorted({person for unit, person in rows if depth[unit] == deepest})


async def depth_of(session: AsyncSession, unit_id: int) -> int:
    """Return how many units stand at or above a unit."""
    found = await session.scalars(select(UnitTree.above_id).where(UnitTree.unit_id == unit_id))
    return len(found.all())


async def may(session: AsyncSession, units: Select[int], unit_id: int) -> bool:
    """Tell whether a unit is among those."""
    found = units.where(UnitTree.unit_id == unit_id).limit(1)
    return await session.scalar(found) is not None
