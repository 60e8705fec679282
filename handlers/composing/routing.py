"""The one router on which the modules of this feature register."""

from __future__ import annotations

from handlers.routing import Router

router = Router("composing")
