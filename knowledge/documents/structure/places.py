"""How the place of a quotation is said: pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

CLAUSE = re.compile(r"^(?P<n>\d{1,3})(?P<letter>[a-zđ]?)[.)]\s+(?!\d)")


def place(label: str, clauses: Sequence[str]) -> str:
    """Say where a passage stands: "Điều 5, khoản 2", "Điều 5, khoản 2-4"."""
    if not clauses:
        return label
    span = clauses[0] if len(clauses) == 1 else f"{clauses[0]}-{clauses[-1]}"
    return f"{label}, khoản {span}" if label else f"khoản {span}"


def place_of(path: str, text: str, quote: str) -> str:
    """Say more exactly where a quote stands: the clause of the passage that it begins in."""
    label = path.split(", khoản", maxsplit=1)[0]
    if not label.startswith(("Điều", "Mục")):
        return path
    start = text.find(quote)
    numbers = [c for c, line in with_clauses_from(text) if line <= start]
    return place(label, [numbers[-1]]) if numbers else path


def with_clauses_from(text: str) -> Iterator[tuple[str, int]]:
    """Give each clause that begins in the text, with the place it begins at."""
    at = last = 0
    for line in text.split("\n"):
        found = CLAUSE.match(line)
        if found and (not last or int(found["n"]) in {last, last + 1}):
            last = int(found["n"])
            yield found["n"] + found["letter"], at
        at += len(line) + 1
