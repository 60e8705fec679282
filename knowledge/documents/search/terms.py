"""Terms that passages are found by: folded syllables, pairs of them, and document numbers."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise

from knowledge.vietnamese.text import fold

TYPICAL_LENGTH = 150
"""Terms of a passage, for ranking; passages are cut to a readable size, so one number serves all."""
PAIR_WEIGHT = 0.5


def marks() -> str:
    """Return the combining marks as a regular expression's class: Python's word class lacks them."""
    found = [c for c in range(0x300, 0x10000) if unicodedata.category(chr(c)).startswith("M")]
    return "".join(f"\\u{c:04x}" for c in found)


WORD = re.compile(rf"(?:[^\W_]|[{marks()}])+")
NUMBER = re.compile(
    r"\b\d{1,5}[a-zđ]?\s?(?:/\s?(?:19|20)\d\d\s?[-/–]\s?[a-zđư]{1,9}\d{0,2}|[-/–]\s?[a-zđư]{1,9}\s?[-/–]\s?[a-zđư]{2,12})"
    r"(?:[-/–][a-zđư]{2,12}\d{0,2})*\b",
    re.IGNORECASE,
)
"""A document's number: 57-NQ/TW, 30/2020/NĐ-CP, 626/QĐ-VPCP, 117/2025/QH15."""
PLAIN = str.maketrans("০১২৩৪৫৬৭৮৯", "0123456789", "\u200c\u200d")
"""Bengali digits as everybody's, joiners left out."""
BENGALI_ENDINGS = ("গুলির", "গুলোর", "গুলি", "গুলো", "দের", "ের", "কে", "তে", "টি", "টা", "রা", "র", "ে")
ENGLISH_ENDINGS = ("ing", "ed", "es", "s")


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


def number_key(number: str) -> str:
    """Return a document's number as it is compared: letters and digits only."""
    return "".join(c for c in fold(number) if c.isalnum())


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Cut a Bengali or English ending; no Vietnamese syllable ends like the English ones."""
    if len(word) < 4:  # noqa: PLR2004  # shorter words have nothing to lose
        return word
    endings = BENGALI_ENDINGS if "\u0980" <= word[-1] <= "\u09ff" else ENGLISH_ENDINGS
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) > 2 and not word.endswith("ss"):  # noqa: PLR2004  # the same
            return word[: -len(ending)]
    return word


def words(text: str) -> list[str]:
    """Return the text's folded words in order; Bengali digits are the same as ours."""
    found = WORD.findall(fold(text).translate(PLAIN))
    return [str(int(w)) if w.isdecimal() and len(w) < 10 else stem(w) for w in found]  # noqa: PLR2004  # longer ones are codes


def numbers(text: str) -> list[str]:
    """Return the keys of the documents' numbers that stand in the text."""
    return list(dict.fromkeys(number_key(n) for n in NUMBER.findall(text)))


@lru_cache(maxsize=200_000)
def identify(term: str) -> int:
    """Return the number that stands for a term in the database."""
    return int.from_bytes(blake2b(term.encode(), digest_size=8).digest(), signed=True)


def singles_and_pairs(text: str) -> tuple[Counter[str], Counter[str]]:
    """Count the words (with whole document numbers) and the pairs of neighbours, line by line."""
    singles: Counter[str] = Counter(f"#{n}" for n in numbers(text))
    pairs: Counter[str] = Counter()
    for line in text.split("\n"):
        found = words(line)
        singles.update(found)
        pairs.update(f"{a} {b}" for a, b in pairwise(found))
    return singles, pairs


def weigh(text: str) -> dict[int, float]:
    """Return each term of a passage with what it adds to the rank, before its rarity (BM25)."""
    singles, pairs = singles_and_pairs(text)
    length = singles.total() / TYPICAL_LENGTH
    weights = {identify(t): saturate(n, 1.2, 0.75, length) for t, n in singles.items()}
    for term, count in pairs.items():
        weights[identify(term)] = PAIR_WEIGHT * saturate(count, 0.5, 0.3, length)
    return weights


def saturate(count: int, k1: float, b: float, length: float) -> float:
    """Return BM25's share of a term that stands so often in a text of this relative length."""
    return count * (k1 + 1) / (count + k1 * (1 - b + b * length))


def query_terms(text: str, most: int = 64) -> dict[int, float]:
    """Return the terms of a question with their share of its weight: a pair counts half."""
    singles, pairs = singles_and_pairs(text)
    chosen = [*singles][:most]
    return {identify(t): 1.0 for t in chosen} | {identify(t): PAIR_WEIGHT for t in [*pairs][:most]}


def asked_terms(question: str) -> dict[int, float]:
    """Return the terms that a question asks about, without those that only make it a question."""
    folded = fold(question)
    return query_terms(ASKING_BENGALI.sub(" ", ASKING.sub(" ", folded))) or query_terms(folded)


def coverage(terms: Iterable[int], weights: dict[int, float]) -> float:
    """Return how much of the question's weight a text's terms carry, from 0 to 1."""
    total = sum(weights.values())
    return sum(weights.get(t, 0.0) for t in set(terms)) / total if total else 0.0
