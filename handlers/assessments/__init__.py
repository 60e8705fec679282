"""Assessments: set by a unit, sat on any device, counted, and looked at question by question."""

from __future__ import annotations

from handlers.assessments import (
    answering,
    changing,
    items,
    listing,
    organising,
    reporting,
    resulting,
    sitting,
    telling,
)
from handlers.assessments.routing import router

__all__ = [
    "answering",
    "changing",
    "items",
    "listing",
    "organising",
    "reporting",
    "resulting",
    "router",
    "sitting",
    "telling",
]
