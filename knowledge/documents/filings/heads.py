"""A paper's head as JSON, and what a secretary corrects in it: pure functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from knowledge.documents.structure.head import Head

DAYS = ("issued_on", "in_force_from", "in_force_to")
TEXTS = ("number", "type", "abstract", "issuer", "place", "signer", "signer_post", "title")
FIELDS = (*TEXTS, *DAYS)
"""What can be corrected, named as in `Document`."""
NEEDED = ("number", "type", "issuer", "issued_on")
"""Without these a paper is hard to find: missing ones are marked like unsure ones."""
LONGEST = 500


def as_json(head: Head) -> dict[str, object]:
    """Return a head as a table keeps it."""
    days = {name: day.isoformat() for name in DAYS if (day := getattr(head, name))}
    return {**asdict(head), "receivers": list(head.receivers), **dict.fromkeys(DAYS), **days} | {
        "unsure": sorted(head.unsure)
    }


def from_json(kept: Mapping[str, object]) -> Head:
    """Return the head that a table kept; unknown names are left out."""
    told: dict[str, Any] = {name: str(kept.get(name) or "") for name in TEXTS}
    told |= {name: date.fromisoformat(str(kept[name])) for name in DAYS if kept.get(name)}
    receivers, unsure = kept.get("receivers"), kept.get("unsure")
    return Head(
        **told,
        receivers=tuple(map(str, receivers)) if isinstance(receivers, list) else (),
        unsure=frozenset(map(str, unsure)) if isinstance(unsure, list) else frozenset(),
    )


def doubtful(head: Head) -> frozenset[str]:
    """Return the names of the fields that somebody should look at: guessed ones, and needed ones missing."""
    return head.unsure | {name for name in NEEDED if not getattr(head, name)}


def corrected(head: Head, field: str, value: str | date | None) -> Head:
    """Return a head with one field as a person gave it; the title follows type and abstract."""
    told = " ".join(value.split())[:LONGEST] if isinstance(value, str) else value
    change: dict[str, Any] = {field: told, "unsure": head.unsure - {field}}
    head = replace(head, **change)
    if field in {"type", "abstract"} and head.abstract:
        kind, about = head.type.capitalize(), head.abstract
        head = replace(head, title=f"{kind} {about}".strip(), unsure=head.unsure - {"title"})
    return head
