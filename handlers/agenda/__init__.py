"""The agenda: asking about it, building and publishing it, changes, answers, attendance."""

from __future__ import annotations

from handlers.agenda import (
    answers,
    asking,
    changes,
    checking_in,
    conferences,
    digest,
    exports,
    facilities,
    feeds,
    intake,
    papers,
    points,
    programmes,
    reporters,
    seeking,
    setting_up,
    typed_answers,
)
from handlers.agenda.routing import router

__all__ = [
    "answers",
    "asking",
    "changes",
    "checking_in",
    "conferences",
    "digest",
    "exports",
    "facilities",
    "feeds",
    "intake",
    "papers",
    "points",
    "programmes",
    "reporters",
    "router",
    "seeking",
    "setting_up",
    "typed_answers",
]
