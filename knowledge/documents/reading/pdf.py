"""PDF to paragraphs: page by page, without running heads and page numbers."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.documents.reading.lines import joined
from knowledge.problems import Refusal
from knowledge.vietnamese.text import clean, fold

if TYPE_CHECKING:
    from pypdfium2 import PdfTextPage

FEWEST_LETTERS = 20
"""Letters a page, on average; below it the pages are pictures."""
MOST_PAGES = 1500
MOST_BROKEN = 0.12
"""Share of words without a vowel above which letters were drawn apart from their words."""
PAGE_NUMBER = re.compile(r"^(?:trang|page)?\s*[-–]?\s*\d{1,4}\s*[-–]?(?:\s*/\s*\d{1,4})?$", re.IGNORECASE)


def read_pdf(path: Path) -> list[str]:
    """Return the paragraphs; Refusal where the file is locked, damaged, or a scan."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Refusal(
                "{name}: the file is locked with a password. Save it without one.", name=path.name
            ) from error
        raise Refusal(
            "{name}: the file cannot be read. Open it, save it again, and retry.", name=path.name
        ) from error
    try:
        if len(document) > MOST_PAGES:
            raise Refusal("{name}: more than {limit} pages. Split it.", name=path.name, limit=MOST_PAGES)
        pages = [page_lines(document, n) for n in range(len(document))]
    finally:
        document.close()
    letters = sum(c.isalpha() for page in pages for line in page for c in line)
    if letters < FEWEST_LETTERS * len(pages):
        raise Refusal(
            "{name}: this is a scan without text. Recognise its text first, or import the Word file.",
            name=path.name,
        )
    return joined([line for page in without_running_heads(pages) for line in page])


def page_lines(document: object, number: int) -> list[str]:
    """Return a page's lines, rebuilt from the places of the letters where the order is broken."""
    page = document[number]  # type: ignore[index]  # pypdfium2 has no types
    text_page = page.get_textpage()
    text = text_page.get_text_range().replace("\ufffe", "-")
    if broken(text) > MOST_BROKEN:
        rebuilt = rebuild(text_page)
        text = rebuilt if broken(rebuilt) < broken(text) else text
    text_page.close()
    page.close()
    return [line.strip() for line in clean(text).split("\n") if line.strip()]


def broken(text: str) -> float:
    """Return the share of words that no language writes: without a vowel, in lower case."""
    found = [w for w in re.findall(r"[^\W\d_]+", text) if w.islower() and w.isascii()]
    return sum(1 for w in found if not set(fold(w)) & set("aeiouy")) / len(found) if found else 0.0


def rebuild(text_page: PdfTextPage) -> str:
    """Return the page's text with letters put in order by baseline, then from left to right."""
    from pypdfium2 import raw

    handle = text_page.raw
    letters: list[tuple[float, float, float, str]] = []
    x, y = ctypes.c_double(), ctypes.c_double()
    box = [ctypes.c_double() for _ in range(4)]
    for index in range(text_page.count_chars()):
        if raw.FPDFText_IsGenerated(handle, index) == 1:
            continue
        raw.FPDFText_GetCharOrigin(handle, index, x, y)
        raw.FPDFText_GetCharBox(handle, index, *box)
        letters.append((y.value, x.value, box[1].value, chr(raw.FPDFText_GetUnicode(handle, index))))
    letters.sort(key=lambda c: (-round(c[0] / 2), c[1]))
    lines = ["".join(spaced(list(row))) for _, row in groupby(letters, key=lambda c: round(c[0] / 2))]
    return "\n".join(lines)


def spaced(row: list[tuple[float, float, float, str]]) -> list[str]:
    """Return the letters of a line, with a space where there is a gap between them."""
    found: list[str] = []
    end = row[0][1]
    for _, left, right, letter in row:
        if left - end > 2 and found and not found[-1].isspace() and not letter.isspace():  # noqa: PLR2004  # points
            found.append(" ")
        found.append(letter)
        end = max(right, left)
    return found


def without_running_heads(pages: list[list[str]]) -> list[list[str]]:
    """Leave out page numbers, and lines that head or foot most pages."""
    edges = Counter(line for page in pages for line in {*page[:2], *page[-2:]})
    running = {line for line, n in edges.items() if n > 2 and n > 0.6 * len(pages)}  # noqa: PLR2004  # of three pages or more
    return [
        [
            line
            for i, line in enumerate(page)
            if not (i < 2 or i >= len(page) - 2) or not (line in running or PAGE_NUMBER.match(line))  # noqa: PLR2004  # the edges
        ]
        for page in pages
    ]
