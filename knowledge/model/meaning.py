"""Whether a sentence says no more than what it quotes: figures, denials, limits and words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from knowledge.model.figures import NUMERALS, figures, stand_in
from knowledge.vietnamese.text import clean, fold

OF_SOURCES = 0.8
"""Share of a sentence's content words that must stand in the sentences it quotes, or in the question."""
OF_QUOTES = 0.6
"""Share of them that must stand in those sentences alone."""
IN_CLAUSE = 0.5
"""The same for each of its clauses: a short one must not hide behind a long one."""
LONGEST_OF_ITS_OWN = 2
"""Content words in a row that may stand neither in the quotes nor in the question."""

WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f\u0981-\u0983\u09bc-\u09d7\u200c\u200d])+")
CLAUSE = re.compile(r"[.,;:!?()।…–—]|\s-\s")
NEGATION = re.compile(
    # In NFC, as the texts are: some Bengali letters have two spellings.
    unicodedata.normalize(
        "NFC",
        r"(?<!\w)(?:không|chưa|chẳng|cấm|đừng|trừ|ngoại trừ|bãi bỏ|huỷ|hủy|miễn"
        r"|not|no|never|except|without|cannot|না|নয়|নেই|নিষিদ্ধ|ছাড়া)(?!\w)(?:\s+\w+)?|n't\b",
    ),
    re.IGNORECASE,
)
LIMITS = (
    re.compile(
        r"không (?:quá|nhiều hơn|muộn hơn|vượt quá)|tối đa|nhiều nhất|chậm nhất|muộn nhất"
        r"|not? (?:later|more) than|at (?:the )?(?:most|latest)|সর্বোচ্চ",
        re.IGNORECASE,
    ),
    re.compile(
        r"không (?:dưới|ít hơn|sớm hơn|thấp hơn)|tối thiểu|ít nhất|trở lên|sớm nhất"
        r"|not? (?:less|fewer|earlier) than|at (?:the )?(?:least|earliest)|সর্বনিম্ন|কমপক্ষে",
        re.IGNORECASE,
    ),
)
"""At most, and at least. They are no denials: "không quá 5 ngày" may be told as "tối đa 5 ngày"."""
EMPTY_WORDS = """
và là của có được các những cho trong với theo từ đến để khi do bởi tại về này đó thì mà ở ra vào như cũng
đã sẽ đang phải bị hay hoặc trên dưới sau trước rằng nếu một mỗi không chưa quá tối đa thiểu nhất
the a an of to in on at for by and or is are was were be been has have with from as that this it its which
shall must will may can
এবং ও এর এই সে যে তা হয় হবে করা করতে করে জন্য থেকে মধ্যে
"""
"""Words that say nothing by themselves; negations are looked at apart."""
EMPTY = frozenset(EMPTY_WORDS.split())


@dataclass(frozen=True, slots=True)
class Basis:
    """What a sentence rests on."""

    quoted: str
    """The very words."""
    whole: str
    """The sentences that they stand in."""
    places: str
    """Paths, titles and numbers of the papers."""
    passages: str
    question: str


def says_no_more(text: str, basis: Basis) -> bool:
    """Tell whether a sentence is supported in all that can be compared."""
    if not stand_in(figures(text), basis.quoted, basis.places):
        return False
    # Against the whole sentences: a quote that begins after "không" would turn them round.
    if denials(text) != denials(basis.whole) or not limits(text) <= limits(basis.whole):
        return False
    said, quoted = content(text), {*content(basis.whole), *content(basis.places)}
    asked = {*quoted, *content(basis.question)}
    # What comes from elsewhere in the passages was not quoted: "tỉnh" in the place of "huyện".
    if not set(content(basis.passages)).isdisjoint(set(said) - asked):
        return False
    return (
        share(said, asked) >= OF_SOURCES
        and share(said, quoted) >= OF_QUOTES
        and all(share(content(c), asked) >= IN_CLAUSE for c in CLAUSE.split(text) if content(c))
        and longest_outside(said, asked) <= LONGEST_OF_ITS_OWN
    )


def denials(text: str) -> set[str]:
    """Return the words by which a text says that something is not, is forbidden or excepted.

    Each with the word after it, which is what is denied.
    """
    rest = unicodedata.normalize("NFC", text)
    for limit in LIMITS:
        rest = limit.sub(" ", rest)
    return {" ".join(found.group().lower().split()) for found in NEGATION.finditer(rest)}


def limits(text: str) -> set[int]:
    """Return which of the limits, at most and at least, a text sets."""
    plain = unicodedata.normalize("NFC", text)
    return {n for n, limit in enumerate(LIMITS) if limit.search(plain)}


def content(text: str) -> list[str]:
    """Return the words that say something, in order, however their tone marks are placed."""
    found = [w for w in WORD.findall(clean(text).lower()) if w not in EMPTY]
    # Figures are compared by themselves, in any spelling.
    return [word_key(w) for w in found if not w.isdecimal() and fold(w) not in NUMERALS]


def word_key(word: str) -> str:
    """Return a word's letters and its marks apart: "hoà" and "hòa" are one word, "hoa" is another."""
    marks = sorted(c for c in unicodedata.normalize("NFD", word) if "\u0300" <= c <= "\u036f")
    return fold(word) + "".join(marks) + ("-" if "đ" in word else "")


def share(words: list[str], among: set[str]) -> float:
    """Return which share of the words is among the others; 0 where there are none."""
    return sum(w in among for w in words) / len(words) if words else 0.0


def longest_outside(words: list[str], among: set[str]) -> int:
    """Return how many words in a row are not among the others, at most."""
    longest = row = 0
    for word in words:
        row = 0 if word in among else row + 1
        longest = max(longest, row)
    return longest
