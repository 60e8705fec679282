"""Text for channels that have nothing else: tags gone, buttons as numbers."""

from __future__ import annotations

import html
import re

from handlers.chat import Reply

TAG = re.compile(r"</?[a-z][^<>]*>")


def render(reply: Reply) -> str:
    """Return the reply as plain text; a typed 2 presses the second of the numbered buttons."""
    text = html.unescape(TAG.sub("", reply.text))
    labels = [button.label for row in reply.buttons for button in row]
    choices = "\n".join(f"{number}. {label}" for number, label in enumerate(labels, start=1))
    return f"{text}\n\n{choices}" if choices else text
