"""Bytes to text, in whichever encoding an office's old program wrote them."""

from __future__ import annotations

from pathlib import Path

from knowledge.documents.reading.legacy import SURE, TCVN3, VNI, converted
from knowledge.problems import Refusal
from knowledge.vietnamese.syllables import likeness

MOSTLY = 0.4
"""Share of zero bytes in one half of the places, above which the text is in UTF-16."""


def decoded(path: Path) -> str:
    """Return a text file's content; Refusal where no encoding makes words of it."""
    raw = path.read_bytes()
    encoding = "utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else unmarked(raw)
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        best = max(readings(raw), key=likeness)
        if likeness(best) < SURE:
            raise Refusal("{name}: the text is not UTF-8. Save it again as UTF-8.", name=path.name) from error
        return best


def unmarked(raw: bytes) -> str:
    """Return the encoding of Unicode that a text without a mark is in."""
    start = raw[:4000]
    if len(start) > 1 and start[1::2].count(0) > MOSTLY * len(start[1::2]):
        return "utf-16-le"
    if len(start) > 1 and start[::2].count(0) > MOSTLY * len(start[::2]):
        return "utf-16-be"
    return "utf-8-sig"


def readings(raw: bytes) -> list[str]:
    """Return the text as each of the encodings before Unicode reads it."""
    plain = raw.decode("latin-1")
    return [raw.decode("cp1258", "replace"), converted(plain, TCVN3), converted(plain, VNI)]
