"""What was typed exactly: phrases in quotation marks, and words with their marks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from knowledge.documents.search.terms import raw_words, words
from knowledge.vietnamese.spelling import has_marks
from knowledge.vietnamese.text import clean

QUOTED = re.compile(r"[\"“”„«]([^\"“”„«»]{2,200})[\"“”»]")
SAME_MARKS = 0.05
"""What is added where every marked word of the question stands in the text just so."""


def phrases(query: str) -> list[str]:
    """Return what stands in quotation marks, where it has words."""
    return [found for found in QUOTED.findall(clean(query)) if words(found)]


def unquoted(query: str) -> str:
    """Return a question without its quotation marks."""
    return re.sub(r"[\"“”„«»]", " ", clean(query))


@lru_cache(maxsize=50_000)
def spelled(word: str) -> str:
    """Return letters and marks in a fixed order: old and new tone placement are alike."""
    return "".join(sorted(unicodedata.normalize("NFD", word)))


def spellings(text: str) -> list[str]:
    """Return the words of a text as they are spelled, in order."""
    return [*map(spelled, raw_words(text))]


def holds(text: str, wanted: Sequence[str]) -> bool:
    """Tell whether a text has every phrase: with the same marks where it was typed with marks."""
    return all(
        contains(spellings(text), spellings(phrase))
        if has_marks(phrase)
        else contains(words(text), words(phrase))
        for phrase in wanted
    )


def contains(row: Sequence[str], part: Sequence[str]) -> bool:
    """Tell whether words stand in a row in this order."""
    size = len(part)
    return any(row[at : at + size] == part for at in range(len(row) - size + 1))


@lru_cache(maxsize=1_000)
def marked(query: str) -> frozenset[str]:
    """Return the words of a question that were typed with marks, as they are spelled."""
    return frozenset(spelled(word) for word in raw_words(query) if has_marks(word))


def same_marks(query: str, text: str) -> float:
    """Return the factor for a text that has the marked words of the question with their marks."""
    typed = marked(query)
    return 1 + SAME_MARKS * len(typed.intersection(spellings(text))) / len(typed) if typed else 1.0
