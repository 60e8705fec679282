"""From the parts of a paper to passages of a size that can be quoted and searched: pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from knowledge.documents.structure.outline import Part
from knowledge.documents.structure.places import Counting, counted, place
from knowledge.problems import Refusal

SMALLEST, LARGEST = 60, 220
"""Words of a passage: clauses are joined up to the first, a longer clause is cut at the second."""
LONGEST_WORD = 500
"""Letters after which what has no spaces is cut all the same."""
LONGEST_PASSAGE = 4000
LONGEST_LEAD = 300
SENTENCE_END = re.compile(r"(?<=[.;!?।…])(?<!\d\.)(?<!TP\.)\s+|\n+")


@dataclass(frozen=True, slots=True)
class Draft:
    """A passage before it is stored."""

    article: int
    path: str
    heading: str
    text: str
    context: str = ""
    """What it is found by but not quoted with: its chapter, the words that lead to its points."""


@dataclass(slots=True)
class Piece:
    """Lines of one clause or point."""

    clause: str
    point: str
    lines: list[str]

    @property
    def size(self) -> int:
        """Count the words."""
        return sum(len(line.split()) for line in self.lines)


@dataclass(slots=True)
class Packing:
    """Pieces that become one passage."""

    pieces: list[Piece] = field(default_factory=list)

    def path(self, label: str) -> str:
        """Say the clauses, or the points of one clause, that stand in it."""
        clauses = list(dict.fromkeys(p.clause for p in self.pieces if p.clause))
        points = list(dict.fromkeys(p.point for p in self.pieces if p.point)) if len(clauses) < 2 else []  # noqa: PLR2004  # points of two clauses have no span
        return place(label, clauses, points)


def cut(part: Part, index: int) -> tuple[list[Draft], list[Refusal]]:
    """Cut an article into passages of whole clauses, a long clause into its points."""
    if not part.lines:
        return [Draft(index, part.label, part.heading, part.heading, part.context)], []
    counting = Counting(label=part.label)
    places = list(counted(part.lines, counting)) if part.label else [("", "")] * len(part.lines)
    if sum(len(line.split()) for line in part.lines) <= LARGEST:
        whole = [x for line in part.lines for x in shortened(line)]
        return [Draft(index, part.label, part.heading, "\n".join(whole), part.context)], counting.warnings
    drafts = []
    for packing, lead in packed(part.lines, places):
        text = "\n".join(line for p in packing.pieces for line in p.lines)
        context = "\n".join(filter(None, (part.context, lead)))
        drafts.append(Draft(index, packing.path(part.label), part.heading, text, context))
    return drafts, counting.warnings


def packed(lines: Sequence[str], places: Sequence[tuple[str, str]]) -> Iterator[tuple[Packing, str]]:
    """Join clauses into passages of a readable size; give each with the words that lead to its points."""
    waiting: list[Piece] = []
    for clause, group in groupby(zip(places, lines, strict=True), key=lambda pair: pair[0][0]):
        of_clause = list(group)
        whole = Piece(clause, "", [line for _, line in of_clause])
        if clause and whole.size > LARGEST:
            yield from ((p, "") for p in joined(waiting))
            waiting = []
            pieces = list(finer(of_clause))
            lead = "" if pieces[0].point else pieces[0].lines[0][:LONGEST_LEAD]
            yield from ((p, lead if at else "") for at, p in enumerate(joined(pieces)))
        else:
            waiting += [whole] if clause else finer(of_clause)
    yield from ((p, "") for p in joined(waiting))


def joined(pieces: Sequence[Piece]) -> Iterator[Packing]:
    """Join pieces until a passage has its size."""
    packing, size = Packing(), 0
    for piece in pieces:
        if size >= SMALLEST and size + piece.size > LARGEST // 2:
            yield packing
            packing, size = Packing(), 0
        packing.pieces.append(piece)
        size += piece.size
    if packing.pieces:
        yield packing


def finer(of_clause: Sequence[tuple[tuple[str, str], str]]) -> Iterator[Piece]:
    """Cut a clause at its points, and a point that is still too long at its lines and sentences."""
    for (clause, point), group in groupby(of_clause, key=lambda pair: pair[0]):
        lines = [line for _, line in group]
        piece = Piece(clause, point, lines)
        if piece.size <= LARGEST and point:
            yield piece
        else:
            yield from (Piece(clause, point, [x]) for line in lines for x in shortened(line))


def shortened(line: str) -> list[str]:
    """Cut a paragraph that is longer than a passage at the ends of its sentences."""
    if len(line) <= LONGEST_PASSAGE and len(line.split()) <= LARGEST:
        return [line]
    pieces: list[str] = []
    size = 0
    for sentence in (x for s in sentences(line) for x in hard_cut(s)):
        count = len(sentence.split())
        if not pieces or size + count > LARGEST // 2 or len(pieces[-1]) + len(sentence) > LONGEST_PASSAGE:
            pieces.append(sentence)
            size = count
        else:
            pieces[-1] += f" {sentence}"
            size += count
    return pieces


def hard_cut(sentence: str) -> list[str]:
    """Cut what has neither sentences nor spaces."""
    words = sentence.split()
    if len(words) <= LARGEST and max(map(len, words), default=0) <= LONGEST_WORD:
        return [sentence]
    parts = [w[i : i + LONGEST_WORD] for w in words for i in range(0, len(w), LONGEST_WORD)]
    return [" ".join(parts[i : i + LARGEST // 2]) for i in range(0, len(parts), LARGEST // 2)]


def sentences(text: str) -> list[str]:
    """Cut a text at the ends of its lines and sentences."""
    return [s.strip() for s in SENTENCE_END.split(text) if s and s.strip()]
