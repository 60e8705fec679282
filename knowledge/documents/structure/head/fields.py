"""What a paper says about itself, field by field."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a paper says about itself; empty where it does not. The fields are named as in `Document`."""

    title: str
    number: str = ""
    type: str = ""
    issuer: str = ""
    place: str = ""
    abstract: str = ""
    signer: str = ""
    signer_post: str = ""
    receivers: tuple[str, ...] = ()
    issued_on: date | None = None
    in_force_from: date | None = None
    in_force_to: date | None = None
    unsure: frozenset[str] = frozenset()
    """Names of the fields that were guessed, or that two places of the paper contradict."""
