"""Several notices that were held up, as one message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from handlers.chat import Button, Html, Reply, Request, paragraphs


def merged(request: Request, replies: Sequence[Reply]) -> Reply:
    """Say what was held up in one message, numbered, with the buttons of each under its number."""
    if len(replies) == 1:
        return replies[0]
    head = request.say_count("{count} notice was held up:", "{count} notices were held up:", len(replies))
    texts = [Html(f"<b>{number}.</b> {reply.text}") for number, reply in enumerate(replies, 1)]
    rows = tuple(
        tuple(numbered(number, button) for button in row)
        for number, reply in enumerate(replies, 1)
        for row in reply.buttons
    )
    return Reply(paragraphs(head, *texts), buttons=rows)


def numbered(number: int, button: Button) -> Button:
    """Say on a button which of the notices it belongs to."""
    return replace(button, label=f"{number}. {button.label}")
