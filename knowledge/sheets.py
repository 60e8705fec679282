"""Tables as offices keep them: CSV, XLSX, XLS and ODS, with the usual columns in any order and spelling."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from rapidfuzz import fuzz, process

from knowledge.problems import Refusal
from knowledge.vietnamese.text import clean, fold

SUFFIXES = frozenset({".csv", ".xlsx", ".xls", ".ods"})
MOST_ROWS = 20_000
LIKE_ENOUGH = 85
"""Similarity, of 100, at which a heading counts as a misspelt known one."""
HEADING_SEARCH = 15
"""A heading stands within the first rows, below a title and a date."""

Columns = Mapping[str, Sequence[str]]
"""Our name of each column, with the headings that people write for it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its line in the file, counted from 1, and its cells by our names of the columns."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        """Return the cell's text, empty where the table lacks the column."""
        return self.cells.get(column, "")


MOST_BROKEN = 0.3
"""Share of lines that may be in another encoding, before the whole file is."""


def read_rows(path: Path, columns: Columns, required: Sequence[str], *, lenient: bool = False) -> list[Row]:
    """Read the rows below the heading; Refusal where a required column is missing. Run it in a Workshop."""
    rows = rows_below(read_grid(path, lenient=lenient), columns, required)
    if rows is not None:
        return rows
    missing = ", ".join(columns[name][0] for name in required)
    raise Refusal(
        "{name}: no heading row with the columns {columns} was found. Add them in the first rows.",
        name=path.name,
        columns=missing,
    )


def read_grid(path: Path, *, lenient: bool = False) -> list[list[str]]:
    """Read the cells of a table."""
    return read_csv(path, lenient=lenient) if path.suffix.lower() == ".csv" else read_workbook(path)


def rows_below(grid: Sequence[Sequence[str]], columns: Columns, required: Sequence[str]) -> list[Row] | None:
    """Return the rows below the heading; None where none of the first rows is one."""
    for index, cells in enumerate(grid[:HEADING_SEARCH]):
        places = match_headings(cells, columns)
        if all(name in places for name in required):
            return [
                Row(line, {name: row[place] for name, place in places.items() if place < len(row)})
                for line, row in enumerate(grid[index + 1 :], index + 2)
                if any(row)
            ]
    return None


def match_headings(cells: Sequence[str], columns: Columns) -> dict[str, int]:
    """Return the place of each column that the row names, exactly before roughly."""
    known = {fold(heading): name for name, headings in columns.items() for heading in headings}
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        heading = fold(cell).strip(" .:*")
        name = known.get(heading)
        if name is None and heading:
            near = process.extractOne(heading, known.keys(), scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH)
            name = known[near[0]] if near else None
        if name:
            found.setdefault(name, place)
    return found


def read_csv(path: Path, *, lenient: bool = False) -> list[list[str]]:
    """Read a CSV with commas, semicolons or tabs, in UTF-8 (with or without mark) or UTF-16."""
    text = decode(path, lenient=lenient)
    first = text.splitlines()[0] if text.strip() else ""
    delimiter = max(",;\t", key=first.count)
    try:
        rows = [
            [clean(cell) for cell in row]
            for row in csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
        ]
    except csv.Error as error:
        raise Refusal(
            "{name}: this is not a readable CSV. Save it again as CSV UTF-8.", name=path.name
        ) from error
    return limited(rows, path)


def decode(path: Path, *, lenient: bool = False) -> str:
    """Return a text file's content, whichever Unicode encoding it has.

    Lenient, a few lines in another encoding keep a sign (U+FFFD) in them by which each can be refused.
    """
    raw = path.read_bytes()
    encoding = "utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        lines = raw.splitlines()
        broken = sum("\ufffd" in line.decode(errors="replace") for line in lines)
        if lenient and encoding != "utf-16" and broken <= MOST_BROKEN * len(lines):
            return raw.decode(encoding, errors="replace")
        raise Refusal("{name}: the text is not UTF-8. Save it again as UTF-8.", name=path.name) from error


def read_workbook(path: Path) -> list[list[str]]:
    """Read the first visible sheet; merged cells carry their value down and across."""
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    workbook = CalamineWorkbook.from_path(str(path))
    names = [m.name for m in workbook.sheets_metadata if m.visible == SheetVisibleEnum.Visible]
    if not names:
        raise Refusal("{name}: the workbook has no visible sheet.", name=path.name)
    sheet = workbook.get_sheet_by_name(names[0])
    if sheet.height > MOST_ROWS:
        limited([[]] * sheet.height, path)
    grid = [[in_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        for row in grid[top : bottom + 1]:
            row[left : right + 1] = [grid[top][left]] * (right - left + 1)
    return limited(grid, path)


def in_text(cell: object) -> str:
    """Return a cell as a person would type it."""
    if isinstance(cell, datetime):
        return f"{cell:%d/%m/%Y %H:%M}" if (cell.hour or cell.minute) else f"{cell:%d/%m/%Y}"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return clean(str(cell))


def limited(rows: list[list[str]], path: Path) -> list[list[str]]:
    """Refuse a table that no office keeps."""
    if len(rows) > MOST_ROWS:
        raise Refusal("{name}: more than {limit} rows. Split the table.", name=path.name, limit=MOST_ROWS)
    return rows
