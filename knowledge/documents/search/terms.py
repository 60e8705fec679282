"""Terms that passages are found by: folded words, pairs of them, and document numbers."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from knowledge.vietnamese.text import clean, fold

if TYPE_CHECKING:
    from tantivy import TextAnalyzer

PAIR_WEIGHT = 0.5
"""What a pair of neighbours is worth beside a word of the same rarity."""


def marks() -> str:
    """Return the combining marks as a regular expression's class: Python's word class lacks them."""
    found = [c for c in range(0x300, 0x10000) if unicodedata.category(chr(c)).startswith("M")]
    return "".join(f"\\u{c:04x}" for c in found)


WORD = re.compile(rf"(?:[^\W_]|[{marks()}])+")
RUN = re.compile(rf"[\w{marks()}]+")
"""The same where no underscores stand, in half the time."""
NUMBER = re.compile(
    r"\b\d{1,5}[a-zđ]?\s?(?:/\s?(?:19|20)\d\d\s?[-/–]\s?[a-zđư]{1,9}\d{0,2}|[-/–]\s?[a-zđư]{1,9}\s?[-/–]\s?[a-zđư]{2,12})"
    r"(?:[-/–][a-zđư]{2,12}\d{0,2})*\b",
    re.IGNORECASE,
)
"""A document's number: 57-NQ/TW, 30/2020/NĐ-CP, 626/QĐ-VPCP, 117/2025/QH15."""
BENGALI_ENDINGS = ("গুলির", "গুলোর", "গুলি", "গুলো", "দের", "ের", "কে", "তে", "টি", "টা", "রা", "র", "ে")
BENGALI = ("\u0980", "\u09ff")
SHORTEST_STEM = 3

ASKING = re.compile(
    r"\b(?:(?:xin )?cho (?:toi |em )?(?:biet|hoi)|(?:xin|de nghi) (?:hoi|cho biet)|co phai|phai khong"
    r"|hay khong|la (?:gi|ai)|nhu the nao|the nao|ra sao|(?:la )?bao nhieu|bao gio|khi nao|luc nao|o dau"
    r"|vi sao|tai sao"
    r"|nhung gi|dieu gi|ai|nao|gi"
    r"|what|which|who|when|where|why|how|is|are|was|were|does|did|of)\b"
    r"|\bkhong(?=[ ?.!]*$)"
)
"""The words that make a Vietnamese or English question: no paper that answers it has them."""
ASKING_BENGALI = re.compile(r"(?<!\S)(?:কি|কী|কে|কারা|কখন|কবে|কোথায়|কত|কেন|কোন|কীভাবে|কিভাবে)(?=[\s?।]|$)")


def plain_letters() -> dict[int, str | None]:
    """Map each precomposed letter with Latin marks to the bare one, Bengali digits to ours, joiners away."""
    table: dict[int, str | None] = dict.fromkeys(range(0x300, 0x370))
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        parts = unicodedata.normalize("NFD", chr(code))
        if len(parts) > 1 and all("\u0300" <= mark <= "\u036f" for mark in parts[1:]):
            table[code] = parts[0]
    bengali = {0x9E6 + digit: str(digit) for digit in range(10)}
    return table | bengali | {ord("đ"): "d", 0x200C: None, 0x200D: None}


PLAIN = plain_letters()


def number_key(number: str) -> str:
    """Return a document's number as it is compared: letters and digits only."""
    return "".join(c for c in fold(number) if c.isalnum())


@cache
def english() -> TextAnalyzer:
    """Return the Snowball stemmer; no Vietnamese syllable ends like the English ones."""
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    return TextAnalyzerBuilder(Tokenizer.whitespace()).filter(Filter.stemmer("english")).build()


@lru_cache(maxsize=100_000)
def normal(word: str) -> str:
    """Return a folded word without its English or Bengali ending, a number without leading zeros."""
    if word.isdecimal():
        return str(int(word)) if len(word) < 10 else word  # noqa: PLR2004  # longer ones are codes
    if len(word) <= SHORTEST_STEM:
        return word
    if word.isascii():
        return english().analyze(word)[0]
    if BENGALI[0] <= word[-1] <= BENGALI[1]:
        for ending in BENGALI_ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
                return word[: -len(ending)]
    return word


def raw_words(text: str) -> list[str]:
    """Return the words of a text as they stand there, in lower case."""
    return RUN.findall(clean(text).lower().replace("_", " "))


@lru_cache(maxsize=100_000)
def term_of(word: str) -> str:
    """Return the term of a word as it stands in a text, in lower case; empty for a mark alone."""
    return normal(bare) if (bare := word.translate(PLAIN)) else ""


def words(text: str) -> list[str]:
    """Return the text's folded words in order, old and new tone placement alike."""
    # Joiners stand within words, and are no part of them.
    joined = clean(text).lower().replace("\u200c", "").replace("\u200d", "").replace("_", " ")
    return [*filter(None, map(term_of, RUN.findall(joined)))]


def numbers(text: str) -> list[str]:
    """Return the keys of the documents' numbers that stand in the text."""
    return list(dict.fromkeys(number_key(n) for n in NUMBER.findall(text)))


def singles_and_pairs(text: str) -> tuple[Counter[str], Counter[str]]:
    """Count the words (with whole document numbers) and the pairs of neighbours, line by line."""
    singles: Counter[str] = Counter(f"#{n}" for n in numbers(text))
    pairs: Counter[str] = Counter()
    for line in text.split("\n"):
        found = words(line)
        singles.update(found)
        pairs.update(f"{a} {b}" for a, b in pairwise(found))
    return singles, pairs


def query_terms(text: str, most: int = 64) -> dict[str, float]:
    """Return the terms of a question with their share of its weight: a pair counts half."""
    singles, pairs = singles_and_pairs(text)
    return dict.fromkeys([*singles][:most], 1.0) | dict.fromkeys([*pairs][:most], PAIR_WEIGHT)


def asked(question: str) -> str:
    """Return what a question asks about, folded, without the words that only make it a question."""
    folded = fold(question)
    bare = ASKING_BENGALI.sub(" ", ASKING.sub(" ", folded))
    return bare if WORD.search(bare) else folded


def asked_terms(question: str) -> dict[str, float]:
    """Return the terms that a question asks about."""
    return query_terms(asked(question))


def coverage(terms: Iterable[str], weights: dict[str, float]) -> float:
    """Return how much of the question's weight a text's terms carry, from 0 to 1."""
    total = sum(weights.values())
    return sum(weights.get(t, 0.0) for t in set(terms)) / total if total else 0.0


def counted(text: str) -> dict[str, int]:
    """Count how often each term stands in a text."""
    singles, pairs = singles_and_pairs(text)
    return dict(singles + pairs)
