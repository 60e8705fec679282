"""Word to paragraphs: tables, accepted changes, and the numbers that Word counts by itself."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.documents.reading.contents import Contents
from knowledge.documents.reading.word.fonts import Fonts
from knowledge.documents.reading.word.numbering import Numbering, W
from knowledge.problems import Refusal

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element as Element

FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
SKIPPED = {
    *(f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}footnoteReference", f"{W}pPr", f"{W}rPr"),
    *(f"{W}txbxContent", FALLBACK),
}
BREAKS = {
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}tab": " ",
    f"{W}ptab": " ",
    f"{W}noBreakHyphen": "-",
    f"{W}softHyphen": "\u00ad",
}
CONTAINERS = {f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}
WATERMARK = "{urn:schemas-microsoft-com:vml}textpath"


def read_word(path: Path) -> Contents:
    """Return the text of a .docx; Refusal where it is locked or damaged."""
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
    walker = Walker(Numbering(document), Fonts(document))
    return Contents(list(walker.blocks(document.element.body)), list(around(document, walker)))


def around(document: Document, walker: Walker) -> Iterator[str]:
    """Give the lines of heads, feet, text boxes and watermarks."""
    body = document.element.body
    margins = [
        relation.target_part.element
        for relation in document.part.rels.values()
        if not relation.is_external and relation.reltype.endswith(("/header", "/footer"))
    ]
    for part in (body, *margins):
        for paragraph in part.iter(f"{W}p"):
            if part is not body or any(a.tag == f"{W}txbxContent" for a in paragraph.iterancestors()):
                yield from walker.text_of(paragraph).split("\n")
        for mark in part.iter(WATERMARK):
            yield mark.get("string") or ""


class Walker:
    """Goes through a document in the order of reading, once."""

    def __init__(self, numbering: Numbering, fonts: Fonts) -> None:
        self._numbering = numbering
        self._fonts = fonts
        self._broken_off = ""

    def blocks(self, parent: Element) -> Iterator[str]:
        """Give the paragraphs and tables of a body, a cell, a text box or a content control."""
        for child in parent:
            if child.tag == f"{W}p":
                yield from self.paragraph(child)
            elif child.tag == f"{W}tbl":
                for row in rows_of(child):
                    yield from self.row(row)
            elif child.tag in CONTAINERS:
                yield from self.blocks(child)

    def paragraph(self, element: Element) -> Iterator[str]:
        """Give a paragraph, then what its text boxes hold."""
        text = self._broken_off + self.text_of(element)
        if element.find(f"{W}pPr/{W}rPr/{W}del") is not None:
            # Its end was deleted: with all changes accepted, the next one goes on in it.
            self._broken_off = text
            return
        self._broken_off = ""
        yield self._numbering.label(element, empty=not text.strip()) + text
        for box in element.iter(f"{W}txbxContent"):
            inside = [a.tag for a in box.iterancestors()]
            if FALLBACK not in inside and f"{W}txbxContent" not in inside[: inside.index(f"{W}p")]:
                yield from self.blocks(box)

    def row(self, row: Element) -> Iterator[str]:
        """Give a table's row: values side by side, or what lies in its cells one after another."""
        cells = [[t for t in self.blocks(c) if t.strip()] for c in cells_of(row)]
        if len(cells) > 1 and all(len(c) <= 1 for c in cells):
            yield " | ".join(c[0] for c in cells if c)
        else:
            yield from (t for c in cells for t in c)

    def text_of(self, element: Element) -> str:
        """Return an element's text as it reads when all changes are accepted."""
        parts: list[str] = []
        for child in element:
            if child.tag in SKIPPED:
                continue
            if child.tag == f"{W}t":
                parts.append(child.text or "")
            elif child.tag == f"{W}r":
                parts.append(self.run(child))
            else:
                parts.append(BREAKS.get(str(child.tag)) or self.text_of(child))
        return "".join(parts)

    def run(self, element: Element) -> str:
        """Return a run's text in Unicode; hidden text is for nobody."""
        hidden = element.find(f"{W}rPr/{W}vanish")
        if hidden is not None and hidden.get(f"{W}val") not in {"0", "false"}:
            return ""
        return self._fonts.in_unicode(self.inner(element), element)

    def inner(self, run: Element) -> str:
        """Return what stands in a run itself."""
        return "".join(
            (child.text or "") if child.tag == f"{W}t" else BREAKS.get(str(child.tag)) or self.text_of(child)
            for child in run
            if child.tag not in SKIPPED
        )


def rows_of(table: Element) -> Iterator[Element]:
    """Give a table's own rows that no tracked change has deleted, not those of tables inside."""
    for child in table:
        if child.tag == f"{W}tr" and child.find(f"{W}trPr/{W}del") is None:
            yield child
        elif child.tag in CONTAINERS:
            yield from rows_of(child)


def cells_of(row: Element) -> Iterator[Element]:
    """Give a row's own cells."""
    for child in row:
        if child.tag == f"{W}tc":
            yield child
        elif child.tag in CONTAINERS:
            yield from cells_of(child)
