"""Text as people type it, made comparable."""

from __future__ import annotations

import re
import unicodedata

INVISIBLE = re.compile(
    r"[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]|[\x00-\x08\x0b-\x1f\x7f]"
)
"""Soft hyphens, directions, zero-width spaces and control characters.

Joiners (U+200C, U+200D) stay: Bengali needs them.
"""


def clean(text: str) -> str:
    """Return NFC text without invisible characters, with plain spaces, stripped; line breaks stay."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    return INVISIBLE.sub("", text).replace("Ð", "Đ").strip()


def fold(text: str) -> str:
    """Return lower-case text without Vietnamese diacritics (đ becomes d), white space collapsed.

    Marks of other scripts stay: a Bengali vowel sign is a letter's part, not an accent.
    """
    decomposed = unicodedata.normalize("NFD", clean(text).lower()).replace("đ", "d")
    bare = "".join(c for c in decomposed if not "\u0300" <= c <= "\u036f")
    return " ".join(unicodedata.normalize("NFC", bare).split())
