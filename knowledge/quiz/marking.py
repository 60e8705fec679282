"""Whether an answer is right, and what a typed line answers."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from rapidfuzz import fuzz

from knowledge.models import QuestionKind
from knowledge.quiz.parsed import LETTERS
from knowledge.vietnamese.text import clean, fold

Given = tuple[int, ...] | str
"""Indexes into the question's own options: the chosen, the order, or to each prompt what belongs to it;
of a short answer its text."""

LIKE_ENOUGH = 88
"""Similarity, of 100, at which a mistyped short answer is still the accepted one."""
FEWEST_LETTERS = 6
"""Of a short answer that may be mistyped at all: a slip in "Ban" is another word."""
LONGEST_ANSWER = 300
DIGITS = re.compile(r"\d+")
SINGLE = re.compile(r"(?:cau|dap an|phuong an|chon|option|answer)?\s*([a-h])\s*[.)]?")
BETWEEN = r"[\s,;.&+]*(?:va|and)?[\s,;.&+]*"
SEVERAL = re.compile(
    rf"(?:cac )?(?:cau|dap an|phuong an|chon|options?|answers?)?\s*([a-h](?:{BETWEEN}[a-h])*)[.)]?"
)
REFERS = re.compile(
    r"^(?:ca|tat ca|moi|khong)\b.*\b(?:tren|deu (?:dung|sai)|phuong an|dap an|nao)\b"
    r"|\bca [a-h]\b|\b[a-h] va [a-h]\b"
    r"|\ball of|none of|above|both [a-h]|^(?:dung|sai|true|false)$"
)
"""An option that speaks of the others, or is one of true and false: these stay in their order."""
NUMBERS = re.compile(r"[1-8](?:[\s,;.>\-]*[1-8])+")


class Marked(Protocol):
    """What is marked: a question of a bank, or of an assessment."""

    kind: str
    options: list[str]
    prompts: list[str]
    rights: list[int]


@dataclass(frozen=True, slots=True)
class Shown:
    """A question as it is shown, its options in their order on the screen."""

    text: str
    kind: QuestionKind
    options: tuple[str, ...]
    """Empty of a short answer."""
    prompts: tuple[str, ...]
    order: tuple[int, ...]
    """Of each shown option its place in the question."""

    def given(self, places: Sequence[int]) -> Given:
        """Return what places on the screen mean; raises IndexError for one that is not there."""
        if min(places, default=0) < 0:
            raise IndexError
        chosen = tuple(self.order[place] for place in places)
        return tuple(sorted(chosen)) if self.kind in {QuestionKind.SINGLE, QuestionKind.SEVERAL} else chosen

    def places(self, given: Given) -> tuple[int, ...]:
        """Return where on the screen stands what was given; nothing of a text."""
        return () if isinstance(given, str) else tuple(self.order.index(each) for each in given)


def show(question: Marked, text: str, seed: str, *, shuffled: bool) -> Shown:
    """Lay a question out; an order and a matching are always shuffled, and the same seed shuffles alike."""
    kind = QuestionKind(question.kind)
    order = [] if kind == QuestionKind.SHORT else list(range(len(question.options)))
    if (shuffled and not refers(tuple(question.options))) or kind in {
        QuestionKind.ORDER,
        QuestionKind.MATCH,
    }:
        # Not a secret: the same screen must come again.
        random.Random(seed).shuffle(order)  # noqa: S311  # a shuffle, no secret
        if kind == QuestionKind.ORDER and order == sorted(order):
            order = order[1:] + order[:1]
    options = tuple(question.options[place] for place in order)
    return Shown(text, kind, options, tuple(question.prompts), tuple(order))


@lru_cache(10_000)
def refers(options: tuple[str, ...]) -> bool:
    """Whether an option speaks of the others, so that they keep their order."""
    return any(REFERS.search(fold(option)) for option in options)


def is_right(question: Marked, given: Given) -> bool:
    """Mark an answer: all of it, or nothing."""
    if isinstance(given, str):
        return any(is_like(given, accepted) for accepted in question.options)
    if question.kind in {QuestionKind.SINGLE, QuestionKind.SEVERAL}:
        return sorted(given) == sorted(question.rights)
    return list(given) == list(question.rights)


def is_like(typed: str, accepted: str) -> bool:
    """Whether a typed answer is the accepted one: diacritics and a slip are forgiven, other numbers not."""
    mine, theirs = bare(typed), bare(accepted)
    if mine == theirs:
        return True
    if DIGITS.findall(mine) != DIGITS.findall(theirs) or len(theirs) < FEWEST_LETTERS:
        return False
    return fuzz.ratio(mine, theirs) >= LIKE_ENOUGH


def bare(text: str) -> str:
    """Leave out what a typed answer may lack: case, diacritics, and signs between the words."""
    return " ".join(re.sub(r"[^\w%]+", " ", fold(text)).split())


def typed(shown: Shown, line: str) -> Given | None:
    """Read a typed answer; None where the line is something else."""
    folded = fold(line)
    if shown.kind == QuestionKind.SHORT:
        return clean(line)[:LONGEST_ANSWER] or None
    if shown.kind in {QuestionKind.ORDER, QuestionKind.MATCH}:
        return by_numbers(shown, folded)
    found = (SINGLE if shown.kind == QuestionKind.SINGLE else SEVERAL).fullmatch(folded)
    if found is None:
        return None
    letters = re.sub(r"\b(?:va|and)\b", " ", found[1])
    places = sorted({LETTERS.index(letter.upper()) for letter in re.findall(r"[a-h]", letters)})
    return shown.given(places) if places[-1] < len(shown.options) else ()


def by_numbers(shown: Shown, folded: str) -> Given | None:
    """Read the typed numbers of an order or a matching; empty where they cannot be meant."""
    if NUMBERS.fullmatch(folded) is None:
        return None
    places = [int(digit) - 1 for digit in re.findall(r"[1-8]", folded)]
    wanted = len(shown.prompts) or len(shown.options)
    is_whole = len(places) == wanted and len({*places}) == wanted and max(places) < len(shown.options)
    return shown.given(places) if is_whole else ()


def answer_of(question: Marked) -> Given:
    """Return a right answer."""
    return question.options[0] if question.kind == QuestionKind.SHORT else tuple(question.rights)
