"""The organisation's tree: bodies, what they are called, and which stands above which."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from knowledge.models import Post, Role, Unit, UnitAlias, UnitTree
from knowledge.problems import Refusal
from knowledge.scope import Viewer, units_held
from knowledge.vietnamese.text import clean, fold

if TYPE_CHECKING:
    from knowledge.database import Database

LIKE_ENOUGH = 85
"""Similarity, of 100, at which a unit's name counts as misspelt."""
MOST_NAMED = 5
"""How many units a refusal names."""

Path = tuple[str, ...]
"""A unit's place: the names from the top down."""


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit as the outside sees it."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A unit with everything it can be found by, folded."""

    id: int
    name: str
    path: Path
    names: frozenset[str]
    folded_path: str


class Units:
    """The tree of bodies."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, name: str, viewer: Viewer = None) -> UnitRow:
        """Return the unit of this name, alias or path; the topmost one for an empty name."""
        async with self._database.read() as connection:
            units = await placed_units(connection, viewer)
        if fold(name):
            return only(best_fits(units, name), name)
        return only([unit for unit in units if len(unit.path) == 1], name)

    async def topmost(self) -> UnitRow:
        """Return the topmost unit; in an empty database a nameless one, which the first roster names."""
        async with self._database.edit() as session:
            if await session.scalar(select(Unit.id).limit(1)) is None:
                await Tree(session).ensure([""])
        return await self.find("")


class Tree:
    """The units of one open transaction, by parent and folded name, for many look-ups."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        self._children: dict[tuple[int | None, str], int] = {}
        self._above: dict[int, tuple[int, ...]] = {}
        self.created: list[str] = []

    @classmethod
    async def load(cls, session: AsyncSession) -> Tree:
        """Read the whole tree: thousands of rows at most."""
        tree = cls(session)
        for unit_id, parent, folded in await session.execute(
            select(Unit.id, Unit.parent_id, Unit.folded_name)
        ):
            tree._children[parent, folded] = unit_id
        for unit_id, parent, folded in await session.execute(
            select(Unit.id, Unit.parent_id, UnitAlias.folded_name).join(
                UnitAlias, UnitAlias.unit_id == Unit.id
            ),
        ):
            tree._children.setdefault((parent, folded), unit_id)
        for unit_id, above in await session.execute(select(UnitTree.unit_id, UnitTree.above_id)):
            tree._above[unit_id] = (*tree._above.get(unit_id, ()), above)
        return tree

    async def ensure(self, path: Sequence[str]) -> int:
        """Return the id of the unit at the path, making it and what is missing above it."""
        parent: int | None = None
        for depth, name in enumerate(path, 1):
            found = self._children.get((parent, fold(name)))
            parent = found or await self._create(parent, name, " / ".join(path[:depth]))
        if parent is None:
            raise ValueError("a unit's path has at least one name")
        return parent

    async def _create(self, parent: int | None, name: str, shown: str) -> int:
        nameless = self._children.pop((None, ""), None) if parent is None else None
        if nameless:
            unit = await self._session.get_one(Unit, nameless)
            unit.name, unit.folded_name = name, fold(name)
            self._children[None, fold(name)] = nameless
            self.created.append(shown)
            return nameless
        unit = Unit(parent_id=parent, name=name, folded_name=fold(name))
        self._session.add(unit)
        await self._session.flush()
        above = (*(self._above[parent] if parent else ()), unit.id)
        self._session.add_all([UnitTree(above_id=over, unit_id=unit.id) for over in above])
        self._above[unit.id] = above
        self._children[parent, unit.folded_name] = unit.id
        self.created.append(shown)
        return unit.id


async def ensure_path(session: AsyncSession, path: str) -> int:
    """Return the id of the unit at a path such as "A / B", making what is missing."""
    return await (await Tree.load(session)).ensure(split_path(path))


def split_path(path: str) -> Path:
    """Split "A / B" or "A > B" into names; a path with > may have / inside its names."""
    names = (
        " ".join(part.split()) for part in re.split(r"[>›]" if re.search(r"[>›]", path) else "/", clean(path))
    )
    return tuple(name for name in names if name)


async def placed_units(connection: AsyncConnection, viewer: Viewer) -> list[Placed]:
    """Read the units with their paths: the viewer's own, those above, and those below them."""
    rows = {row.id: row for row in await connection.execute(select(Unit.id, Unit.parent_id, Unit.name))}
    aliases: dict[int, set[str]] = {}
    for unit_id, folded in await connection.execute(select(UnitAlias.unit_id, UnitAlias.folded_name)):
        aliases.setdefault(unit_id, set()).add(folded)
    seen: Iterable[int] = rows
    if viewer is not None:
        own = select(Post.unit_id).where(Post.person_id == viewer)
        above = select(UnitTree.above_id).where(UnitTree.unit_id.in_(own))
        near = or_(Unit.id.in_(above), Unit.id.in_(units_held(viewer, Role)))
        seen = (await connection.execute(select(Unit.id).where(near).order_by(Unit.id))).scalars()

    def path(unit_id: int | None) -> Path:
        return (*path(rows[unit_id].parent_id), rows[unit_id].name) if unit_id else ()

    return [
        Placed(
            unit_id,
            rows[unit_id].name,
            path(unit_id),
            frozenset({fold(rows[unit_id].name)} | aliases.get(unit_id, set())),
            " / ".join(fold(name) for name in path(unit_id)),
        )
        for unit_id in seen
    ]


def best_fits(units: Sequence[Placed], text: str) -> list[Placed]:
    """Return the units that fit best: by name or alias, by the end of a path, by a part, roughly."""
    wanted = fold(text)
    as_path = " / ".join(fold(name) for name in split_path(text))
    ways: tuple[Callable[[Placed], bool], ...] = (
        lambda unit: wanted in unit.names,
        lambda unit: f" / {unit.folded_path}".endswith(f" / {as_path}"),
        lambda unit: wanted in fold(unit.name),
        lambda unit: max(fuzz.ratio(wanted, name) for name in unit.names) >= LIKE_ENOUGH,
    )
    return next((fits for way in ways if (fits := [unit for unit in units if way(unit)])), [])


def only(fits: Sequence[Placed], text: str) -> UnitRow:
    """Return the one unit that fits; Refusal where none or several do."""
    if not fits:
        raise Refusal("No unit is called “{text}”. Check the spelling.", text=text)
    if len(fits) > 1:
        raise Refusal(
            "Several units fit: {units}. Write the whole path, such as “{example}”.",
            units="; ".join(" / ".join(unit.path) for unit in fits[:MOST_NAMED]),
            example=" / ".join(fits[0].path),
        )
    return UnitRow(fits[0].id, fits[0].name)
