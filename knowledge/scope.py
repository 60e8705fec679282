"""Who may see what: one function turns a person into a SQL condition.

Every query that serves a person uses it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, CompoundSelect, and_, func, literal, or_, select, true, union_all

from knowledge.models import Person, Post, Reach, Role, Unit, UnitTree

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


def overseen_by(person_id: int) -> Select[int]:
    """Select the units where the person holds an overseer's post, the first one first."""
    return (
        select(Post.unit_id)
        .where(Post.person_id == person_id, Post.role.in_(OVERSEERS))
        .where(Post.unit_id.in_(units_held(person_id, OVERSEERS)))
        .order_by(Post.unit_id)
        .limit(1)
    )


def kept_by(person_id: int) -> Select[int, str]:
    """Select id and name of the units where the person holds the secretary's post."""
    return (
        select(Unit.id, Unit.name)
        .join(Post, Post.unit_id == Unit.id)
        .where(Post.person_id == person_id, Post.role == Role.SECRETARY)
        .where(Unit.id.in_(units_held(person_id, [Role.SECRETARY])))
        .order_by(Unit.name, Unit.id)
    )


def everybody_below(unit_id: int) -> Select[int, int]:
    """Select who has a post in a unit or below it, each once, with the unit where they are counted."""
    return (
        select(Post.person_id, func.min(Post.unit_id).label("unit_id"))
        .join(UnitTree, UnitTree.unit_id == Post.unit_id)
        .join(Person, Person.id == Post.person_id)
        .where(UnitTree.above_id == unit_id, Person.suspended_at.is_(None))
        .group_by(Post.person_id)
    )


OWN, ABOVE, HELD, EVERY = "own", "above", "held", "every"


def places_of(person_id: int) -> CompoundSelect[str, int]:
    """Select the units that `visible_to` looks at, for a test elsewhere, and how many there are."""
    mine = (Post.person_id == person_id, Person.suspended_at.is_(None))
    posts = select(Post.unit_id).join(Person).where(*mine)
    own = select(literal(OWN), Post.unit_id).join(Person).where(*mine)
    above = select(literal(ABOVE), UnitTree.above_id).where(UnitTree.unit_id.in_(posts))
    held = units_held(person_id, OVERSEERS).subquery()
    every = select(literal(EVERY), func.count(Unit.id))
    return union_all(own, above, select(literal(HELD), held.c.unit_id), every)
