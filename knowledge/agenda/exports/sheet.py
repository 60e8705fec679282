"""The programme as a workbook: dates and times as such, one meeting a row, ready to print."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from knowledge.agenda.exports.programme import Programme

FONT = {"font_name": "Times New Roman", "font_size": 11, "valign": "top", "text_wrap": True}
BOX = {**FONT, "border": 1}
WIDTHS = (10, 11, 7, 7, 7, 36, 16, 22, 16, 12, 13)
"""Characters, of the columns from the weekday to the note."""
LONGEST = 32_767
"""Characters of a cell."""
A4 = 9
LINE, MOST_HIGH = 15, 409
"""Points of a line and of a row: not every program fits rows to wrapped text by itself."""
TITLE_ROWS = 4
"""Title, days, an empty row, and the table's head."""


def written(programme: Programme) -> bytes:
    """Write the programme. What people wrote is text and nothing else, whatever it begins with."""
    stream = io.BytesIO()
    book = new_book(stream)
    sheet = book.add_worksheet(f"{programme.days[0].day:%d-%m-%Y}" if programme.days else "")
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    write_head(book, sheet, programme)
    row = write_rows(book, sheet, programme)
    sheet.autofilter(TITLE_ROWS - 1, 0, max(row - 1, TITLE_ROWS), len(WIDTHS) - 1)
    sheet.freeze_panes(TITLE_ROWS, 0)
    set_print(sheet, row, len(WIDTHS))
    book.close()
    return stream.getvalue()


def new_book(stream: io.BytesIO) -> Any:  # noqa: ANN401  # the library has no types
    """Begin a workbook."""
    import xlsxwriter

    options = ("strings_to_formulas", "strings_to_urls", "strings_to_numbers")
    return xlsxwriter.Workbook(stream, {"in_memory": True, **dict.fromkeys(options, False)})


def set_print(sheet: Any, rows: int, columns: int) -> None:  # noqa: ANN401  # the same
    """Print on A4 landscape, as wide as the page, with the head on each."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(TITLE_ROWS - 1)
    sheet.print_area(0, 0, max(rows - 1, TITLE_ROWS), columns - 1)
    sheet.set_footer("&C&P / &N")


def write_head(book: Any, sheet: Any, programme: Programme) -> None:  # noqa: ANN401  # the same
    """Write whose programme it is, of which days, and the columns' names."""
    words = programme.words
    whose = f"{programme.body.name} – " if programme.body else ""
    names = (
        *(words.day, words.date, words.part, words.time, words.until, words.content, words.chair),
        *(words.attendance, words.place, words.prepared_by, words.note),
    )
    write_titles(book, sheet, (f"{whose}{words.title}", words.span), names)


def write_titles(book: Any, sheet: Any, titles: tuple[str, str], names: Sequence[str]) -> None:  # noqa: ANN401  # the same
    """Write two titles over the whole width, and the columns' names."""
    title = book.add_format({**FONT, "bold": True, "font_size": 14, "align": "center"})
    below = book.add_format({**FONT, "italic": True, "align": "center"})
    head = book.add_format(
        {**BOX, "bold": True, "align": "center", "valign": "vcenter", "bg_color": "#E7E6E6"}
    )
    for row, (text, form) in enumerate(((titles[0].upper(), title), (titles[1], below))):
        sheet.merge_range(row, 0, row, len(names) - 1, "", form)
        sheet.write_string(row, 0, text, form)
    for column, name in enumerate(names):
        sheet.write_string(TITLE_ROWS - 1, column, name, head)
    sheet.set_row(0, 22)
    sheet.set_row(TITLE_ROWS - 1, 22)


def write_rows(book: Any, sheet: Any, programme: Programme) -> int:  # noqa: ANN401  # the same
    """Write the meetings, and return the first row after them."""
    text = book.add_format(BOX)
    middle = book.add_format({**BOX, "align": "center"})
    day_form = book.add_format({**BOX, "align": "center", "num_format": "dd/mm/yyyy"})
    time_form = book.add_format({**BOX, "align": "center", "num_format": "hh:mm"})
    row, words = TITLE_ROWS, programme.words
    for day in programme.days:
        for line in day.lines:
            meeting = line.meeting
            start = meeting.starts_at.astimezone(programme.zone).replace(tzinfo=None)
            sheet.write_string(row, 0, words.weekdays[day.day.weekday()], middle)
            sheet.write_datetime(row, 1, datetime.combine(day.day, datetime.min.time()), day_form)
            sheet.write_string(row, 2, words.parts[line.part], middle)
            sheet.write_datetime(row, 3, start.time(), time_form)
            sheet.write_blank(row, 4, None, time_form)
            if meeting.ends_at and meeting.ends_at > meeting.starts_at:
                end = meeting.ends_at.astimezone(programme.zone).replace(tzinfo=None)
                sheet.write_datetime(row, 4, end.time(), time_form)
            told = (
                *(meeting.title, meeting.chair, meeting.attendance),
                *(meeting.place, meeting.prepared_by, line.note),
            )
            for column, value in enumerate(told, 5):
                sheet.write_string(row, column, value[:LONGEST], text)
            sheet.set_row(row, height(told))
            row += 1
    return row


def height(texts: Sequence[str]) -> int:
    """Return how high a row is in which these texts are wrapped."""
    lines = (
        sum(math.ceil(max(len(part), 1) / width) for part in text.split("\n"))
        for text, width in zip(texts, WIDTHS[5:], strict=True)
    )
    return min(LINE * max(lines) + 2, MOST_HIGH)
