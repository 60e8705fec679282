"""The gate before everything: a paper with a mark of state secrecy is refused. A tripwire, no classifier."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import structlog
from rapidfuzz import fuzz

from knowledge.problems import Refusal, SecretPaper
from knowledge.vietnamese.text import clean, fold

log = structlog.get_logger(__name__)

HEAD_LINES = 15
"""A mark of secrecy stands above the title."""
LIKE_ENOUGH = 85
"""Similarity, of 100, of a stamp's words as they were recognised to those that it says."""
SHOUTED = r"(?:(?:TUYỆT|TỐI)\s+)?M\s?Ậ\s?T"
SECRET_LINE = re.compile(
    rf"^[\W_]*(?:(?:mức )?độ\s+mật\s*:\s*)?{SHOUTED}[\W_]*$"
    r"|^[\W_]*(?:TUYET MAT|TOI MAT|MAT)[\W_]*$"
    r"|^[\W_]*(?:(?:Tuyệt|Tối)\s+)?[Mm]ật[\W_]*$"
    r"|^[\W_]*(?:dấu\s+)?(?:chỉ\s+)?(?:mức\s+)?(?:độ\s+)?mật\s*:\s*(?:tuyệt\s+|tối\s+)?mật\b"
    # Where columns of a head ran into one line.
    rf"|(?:^|(?<!BÍ)(?<!BẢO)(?<!CƠ)[\s|]){SHOUTED}\s+(?:CỘNG HÒA|CỘNG HOÀ|ĐẢNG CỘNG SẢN)\b"
)
SECRET_NAME = re.compile(
    r"(?:tuyet|toi)[\W_]*mat(?![^\W_])|^[\W_]*\[?mat[\])][\W_]|[(\[]mat[)\]]", re.IGNORECASE
)
SECRET_WORD = re.compile(r"(?:^|[\W_])(?:MẬT|MAT)(?:$|[\W_])")
NOT_A_MARK = re.compile(r"(?:bí|bảo|cơ|bi|bao|co)[\W_]+(?:mật|mat)", re.IGNORECASE)


def guard(name: str, paragraphs: Sequence[str] = ()) -> None:
    """Refuse a secret paper and log that one was refused; run it in the bot's own process."""
    try:
        refuse_secret(name, paragraphs)
    except SecretPaper as refusal:
        raise noted(refusal) from None


def noted(refusal: Refusal) -> Refusal:
    """Log that a secret paper was refused, and nothing that would tell which."""
    if isinstance(refusal, SecretPaper):
        log.warning("secret_paper_refused")
    return refusal


def refuse_secret(name: str, paragraphs: Sequence[str], around: Iterable[str] = ()) -> None:
    """Refuse a paper that carries a mark of state secrecy, before anything of it is kept.

    It may stand in the file's name, near the head, or alone in a line of what is around the text.
    """
    head = [line for p in paragraphs[:HEAD_LINES] for line in re.split(r" \| |\n", p)]
    if is_secret_name(name) or any(map(is_mark, (*head, *around))):
        raise secret(name)


def refuse_stamp(name: str, lines: Iterable[str]) -> None:
    """Refuse a scan in whose upper part a stamp was seen that can only be a mark of secrecy."""
    if any(is_stamp(cell) for line in lines for cell in line.split(" | ")):
        raise secret(name)


def secret(name: str) -> SecretPaper:
    """Return the refusal of a secret paper."""
    return SecretPaper(
        "{name}: this bears a mark of state secrecy; nothing of it was kept. Keep such papers out.",
        name=name,
    )


def is_stamp(line: str) -> bool:
    """Tell a stamp, however badly it was recognised: its marks and its frame go wrong first."""
    letters = "".join(c for c in line if c.isalpha() or c == " ").strip()
    if letters != letters.upper():
        return is_mark(line)
    bare = fold(letters)
    # A frame is seen as single letters around the words.
    words = " ".join(w for w in bare.split() if len(w) > 1)
    return words == "mat" or any(fuzz.ratio(words, mark) >= LIKE_ENOUGH for mark in ("toi mat", "tuyet mat"))


def is_mark(line: str) -> bool:
    """Tell a line that is a mark of secrecy from one that speaks of secrets."""
    line = clean(line).strip("# *")
    return any(SECRET_LINE.search(form) for form in (line, line.lower())) and line != line.lower()


def is_secret_name(name: str) -> bool:
    """Tell whether the name of a file says that its paper is secret."""
    stem = name.rsplit(".", 1)[0]
    return bool(SECRET_NAME.search(fold(stem))) or bool(
        SECRET_WORD.search(clean(stem)) and not NOT_A_MARK.search(stem)
    )
