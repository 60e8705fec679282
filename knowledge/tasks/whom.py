"""Whom a task may be given to: units, posts and people below those that one keeps."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from knowledge.agenda.naming import TITLES, posts_as_said
from knowledge.models import Person, Post, Unit, UnitAlias
from knowledge.problems import Refusal
from knowledge.scope import OVERSEERS, units_held
from knowledge.vietnamese.text import fold

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

BETWEEN = re.compile(r"\s*(?:[,;]|\svà\s|\sand\s|\sva\s)\s*", re.IGNORECASE)
UNIT_WORDS = re.compile(r"^(?:don vi|co quan|phong ban|unit) ")
MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person, or a unit itself."""

    unit_id: int
    unit: str
    person_id: int | None = None
    person: str = ""
    post: str = ""

    @property
    def name(self) -> str:
        """Name them."""
        return self.person or self.unit

    def full(self) -> str:
        """Name them so that no namesake is meant."""
        about = ", ".join(filter(None, (self.post, self.unit)))
        return f"{self.person} ({about})" if self.person else self.unit


async def whom(session: AsyncSession, giver_id: int, text: str) -> list[Recipient]:
    """Return those whom a list names: "đ/c An, Phường A và Chánh Văn phòng". Raises Refusal."""
    everybody = await people_below(session, giver_id)
    units = await units_below(session, giver_id)
    found: dict[tuple[int, int | None], Recipient] = {}
    # A whole line first: "Ủy ban Mặt trận và các đoàn thể" is one name.
    whole = fits(fold(text), units, everybody)
    for piece in [text] if whole else BETWEEN.split(text):
        if piece.strip():
            one = only(fits(fold(piece), units, everybody), piece)
            found[one.unit_id, one.person_id] = one
    return list(found.values())


def only(candidates: list[Recipient], piece: str) -> Recipient:
    """Return the one that is meant. Raises Refusal, naming those who may be."""
    if not candidates:
        raise Refusal(
            "Nobody of the name “{name}” is within your scope to give work to.", name=piece.strip()[:80]
        )
    if len(candidates) > 1:
        names = "; ".join(each.full() for each in candidates[:MOST_NAMED])
        raise Refusal(
            "Several people fit: {names}. Please write the full name, or add the unit.", names=names
        )
    return candidates[0]


def fits(wanted: str, units: list[tuple[str, Recipient]], people: list[Recipient]) -> list[Recipient]:
    """Return whom folded words mean: a unit, a full name, a post, a given name, or words of name and unit."""
    wanted = TITLES.sub("", wanted.strip(" .")).strip()
    named = UNIT_WORDS.sub("", wanted)
    if by_unit := {unit.unit_id: unit for name, unit in units if name == named}:
        return list(by_unit.values())
    ways: tuple[Callable[[Recipient], bool], ...] = (
        lambda who: fold(who.person) == wanted,
        lambda who: wanted in posts_as_said(who.post, who.unit),
        lambda who: wanted in {f"{post} {fold(who.person)}" for post in posts_as_said(who.post, who.unit)},
        lambda who: fold(who.person).endswith(f" {wanted}") or fold(who.person).startswith(f"{wanted} "),
        lambda who: all(word in f"{fold(who.person)} {fold(who.unit)}".split() for word in wanted.split()),
    )
    for way in ways:
        if wanted and (found := {who.person_id: who for who in people if way(who)}):
            return list(found.values())
    return []


async def people_below(session: AsyncSession, giver_id: int) -> list[Recipient]:
    """Return who has a post in the units that somebody keeps, or below them."""
    found = (
        select(Post.unit_id, Unit.name, Person.id, Person.name, Post.title)
        .join(Person, Person.id == Post.person_id)
        .join(Unit, Unit.id == Post.unit_id)
        .where(Post.unit_id.in_(units_held(giver_id, OVERSEERS)), Person.suspended_at.is_(None))
        .order_by(Person.folded_name, Person.id, Post.id)
    )
    return [Recipient(*row) for row in (await session.execute(found)).all()]


async def units_below(session: AsyncSession, giver_id: int) -> list[tuple[str, Recipient]]:
    """Return the units that somebody keeps, and those below them, by each name that they have."""
    held = units_held(giver_id, OVERSEERS)
    named = select(Unit.folded_name, Unit.id, Unit.name).where(Unit.id.in_(held))
    alias = (
        select(UnitAlias.folded_name, Unit.id, Unit.name)
        .join(Unit, Unit.id == UnitAlias.unit_id)
        .where(Unit.id.in_(held))
    )
    rows = [*(await session.execute(named)).all(), *(await session.execute(alias)).all()]
    return [(folded, Recipient(unit, name)) for folded, unit, name in rows]


async def check_below(session: AsyncSession, giver_id: int, to: Recipient) -> None:
    """Refuse a recipient who is not, or no longer, below the giver."""
    held = units_held(giver_id, OVERSEERS)
    if to.person_id is None:
        found = select(Unit.id).where(Unit.id == to.unit_id, Unit.id.in_(held))
    else:
        found = (
            select(Post.id)
            .join(Person, Person.id == Post.person_id)
            .where(
                Post.person_id == to.person_id,
                Post.unit_id == to.unit_id,
                Post.unit_id.in_(held),
                Person.suspended_at.is_(None),
            )
        )
    if await session.scalar(found.limit(1)) is None:
        raise Refusal(
            "Giving work to {name} is not within your scope. Their lead or secretary can do it.", name=to.name
        )
