"""Practice for the next assessment, and why an answer is right."""

from __future__ import annotations

from handlers.quiz import practising
from handlers.quiz.routing import router

__all__ = ["practising", "router"]
