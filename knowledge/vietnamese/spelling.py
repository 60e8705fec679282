"""Which accented word a folded one may stand for, where a phrase of time depends on it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

WORD = re.compile(r"[^\W_]+")

SPELLINGS = {
    "thu": {"thứ"},
    "mot": {"mốt", "một"},
    "sang": {"sáng"},
    "trua": {"trưa"},
    "chieu": {"chiều"},
    "toi": {"tối", "tới"},
    "nay": {"này"},
    "mai": {"mai"},
    "kia": {"kia"},
    "gio": {"giờ"},
    "tuan": {"tuần"},
    "thang": {"tháng"},
    "ngay": {"ngày"},
    "nam": {"năm"},
    "truoc": {"trước"},
    "cuoi": {"cuối"},
    "dau": {"đầu"},
    "hom": {"hôm"},
    "bay": {"bảy", "bẩy"},
}
"""The readings that speak of time; "tôi" (I) is no "tối" (evening)."""
NEVER_PLAIN = {"thu", "toi", "mot", "ngay", "nam"}
"""Words that mean something else without their marks: in a text that has marks, "ngay" is "at once"."""
AFTER = {
    ("thu", "sau"): {"sáu"},
    ("tuan", "sau"): {"sau"},
    ("thang", "sau"): {"sau"},
    ("thu", "tu"): {"tư"},
    ("ngay", "mot"): {"mốt"},
}
"""Pairs that tell two readings of the second word apart."""


def bare(text: str) -> str:
    """Return the text in lower case without Vietnamese marks, each letter in its old place."""
    return "".join(bare_letter(letter) for letter in text)


@lru_cache(maxsize=5_000)
def bare_letter(letter: str) -> str:
    """Return one letter without its mark; one that cannot keep its place stays."""
    if letter in "đĐ":
        return "d"
    parts = unicodedata.normalize("NFD", letter.lower())
    return parts[0] if all("\u0300" <= mark <= "\u036f" for mark in parts[1:]) else letter


def has_marks(text: str) -> bool:
    """Tell whether somebody typed Vietnamese marks anywhere in the text."""
    return bare(text) != text.lower()


def is_meant(phrase: str, *, accented: bool) -> bool:
    """Tell whether the words of a phrase, as typed, can be the words of time that they look like."""
    before = ""
    for word in WORD.findall(phrase.lower()):
        folded = bare(word)
        allowed = AFTER.get((before, folded)) or SPELLINGS.get(folded)
        marked = word != folded
        if allowed and accented and word not in allowed and (marked or folded in NEVER_PLAIN):
            return False
        before = folded
    # A capital makes it a name: "chị Mai" is no tomorrow.
    return phrase != "Mai"
