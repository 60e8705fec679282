"""Papers: the registry, reading, answers to questions, and what secretaries hand in."""

from __future__ import annotations

from handlers.documents import (
    approvals,
    enquiries,
    filing,
    papers,
    reading,
    receiving,
    registry,
    shelf,
    unanswered,
    votes,
)
from handlers.documents.routing import router

# Plain text is offered in this order; answers come last, because a question may be anything.
from handlers.documents import answers  # isort: skip

__all__ = [
    "answers",
    "approvals",
    "enquiries",
    "filing",
    "papers",
    "reading",
    "receiving",
    "registry",
    "router",
    "shelf",
    "unanswered",
    "votes",
]
