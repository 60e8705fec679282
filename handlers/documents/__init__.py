"""Papers: the registry, reading, answers to questions, and what secretaries hand in."""

from __future__ import annotations

# Plain text is offered in this order; answers come last, because a question may be anything.
from handlers.documents import answers
from handlers.documents.routing import router

__all__ = ["answers", "router"]
