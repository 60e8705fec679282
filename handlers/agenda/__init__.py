"""The agenda: asking about it, building and publishing it, changes, answers, attendance."""

from __future__ import annotations

from handlers.agenda import asking, exports, feeds, intake, programmes
from handlers.agenda.routing import router

__all__ = ["asking", "exports", "feeds", "intake", "programmes", "router"]
