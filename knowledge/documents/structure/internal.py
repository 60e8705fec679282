"""Places that a text names: "khoản 2 Điều 5 Quy chế này", as links within a paper: pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

NUMBER = r"\d{1,4}[a-zđ]?"
AND = r"\s{0,2}(?:,|và|hoặc|đến|-|–)\s{0,2}"
POINTS = rf"(?:các\s)?điểm\s(?P<points>[a-zđ]\d?(?:{AND}(?:điểm\s)?[a-zđ]\d?\b){{0,12}})"
CLAUSES = rf"(?:các\s)?khoản\s(?P<clauses>{NUMBER}(?:{AND}(?:khoản\s)?{NUMBER}){{0,12}})"
ARTICLES = rf"(?:các\s)?[Đđ]iều\s(?P<articles>{NUMBER}(?:{AND}(?:[Đđ]iều\s)?{NUMBER}){{0,12}}|này)"
PLACE = re.compile(
    rf"(?<!\w)(?:{POINTS},?\s)?(?:{CLAUSES},?\s)?{ARTICLES}(?!\w)"
    rf"|(?<!\w)(?:{POINTS.replace('points', 'points2')},?\s)?{CLAUSES.replace('clauses', 'clauses2')}(?!\w)",
)
OF_THIS = re.compile(
    r",?\s{1,2}(?:của\s)?(?:Bộ luật|Luật|Pháp lệnh|Nghị định|Nghị quyết|Thông tư|Quyết định|Quy chế"
    r"|Quy định|Điều lệ|Nội quy"
    r"|Hướng dẫn|Kế hoạch|Chỉ thị|Điều|Quy trình)\s(?P<own>này)\b"
)
OF_OTHER = re.compile(
    r",?\s{1,2}(?:của\s)?(?:Bộ luật|Luật|Pháp lệnh|Nghị định|Nghị quyết|Thông tư|Quyết định|Quy chế"
    r"|Quy định|Điều lệ|Hiến pháp"
    r"|Hướng dẫn|Kế hoạch|Chỉ thị|Công văn|Kết luận)\b"
)
SEPARATOR = re.compile(r"\s{0,2}(?:,|và|hoặc|đến|-|–)\s{0,2}(?:điểm\s|khoản\s|[Đđ]iều\s)?")
MOST_FOUND = 200


@dataclass(frozen=True, slots=True)
class InternalReference:
    """A place of the same paper that a text names."""

    start: int
    end: int
    path: str
    """Such as "Điều 5, khoản 2, điểm a"; of several, the first."""
    article: str
    """Such as "Điều 5": what is opened."""


def internal_references(text: str, own: str = "") -> Iterator[InternalReference]:
    """Give the places of the same paper that a text names; `own` is the article that it stands in."""
    for count, found in enumerate(PLACE.finditer(text)):
        if count == MOST_FOUND:
            return
        tail = text[found.end() : found.end() + 60]
        this = OF_THIS.match(tail)
        if not this and OF_OTHER.match(tail):
            continue
        here = found["articles"] == "này" or not found["articles"]
        article = own if here else f"Điều {first(found['articles'])}"
        if not article:
            continue
        clauses, points = found["clauses"] or found["clauses2"], found["points"] or found["points2"]
        steps = [article]
        steps += [f"khoản {first(clauses)}"] if clauses else []
        steps += [f"điểm {first(points)}"] if points else []
        end = found.end() + (this.end() if this else 0)
        yield InternalReference(found.start(), end, ", ".join(steps), article)


def first(steps: str) -> str:
    """Return the first of "1, 2 và 3"."""
    return SEPARATOR.split(steps, maxsplit=1)[0]
