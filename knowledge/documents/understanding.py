"""A paper's structure, made where it holds up nobody: a long text's in the child process, with its limits."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.documents.structure import Structure, analyse

if TYPE_CHECKING:
    from knowledge.files import Workshop

SHORT = 20_000
"""Characters that are read beside the chats: a hundredth of a second, hostile ones included."""


async def understood(workshop: Workshop, paragraphs: Sequence[str], name: str) -> Structure:
    """Read a paper's head, passages and references; Refusal where it takes too much time or memory."""
    if sum(map(len, paragraphs)) <= SHORT:
        return analyse(paragraphs, name)
    # A thread would hold the interpreter for as long as a long text takes.
    return await workshop.parse(partial(analyse_here, tuple(paragraphs)), Path(name))


def analyse_here(paragraphs: tuple[str, ...], path: Path) -> Structure:
    """Do it in the child, which is told a file's path."""
    return analyse(paragraphs, path.name)
