"""Practice for the next assessment, and why an answer is right."""

from __future__ import annotations

from handlers.quiz import handing_in, practising
from handlers.quiz.routing import router

__all__ = ["handing_in", "practising", "router"]
