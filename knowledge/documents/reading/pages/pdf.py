"""PDF to lines with their places, page by page."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from knowledge.documents.reading.contents import Contents, RecognisedPage
from knowledge.documents.reading.pages.layout import Cell, Line, line_of, paragraphs_of
from knowledge.documents.reading.pages.repair import repaired_numbers
from knowledge.documents.reading.pages.scan import (
    has_picture_above,
    is_picture,
    refuse_stamped,
    remarks,
    scanned,
)
from knowledge.problems import Refusal
from knowledge.vietnamese.text import fold

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfTextPage

MOST_PAGES = 500
MOST_BROKEN = 0.12
"""Share of words without a vowel above which letters were drawn apart from their words."""
NARROW = 0.14
"""A gap of so many heights of a letter is a space."""
WIDE = 1.8
"""A gap of so many heights of a letter parts two columns; justified words stand closer."""


class Letter(NamedTuple):
    """A letter and its place on the page, in points from its lower left corner."""

    sign: str
    left: float
    right: float
    base: float
    size: float


def read_pdf(path: Path, recognised: Mapping[int, RecognisedPage]) -> Contents:
    """Return the text; Refusal where it is locked or damaged, ScannedPaper where pages are pictures."""
    document = opened(path)
    pages: list[list[Line]] = []
    pictures: list[int] = []
    try:
        may_be_stamped = len(document) > 0 and 0 not in recognised and has_picture_above(document[0])
        for number in range(len(document)):
            lines = recognised[number].lines if number in recognised else page_lines(document, number)
            if lines is None:
                pictures.append(number)
            pages.append(lines or [])
    finally:
        document.close()
    if pictures:
        raise scanned(path, tuple(pictures))
    if may_be_stamped:
        refuse_stamped(path)
    text, around = paragraphs_of(pages)
    return Contents(repaired_numbers(text) if recognised else text, around, remarks(path, recognised))


def opened(path: Path) -> PdfDocument:
    """Open a PDF of bearable length."""
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
    if len(document) > MOST_PAGES:
        document.close()
        raise Refusal("{name}: more than {limit} pages. Split it.", name=path.name, limit=MOST_PAGES)
    return document


def page_lines(document: PdfDocument, number: int) -> list[Line] | None:
    """Return a page's lines, rebuilt from the letters' places if the order is broken; None for a picture."""
    page = document[number]
    text_page = page.get_textpage()
    letters = list(letters_of(text_page))
    lines = lines_of(in_order(letters))
    if broken(text_of(lines)) > MOST_BROKEN:
        rebuilt = lines_of(by_place(letters))
        lines = rebuilt if broken(text_of(rebuilt)) < broken(text_of(lines)) else lines
    picture = is_picture(page, text_of(lines))
    text_page.close()
    page.close()
    return None if picture else lines


def text_of(lines: list[Line]) -> str:
    """Return the lines as one text."""
    return "\n".join(line.text for line in lines)


def broken(text: str) -> float:
    """Return the share of words that no language writes: without a vowel, in lower case."""
    found = [w for w in re.findall(r"[^\W\d_]+", text) if w.islower() and w.isascii()]
    return sum(1 for w in found if not set(fold(w)) & set("aeiouy")) / len(found) if found else 0.0


def letters_of(text_page: PdfTextPage) -> Iterator[Letter]:
    """Give the letters in the order in which they were drawn; line breaks as pdfium sees them."""
    from pypdfium2 import raw

    handle = text_page.raw
    x, y, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    for index in range(text_page.count_chars()):
        code: Any = raw.FPDFText_GetUnicode(handle, index)
        # U+FFFE is pdfium's sign for a hyphen at the end of a line; halves of pairs are no letters.
        sign = "-" if code in {0xFFFE, 0x2} else chr(code) if not 0xD800 <= code < 0xE000 else " "  # noqa: PLR2004
        if sign in "\r\n" or raw.FPDFText_IsGenerated(handle, index) == 1:
            yield Letter("\n" if sign in "\r\n" else " ", 0, 0, 0, 0)
            continue
        raw.FPDFText_GetCharOrigin(handle, index, x, y)
        raw.FPDFText_GetLooseCharBox(handle, index, box)
        yield Letter(sign, box.left, box.right, y.value, raw.FPDFText_GetFontSize(handle, index))


def in_order(letters: list[Letter]) -> list[list[Letter]]:
    """Return the letters line by line as they were drawn."""
    rows: list[list[Letter]] = [[]]
    last: Letter | None = None
    for letter in letters:
        # Behind a hyphen at the margin, pdfium goes on in the same line.
        is_next = (
            last and letter.size and letter.left < last.left and last.base - letter.base > letter.size / 2
        )
        if letter.sign == "\n" or is_next:
            rows.append([])
        if letter.sign != "\n":
            rows[-1].append(letter)
            last = letter if letter.size else last
    return rows


def by_place(letters: list[Letter]) -> list[list[Letter]]:
    """Return the letters put in order by baseline, then from left to right, with spaces in the gaps."""
    drawn = [c for c in letters if c.size]
    drawn.sort(key=lambda c: (-round(c.base / 2), c.left))
    return [list(spaced(list(row))) for _, row in groupby(drawn, key=lambda c: round(c.base / 2))]


def spaced(row: list[Letter]) -> Iterator[Letter]:
    """Give the letters of a row, with a space where they stand apart."""
    end = row[0].left
    for letter in row:
        if letter.left - end > NARROW * letter.size:
            yield Letter(" ", 0, 0, 0, 0)
        yield letter
        end = max(end, letter.right)


def lines_of(rows: list[list[Letter]]) -> list[Line]:
    """Return the lines that these rows of letters make."""
    return [line for row in rows if (line := line_of(cells_of(row)))]


def cells_of(row: list[Letter]) -> Iterator[Cell]:
    """Give the words of a row, parted where a gap is too wide for a space."""
    text, start, end = "", 0.0, 0.0
    for letter in row:
        if not letter.size or letter.sign.isspace():
            text += " " if text else ""
            continue
        gap = letter.left - end
        size = max(letter.size, 6.0)
        if text.strip() and (gap > WIDE * size or gap < -4 * size):
            yield Cell(text, start, end)
            text = ""
        if not text:
            start, end = letter.left, letter.right
        text += letter.sign
        end = max(end, letter.right)
    if text.strip():
        yield Cell(text, start, end)
