"""The numbers that Word counts by itself: "Điều %1." is text that stands nowhere in the paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element as Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HEADING = re.compile(r"(?:Heading\d|Title)$")
ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
    *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: what it writes, in which digits, from which number on."""

    template: str
    kind: str
    start: int


class Numbering:
    """Counts the lists of one document as Word does."""

    def __init__(self, document: Document) -> None:
        self._levels: dict[tuple[str, int], Level] = {}
        self._abstract: dict[str, str] = {}
        self._restarts: dict[tuple[str, int], int] = {}
        self._of_style: dict[tuple[str, str], int] = {}
        self._counts: dict[tuple[str, int], int] = {}
        self._begun: set[tuple[str, int]] = set()
        self._styles = {s.get(f"{W}styleId"): s for s in document.styles.element.iter(f"{W}style")}
        try:
            root = document.part.numbering_part.element
        except (NotImplementedError, KeyError):
            return
        self._read(root)

    def _read(self, root: Element) -> None:
        linked: dict[str, str] = {}
        for abstract in root.iter(f"{W}abstractNum"):
            name = abstract.get(f"{W}abstractNumId") or ""
            linked[value(abstract, "styleLink")] = name
            for level in abstract.iterchildren(f"{W}lvl"):
                self._read_level(name, level)
        for num in root.iter(f"{W}num"):
            name = num.get(f"{W}numId") or ""
            abstract_name = value(num, "abstractNumId")
            for abstract in root.iter(f"{W}abstractNum"):
                link = value(abstract, "numStyleLink")
                if link and abstract.get(f"{W}abstractNumId") == abstract_name:
                    abstract_name = linked.get(link, abstract_name)
            self._abstract[name] = abstract_name
            for override in num.iterchildren(f"{W}lvlOverride"):
                depth = integer(override.get(f"{W}ilvl"), 0)
                own = override.find(f"{W}lvl")
                if own is not None:
                    self._read_level(abstract_name, own)
                if start := value(override, "startOverride"):
                    self._restarts[name, depth] = integer(start, 1)

    def _read_level(self, abstract: str, level: Element) -> None:
        depth = integer(level.get(f"{W}ilvl"), 0)
        start = integer(value(level, "start"), 1)
        self._levels[abstract, depth] = Level(value(level, "lvlText"), value(level, "numFmt"), start)
        if style := value(level, "pStyle"):
            self._of_style[abstract, style] = depth

    def label(self, paragraph: Element, *, empty: bool = False) -> str:
        """Return the number (or the heading's sign) that stands before a paragraph, counting it."""
        style = value(paragraph, "pPr/pStyle")
        list_id, depth = self._list_of(paragraph, style)
        abstract = self._abstract.get(list_id, "")
        level = self._levels.get((abstract, depth))
        if level is None:
            return "# " if HEADING.match(style) and not empty else ""
        self._count(list_id, abstract, depth, level)
        if level.kind == "bullet":
            return "- "
        if level.kind == "none" or not level.template:
            return ""
        return re.sub(r"%(\d)", lambda m: self._number(abstract, int(m[1]) - 1), level.template) + " "

    def _count(self, list_id: str, abstract: str, depth: int, level: Level) -> None:
        restart = self._restarts.get((list_id, depth))
        if restart is not None and (list_id, depth) not in self._begun:
            self._begun.add((list_id, depth))
            self._counts[abstract, depth] = restart
        else:
            self._counts[abstract, depth] = self._counts.get((abstract, depth), level.start - 1) + 1
        for key in [k for k in self._counts if k[0] == abstract and k[1] > depth]:
            del self._counts[key]

    def _number(self, abstract: str, depth: int) -> str:
        level = self._levels.get((abstract, depth), Level("", "decimal", 1))
        return written(self._counts.get((abstract, depth), level.start), level.kind)

    def _list_of(self, paragraph: Element, style: str) -> tuple[str, int]:
        """Return the list and level, the paragraph's own or its style's."""
        own, depth = value(paragraph, "pPr/numPr/numId"), value(paragraph, "pPr/numPr/ilvl")
        seen: set[str] = set()
        while not own and style in self._styles and style not in seen:
            seen.add(style)
            element = self._styles[style]
            own, depth = value(element, "pPr/numPr/numId"), depth or value(element, "pPr/numPr/ilvl")
            if own and not depth:
                depth = str(self._of_style.get((self._abstract.get(own, ""), style), 0))
            style = value(element, "basedOn")
        return own, integer(depth, 0)


def value(element: Element, path: str) -> str:
    """Return the `w:val` at a path below an element, empty where there is none."""
    found = element.find("/".join(W + step for step in path.split("/")))
    return "" if found is None else found.get(f"{W}val") or ""


def integer(text: str | None, otherwise: int) -> int:
    """Return a number that a stranger's file names, where it is one."""
    return int(text) if text and text.isdecimal() and len(text) < 6 else otherwise  # noqa: PLR2004  # no list is longer


def written(number: int, kind: str) -> str:
    """Write a number as Word's format of this name does."""
    if kind in {"lowerLetter", "upperLetter"} and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * (1 + (number - 1) // 26)
        return letter if kind == "lowerLetter" else letter.upper()
    if kind in {"lowerRoman", "upperRoman"}:
        roman, rest = "", number
        for worth, sign in ROMAN:
            roman += sign * (rest // worth)
            rest %= worth
        return roman.lower() if kind == "lowerRoman" else roman
    return f"{number:02}" if kind == "decimalZero" else str(number)
