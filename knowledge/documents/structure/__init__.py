"""A paper's head (number, date, title) and its passages with the places they stand in: pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from knowledge.documents.structure.head import (
    ARTICLE,
    CHAPTER,
    HEADING,
    LONGEST_TITLE,
    ROMAN,
    TYPES,
    Head,
    find_date,
    find_number,
    find_title,
)
from knowledge.documents.structure.places import CLAUSE, place
from knowledge.vietnamese.text import fold

SMALLEST, LARGEST = 60, 220
"""Words of a passage: clauses are joined up to the first, a longer clause is cut at the second."""
HEAD_LINES = 30
MOST_MISSING = 10
"""Articles that may be left out in between; a greater leap is a quotation of another law."""


ANNEX = re.compile(r"^(?:PHỤ LỤC|Phụ lục)\b.{0,20}$")
POINT = re.compile(r"^(?:[a-zđ]\)|-|\+|•)\s")
ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}


@dataclass(frozen=True, slots=True)
class Draft:
    """A passage before it is stored."""

    article: int
    path: str
    heading: str
    text: str
    context: str = ""
    """What it is found by but not quoted with: the chapter it stands in."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Another paper that this one names; the fields are those of `Relation`."""

    kind: str
    number: str
    name: str = ""
    issued_on: date | None = None
    part: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Structure:
    """What a paper says about itself, its passages in order, and the papers that it names."""

    head: Head
    passages: tuple[Draft, ...]
    references: tuple[Reference, ...] = ()


@dataclass(slots=True)
class Part:
    """An article, or what stands between articles."""

    label: str
    heading: str
    context: str
    lines: list[str] = field(default_factory=list)


def analyse(paragraphs: Sequence[str], name: str) -> Structure:
    """Read a paper's head and cut it into passages; `name` is the file's, for a paper without a title."""
    head = paragraphs[:HEAD_LINES]
    parts = [p for p in divide(paragraphs) if p.lines or p.heading]
    return Structure(
        head=Head(title=find_title(head, name), number=find_number(head), issued_on=find_date(head)),
        passages=tuple(d for index, part in enumerate(parts) for d in cut(part, index)),
    )


def divide(paragraphs: Sequence[str]) -> list[Part]:
    """Cut a paper at its articles, its Roman parts, its headings, or into windows: whichever it has."""
    if sum(1 for line in paragraphs if ARTICLE.match(line)) > 1:
        return by_articles(paragraphs)
    if sum(1 for line in paragraphs if ROMAN.match(line)) > 1:
        return by_romans(paragraphs)
    if any(HEADING.match(line) for line in paragraphs):
        return by_headings(paragraphs)
    return windows(paragraphs)


def by_articles(paragraphs: Sequence[str]) -> list[Part]:
    """Cut at articles whose numbers go on; what is quoted from another law is no article of this one."""
    parts = [Part("", "", "")]
    last, quoted, chapter, annex = 0, 0, "", ""
    for line in paragraphs:
        found = ARTICLE.match(line)
        n = int(found["n"]) if found else 0
        goes_on = last < n <= last + MOST_MISSING or (n == last and bool(found and found["letter"])) or n == 1
        if found and not quoted and (goes_on or last == 0):
            if n == 1 and last:
                annex = annex or next((x for x in reversed(parts[-1].lines) if x in TYPES), "")
            label = f"{found['word'].capitalize()} {found['n']}{found['letter']}"
            last = n
            parts.append(Part(f"{label} {annex.capitalize()}".strip(), found["rest"].strip(" ."), chapter))
            if is_sentence(found["rest"]):
                parts[-1] = Part(parts[-1].label, "", chapter, [found["rest"]])
        elif (CHAPTER.match(line) and len(line) < LONGEST_TITLE) or ANNEX.match(line) or line in TYPES:
            chapter, annex = line, (line if line in TYPES and last else annex)
            parts.append(Part("", line, line))
        elif line.startswith("Nơi nhận"):
            parts.append(Part("", "", "", [line]))
        else:
            parts[-1].lines.append(line.removeprefix("# "))
        quoted = max(0, quoted + line.count("“") - line.count("”"))
    return chapters_named(parts)


def chapters_named(parts: list[Part]) -> list[Part]:
    """Give each article the name of its chapter, which stands on lines of its own."""
    named: list[Part] = []
    chapter = ""
    for part in parts:
        if not part.label and part.heading:
            chapter = " ".join([part.heading, *(x for x in part.lines if x.isupper())])
            part.lines[:] = [x for x in part.lines if not x.isupper()]
            part.heading = chapter if part.lines else ""
        part.context = chapter if part.label else ""
        named.append(part)
    return named


