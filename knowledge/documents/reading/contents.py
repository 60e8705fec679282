"""What a reader of one kind finds in a file, before it is cleaned and judged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.documents.reading.pages.layout import Line
from knowledge.problems import Refusal


@dataclass(frozen=True, slots=True)
class Contents:
    """The text of a file, and what stands around the text."""

    paragraphs: Iterable[str]
    around: Sequence[str] = ()
    """Heads, feet, stamps, watermarks: no part of the text, but a mark of secrecy may stand there."""
    remarks: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class RecognisedPage:
    """A picture of a page, read: its lines, and how sure that is, of 100."""

    lines: list[Line]
    confidence: float


class ScannedPaper(Refusal):
    """Some pages of the paper, counted from 0 in `pages`, are pictures that must be recognised first."""

    @property
    def pages(self) -> tuple[int, ...]:
        """Return which pages."""
        pages = self.values["pages"]
        return pages if isinstance(pages, tuple) else ()
