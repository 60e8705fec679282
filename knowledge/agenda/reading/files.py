"""A file to the meetings that it names, and to what kind of file it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from knowledge import sheets
from knowledge.agenda.lines import ParsedAgenda
from knowledge.agenda.reading.events import read_calendar
from knowledge.agenda.reading.grids import Grid, read_grid_of_week
from knowledge.agenda.reading.letters import is_letter, read_letter
from knowledge.agenda.reading.pasted import read_pasted
from knowledge.agenda.reading.weeks import Week, week_of
from knowledge.documents.reading.secrecy import refuse_secret
from knowledge.problems import Problem, Refusal
from knowledge.vietnamese.spelling import bare
from knowledge.vietnamese.text import clean

SUFFIXES = sheets.SUFFIXES | {".ics", ".docx", ".doc", ".rtf", ".pdf"}
TITLE = re.compile(
    r"\W*(?:du thao )?(?:lich (?:cong tac|lam viec|tuan|hop|tiep cong dan|hoat dong)"
    r"|chuong trinh (?:cong tac|lam viec) tuan|(?:weekly )?(?:work )?(?:programme|agenda)\b)"
)
NUMBER = re.compile(r"(?<!\w)so\s*[:.]\s*[\d .…_]{0,8}\s*[-/]")
HEAD_LINES = 15
FEWEST = 2
"""Meetings at which lines without a table or a title are a programme."""

Block = str | list[list[str]]
"""A paragraph, or the cells of a table."""


def parse_agenda(path: Path, now: datetime) -> ParsedAgenda:
    """Read a programme, in a Workshop; hours are of the zone of `now` unless the file names another."""
    suffix = path.suffix.lower()
    if suffix == ".ics":
        return read_calendar(path, now)
    if suffix in sheets.SUFFIXES:
        return read_sheet(path, now)
    blocks = blocks_of(path)
    lines = [line for block in blocks for line in lines_of(block)]
    refuse_secret(path.name, lines)
    return read_blocks(path, blocks, lines, now)


def read_sheet(path: Path, now: datetime) -> ParsedAgenda:
    """Read a sheet. Raises Refusal."""
    grid = sheets.read_grid(path)
    lines = lines_of(grid)
    refuse_secret(path.name, lines)
    title = "\n".join(lines[: sheets.HEADING_SEARCH])
    agenda = read_grid_of_week(grid, week_of(heading_of(lines) or title, now))
    if agenda is None:
        raise no_heading(path)
    return agenda


def read_blocks(path: Path, blocks: Sequence[Block], lines: Sequence[str], now: datetime) -> ParsedAgenda:
    """Read the tables, or the lines where no table is a programme."""
    week = week_of("\n".join(block for block in blocks if isinstance(block, str)), now)
    if heading := heading_of(lines):
        week = week_of(heading, now)
    is_paper = not heading and any(NUMBER.search(bare(line)) for line in lines[:HEAD_LINES])
    if not heading and is_letter(lines):
        return read_letter(lines, Week(now))
    agenda = ParsedAgenda(kind="paper" if is_paper else "programme")
    for grid in blocks:
        found = read_grid_of_week(grid, week) if not isinstance(grid, str) else None
        if found:
            agenda.meetings += found.meetings
            agenda.problems += found.problems
    if not agenda.meetings and not agenda.problems and not is_paper:
        read = read_pasted("\n".join(lines), now)
        if heading or len(read.meetings) >= FEWEST:
            agenda.meetings, agenda.problems = read.meetings, read.problems
    if not agenda.meetings and not heading:
        agenda.kind = "paper"
    if not agenda.meetings and not agenda.problems:
        agenda.problems.append(Problem(no_heading(path)))
    return agenda


def heading_of(lines: Sequence[str]) -> str:
    """Return the title of a programme, with the lines below it that may name its week; else empty."""
    for index, line in enumerate(lines[:HEAD_LINES]):
        if TITLE.match(bare(line)):
            return "\n".join(lines[index : index + 3])
    return ""


def no_heading(path: Path) -> Refusal:
    """Make the refusal of a file in which nothing looks like a programme."""
    return Refusal(
        "{name}: no heading row with the columns {columns} was found. Add them in the first rows.",
        name=path.name,
        columns="Ngày, Giờ, Nội dung",
    )


def blocks_of(path: Path) -> list[Block]:
    """Return the paragraphs and tables of a Word file, or the lines of a PDF."""
    if path.suffix.lower() == ".pdf":
        from knowledge.documents.reading.pages.pdf import read_pdf

        return [clean(text) for text in read_pdf(path, {}).paragraphs]
    if path.suffix.lower() == ".docx":
        return blocks_of_word(path)
    from knowledge.documents.reading.word.old import new_word

    with new_word(path) as made:
        return blocks_of_word(made)


def blocks_of_word(path: Path) -> list[Block]:
    """Return the paragraphs and tables of a .docx, in their order."""
    import docx
    from docx.table import Table

    found: list[Block] = []
    for block in docx.Document(str(path)).iter_inner_content():
        if isinstance(block, Table):
            found.append([[clean(cell.text) for cell in row.cells] for row in block.rows])
        else:
            found.append(clean(block.text))
    return found


def lines_of(block: Block | Grid) -> list[str]:
    """Return what people read in a block; a cell that is merged across is said once."""
    if isinstance(block, str):
        return [line for line in block.split("\n") if line.strip()]
    rows = (" ".join(dict.fromkeys(cell for cell in row if cell)) for row in block)
    return [line for row in rows for line in row.split("\n") if line.strip()]
