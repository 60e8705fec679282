"""Lines to paragraphs: what was broken at the margin is joined again."""

from __future__ import annotations

import re
from collections.abc import Sequence

MARKER = re.compile(
    r"^(?:#|(?:PHỤ LỤC|Phụ lục|Căn cứ|Nơi nhận|Kính gửi)\b"
    r"|[IVXL]+\.|\d{1,3}[.)]\s|[a-zđ]\)\s|[-+•*|]\s|(?:Điều|ĐIỀU)\s+\d{1,4}[a-zđ]?\s*(?:[.:]|$))"
)
"""How a new paragraph begins, whatever came before; "Điều 5 Luật này" goes on with a sentence."""
DIVISION = re.compile(
    r"^(?:Chương|Mục|Tiểu mục|Phần)\s+(?:[IVXLC]+|\d{1,3}|thứ\s+\w+)\b\s*(?P<rest>.*)$", re.IGNORECASE
)
SENTENCE_ENDS = (".", ";", ":", "!", "?", "।")


def begins(line: str) -> bool:
    """Tell whether a line begins a new paragraph, whatever came before."""
    division = DIVISION.match(line)
    rest = division["rest"] if division else "x"
    return (
        line.isupper() or bool(MARKER.match(line)) or rest[:1] in {"", ".", ":", "-", "–"} or rest.isupper()
    )


def split_text(text: str) -> list[str]:
    """Return a plain text's paragraphs; lines that were broken at a margin are joined again."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    longest = max(map(len, lines))
    broken = longest <= 120 and any(not line.strip() for line in lines)  # noqa: PLR2004  # no margin is wider
    return joined(lines) if broken else [line for line in lines if line.strip()]


def joined(lines: Sequence[str]) -> list[str]:
    """Join each line to the one before, where that one ran to the margin and broke off."""
    margin = 0.6 * max((len(line) for line in lines), default=0)
    paragraphs: list[str] = []
    open_end = False
    for line in (raw.strip() for raw in lines):
        if line and open_end and not begins(line):
            glue = "" if paragraphs[-1].endswith("-") and not paragraphs[-1].endswith(" -") else " "
            paragraphs[-1] += glue + line
        elif line:
            paragraphs.append(line)
        open_end = bool(line) and len(line) >= margin and not line.endswith(SENTENCE_ENDS)
        open_end = open_end and not line.startswith(("#", "|"))
    return paragraphs
