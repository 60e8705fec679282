"""Stub."""

from __future__ import annotations

from handlers.routing import Router

router = Router("deadlines")
