"""Tasks: given, held, handed in, judged, handed down, put off, counted; proposed from papers."""

from __future__ import annotations

from handlers.tasks import acting, cards, counting, giving, judging, proposing
from handlers.tasks.routing import router

__all__ = ["acting", "cards", "counting", "giving", "judging", "proposing", "router"]
