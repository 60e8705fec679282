"""What a reader of one kind finds in a file, before it is cleaned and judged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.problems import Refusal


@dataclass(frozen=True, slots=True)
class Contents:
    """The text of a file, and what stands around the text."""

    paragraphs: Iterable[str]
    around: Sequence[str] = ()
    """Heads, feet, stamps, watermarks: no part of the text, but a mark of secrecy may stand there."""
    remarks: tuple[Refusal, ...] = ()
