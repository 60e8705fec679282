"""Who answers a unit's enquiries, and who approves the answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, func, or_, select

from knowledge.models import Enquiry, Person, Post, Role, UnitTree
from knowledge.scope import units_held

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

ANSWERERS = (Role.SECRETARY, Role.LEAD)


def answered_by(person_id: int) -> ColumnElement[bool]:
    """Return the condition of the enquiries that the person may answer."""
    return Enquiry.unit_id.in_(units_held(person_id, ANSWERERS))


def approved_by(person_id: int) -> ColumnElement[bool]:
    """Return the condition of the enquiries whose reply the person may approve.

    A lead of the unit or above it may; a secretary only where the unit has no lead of its own.
    """
    lead = (
        select(Post.id)
        .join(Person, Person.id == Post.person_id)
        .where(Post.unit_id == Enquiry.unit_id, Post.role == Role.LEAD, Person.suspended_at.is_(None))
    )
    as_secretary = Enquiry.unit_id.in_(units_held(person_id, (Role.SECRETARY,)))
    return or_(Enquiry.unit_id.in_(units_held(person_id, (Role.LEAD,))), as_secretary & ~lead.exists())


async def answerers(connection: AsyncConnection, unit_id: int, without: int) -> list[int]:
    """Return who is told of an enquiry: the nearest secretaries at or above the unit, else leads."""
    for role in ANSWERERS:
        found = await nearest(connection, unit_id, (role,), without)
        if found:
            return found
    return []


async def approvers(connection: AsyncConnection, unit_id: int) -> list[int]:
    """Return who is told of a reply to approve: the unit's own leads, else who answers for it."""
    query = (
        select(Post.person_id)
        .join(Person, Person.id == Post.person_id)
        .where(Post.unit_id == unit_id, Post.role == Role.LEAD, Person.suspended_at.is_(None))
        .order_by(Post.person_id)
    )
    leads = list((await connection.execute(query)).scalars())
    return leads or await answerers(connection, unit_id, 0)


async def nearest(
    connection: AsyncConnection, unit_id: int, roles: Iterable[Role], without: int
) -> list[int]:
    """Return who holds a role in the nearest unit at or above this one in which anybody does."""
    depth = (
        select(UnitTree.unit_id, func.count().label("depth")).group_by(UnitTree.unit_id).subquery("depths")
    )
    query = (
        select(Post.person_id, depth.c.depth)
        .join(Person, Person.id == Post.person_id)
        .join(UnitTree, UnitTree.above_id == Post.unit_id)
        .join(depth, depth.c.unit_id == Post.unit_id)
        .where(
            UnitTree.unit_id == unit_id,
            Post.role.in_(list(roles)),
            Post.person_id != without,
            Person.suspended_at.is_(None),
        )
        .order_by(depth.c.depth.desc(), Post.person_id)
    )
    rows = (await connection.execute(query)).all()
    return list(dict.fromkeys(row.person_id for row in rows if row.depth == rows[0].depth))
