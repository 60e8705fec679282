"""The lines of a Word file with questions: which letters stand out, and the numbers that Word writes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from knowledge.quiz.listed import Line

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BLACK = {"auto", "000000", ""}
LETTERED = {"upperLetter", "lowerLetter"}
FIRST = ord("A")


def read_lines(path: Path) -> list[Line]:
    """Read a Word file's paragraphs and table rows, in their order; a line break begins a line of its own."""
    from docx import Document

    document = Document(str(path))
    labels = Labels(document)
    lines: list[Line] = []
    for element in document.element.body.iterchildren():
        if element.tag == f"{W}p":
            lines += paragraph_lines(element, labels, len(lines) + 1)
        elif element.tag == f"{W}tbl":
            for row in element.iter(f"{W}tr"):
                lines += row_lines(row, labels, len(lines) + 1)
    return lines


def row_lines(row: Any, labels: Labels, number: int) -> Iterator[Line]:  # noqa: ANN401  # an element of lxml
    """Yield a table's row: its cells behind each other, or the lines of its one cell."""
    cells = [list(cell.iter(f"{W}p")) for cell in row.iter(f"{W}tc")]
    if len(cells) == 1:
        for paragraph in cells[0]:
            for line in paragraph_lines(paragraph, labels, number):
                yield line
                number += 1
        return
    text, marks = "", b""
    for paragraphs in cells:
        for paragraph in paragraphs:
            piece, stands_out = lettered(paragraph, labels)
            text, marks = f"{text}{piece}\t", marks + stands_out + b"\0"
    yield Line(number, text.rstrip("\t"), marks[: len(text.rstrip("\t"))])


def paragraph_lines(paragraph: Any, labels: Labels, number: int) -> Iterator[Line]:  # noqa: ANN401  # the same
    """Yield the lines of a paragraph."""
    text, marks = lettered(paragraph, labels)
    at = 0
    for line in text.split("\n"):
        yield Line(number, line, marks[at : at + len(line)])
        at += len(line) + 1
        number += 1


def lettered(paragraph: Any, labels: Labels) -> tuple[str, bytes]:  # noqa: ANN401  # the same
    """Return a paragraph's text with Word's own number, and a 1 for each letter that stands out."""
    text = labels.of(paragraph)
    marks = bytearray(len(text))
    for run in paragraph.iter(f"{W}r"):
        piece = "".join(written(child) for child in run.iterchildren())
        text += piece
        marks += bytes([stands_out(run)]) * len(piece)
    return text, bytes(marks)


def written(child: Any) -> str:  # noqa: ANN401  # the same
    """Return what a part of a run writes."""
    if child.tag == f"{W}t":
        return child.text or ""
    return {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n"}.get(child.tag, "")


def stands_out(run: Any) -> bool:  # noqa: ANN401  # the same
    """Tell whether a run is bold, underlined, coloured or highlighted."""
    look = run.find(f"{W}rPr")
    if look is None:
        return False
    is_on = any(
        (part := look.find(f"{W}{name}")) is not None
        and part.get(f"{W}val", "1") not in {"0", "false", "none"}
        for name in ("b", "u", "highlight")
    )
    colour = look.find(f"{W}color")
    return is_on or (colour is not None and colour.get(f"{W}val", "").lower() not in BLACK)


class Labels:
    """The letters and numbers that Word writes before the paragraphs of a list by itself."""

    def __init__(self, document: Any) -> None:  # noqa: ANN401  # the library's document
        self._counts: Counter[tuple[str, int]] = Counter()
        self._levels: dict[tuple[str, int], tuple[str, str]] = {}
        try:
            numbering = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        kinds = {each.get(f"{W}abstractNumId"): each for each in numbering.iter(f"{W}abstractNum")}
        for one in numbering.iter(f"{W}num"):
            link = one.find(f"{W}abstractNumId")
            kind = kinds.get(link.get(f"{W}val")) if link is not None else None
            for level in kind.iter(f"{W}lvl") if kind is not None else ():
                form, text = level.find(f"{W}numFmt"), level.find(f"{W}lvlText")
                if form is not None and text is not None:
                    key = (one.get(f"{W}numId"), int(level.get(f"{W}ilvl", "0")))
                    self._levels[key] = (form.get(f"{W}val", ""), text.get(f"{W}val", ""))

    def of(self, paragraph: Any) -> str:  # noqa: ANN401  # an element of lxml
        """Return what Word writes before a paragraph, with a space; empty outside of lists."""
        place = paragraph.find(f"{W}pPr/{W}numPr")
        if place is None:
            return ""
        number, depth = place.find(f"{W}numId"), place.find(f"{W}ilvl")
        if number is None:
            return ""
        key = (number.get(f"{W}val"), int(depth.get(f"{W}val")) if depth is not None else 0)
        if key not in self._levels:
            return ""
        self._counts[key] += 1
        for other in [other for other in self._counts if other[0] == key[0] and other[1] > key[1]]:
            del self._counts[other]
        form, text = self._levels[key]
        count = self._counts[key]
        sign = chr(FIRST + (count - 1) % 26) if form in LETTERED else str(count) if form == "decimal" else ""
        return f"{text.replace(f'%{key[1] + 1}', sign)} " if sign and f"%{key[1] + 1}" in text else ""
