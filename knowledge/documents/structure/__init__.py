"""A paper's head, its passages with the places they stand in, and the papers it names: pure functions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.documents.structure.cutting import LARGEST, SMALLEST, Draft, cut, sentences
from knowledge.documents.structure.head import Head, read_head
from knowledge.documents.structure.internal import InternalReference, internal_references
from knowledge.documents.structure.marks import tidy
from knowledge.documents.structure.outline import MOST_WARNINGS, Part, outline
from knowledge.documents.structure.places import Counting, counted, place
from knowledge.documents.structure.references import Reference, find_references
from knowledge.documents.structure.segments import segments
from knowledge.problems import Refusal
from knowledge.vietnamese.text import fold

__all__ = [
    "LARGEST",
    "SMALLEST",
    "Draft",
    "Head",
    "InternalReference",
    "Reference",
    "Structure",
    "analyse",
    "internal_references",
    "named",
    "sentences",
]


@dataclass(frozen=True, slots=True)
class Structure:
    """What a paper says about itself, its passages in order, and the papers that it names."""

    head: Head
    passages: tuple[Draft, ...]
    references: tuple[Reference, ...] = ()
    warnings: tuple[Refusal, ...] = ()
    """Where the numbers of articles and clauses do not go on: a page may be missing, or was read wrongly."""


def analyse(paragraphs: Sequence[str], name: str) -> Structure:
    """Read a paper's head, passages and references; `name` is the file's, for a paper without a title."""
    found = segments(tidy(paragraphs))
    head = read_head(found[0], name)
    parts: list[Part] = []
    warnings: list[Refusal] = []
    for segment in found:
        of_segment, strange = outline(segment, official=bool(head.type))
        parts += of_segment
        warnings += strange
    passages: list[Draft] = []
    for index, part in enumerate(parts):
        drafts, strange = cut(part, index)
        passages += drafts
        warnings += strange
    references = find_references(places_of_lines(parts), head.number, f"{head.type} {head.abstract}")
    return Structure(head, tuple(passages), references, tuple(warnings[:MOST_WARNINGS]))


def places_of_lines(parts: Sequence[Part]) -> Iterator[tuple[str, str]]:
    """Give each line of a paper with its exact place."""
    for part in parts:
        if part.heading:
            yield part.label, part.heading
        for line, (clause, point) in zip(part.lines, counted(part.lines, Counting()), strict=True):
            yield place(part.label, [clause] if clause else [], [point] if point else []), line


def named(title: str, number: str) -> str:
    """Say which paper: its number and title, whichever it has."""
    return f"{number} – {title}" if number and fold(number) not in fold(title) else title
