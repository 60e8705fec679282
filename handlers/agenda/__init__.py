"""The agenda: asking about it, building and publishing it, changes, answers, attendance."""

from __future__ import annotations

from handlers.agenda import (
    answers,
    asking,
    changes,
    digest,
    exports,
    facilities,
    feeds,
    intake,
    programmes,
    seeking,
)
from handlers.agenda.routing import router

__all__ = [
    "answers",
    "asking",
    "changes",
    "digest",
    "exports",
    "facilities",
    "feeds",
    "intake",
    "programmes",
    "router",
    "seeking",
]
