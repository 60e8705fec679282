"""Units and people by name, for the many lines of one list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlalchemy import select

from knowledge.agenda.naming import TITLES
from knowledge.models import Person, Post, UnitTree
from knowledge.organisation.units import best_fits, only, placed_units
from knowledge.problems import Refusal
from knowledge.vietnamese.text import fold

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from knowledge.organisation.units import Placed


class Roster:
    """Units and people by name, for the many lines of one list."""

    def __init__(self, units: list[Placed], people: dict[str, dict[int, set[int]]]) -> None:
        self._units = units
        self._people = people
        self._found: dict[str, int] = {}

    @classmethod
    async def load(cls, session: AsyncSession, names: Iterable[str]) -> Roster:
        """Read the units, and the people of these folded names with the units at or above their posts."""
        units = await placed_units(await session.connection(), None)
        statement = (
            select(Person.folded_name, Person.id, UnitTree.above_id)
            .outerjoin(Post, Post.person_id == Person.id)
            .outerjoin(UnitTree, UnitTree.unit_id == Post.unit_id)
            .where(Person.suspended_at.is_(None))
        )
        wanted = set(names)
        people: dict[str, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
        # Not by a list of names in the statement: it may hold thousands.
        for name, person_id, above in await session.execute(statement):
            if name in wanted:
                people[name][person_id].add(above or 0)
        return cls(units, people)

    def unit(self, name: str) -> int:
        """Return the unit of this name or path. Raises Refusal."""
        if name not in self._found:
            self._found[name] = only(best_fits(self._units, name), name).id
        return self._found[name]

    def person(self, name: str, unit_id: int) -> int:
        """Return the person of this name; of namesakes the one of the unit. Raises Refusal."""
        found = self._people.get(person_key(name), {})
        here = [person for person, units in found.items() if unit_id in units]
        if len(here) == 1 or (len(found) == 1 and not here):
            return (here or list(found))[0]
        if not found:
            raise Refusal(
                "Nobody in the roster is called “{name}”. Please type the full name.", name=name[:60]
            )
        raise Refusal("Several people are called {name}. Please ask your secretary.", name=name[:60])


def person_key(name: str) -> str:
    """Return a name as it is looked up."""
    return TITLES.sub("", fold(name).strip(" .")).strip()
