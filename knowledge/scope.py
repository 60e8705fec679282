"""Who may see what: one function turns a person into a SQL condition.

Every query that serves a person uses it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, or_, select, true

from knowledge.models import Person, Post, Reach, Role, UnitTree

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Select
    from sqlalchemy.orm import InstrumentedAttribute

Viewer = int | None
"""A person's id, or None for the technician at the command line, who sees everything."""

OVERSEERS = (Role.SECRETARY, Role.LEAD)
"""Roles that read their unit's whole subtree."""


def visible_to(
    viewer: Viewer,
    unit_id: InstrumentedAttribute[int],
    reach: InstrumentedAttribute[str],
) -> ColumnElement[bool]:
    """Return the condition under which what a unit published reaches this viewer."""
    if viewer is None:
        return true()
    posts = select(Post.unit_id).join(Person).where(Post.person_id == viewer, Person.suspended_at.is_(None))
    above = (
        select(UnitTree.above_id)
        .join(Post, Post.unit_id == UnitTree.unit_id)
        .join(Person, Person.id == Post.person_id)
        .where(Post.person_id == viewer, Person.suspended_at.is_(None))
    )
    return or_(
        and_(reach == Reach.EVERYONE, posts.exists()),
        unit_id.in_(posts),
        unit_id.in_(units_held(viewer, OVERSEERS)),
        and_(reach == Reach.BELOW, unit_id.in_(above)),
    )


def units_held(person_id: int, roles: Iterable[Role]) -> Select[int]:
    """Select the ids of all units in which (or above which) the person holds one of the roles."""
    return (
        select(UnitTree.unit_id)
        .join(Post, Post.unit_id == UnitTree.above_id)
        .join(Person, Person.id == Post.person_id)
        .where(Post.person_id == person_id, Post.role.in_(list(roles)), Person.suspended_at.is_(None))
    )
