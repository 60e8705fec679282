"""Tables in Word files, quickly and as Word wants them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell, _Row
    from docx.text.paragraph import Paragraph

SMALL = 11
"""Points of the letters in a table."""


def headed_table(document: Document, heads: Sequence[str], widths: Sequence[float]) -> Table:
    """Begin a table whose head stands on every page; widths in centimetres."""
    from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
    from docx.shared import Cm

    table: Table = document.add_table(rows=0, cols=len(widths), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    # Word takes the widths of the cells, LibreOffice those of the grid.
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    pad(table)
    head = new_row(table)
    for cell, text in zip(sized(head, widths), heads, strict=True):
        put(cell.paragraphs[0], text, size=SMALL, bold=True)
        # In this order: Word is strict about it.
        shade(cell)
        cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    mark(head, "w:tblHeader")
    return table


def new_row(table: Any) -> _Row:  # noqa: ANN401  # the library has no types here
    """Add a row."""
    row: _Row = table.add_row()
    return row


def put(
    paragraph: Paragraph,
    text: str,
    *,
    size: int,
    bold: bool = False,
    italic: bool = False,
    underlined: bool = False,
) -> None:
    """Write centred text."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic, run.underline = Pt(size), bold, italic, underlined


def sized(row: _Row, widths: Sequence[float]) -> tuple[_Cell, ...]:
    """Return a row's cells, each as wide as its column."""
    from docx.shared import Cm
    from docx.table import _Cell

    # Not `row.cells`: it climbs up all merged cells above, which takes minutes on a long day.
    cells = tuple(_Cell(tc, row.table) for tc in row._tr.tc_lst)  # noqa: SLF001  # the same
    for cell, width in zip(cells, widths, strict=True):
        cell.width = Cm(width)
    return cells


def hold_to_next(cells: Sequence[_Cell], *, held: bool) -> None:
    """Keep a row on one page with the row below."""
    for cell in cells:
        cell.paragraphs[0].paragraph_format.keep_with_next = held


def merge(cell: _Cell, *, starts: bool) -> None:
    """Begin a merged cell, or go on with the one above: far quicker than the library's own merging."""
    add(cell._tc.get_or_add_tcPr(), "w:vMerge", (("w:val", "restart"),) if starts else ())  # noqa: SLF001  # no other way


def shade(cell: _Cell) -> None:
    """Give a head's cell its grey."""
    properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001  # no other way
    add(properties, "w:shd", (("w:val", "clear"), ("w:color", "auto"), ("w:fill", "E7E6E6")))


def pad(table: Table) -> None:
    """Keep the letters off the lines; how the table looks comes after it, Word is strict about that."""
    from docx.oxml.ns import qn

    properties = table._tbl.tblPr  # noqa: SLF001  # no other way
    look = properties.find(qn("w:tblLook"))
    margins = add(properties, "w:tblCellMar", ())
    if look is not None:
        properties.append(look)
    for side, twips in (("top", 30), ("left", 70), ("bottom", 30), ("right", 70)):
        add(margins, f"w:{side}", (("w:w", f"{twips}"), ("w:type", "dxa")))


def mark(row: _Row, name: str) -> None:
    """Give a row a property."""
    add(row._tr.get_or_add_trPr(), name, ())  # noqa: SLF001  # no other way


def add(parent: object, name: str, values: Iterable[tuple[str, str]]) -> object:
    """Add and return an element that the library has no word for."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(name)
    for key, value in values:
        element.set(qn(key), value)
    parent.append(element)  # type: ignore[attr-defined]  # an element of lxml
    return element
