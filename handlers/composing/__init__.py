"""Questions from papers: made, looked at one by one, and again when an article changes."""

from __future__ import annotations

from handlers.composing import making, reviewing
from handlers.composing.routing import router

__all__ = ["making", "reviewing", "router"]
