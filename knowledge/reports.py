"""Tables as a workbook, and as a picture for a phone."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from knowledge.agenda.exports import sheet
from knowledge.agenda.exports.picture import (
    INK,
    INSIDE,
    MARGIN,
    MORE,
    MOST_HIGH,
    SOFT,
    TITLE,
    WHAT,
    Block,
    Text,
    drawn,
    png,
    top_of,
)

WIDEST, NARROWEST = 60, 8
"""Characters of a column."""
TABS = 31
"""Characters of a sheet's name."""
FORBIDDEN = str.maketrans("", "", "[]:*?/\\")

Cell = str | int | float | datetime


@dataclass(frozen=True, slots=True)
class Table:
    """A title, the columns' names, and the rows."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def as_workbook(*tables: Table) -> bytes:
    """Write each table on a sheet of its own. What people wrote is text, whatever it begins with."""
    stream = io.BytesIO()
    book = sheet.new_book(stream)
    bold = book.add_format({**sheet.BOX, "bold": True, "align": "center", "bg_color": "#f2e6e6"})
    title = book.add_format({**sheet.FONT, "bold": True, "font_size": 14, "text_wrap": False})
    box, number = book.add_format(sheet.BOX), book.add_format({**sheet.BOX, "align": "center"})
    moment = book.add_format({**sheet.BOX, "num_format": "dd/mm/yyyy hh:mm", "align": "center"})
    for each in tables:
        page = book.add_worksheet(each.title.translate(FORBIDDEN)[:TABS])
        page.write_string(0, 0, each.title, title)
        for column, name in enumerate(each.head):
            page.write_string(sheet.TITLE_ROWS - 1, column, name, bold)
            longest = max((len(str(row[column])) for row in each.rows), default=0)
            page.set_column(column, column, min(max(longest, len(name), NARROWEST) + 2, WIDEST))
        for row, cells in enumerate(each.rows, sheet.TITLE_ROWS):
            for column, cell in enumerate(cells):
                if isinstance(cell, datetime):
                    page.write_datetime(row, column, cell.replace(tzinfo=None), moment)
                elif isinstance(cell, int | float):
                    page.write_number(row, column, cell, number)
                else:
                    page.write_string(row, column, cell[: sheet.LONGEST], box)
        page.freeze_panes(sheet.TITLE_ROWS, 0)
        sheet.set_print(page, sheet.TITLE_ROWS + len(each.rows), len(each.head))
    book.close()
    return stream.getvalue()


def as_picture(table: Table) -> bytes:
    """Draw a table for a phone: each row a block, its zeros left out; what does not fit is counted."""
    heading = [Text(TITLE, line, INK) for line in TITLE.wrapped(table.title, INSIDE)]
    blocks: list[Block] = []
    room = MOST_HIGH - top_of(heading) - MARGIN
    for number, row in enumerate(table.rows):
        block = block_of(table, row)
        if block.height > room:
            blocks.append(Block((Text(MORE, f"+ {len(table.rows) - number}", SOFT),)))
            break
        room -= block.height
        blocks.append(block)
    return png(drawn(blocks, heading))


def block_of(table: Table, row: Sequence[Cell]) -> Block:
    """Say one row: its name, and below it the numbers that are not zero."""
    name = [Text(WHAT, line, INK) for line in WHAT.wrapped(str(row[0]), INSIDE)]
    numbers = " · ".join(f"{table.head[n]}: {cell}" for n, cell in enumerate(row) if n and cell)
    return Block((*name, *(Text(MORE, line, SOFT) for line in MORE.wrapped(numbers, INSIDE))))
