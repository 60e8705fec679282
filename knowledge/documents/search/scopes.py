"""Whose papers a person may read, as words of the index: the same as `visible_to` says in SQL."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from knowledge.documents.search.passages import scope_term
from knowledge.models import Reach
from knowledge.scope import ABOVE, EVERY, HELD, OWN, Viewer, places_of

if TYPE_CHECKING:
    from sqlalchemy import CompoundSelect

    from knowledge.database import Database

Scopes = frozenset[str] | None
"""Words of which a passage must bear one; None for everything."""


@lru_cache(maxsize=1_000)
def statement(viewer: int) -> CompoundSelect[str, int]:
    """Build the statement once a person: that takes longer than to run it."""
    return places_of(viewer)


async def scopes(database: Database, viewer: Viewer) -> Scopes:
    """Return what reaches this viewer now; nothing for somebody without a post, or suspended."""
    if viewer is None:
        return None
    units: dict[str, set[int]] = defaultdict(set)
    for place, unit in await database.look_up(statement(viewer)):
        units[place].add(unit)
    if not units[OWN]:
        return frozenset()
    if {len(units[HELD])} == units[EVERY]:
        # Whoever oversees all units reads everything: no list of them has to be compared.
        return None
    whole, below = units[OWN] | units[HELD], units[OWN] | units[HELD] | units[ABOVE]
    found = {scope_term(unit, Reach.UNIT) for unit in whole} | {
        scope_term(unit, Reach.BELOW) for unit in below
    }
    return frozenset({scope_term(0, Reach.EVERYONE), *found})
