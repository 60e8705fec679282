"""The key at the end of a list of questions: "1-D; 2-C", or a row of numbers above a row of letters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

KEY = re.compile(
    r"\s*(?:bảng\s+)?(?:đáp\s*án|answer\s+key|answers|key)(?:\s+(?:đúng|tham khảo|bộ câu hỏi))?\s*:?\s*",
    re.IGNORECASE,
)


PAIR = re.compile(r"(?:câu\s*)?(?P<number>\d{1,4})\s*[-–.:)=/]?\s*(?P<letter>[A-H])(?![\w])", re.IGNORECASE)


KEY_ROWS = 2


def key_of(rows: Sequence[str]) -> dict[int, str]:
    """Read a key: "1-D; 2-C", "1. A", or a row of numbers above a row of letters."""
    found = {int(pair["number"]): pair["letter"].upper() for row in rows for pair in PAIR.finditer(row)}
    for above, below in pairwise(rows):
        numbers, letters = re.findall(r"\b\d{1,4}\b", above), cells_of(below)
        if len(numbers) == len(letters) >= KEY_ROWS:
            found |= {int(n): letter for n, letter in zip(numbers, letters, strict=True)}
    return found


def cells_of(row: str) -> list[str]:
    """Return the letters of a row that has nothing but letters, behind its heading."""
    cells = [cell.strip() for cell in re.split(r"[\t|]|\s{1,}", row) if cell.strip()]
    letters = [cell for cell in cells if re.fullmatch(r"[A-H]", cell)]
    others = [cell for cell in cells if not re.fullmatch(r"[A-H]", cell)]
    return letters if all(re.fullmatch(r"(?i)đáp|án|answer|key|đ/a|:", cell) for cell in others) else []
