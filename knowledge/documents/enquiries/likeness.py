"""Whether two questions ask the same: pure functions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from knowledge.documents.search.terms import ASKING, WORD
from knowledge.vietnamese.text import clean, fold

T = TypeVar("T")

ALIKE = 0.75
"""Share of each question that the other must cover; tests/knowledge/test_likeness.py holds the pairs."""
PAIR = 0.5
"""What two words side by side count, beside a word alone."""
ADDED = """
da a vang nhe nha voi xin kinh thua giup cho toi em minh chung dong chi hoi biet thi la cua cac nhung ve
theo nhu duoc trong vay the va hay co phai can lam muon nguoi ta o tai vao den boi
please can could you tell me the an to do for in i my we our must should be have
"""
POLITE = frozenset(ADDED.split())
"""Folded words that people add or leave out when they ask the same."""
AT_THE_END = re.compile(r"(?:\s+(?:a|vay|nhe|nhi|the|the a))+(?=[ ?.!]*$)")
"""What a sentence ends with for politeness: behind it stands the word that makes it a question."""
DIFFERING = """
ngay tuan thang quy nam xa phuong huyen tinh thanh trung tren duoi truoc sau tang giam nu khong chua
mo dong huy sang chieu chinh pho dang doan thu chi noi ngoai day week month year not before after
"""
DECIDING = frozenset(DIFFERING.split())
"""Folded words that make another question of it where only one of the two has them."""
WANTED = {
    "who": re.compile(r"\b(?:ai|dong chi nao|nguoi nao|don vi nao|co quan nao|who)\b"),
    "where": re.compile(r"\b(?:dau|cho nao|noi nao|where)\b"),
    "when": re.compile(r"\b(?:khi nao|luc nao|bao gio|ngay nao|may gio|when)\b"),
    "how many": re.compile(r"\b(?:bao nhieu|may (?:ngay|thang|nam|nguoi)|how many|how much)\b"),
    "what": re.compile(r"\b(?:gi|what)\b"),
    "why": re.compile(r"\b(?:vi sao|tai sao|why)\b"),
}
"""Folded: what is wanted, where the words say so."""


@dataclass(frozen=True, slots=True)
class Asks:
    """What a question asks, made comparable."""

    words: dict[str, frozenset[str]]
    """Folded words, each with its spellings: letters and marks in order, so that hoà is hòa."""
    pairs: frozenset[tuple[str, str]]
    deciding: frozenset[str]
    """Numbers, and the words of which one makes the difference."""
    wanted: frozenset[str]


def asks(question: str) -> Asks:
    """Read a question; what is only politeness, or only makes it a question, is left out."""
    text = clean(question).lower()
    plain = AT_THE_END.sub("", fold(text))
    asked = set(WORD.findall(ASKING.sub(" ", plain))) - POLITE
    spelt: dict[str, set[str]] = {}
    order = []
    for word in WORD.findall(text):
        if (folded := fold(word)) in asked:
            spelt.setdefault(folded, set()).add("".join(sorted(unicodedata.normalize("NFD", word))))
            order.append(folded)
    return Asks(
        words={word: frozenset(spellings) for word, spellings in spelt.items()},
        pairs=frozenset(pairwise(order)),
        deciding=frozenset(w for w in spelt if w in DECIDING or any(c.isdigit() for c in w)),
        wanted=frozenset(kind for kind, words in WANTED.items() if words.search(plain)),
    )


def likeness(one: Asks, other: Asks) -> float:
    """Return the share of each question that the other covers, the smaller of the two, from 0 to 1.

    Who asks the same leaves words out or turns them round; where each has a word that the other has not, one
    thing was put in the place of another: 0.
    """
    wants_other = one.wanted and other.wanted and one.wanted.isdisjoint(other.wanted)
    if wants_other or one.deciding != other.deciding:
        return 0.0
    mine, theirs = shared(one, other), shared(other, one)
    if len(mine) < len(one.words) and len(theirs) < len(other.words):
        return 0.0
    return min(covered(one, mine, other), covered(other, theirs, one))


def shared(one: Asks, other: Asks) -> set[str]:
    """Return the words of a question that the other has too."""
    return {word for word, spelt in one.words.items() if same(word, spelt, other.words.get(word))}


def covered(one: Asks, words: set[str], other: Asks) -> float:
    """Return which share of a question's words and pairs the other has too."""
    total = len(one.words) + PAIR * len(one.pairs)
    return (len(words) + PAIR * len(one.pairs & other.pairs)) / total if total else 0.0


def same(folded: str, spelt: frozenset[str], others: frozenset[str] | None) -> bool:
    """Tell whether a word is one of the other's: typed without marks it may be any of those it could be."""
    if others is None:
        return False
    bare = "".join(sorted(folded))
    return bare in spelt or bare in others or not spelt.isdisjoint(others)


def grouped(items: Iterable[T], question: Callable[[T], str]) -> list[list[T]]:
    """Put together what asks the same, in the order in which each question first comes."""
    groups: list[tuple[Asks, list[T]]] = []
    for item in items:
        read = asks(question(item))
        for first, group in groups:
            if likeness(first, read) >= ALIKE:
                group.append(item)
                break
        else:
            groups.append((read, [item]))
    return [group for _, group in groups]
