"""A second opinion: another library's models must understand what our server serves."""

from __future__ import annotations

from typing import Any


def load() -> None:
    """Import the models now: it takes seconds, and no call may wait for them."""
    import aiogram.types  # noqa: F401  # loaded for its effect: being there


def update(given: dict[str, Any]) -> None:
    """Raise if the update is not one that Telegram could send."""
    from aiogram.types import Update

    Update.model_validate(given)


def message(given: dict[str, Any]) -> None:
    """Raise if the message is not one that Telegram could return."""
    from aiogram.types import Message

    Message.model_validate(given)
