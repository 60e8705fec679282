"""What the index keeps of a passage: terms to find it by, and its words as numbers to rank it by."""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

from knowledge.documents.search.terms import number_key, numbers, words
from knowledge.documents.structure import sentences
from knowledge.vietnamese.text import fold

ANALYSER = "3"
"""Raised when texts are cut into terms differently: every index is then built anew."""
END = 0
"""Ends a sentence among the words of a passage."""
ALWAYS, NEVER = 0, 10_000_000
"""Days for papers that do not say from when and until when they are in force."""
TYPICAL_LENGTH = 150


@dataclass(frozen=True, slots=True)
class Source:
    """A passage with what its paper says, as the database has it."""

    passage_id: int
    document_id: int
    change: int
    unit_id: int
    reach: str
    kind: str
    title: str
    number: str
    type: str
    issuer: str
    issued_on: date | None
    in_force_from: date | None
    in_force_to: date | None
    path: str
    context: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage as the index takes it."""

    passage_id: int
    document_id: int
    change: int
    scope: str
    facts: tuple[str, ...]
    first_day: int
    last_day: int
    terms: tuple[str, ...]
    words: bytes
    length: int


def scope_term(unit_id: int, reach: str) -> str:
    """Return the one word that says who may read what a unit published with this reach."""
    return reach if reach == "everyone" else f"{reach}{unit_id}"


@lru_cache(maxsize=200_000)
def word_id(word: str) -> int:
    """Return the number that stands for a word among a passage's words."""
    return zlib.crc32(word.encode()) or 1


def facts(source: Source) -> tuple[str, ...]:
    """Return what a search can be narrowed to, each as one word."""
    found = [
        f"kind={source.kind}",
        f"type={fold(source.type)}",
        *(f"issuer={w}" for w in words(source.issuer)),
    ]
    if source.issued_on:
        found.append(f"year={source.issued_on.year}")
    if key := number_key(source.number):
        found.append(f"number={key}")
    return tuple(found)


def entry(source: Source) -> Entry:
    """Cut a passage into terms; paper, chapter and heading are found with it."""
    parts = [source.title, source.number, source.path, source.context]
    head = [words(p) for p in (*parts, source.heading if source.heading != source.text else "") if p]
    body = [words(s) for s in sentences(source.text)]
    lines = head + body
    terms = {f"#{n}" for n in numbers("\n".join((*parts, source.heading, source.text)))}
    for line in lines:
        terms.update(line)
        terms.update(map("_".join, pairwise(line)))
    return Entry(
        passage_id=source.passage_id,
        document_id=source.document_id,
        change=source.change,
        scope=scope_term(source.unit_id, source.reach),
        facts=facts(source),
        first_day=source.in_force_from.toordinal() if source.in_force_from else ALWAYS,
        last_day=source.in_force_to.toordinal() if source.in_force_to else NEVER,
        terms=tuple(terms),
        words=packed(number_key(source.number), head, body),
        length=sum(map(len, lines)),
    )


def packed(number: str, head: Sequence[Sequence[str]], body: Sequence[Sequence[str]]) -> bytes:
    """Write the number's word, the size of the head, then all words, each sentence with its end."""
    size = sum(len(line) + 1 for line in head if line)
    row = array("I", [word_id(f"#{number}") if number else END, size])
    for line in (*head, *body):
        if line:
            row.extend(map(word_id, line))
            row.append(END)
    return row.tobytes()
