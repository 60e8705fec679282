"""What is said where no handler was meant: in groups, and to commands that are not ours."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from handlers.chat import Reply, Request, paragraphs, words
from handlers.routing import command_button

LIKE_ENOUGH = 60
"""Similarity, of 100, at which a mistyped command gets a suggestion."""


def suggestion(name: str, commands: Iterable[str], request: Request) -> Reply:
    """Say that the command is unknown, with the nearest one as a button."""
    near = process.extractOne(name, list(commands), scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH)
    unknown = request.say("I do not know /{name}.", name=name[:32])
    if near is None:
        return Reply(paragraphs(unknown, request.say("/trogiup shows what I can do.")))
    label = words(request.say("Open /{name}", name=near[0]))
    return Reply(
        paragraphs(unknown, request.say("Did you mean /{name}?", name=near[0])),
        buttons=((command_button(label, f"/{near[0]}"),),),
    )
