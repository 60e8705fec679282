"""Whom a person may give work to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from knowledge.models import Person, Post, Role, Unit
from knowledge.scope import units_held
from knowledge.vietnamese.text import fold

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

ASSIGNERS = (Role.SECRETARY, Role.LEAD)


@dataclass(frozen=True, slots=True)
class Assignee:
    """Somebody who may be given work."""

    id: int
    name: str
    unit: str


async def assignees(connection: AsyncConnection, person_id: int, wanted: str) -> list[Assignee]:
    """Return whom the person may give work to and whose name fits; a full name wins over a part."""
    statement = (
        select(Person.id, Person.name, Unit.name.label("unit"), Person.folded_name)
        .join(Post, Post.person_id == Person.id)
        .join(Unit, Unit.id == Post.unit_id)
        .where(
            Post.unit_id.in_(units_held(person_id, ASSIGNERS)),
            Person.suspended_at.is_(None),
            *(
                or_(
                    Person.folded_name.contains(word, autoescape=True),
                    Unit.folded_name.contains(word, autoescape=True),
                )
                for word in fold(wanted).split()
            ),
        )
        .order_by(Person.folded_name, Person.id, Unit.id)
    )
    found = (await connection.execute(statement)).all()
    named = [row for row in found if row.folded_name == fold(wanted)] or found
    return list({row.id: Assignee(row.id, row.name, row.unit) for row in named}.values())
