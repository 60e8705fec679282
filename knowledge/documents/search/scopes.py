"""Whose papers a person may read, as words of the index: the same as `visible_to` says in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.documents.search.passages import scope_term
from knowledge.models import Reach
from knowledge.scope import ABOVE, Viewer, places_of

if TYPE_CHECKING:
    from knowledge.database import Database

Scopes = frozenset[str] | None
"""Words of which a passage must bear one; None for everything."""


async def scopes(database: Database, viewer: Viewer) -> Scopes:
    """Return what reaches this viewer now; nothing for somebody without a post, or suspended."""
    if viewer is None:
        return None
    places = await database.look_up(places_of(viewer))
    found = {
        scope_term(unit, reach)
        for place, unit in places
        for reach in ((Reach.BELOW,) if place == ABOVE else (Reach.UNIT, Reach.BELOW))
    }
    return frozenset({scope_term(0, Reach.EVERYONE), *found}) if found else frozenset()
