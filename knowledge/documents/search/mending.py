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
DIGITS = "0123456789"
SHORTEST, SHORTEST_MIXED = 2, 4
"""Letters of a word that may be mistyped, and of one with digits among them."""
LIKELIER, LIKELIER_BESIDE = 20, 2.1
"""How much likelier the common slips are than a wrong letter, and what that weighs beside neighbours."""
MOST_MENDED = 8
"""Words that are looked at: each costs some hundred looks into the index."""
MENDED = 0.9
"""What a mended word is worth beside one that was typed."""
GUESSED = 0.5
"""Share of a typed word that stays, and is found nowhere, where nothing beside it bears out what was meant:
so an answer that rests on guesses is less sure.
"""


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
            meant, is_fitting = mend(reading, typed, words, at)
            if meant:
                kept = 1.0 if reading.count(words[at]) else 0.0 if is_fitting else GUESSED
                replace(terms, words, at, meant, kept)
    return terms


PLAIN_DIGITS = {0x9E6 + digit: str(digit) for digit in range(10)}


def neighbours(words: list[str], at: int) -> tuple[str, str]:
    """Return the words before and after, empty at the ends."""
    return words[at - 1] if at else "", words[at + 1] if at + 1 < len(words) else ""


def is_doubtful(reading: Reading, typed: str, words: list[str], at: int) -> bool:
    """Tell a word that stands nowhere, or nowhere beside its neighbours."""
    if len(typed) < SHORTEST or typed.isdigit():
        return False
    around = neighbours(words, at)
    if has_digits(typed):
        return len(typed) >= SHORTEST_MIXED and not reading.count(words[at])
    return not reading.count(words[at]) or (any(around) and not beside(reading, words[at], *around))


def has_digits(word: str) -> bool:
    """Tell a word with digits in it."""
    return any(c.isdigit() for c in word)


def mend(reading: Reading, typed: str, words: list[str], at: int) -> tuple[str, bool]:
    """Return what was meant by a doubtful word, empty where nothing is near; and if it fits."""
    forms, around = near(typed), neighbours(words, at)
    fitting = [
        (*worth(reading, form, around, likely=forms[form]), form)
        for form in reading.standing(tuple(forms))
        if form != words[at]
    ]
    if reading.count(words[at]):
        # A word that stands somewhere is given up only for one that stands beside its neighbours.
        fitting = [found for found in fitting if found[0]]
    best = max(fitting, default=(0, 0, 0, ""))
    return best[3], bool(best[0])


def worth(
    reading: Reading, form: str, around: tuple[str, str], *, likely: bool
) -> tuple[float, float, float]:
    """Return how well a form fits: beside how many neighbours it stands, how often, and how often at all."""
    counts = [reading.count(pair) for pair in pairs_of(form, *around)]
    times = LIKELIER if likely else 1
    beside_both = sum(1 for count in counts if count) * (LIKELIER_BESIDE if likely else 1)
    return beside_both, sum(counts) * times, reading.count(form) * times


def pairs_of(word: str, before: str, after: str) -> list[str]:
    """Return the pairs that a word makes with its neighbours."""
    return [f"{before} {word}"] * bool(before) + [f"{word} {after}"] * bool(after)


def beside(reading: Reading, word: str, before: str, after: str) -> bool:
    """Tell whether a word stands beside one of its neighbours."""
    return any(reading.count(pair) for pair in pairs_of(word, before, after))


@lru_cache(maxsize=500)
def near(word: str) -> dict[str, bool]:
    """Return the terms of all forms that are one letter away, and whether such a slip is a likely one."""
    forms: dict[str, bool] = {}
    for form, likely in edits(word):
        term = normal(form)
        forms[term] = likely or forms.get(term, False)
    return forms


def edits(word: str) -> Iterator[tuple[str, bool]]:
    """Yield every form that is one letter away: put in, swapped with the next, left out, or changed.

    A letter that was left out, doubled or swapped is likelier than one of the other letters that was hit
    instead: there are so many of them. Digits are never changed or left out: who types a year means it.
    """
    letters = (LATIN + DIGITS if has_digits(word) else LATIN) if word.isascii() else BENGALI
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        yield from ((head + letter + tail, True) for letter in letters)
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:], True
        if tail and not tail[0].isdigit():
            yield head + tail[1:], head.endswith(tail[0])
            yield from ((head + letter + tail[1:], False) for letter in letters)


def replace(terms: dict[str, float], words: list[str], at: int, meant: str, kept: float) -> None:
    """Put the meant word and its pairs among the terms; of the typed ones a share stays."""
    typed = words[at]
    before, after = words[max(0, at - 1) : at], words[at + 1 : at + 2]
    if kept < 1:
        for term in (typed, *(f"{w} {typed}" for w in before), *(f"{typed} {w}" for w in after)):
            terms.pop(term, None)
    if kept:
        terms.setdefault(typed, kept)
    terms.setdefault(meant, MENDED)
    for pair in (*(f"{w} {meant}" for w in before), *(f"{meant} {w}" for w in after)):
        terms.setdefault(pair, MENDED * PAIR_WEIGHT)
    words[at] = meant
