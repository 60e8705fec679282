"""The attendance of a conference as the table that the office sends upward."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from knowledge.agenda.conferences.figures import Figures
from knowledge.agenda.exports import sheet, word, word_tables
from knowledge.agenda.exports.rows import Body, fit

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from docx.document import Document
    from docx.table import _Cell

    from knowledge.agenda.conferences.totals import PointTotals, Totals

WORD_WIDTHS = (1.2, 7.6, 2, 1.8, 1.8, 2.2, 2.4, 1.8, 1.8, 4.3)
"""Centimetres."""
SHEET_WIDTHS = (6, 40, 11, 10, 10, 12, 13, 10, 10, 36)
"""Characters."""
PEOPLE_WIDTHS = (6, 30, 34, 34, 22, 18, 10)
CENTRED, SHARE = 2, 4
"""The first column of figures, and the one that is a share."""
ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceWords:
    """What is said in the table, in the language of whoever gets it."""

    title: str
    meeting: str
    """The conference's title, with its day and hour."""
    columns: tuple[str, ...]
    """Number, connection point, expected, present, share, excused, missing, substitutes, late, reasons."""
    total: str
    elsewhere: str
    """Those who belong to no point."""
    people: str
    """The name of the sheet with each person."""
    people_columns: tuple[str, ...]
    """Number, name, unit, point, answer, checked in at, late."""
    answers: dict[str, str]
    """What each answer is called."""
    yes: str
    made_at: str
    made_by: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: a point, the sum of a unit, or all."""

    number: str
    name: str
    figures: Figures
    note: str = ""
    is_sum: bool = False


class Delegate(NamedTuple):
    """One who was expected at a conference, or came."""

    name: str
    unit: str
    point: str
    answer: str
    """Empty where they gave none."""
    reason: str
    checked_in_at: datetime | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class Attendance:
    """The table with everything that it says."""

    words: AttendanceWords
    body: Body | None
    entries: tuple[Entry, ...]
    people: tuple[Delegate, ...]
    zone: ZoneInfo


def arranged(totals: Totals, words: AttendanceWords) -> tuple[Entry, ...]:
    """Return the rows: the head's own points, each unit below with its sum, those elsewhere, and all."""
    return tuple(rows(totals, words))


def rows(totals: Totals, words: AttendanceWords) -> Iterator[Entry]:
    """Yield the rows; a unit that has one point alone stands without a sum."""
    sums, own = totals.below(totals.root)
    number = 0
    for point in own:
        number += 1
        yield entry(number, point)
    group = 0
    # First those with a sum, numbered in Roman; then the single points.
    for unit in sorted(sums, key=lambda unit: (unit.points == 1, unit.name)):
        if unit.points > 1:
            group += 1
            yield Entry(roman(group), fit(unit.name), unit.figures, is_sum=True)
        for point in totals.inside(unit.id):
            number += 1
            yield entry(number, point)
    if totals.elsewhere != Figures():
        yield Entry("", words.elsewhere, totals.elsewhere)
    yield Entry("", words.total, totals.whole.figures, is_sum=True)


def entry(number: int, point: PointTotals) -> Entry:
    """Return a point's row; it names the unit where the hall is called otherwise."""
    name = point.name if point.name == point.unit else f"{point.unit} – {point.name}"
    return Entry(str(number), fit(name), point.figures, fit(point.reasons))


