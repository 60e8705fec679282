"""Whom words mean: a full name, a given name, a post ("Phó Bí thư Thường trực"), or a post with a name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz
from sqlalchemy import and_, or_, select
from typing_extensions import override

from knowledge.models import Person, Post, Unit, UnitTree
from knowledge.scope import OVERSEERS, Viewer, units_held
from knowledge.vietnamese.text import fold

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

TITLES = re.compile(r"^(?:cac )?(?:d/c|dc|dong chi|ong|ba|anh|chi|co|chu|mr|ms|mrs)\.? ")
"""What stands before a name."""
ALIKE = 88
"""Similarity, of 100, at which a full name counts as misspelt."""
LONGEST_NAME = 6
"""Words."""
HERE, ABOVE, BELOW, FAR = 0, 1, 2, 3
"""How near a post is to a meeting's unit: the nearest is meant; in another branch, by a name alone."""


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody whom words may mean, with the post by which one tells them from others."""

    person_id: int
    name: str
    post: str
    unit: str

    @override
    def __str__(self) -> str:
        """Say who this is, as a button does."""
        about = ", ".join(part for part in (self.post, self.unit) if part)
        return f"{self.name} ({about})" if about else self.name


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody with a post, folded for comparing."""

    who: Named
    folded_name: str
    posts: frozenset[str]
    """The post alone, and with its unit's name."""
    nearness: int = HERE


def posts_as_said(title: str, unit: str) -> frozenset[str]:
    """Return how a post is named: alone, and with its unit, a shared word said once.

    "Bí thư Đảng ủy" of "Đảng ủy phường Sông Trà" is "Bí thư Đảng ủy phường Sông Trà", too.
    """
    post, body = fold(title), fold(unit)
    if not post:
        return frozenset()
    words, other = post.split(), body.split()
    shared = next((n for n in range(min(len(words), len(other)), 0, -1) if words[-n:] == other[:n]), 0)
    return frozenset({post, " ".join([*words, *other[shared:]])})


async def whom(session: AsyncSession, viewer: Viewer, text: str) -> list[Named]:
    """Return whom somebody may mean, among the people of the viewer's units, above them and below them.

    A full name or post that fits exactly excludes the others; then a given name; then a misspelt full name.
    """
    wanted = TITLES.sub("", fold(text).strip(" .?")).strip()
    if not wanted:
        return []
    holders = await holders_near(session, viewer)
    ways: tuple[Callable[[Holder], bool], ...] = (
        lambda h: h.folded_name == wanted or with_post(h, wanted),
        lambda h: wanted in h.posts,
        lambda h: h.folded_name.endswith(f" {wanted}"),
        lambda h: h.folded_name.startswith(f"{wanted} ") and " " not in wanted,
        lambda h: " " in wanted and fuzz.ratio(h.folded_name, wanted) >= ALIKE,
    )
    for fits in ways:
        if found := {holder.who.person_id: holder.who for holder in holders if fits(holder)}:
            return sorted(found.values(), key=lambda who: (who.name, who.person_id))
    return []


def with_post(holder: Holder, wanted: str) -> bool:
    """Tell whether the words are a post of the holder's and their name."""
    return wanted.endswith(f" {holder.folded_name}") and (
        wanted.removesuffix(f" {holder.folded_name}") in holder.posts
    )


async def holders_near(session: AsyncSession, viewer: Viewer) -> list[Holder]:
    """Return the people of the viewer's own units, of those above, and of those that they oversee."""
    query = (
        select(Person.id, Person.name, Person.folded_name, Post.title, Unit.name)
        .join(Post, Post.person_id == Person.id)
        .join(Unit, Unit.id == Post.unit_id)
        .where(Person.suspended_at.is_(None))
        .order_by(Post.id)
    )
    if viewer is not None:
        own = select(Post.unit_id).where(Post.person_id == viewer)
        above = select(UnitTree.above_id).where(UnitTree.unit_id.in_(own))
        query = query.where(or_(Unit.id.in_(above), Unit.id.in_(units_held(viewer, OVERSEERS))))
    return [
        Holder(Named(id_, name, title, unit), folded, posts_as_said(title, unit))
        for id_, name, folded, title, unit in await session.execute(query)
    ]


async def named_in(session: AsyncSession, unit_id: int, pieces: Iterable[str]) -> dict[int, str]:
    """Return whom the pieces of a programme name, each with the post by which, empty for a name alone.

    The pieces are folded. Of namesakes and of equal posts the one nearest to the meeting's unit is meant:
    in it, above it, below it; where two are as near, nobody is.
    """
    wanted = {TITLES.sub("", piece.strip(" .")).strip() for piece in pieces} - {""}
    if not wanted:
        return {}
    holders = await holders_of(session, unit_id, wanted)
    people: dict[int, str] = {}
    for piece in sorted(wanted):
        fits = [h for h in holders if h.folded_name == piece or with_post(h, piece)]
        by_post = [h for h in holders if piece in h.posts and h.nearness != FAR]
        for person_id, post in nearest(fits, named=True) or nearest(by_post, named=False):
            people.setdefault(person_id, post)
    return people


def nearest(holders: list[Holder], *, named: bool) -> list[tuple[int, str]]:
    """Return the one who is nearest, with the post where it was not the name; nobody where two are."""
    everyone = {holder.who.person_id for holder in holders}
    if named and len(everyone) == 1:
        return [(next(iter(everyone)), "")]
    for nearness in (HERE, ABOVE, BELOW):
        here = {h.who.person_id: h.who.post for h in holders if h.nearness == nearness}
        if len(here) == 1:
            return [(person, "" if named else post) for person, post in here.items()]
        if here:
            return []
    return []


async def holders_of(session: AsyncSession, unit_id: int, wanted: set[str]) -> list[Holder]:
    """Return who is called so, anywhere, and who holds a post at, above or below a unit."""
    over = select(UnitTree.above_id).where(UnitTree.unit_id == unit_id)
    under = select(UnitTree.unit_id).where(UnitTree.above_id == unit_id)
    names = {end for piece in wanted for end in ends_of(piece)}
    is_near = or_(Post.unit_id.in_(over), Post.unit_id.in_(under))
    # Folded here, not in the database: it knows no Vietnamese. Titles are few, posts may be thousands.
    titles = await session.scalars(select(Post.title).where(is_near).distinct())
    said = [t for t in titles if t and any(piece.startswith(fold(t)) for piece in wanted)]
    query = (
        select(Person.id, Person.name, Person.folded_name, Post.title, Unit.name, Unit.id)
        .join(Post, Post.person_id == Person.id)
        .join(Unit, Unit.id == Post.unit_id)
        .where(
            Person.suspended_at.is_(None),
            or_(Person.folded_name.in_(sorted(names)), and_(Post.title.in_(said), is_near)),
        )
        .order_by(Post.id)
    )
    above = dict.fromkeys(await session.scalars(over), ABOVE)
    near = dict.fromkeys(await session.scalars(under), BELOW) | above | {unit_id: HERE}
    return [
        Holder(Named(id_, name, title, unit), folded, posts_as_said(title, unit), near.get(at, FAR))
        for id_, name, folded, title, unit, at in await session.execute(query)
    ]


def ends_of(piece: str) -> list[str]:
    """Return the last words of a piece that may be a name: of "bi thu le quang vinh", "le quang vinh" too."""
    words = piece.split()
    return [" ".join(words[-n:]) for n in range(2, min(len(words), LONGEST_NAME) + 1)] or [piece]