def is_sentence(text: str) -> bool:
    """Tell an article's first sentence, on the line of its number, from its name."""
    return len(text.split()) > 25 or text.rstrip().endswith((".", ";", ":"))  # noqa: PLR2004  # names are shorter


def by_romans(paragraphs: Sequence[str]) -> list[Part]:
    """Cut a Party paper at I., II., III. in order."""
    parts = [Part("", "", "")]
    last = 0
    for line in paragraphs:
        found = ROMAN.match(line.lstrip("# "))
        if found and arabic(found["n"]) == last + 1:
            last += 1
            parts.append(Part(f"Mục {found['n']}", found["rest"], ""))
        else:
            parts[-1].lines.append(line)
    return parts


def arabic(roman: str) -> int:
    """Return the value of a Roman number below 90."""
    values = [ROMAN_VALUES[c] for c in roman]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))


def by_headings(paragraphs: Sequence[str]) -> list[Part]:
    """Cut at Markdown, HTML and Word headings."""
    parts = [Part("", "", "")]
    for line in paragraphs:
        if found := HEADING.match(line):
            parts.append(Part(found["rest"][:LONGEST_TITLE], "", ""))
        else:
            parts[-1].lines.append(line)
    return parts


def windows(paragraphs: Sequence[str]) -> list[Part]:
    """Cut a paper without articles into stretches of paragraphs, each read by itself."""
    return [Part("", "", "", [text]) for text, _ in packed([("", p) for p in paragraphs])]


def cut(part: Part, index: int) -> Iterator[Draft]:
    """Cut an article into passages of whole clauses."""
    if not part.lines:
        yield Draft(index, part.label, part.heading, part.heading, part.context)
        return
    if sum(len(line.split()) for line in part.lines) <= LARGEST:
        yield Draft(index, part.label, part.heading, "\n".join(part.lines), part.context)
        return
    for text, clauses in packed(list(with_clauses(part.lines))):
        yield Draft(index, place(part.label, clauses), part.heading, text, part.context)


def with_clauses(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Give each line the number of the clause it belongs to; numbers must go on."""
    current, last = "", 0
    for line in lines:
        found = CLAUSE.match(line)
        if found and int(found["n"]) in {last, last + 1}:
            current, last = found["n"] + found["letter"], int(found["n"])
        yield current, line


def packed(lines: Sequence[tuple[str, str]]) -> Iterator[tuple[str, list[str]]]:
    """Join lines, whole clauses where possible, into texts of a readable size."""
    pieces: list[tuple[str, list[str]]] = []
    for clause, group in groupby(lines, key=lambda pair: pair[0]):
        whole = [line for _, line in group]
        long = sum(len(x.split()) for x in whole) > LARGEST or not clause
        pieces += [(clause, [x]) for line in whole for x in shortened(line)] if long else [(clause, whole)]
    texts: list[str] = []
    clauses: list[str] = []
    size = 0
    for clause, piece in pieces:
        count = sum(len(x.split()) for x in piece)
        if texts and size >= SMALLEST and size + count > LARGEST // 2:
            yield "\n".join(texts), clauses
            texts, clauses, size = [], [], 0
        texts += piece
        clauses += [clause] if clause and clause not in clauses else []
        size += count
    if texts:
        yield "\n".join(texts), clauses


def shortened(line: str) -> list[str]:
    """Cut a paragraph that is longer than a passage at the ends of its sentences."""
    if len(line.split()) <= LARGEST:
        return [line]
    pieces = [""]
    for sentence in sentences(line):
        if pieces[-1] and len(f"{pieces[-1]} {sentence}".split()) > LARGEST // 2:
            pieces.append("")
        pieces[-1] = f"{pieces[-1]} {sentence}".strip()
    return pieces


SENTENCE_END = re.compile(r"(?<=[.;!?।…])(?<!\d\.)(?<!TP\.)\s+|\n+")


def sentences(text: str) -> list[str]:
    """Cut a text at the ends of its lines and sentences."""
    return [s.strip() for s in SENTENCE_END.split(text) if s and s.strip()]


def named(title: str, number: str) -> str:
    """Say which paper: its number and title, whichever it has."""
    return f"{number} – {title}" if number and fold(number) not in fold(title) else title
