"""The programme as a Word file: A4 landscape, as the office signs and sends it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from knowledge.agenda.exports.programme import Day, Line, Programme, is_of_party
from knowledge.agenda.exports.rows import Body

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell, _Row
    from docx.text.paragraph import Paragraph

FONT = "Times New Roman"
WIDTHS = (2.5, 1.6, 1.7, 6.6, 2.9, 4.3, 2.9, 2.3, 2.1)
"""Centimetres, of the columns from the day to the note."""
CENTRED = 3
"""The first columns: day, part, time."""
COUNTRY = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"
SMALL, NORMAL, LARGE = 11, 12, 14


def written(programme: Programme) -> bytes:
    """Write the programme."""
    from docx import Document

    document = Document()
    set_page(document)
    if programme.body:
        write_head(document, programme.body)
    write_title(document, programme)
    write_table(document, programme)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def set_page(document: Document) -> None:
    """Turn the page and choose the letters."""
    from docx.enum.section import WD_ORIENT
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Cm(29.7), Cm(21)
    page.left_margin = page.right_margin = Cm(1.4)
    page.top_margin = page.bottom_margin = Cm(1.5)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(NORMAL)
    style.paragraph_format.space_after = Pt(0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia"):
        fonts.set(qn(script), FONT)
    # Times New Roman has no Bengali; Word's own font for it has.
    fonts.set(qn("w:cs"), "Vrinda")


def write_head(document: Document, body: Body) -> None:
    """Write the body's name on the left, and the Party's or the country's on the right."""
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.shared import Cm

    table = document.add_table(rows=1, cols=2)
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    left, right = table.rows[0].cells
    left.width, right.width = Cm(12), Cm(14.9)
    party = is_of_party(body)
    if body.above:
        put(left.paragraphs[0], body.above[0].upper(), size=NORMAL)
        put(left.add_paragraph(), body.name.upper(), size=NORMAL, bold=True)
    else:
        put(left.paragraphs[0], body.name.upper(), size=NORMAL, bold=True)
    put(left.add_paragraph(), "*" if party else "_______", size=NORMAL)
    if party:
        put(right.paragraphs[0], PARTY, size=LARGE, bold=True, underlined=True)
        return
    put(right.paragraphs[0], COUNTRY[0], size=NORMAL, bold=True)
    put(right.add_paragraph(), COUNTRY[1], size=LARGE, bold=True, underlined=True)


def write_title(document: Document, programme: Programme) -> None:
    """Write what it is, and of which days."""
    from docx.shared import Pt

    title = document.add_paragraph()
    title.paragraph_format.space_before = Pt(8)
    put(title, programme.words.title.upper(), size=LARGE, bold=True)
    span = document.add_paragraph()
    span.paragraph_format.space_after = Pt(6)
    put(span, programme.words.span, size=NORMAL, italic=True)


def write_table(document: Document, programme: Programme) -> None:
    """Write the table: its head on every page, a day's and a part's cells merged, no row cut by a page."""
    from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
    from docx.shared import Cm

    words = programme.words
    heads = (
        *(f"{words.day},\n{words.date}", words.part, words.time, words.content, words.chair),
        *(words.attendance, words.place, words.prepared_by, words.note),
    )
    table = document.add_table(rows=0, cols=len(WIDTHS), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    # Word takes the widths of the cells, LibreOffice those of the grid.
    for column, width in zip(table.columns, WIDTHS, strict=True):
        column.width = Cm(width)
    pad(table)
    head = table.add_row()
    for cell, text in zip(sized(head), heads, strict=True):
        put(cell.paragraphs[0], text, size=SMALL, bold=True)
        # In this order: Word is strict about it.
        shade(cell)
        cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    mark(head, "w:tblHeader")
    for day in programme.days:
        name = f"{words.weekdays[day.day.weekday()]}\n{day.day:%d/%m/%Y}"
        for number, line in enumerate(day.lines or (None,)):
            row = table.add_row()
            mark(row, "w:cantSplit")
            cells = sized(row)
            fill(cells, texts_of(name, line, programme), starts=starts(day, number))
            # A day that fits on a page is not cut: its name would be missing on the next one.
            hold_to_next(cells, held=number < len(day.lines) - 1)


def texts_of(name: str, line: Line | None, programme: Programme) -> Sequence[str]:
    """Return the texts of a row; of a day without meetings, only its name."""
    if line is None:
        return (name, *[""] * (len(WIDTHS) - 1))
    meeting = line.meeting
    return (
        *(name, programme.words.parts[line.part], line.time, meeting.title, meeting.chair),
        *(meeting.attendance, meeting.place, meeting.prepared_by, line.note),
    )


def starts(day: Day, number: int) -> tuple[bool, bool]:
    """Tell whether a row is the first of its day, and the first of its part of the day."""
    if number == 0:
        return True, True
    return False, day.lines[number].part != day.lines[number - 1].part


def fill(cells: Sequence[_Cell], texts: Sequence[str], *, starts: tuple[bool, bool]) -> None:
    """Write a row; what stands in the merged cells above is not written again."""
    from docx.enum.table import WD_ALIGN_VERTICAL
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    for column, (cell, text) in enumerate(zip(cells, texts, strict=True)):
        if column < len(starts):
            merge(cell, starts=starts[column])
            if not starts[column]:
                continue
        paragraph = cell.paragraphs[0]
        put(paragraph, text, size=SMALL, bold=column == 0)
        if column >= CENTRED:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
        cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER


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


def sized(row: _Row) -> tuple[_Cell, ...]:
    """Return a row's cells, each as wide as its column."""
    from docx.shared import Cm
    from docx.table import _Cell

    # Not `row.cells`: it climbs up all merged cells above, which takes minutes on a long day.
    cells = tuple(_Cell(tc, row.table) for tc in row._tr.tc_lst)  # noqa: SLF001  # the same
    for cell, width in zip(cells, WIDTHS, strict=True):
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
