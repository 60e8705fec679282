"""Mistyped words: those that stand nowhere, or never beside their neighbours, and what was meant."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from knowledge.documents.search.terms import PAIR_WEIGHT, WORD, asked, normal, query_terms

if TYPE_CHECKING:
    from knowledge.documents.search.candidates import Reading

LATIN = "abcdefghijklmnopqrstuvwxyz"
BENGALI = "".join(chr(code) for code in range(0x981, 0x9DF) if chr(code).isprintable())
SHORTEST = 2
MOST_MENDED = 8
"""Words that are looked at: each costs some hundred looks into the index."""
MENDED = 0.8
"""What a mended word is worth beside one that was typed."""


def meant_terms(reading: Reading, question: str) -> dict[str, float]:
    """Return a question's terms with their shares, mistyped words replaced by what stands in the papers."""
    text = asked(question)
    terms = query_terms(text)
    mended = 0
    for line in text.translate(PLAIN_DIGITS).split("\n"):
        raw = WORD.findall(line)
        words = [normal(word) for word in raw]
        for at, typed in enumerate(raw):
            if mended == MOST_MENDED or not is_doubtful(reading, typed, words, at):
                continue
            mended += 1
            if meant := mend(reading, typed, words, at):
                replace(terms, words, at, meant, keep=bool(reading.count(words[at])))
    return terms


PLAIN_DIGITS = {0x9E6 + digit: str(digit) for digit in range(10)}


def neighbours(words: list[str], at: int) -> tuple[str, str]:
    """Return the words before and after, empty at the ends."""
    return words[at - 1] if at else "", words[at + 1] if at + 1 < len(words) else ""


def is_doubtful(reading: Reading, typed: str, words: list[str], at: int) -> bool:
    """Tell a word that stands nowhere, or nowhere beside its neighbours."""
    if len(typed) < SHORTEST or any(c.isdigit() for c in typed):
        return False
    around = neighbours(words, at)
    return not reading.count(words[at]) or (any(around) and not beside(reading, words[at], *around))


def mend(reading: Reading, typed: str, words: list[str], at: int) -> str:
    """Return what was meant by a doubtful word, empty where nothing is near it."""
    around = neighbours(words, at)
    there = [form for form in reading.standing(near(typed)) if form != words[at]]
    fitting = [(beside(reading, form, *around), reading.count(form), form) for form in there]
    if reading.count(words[at]):
        # A word that stands somewhere is given up only for one that stands beside its neighbours.
        fitting = [found for found in fitting if found[0]]
    return max(fitting, default=(0, 0, ""))[2]


@lru_cache(maxsize=500)
def near(word: str) -> tuple[str, ...]:
    """Return the terms of all forms that are one letter away."""
    return tuple({normal(form) for form in edits(word)})


def beside(reading: Reading, word: str, before: str, after: str) -> int:
    """Return how often a word stands beside its neighbours."""
    pairs = [f"{before} {word}"] * bool(before) + [f"{word} {after}"] * bool(after)
    counts = [reading.count(pair) for pair in pairs]
    return sum(1 for count in counts if count) * 1_000_000 + sum(counts)


def edits(word: str) -> Iterator[str]:
    """Yield every form that is one letter away: left out, put in, changed, or swapped with the next."""
    letters = LATIN if word.isascii() else BENGALI
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        yield from (head + letter + tail for letter in letters)
        if tail:
            yield head + tail[1:]
            yield from (head + letter + tail[1:] for letter in letters)
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]


def replace(terms: dict[str, float], words: list[str], at: int, meant: str, *, keep: bool) -> None:
    """Put the meant word and its pairs among the terms; the typed one stays where it may be right."""
    typed = words[at]
    before, after = words[max(0, at - 1) : at], words[at + 1 : at + 2]
    if not keep:
        for term in (typed, *(f"{w} {typed}" for w in before), *(f"{typed} {w}" for w in after)):
            terms.pop(term, None)
    terms.setdefault(meant, MENDED)
    for pair in (*(f"{w} {meant}" for w in before), *(f"{meant} {w}" for w in after)):
        terms.setdefault(pair, MENDED * PAIR_WEIGHT)
    words[at] = meant
