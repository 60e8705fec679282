"""The programme as a Word file: A4 landscape, as the office signs and sends it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from knowledge.agenda.exports.programme import Day, Line, Programme, is_of_party
from knowledge.agenda.exports.rows import Body
from knowledge.agenda.exports.word_tables import (
    SMALL,
    headed_table,
    hold_to_next,
    mark,
    merge,
    new_row,
    put,
    sized,
)

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell

FONT = "Times New Roman"
WIDTHS = (2.5, 1.6, 1.7, 6.6, 2.9, 4.3, 2.9, 2.3, 2.1)
"""Centimetres, of the columns from the day to the note."""
CENTRED = 3
"""The first columns: day, part, time."""
COUNTRY = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"
NORMAL, LARGE = 12, 14


def written(programme: Programme) -> bytes:
    """Write the programme."""
    from docx import Document

    document = Document()
    set_page(document)
    if programme.body:
        write_head(document, programme.body)
    write_title(document, programme.words.title, programme.words.span)
    write_table(document, programme)
    return saved(document)


def saved(document: Document) -> bytes:
    """Return a document as a file."""
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


def write_title(document: Document, title: str, below: str) -> None:
    """Write what it is, and below of which days."""
    from docx.shared import Pt

    first = document.add_paragraph()
    first.paragraph_format.space_before = Pt(8)
    put(first, title.upper(), size=LARGE, bold=True)
    second = document.add_paragraph()
    second.paragraph_format.space_after = Pt(6)
    put(second, below, size=NORMAL, italic=True)


def write_table(document: Document, programme: Programme) -> None:
    """Write the table: a day's and a part's cells merged, no row cut by a page."""
    words = programme.words
    heads = (
        *(f"{words.day},\n{words.date}", words.part, words.time, words.content, words.chair),
        *(words.attendance, words.place, words.prepared_by, words.note),
    )
    table = headed_table(document, heads, WIDTHS)
    for day in programme.days:
        name = f"{words.weekdays[day.day.weekday()]}\n{day.day:%d/%m/%Y}"
        for number, line in enumerate(day.lines or (None,)):
            row = new_row(table)
            mark(row, "w:cantSplit")
            cells = sized(row, WIDTHS)
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
