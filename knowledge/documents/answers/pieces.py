"""A passage cut into what can be quoted: sentences, with the line that introduces each item of a list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.documents.structure.marks import ARTICLE

MARKS = re.compile(r"^(?:(?P<clause>\d{1,3}[a-zđ]?[.)])|(?P<point>[a-zđ]{1,2}\))|(?P<dash>[-–+•*]))\s")
TEXT, CLAUSE, WITHIN, POINT, DASH = 0.0, 1.0, 1.5, 2.0, 3.0
"""How deep a line lies; what stands unmarked in a clause lies below the clause and above its points."""
STOP = re.compile(r"[.!?।…]+[\"”’)\]]*\s+|;\s+")
ABBREVIATED = re.compile(
    r"(?:\b(?:TP|Tp|tp|TX|TT|GS|PGS|TS|ThS|BS|KS|Mr|Mrs|Ms|Dr|St|No|Art|tr|vs|v\.v|đ/c|Đ/c|[A-ZĐ])\."
    r"|(?:^|\s)\d{1,3}\.|\b(?:khoản|điều|điểm|mục|chương|phần|số)\s+[\da-zđ]{1,4}\.)$",
    re.IGNORECASE,
)
"""What ends in a full stop that ends no sentence: TP. HCM, khoản 1., 12., đ/c."""
BREATH = re.compile(r",\s+|\s+(?=\()")
LONG = 180
"""Characters above which a sentence may be quoted in parts, cut where a reader breathes."""
SHORTEST = 60
"""Characters of such a part at least."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence, or a part of a long one."""

    start: int
    end: int
    intro: int | None
    """Which piece introduces the list that this one is an item of, such as "Hồ sơ gồm:"."""
    goes_on: bool
    """Whether it continues the sentence of the piece before."""


def pieces(text: str, longest: int) -> list[Piece]:
    """Cut a text into pieces of at most so many characters; an article's own name is not one of them."""
    found: list[Piece] = []
    intros: list[tuple[float, int]] = []
    for start, end in lines(text):
        line = text[start:end]
        depth = deep(line, intros)
        while intros and intros[-1][0] >= depth:
            intros.pop()
        intro = intros[-1][1] if intros else None
        for first, last in sentences(text, start, end):
            parts = list(parted(text, first, last, longest))
            found += [Piece(a, b, intro, goes_on=a > first) for a, b in parts]
        if line.endswith(":"):
            intros.append((depth, len(found) - 1))
    return found


def lines(text: str) -> list[tuple[int, int]]:
    """Return where each line that says something begins and ends, without the name of an article on top."""
    found, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            start = at + len(line) - len(line.lstrip())
            found.append((start, start + len(line.strip())))
        at += len(line) + 1
    is_named = len(found) > 1 and ARTICLE.match(text[slice(*found[0])])
    return found[1:] if is_named else found


def deep(line: str, intros: list[tuple[float, int]]) -> float:
    """Return how deep a line lies in the lists that are open."""
    if mark := MARKS.match(line):
        return CLAUSE if mark["clause"] else POINT if mark["point"] else DASH
    return WITHIN if intros and not line.endswith(":") else TEXT


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Give each sentence between two places."""
    for stop in STOP.finditer(text, start, end):
        ends = stop.start() + len(stop.group().rstrip())
        after = text[stop.end() : stop.end() + 1]
        if text[stop.start()] in ".…" and (
            after.islower() or ABBREVIATED.search(text[max(start, ends - 12) : ends])
        ):
            continue
        yield start, ends
        start = stop.end()
    if text[start:end].strip():
        yield start, end


def parted(text: str, start: int, end: int, longest: int) -> Iterator[tuple[int, int]]:
    """Cut a long sentence at its commas and brackets, and at words where it has none."""
    for breath in BREATH.finditer(text, start, end):
        ends = breath.start() + len(breath.group().rstrip())
        if end - start > LONG and ends - start >= SHORTEST <= end - breath.end():
            yield from short(text, start, ends, longest)
            start = breath.end()
    yield from short(text, start, end, longest)


def short(text: str, start: int, end: int, longest: int) -> Iterator[tuple[int, int]]:
    """Cut what is still too long at the ends of words."""
    while end - start > longest:
        at = text.rfind(" ", start, start + longest)
        at = at if at > start else start + longest
        yield start, at
        start = at + len(text[at:end]) - len(text[at:end].lstrip())
    yield start, end
