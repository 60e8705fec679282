"""What a Vietnamese syllable looks like, and how much a text looks as if it were made of them."""

from __future__ import annotations

import re
import unicodedata

TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
SYLLABLE = re.compile(
    r"(?:ngh?|n[h]?|c[h]?|gi|g[h]?|k[h]?|p[h]?|t[hr]?|qu|[bdđhlmrsvx])?"
    r"(?:uyê|iêu|yêu|oai|oao|oay|oeo|uây|uôi|uya|uyu|ươi|ươu"
    r"|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|oa|oă|oe|oi|ôi|ơi|oo|ua|uâ|uă|uê|ui|uô|uơ|uy|ưa|ưi|ươ|ưu|yê"
    r"|[aăâeêioôơuưy])"
    r"(?:ch|ng|nh|[cmnpt])?"
)
EDGES = re.compile(r"^[\W\d_]+|[\W\d_]+$", re.ASCII)
"""Signs of ASCII around a word; others may be letters of an old font."""


def is_syllable(word: str) -> bool:
    """Tell whether a word could be a Vietnamese syllable, with at most one tone."""
    parts = unicodedata.normalize("NFD", word.lower())
    tones = sum(part in TONES for part in parts)
    plain = unicodedata.normalize("NFC", "".join(part for part in parts if part not in TONES))
    return tones <= 1 and SYLLABLE.fullmatch(plain) is not None


def likeness(text: str) -> float:
    """Return how Vietnamese a text looks: above 1.5 it surely is, below 0.7 it surely is not.

    The share of words that are syllables, and once more the share of those that bear a mark.
    """
    words = [w for raw in text.split() if (w := EDGES.sub("", raw))]
    good = [w for w in words if is_syllable(w)]
    marked = sum(1 for w in good if not w.isascii())
    return (len(good) + marked) / len(words) if words else 0.0
