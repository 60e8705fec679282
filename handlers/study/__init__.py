"""Studying for an assessment: today's plan, the forecast, and how far one has come."""

from __future__ import annotations

from handlers.study import planning, progress
from handlers.study.routing import router

__all__ = ["planning", "progress", "router"]
