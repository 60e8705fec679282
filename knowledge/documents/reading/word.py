"""Word to paragraphs: tables, accepted changes, and the numbers that Word counts by itself."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.problems import Refusal

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element as Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SKIPPED = {f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}footnoteReference"}
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
BREAKS = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": " ", f"{W}noBreakHyphen": "-"}


def read_word(path: Path) -> Iterator[str]:
    """Give the paragraphs of a .docx; Refusal where it is locked or damaged."""
    import docx
    from docx.exceptions import PythonDocxError
    from docx.opc.exceptions import OpcError

    try:
        document = docx.Document(str(path))
    except (
        KeyError,
        ValueError,
        OSError,
        SyntaxError,
        zipfile.BadZipFile,
        PythonDocxError,
        OpcError,
    ) as error:
        raise Refusal(
            "{name}: the file cannot be read. Open it, save it again, and retry.", name=path.name
        ) from error
    body = document.element.body
    return blocks(body, Numbering(document))


def blocks(parent: Element, numbering: Numbering) -> Iterator[str]:
    """Give the paragraphs and tables of a body, a cell, or a content control, in order."""
    for child in parent:
        if child.tag == f"{W}p":
            yield numbering.label(child) + text_of(child)
            for box in child.iter(f"{W}txbxContent"):
                if not any(a.tag == FALLBACK for a in box.iterancestors()):
                    yield from blocks(box, numbering)
        elif child.tag == f"{W}tbl":
            for row in child.iter(f"{W}tr"):
                cells = [[t for t in blocks(c, numbering) if t.strip()] for c in row.iterchildren(f"{W}tc")]
                if len(cells) > 1 and all(len(c) <= 1 for c in cells):
                    yield " | ".join(c[0] for c in cells if c)
                else:
                    yield from (t for c in cells for t in c)
        elif child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"}:
            yield from blocks(child, numbering)


def text_of(element: Element) -> str:
    """Return a paragraph's text as it reads when all changes are accepted."""
    parts: list[str] = []
    for child in element:
        if child.tag in SKIPPED or child.tag in {f"{W}txbxContent", FALLBACK}:
            continue
        if child.tag == f"{W}t":
            parts.append(child.text or "")
        elif child.tag != f"{W}pPr":
            parts.append(BREAKS.get(str(child.tag)) or text_of(child))
    return "".join(parts)


class Numbering:
    """Counts as Word does: "Điều %1." is text that stands nowhere in the paragraphs."""

    def __init__(self, document: Document) -> None:
        self._levels: dict[tuple[str, str], tuple[str, str, int]] = {}
        self._abstract: dict[str, str] = {}
        self._counts: dict[tuple[str, int], int] = {}
        self._styles = {s.get(f"{W}styleId"): s for s in document.styles.element.iter(f"{W}style")}
        try:
            root = document.part.numbering_part.element
        except (NotImplementedError, KeyError):
            return
        for abstract in root.iter(f"{W}abstractNum"):
            name = abstract.get(f"{W}abstractNumId") or ""
            for level in abstract.iter(f"{W}lvl"):
                self._levels[name, level.get(f"{W}ilvl") or "0"] = (
                    value(level, "lvlText"),
                    value(level, "numFmt"),
                    int(value(level, "start") or 1),
                )
        for num in root.iter(f"{W}num"):
            self._abstract[num.get(f"{W}numId") or ""] = value(num, "abstractNumId")

    def label(self, paragraph: Element) -> str:
        """Return the number (or the heading's sign) that stands before a paragraph, counting it."""
        style = value(paragraph, "pPr/pStyle")
        list_id, level = self._list_of(paragraph, style)
        abstract = self._abstract.get(list_id, "")
        if (abstract, str(level)) not in self._levels:
            return "# " if re.match(r"(?:Heading\d|Title)$", style) and text_of(paragraph).strip() else ""
        template, kind, start = self._levels[abstract, str(level)]
        self._counts[abstract, level] = self._counts.get((abstract, level), start - 1) + 1
        for key in [k for k in self._counts if k[0] == abstract and k[1] > level]:
            del self._counts[key]
        if kind == "bullet":
            return "- "
        return re.sub(r"%(\d)", lambda m: self._number(abstract, int(m[1]) - 1), template) + " "

    def _number(self, abstract: str, level: int) -> str:
        _, kind, start = self._levels.get((abstract, str(level)), ("", "decimal", 1))
        return written(self._counts.get((abstract, level), start), kind)

    def _list_of(self, paragraph: Element, style: str) -> tuple[str, int]:
        """Return the list and level, the paragraph's own or its style's."""
        own, level = value(paragraph, "pPr/numPr/numId"), value(paragraph, "pPr/numPr/ilvl")
        seen: set[str] = set()
        while not own and style in self._styles and style not in seen:
            seen.add(style)
            element = self._styles[style]
            own, level = value(element, "pPr/numPr/numId"), level or value(element, "pPr/numPr/ilvl")
            style = value(element, "basedOn")
        return own, int(level or 0)


def value(element: Element, path: str) -> str:
    """Return the `w:val` at a path below an element, empty where there is none."""
    found = element.find("/".join(W + step for step in path.split("/")))
    return "" if found is None else found.get(f"{W}val") or ""


def written(number: int, kind: str) -> str:
    """Write a number as Word's format of this name does."""
    if kind in {"lowerLetter", "upperLetter"}:
        letter = chr(ord("a") + (number - 1) % 26)
        return letter if kind == "lowerLetter" else letter.upper()
    if kind in {"lowerRoman", "upperRoman"}:
        roman, rest = "", number
        for worth, sign in ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
            roman += sign * (rest // worth)
            rest %= worth
        return roman.lower() if kind == "lowerRoman" else roman
    return str(number)
