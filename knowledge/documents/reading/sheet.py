"""Workbooks to lines: a heading for each sheet, the cells of a row side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from knowledge.problems import Refusal
from knowledge.sheets import MOST_ROWS, in_text

UNNAMED = re.compile(r"(?:sheet|trang[ _]?t[ií]nh|table|bảng|শিট|পত্রক)[ _]?\d*", re.IGNORECASE)
"""What programs call a sheet that nobody named: no title."""
WIDEST = 100
"""Columns; what stands further right is no text for readers."""


def read_sheet(path: Path) -> Iterator[str]:
    """Give the rows of all visible sheets; Refusal where there are more than any office keeps."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    try:
        workbook = CalamineWorkbook.from_path(str(path))
    except CalamineError as error:
        raise Refusal(
            "{name}: the file cannot be read. Open it, save it again, and retry.", name=path.name
        ) from error
    left = MOST_ROWS
    for metadata in workbook.sheets_metadata:
        if metadata.visible != SheetVisibleEnum.Visible:
            continue
        sheet = workbook.get_sheet_by_name(metadata.name)
        left -= sheet.height
        if left < 0:
            raise Refusal("{name}: more than {limit} rows. Split the table.", name=path.name, limit=MOST_ROWS)
        rows = [line for row in sheet.to_python() if (line := row_of(row))]
        if rows:
            if not UNNAMED.fullmatch(metadata.name):
                yield f"# {metadata.name}"
            yield from rows


def row_of(cells: Sequence[object]) -> str:
    """Return the cells that say something, as one line."""
    return " | ".join(text for cell in cells[:WIDEST] if (text := " ".join(in_text(cell).split())))
