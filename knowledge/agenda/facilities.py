"""Rooms and cars: what units have, so that two meetings do not take one at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from knowledge.models import Booking, Facility, Person, Post, Role, Unit, UnitTree
from knowledge.problems import Refusal
from knowledge.scope import kept_by, units_held
from knowledge.vietnamese.text import clean, fold

if TYPE_CHECKING:
    from knowledge.database import Database

LONGEST_NAME = 80
ROOM, CAR = "room", "car"


@dataclass(frozen=True, slots=True)
class FacilityRow:
    """A room or car."""

    id: int
    kind: str
    name: str
    places: int | None
    unit: str
    is_kept: bool
    """Whether the viewer may remove it."""


class Facilities:
    """What can be booked."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, person_id: int) -> list[FacilityRow]:
        """Return the rooms and cars of the person's units, and of those above them."""
        units = (
            select(UnitTree.above_id)
            .join(Post, Post.unit_id == UnitTree.unit_id)
            .join(Person, Person.id == Post.person_id)
            .where(Post.person_id == person_id, Person.suspended_at.is_(None))
        )
        kept = Facility.unit_id.in_(units_held(person_id, [Role.SECRETARY]))
        query = (
            select(Facility.id, Facility.kind, Facility.name, Facility.places, Unit.name, kept)
            .join(Unit, Unit.id == Facility.unit_id)
            .where(Facility.unit_id.in_(units) | kept)
            .order_by(Facility.kind.desc(), Facility.folded_name, Facility.id)
        )
        async with self._database.read() as connection:
            return [FacilityRow(*row) for row in await connection.execute(query)]

    async def add(self, person_id: int, name: str, places: int | None = None) -> str:
        """Add a room or car to the person's unit; the same name again changes its places. Raises Refusal."""
        name = " ".join(clean(name).split())[:LONGEST_NAME]
        if not fold(name):
            raise Refusal("Please write the room's name, for example: /phong thêm Phòng họp 2, 40 chỗ")
        async with self._database.edit() as session:
            units = (await session.execute(kept_by(person_id))).all()
            if not units:
                raise Refusal("Only a secretary manages rooms and cars. Please ask your secretary.")
            there = await session.scalar(
                select(Facility).where(Facility.unit_id == units[0][0], Facility.folded_name == fold(name))
            )
            if there is None:
                kind = CAR if fold(name).startswith(("xe ", "car ")) else ROOM
                session.add(
                    Facility(unit_id=units[0][0], kind=kind, name=name, folded_name=fold(name), places=places)
                )
            else:
                there.places = places
        return name

    async def remove(self, person_id: int, id: int) -> str:
        """Remove a room or car, with its bookings; the meetings stay. Raises Refusal."""
        kept = Facility.unit_id.in_(units_held(person_id, [Role.SECRETARY]))
        async with self._database.edit() as session:
            facility = await session.scalar(select(Facility).where(Facility.id == id, kept))
            if facility is None:
                raise Refusal("That room or car is not within your scope.")
            await session.execute(delete(Booking).where(Booking.facility_id == id))
            await session.delete(facility)
            return facility.name