def roman(number: int) -> str:
    """Write a number in Roman."""
    signs = ""
    for value, sign in ROMAN:
        signs += sign * (number // value)
        number %= value
    return signs


def values(figures: Figures) -> tuple[int, int, float, int, int, int, int]:
    """Return the figures in the columns' order."""
    return (
        *(figures.expected, figures.present, figures.share),
        *(figures.excused, figures.missing, figures.substitutes, figures.late),
    )


def as_word(attendance: Attendance) -> bytes:
    """Write the table as a Word file."""
    from docx import Document

    document, words = Document(), attendance.words
    word.set_page(document)
    if attendance.body:
        word.write_head(document, attendance.body)
    word.write_title(document, words.title, words.meeting)
    table = word_tables.headed_table(document, words.columns, WORD_WIDTHS)
    for line in attendance.entries:
        row = word_tables.new_row(table)
        word_tables.mark(row, "w:cantSplit")
        write_word_row(word_tables.sized(row, WORD_WIDTHS), line)
    write_foot(document, words)
    return word.saved(document)


def write_word_row(cells: tuple[_Cell, ...], line: Entry) -> None:
    """Write a row of the Word table."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    figures = [
        f"{value:.0%}" if column == SHARE else f"{value}"
        for column, value in enumerate(values(line.figures), CENTRED)
    ]
    texts = (line.number, line.name, *figures, line.note)
    for column, (cell, text) in enumerate(zip(cells, texts, strict=True)):
        paragraph = cell.paragraphs[0]
        word_tables.put(paragraph, text, size=word_tables.SMALL, bold=line.is_sum)
        if column in {1, len(texts) - 1}:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT


def write_foot(document: Document, words: AttendanceWords) -> None:
    """Write when the table was made, and where who made it signs."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    for text, bold in ((words.made_at, False), (words.made_by, True)):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_before = Pt(6)
        word_tables.put(paragraph, text, size=word.NORMAL, bold=bold, italic=not bold)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def as_sheet(attendance: Attendance) -> bytes:
    """Write the table as a workbook, with a second sheet that names each person."""
    stream = io.BytesIO()
    book, words = sheet.new_book(stream), attendance.words
    page = book.add_worksheet(words.title[:31])
    for column, width in enumerate(SHEET_WIDTHS):
        page.set_column(column, column, width)
    whose = f"{attendance.body.name} – " if attendance.body else ""
    sheet.write_titles(book, page, (f"{whose}{words.title}", words.meeting), words.columns)
    forms = {
        (is_sum, kind): book.add_format({**sheet.BOX, **look, "bold": is_sum})
        for is_sum in (False, True)
        for kind, look in {
            "text": {},
            "number": {"align": "center"},
            "share": {"align": "center", "num_format": "0%"},
        }.items()
    }
    for row, line in enumerate(attendance.entries, sheet.TITLE_ROWS):
        page.write_string(row, 0, line.number, forms[line.is_sum, "number"])
        page.write_string(row, 1, line.name, forms[line.is_sum, "text"])
        for column, value in enumerate(values(line.figures), CENTRED):
            kind = "share" if column == SHARE else "number"
            page.write_number(row, column, value, forms[line.is_sum, kind])
        page.write_string(row, len(SHEET_WIDTHS) - 1, line.note[: sheet.LONGEST], forms[line.is_sum, "text"])
    page.freeze_panes(sheet.TITLE_ROWS, 0)
    sheet.set_print(page, sheet.TITLE_ROWS + len(attendance.entries), len(SHEET_WIDTHS))
    write_people(book, attendance)
    book.close()
    return stream.getvalue()


def write_people(book: Any, attendance: Attendance) -> None:  # noqa: ANN401  # the library has no types
    """Write the sheet that names each person."""
    words = attendance.words
    page = book.add_worksheet(words.people[:31])
    for column, width in enumerate(PEOPLE_WIDTHS):
        page.set_column(column, column, width)
    sheet.write_titles(book, page, (words.people, words.meeting), words.people_columns)
    text = book.add_format(sheet.BOX)
    middle = book.add_format({**sheet.BOX, "align": "center"})
    moment = book.add_format({**sheet.BOX, "align": "center", "num_format": "dd/mm/yyyy hh:mm"})
    for number, person in enumerate(attendance.people, 1):
        row = sheet.TITLE_ROWS + number - 1
        answer = words.answers.get(person.answer, "")
        told = f"{answer} ({person.reason})" if person.reason else answer
        page.write_number(row, 0, number, middle)
        for column, value in enumerate((person.name, person.unit, person.point, told), 1):
            page.write_string(row, column, fit(value)[: sheet.LONGEST], text)
        if person.checked_in_at:
            local = person.checked_in_at.astimezone(attendance.zone).replace(tzinfo=None)
            page.write_datetime(row, 5, local, moment)
        else:
            page.write_blank(row, 5, None, text)
        page.write_string(row, 6, words.yes if person.is_late else "", middle)
    page.freeze_panes(sheet.TITLE_ROWS, 0)
    sheet.set_print(page, sheet.TITLE_ROWS + len(attendance.people), len(PEOPLE_WIDTHS))
