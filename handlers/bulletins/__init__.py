"""Announcements to everybody below: written, sent, counted, corrected, withdrawn; seen and answered."""

from __future__ import annotations

from handlers.bulletins import following, reading, writing
from handlers.bulletins.routing import router

__all__ = ["following", "reading", "router", "writing"]
