"""Tables of every layout: a heading of columns, or days and parts of the day along their edges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time

from knowledge.agenda.lines import DAY, ParsedAgenda, ParsedMeeting
from knowledge.agenda.reading.pasted import BULLET, has_hour, is_part, part_in, read_pasted_lines
from knowledge.agenda.reading.sentences import Where
from knowledge.agenda.reading.tables import COLUMNS, FREE, read_table
from knowledge.agenda.reading.weeks import Day, Week, is_day, read_day, short, weekday_in
from knowledge.problems import Problem, Refusal
from knowledge.sheets import HEADING_SEARCH, Row, match_headings
from knowledge.vietnamese.spelling import bare
from knowledge.vietnamese.text import fold

Grid = Sequence[Sequence[str]]
WHEN = {"day", "weekday", "time"}
FEWEST = 2
LONGEST_LABEL = 40
NUMBERS = {"stt", "tt", "so tt", "no"}


def read_grid_of_week(grid: Grid, week: Week) -> ParsedAgenda | None:
    """Read a table's meetings; None where it is no programme."""
    rows = rows_under_heading(grid)
    if rows is not None:
        return read_table(rows, week)
    edges = edges_of(grid)
    return read_edged(grid, edges, week) if edges else None


def rows_under_heading(grid: Grid) -> list[Row] | None:
    """Return the rows below a heading that says what and when; None where there is none."""
    for index, cells in enumerate(grid[:HEADING_SEARCH]):
        places, below = match_headings(cells, COLUMNS), index + 1
        if below < len(grid) and is_second_heading(cells, grid[below]):
            both = [low or high for high, low in zip(cells, grid[below], strict=False)]
            places, below = match_headings(both, COLUMNS) | {"title": places.get("title", -1)}, below + 1
            places = {name: place for name, place in places.items() if place >= 0}
        if "title" in places and WHEN & places.keys():
            return [
                Row(line, {name: row[place] for name, place in places.items() if place < len(row)})
                for line, row in enumerate(grid[below:], below + 1)
                if any(row)
            ]
    return None


def is_second_heading(above: Sequence[str], cells: Sequence[str]) -> bool:
    """Tell a row that goes on with the heading above it, as "Chủ trì" and "Tham dự" under "Phân công"."""
    own = [low for high, low in zip(above, cells, strict=False) if low and low != high]
    if not match_headings(above, COLUMNS) or not match_headings(own, COLUMNS):
        return False
    return all(len(text) <= LONGEST_LABEL and not has_hour(text) and not is_day(text) for text in own)


@dataclass(frozen=True, slots=True)
class Edges:
    """Which columns stand for a day, a part of it, or both."""

    below: int
    """The first row that is no heading."""
    days: dict[int, str]
    parts: dict[int, str]

    @property
    def columns(self) -> list[int]:
        """Return the columns in which meetings stand."""
        return sorted(self.days.keys() | self.parts.keys())


def edges_of(grid: Grid) -> Edges | None:
    """Find the heading of a table with days or parts across; None where it has none."""
    for index, cells in enumerate(grid[:HEADING_SEARCH]):
        days = {place: text for place, text in enumerate(cells) if is_heading_day(text)}
        parts = {place: part_in(text) for place, text in enumerate(cells) if text and is_part(text)}
        if len(days) < FEWEST and len(parts) < FEWEST:
            continue
        below = index + 1
        if days and below < len(grid):
            under = {place: part_in(text) for place, text in enumerate(grid[below]) if text and is_part(text)}
            if len(under) >= FEWEST:
                parts, below = under, below + 1
        return Edges(below, days, parts)
    return None


def is_heading_day(text: str) -> bool:
    """Tell a day of a heading: "2" alone is a number there."""
    return is_day(text) and not text.strip().isdecimal()


def read_edged(grid: Grid, edges: Edges, week: Week) -> ParsedAgenda:
    """Read each cell under the day and the part of its column and its row."""
    agenda = ParsedAgenda()
    numbers = {p for row in grid[: edges.below] for p, text in enumerate(row) if fold(text) in NUMBERS}
    row_day = row_part = ""
    for line, row in enumerate(grid[edges.below :], edges.below + 1):
        labels = [row[p] for p in range(len(row)) if p not in edges.columns and p not in numbers and row[p]]
        hour = person = ""
        for label in labels:
            if is_day(label) or weekday_in(bare(label)) is not None:
                row_day, row_part = label, ""
            elif is_part(label):
                row_part = part_in(label)
            elif has_hour(label):
                hour = label
            else:
                person = label
        seen: set[str] = set()
        for place in edges.columns:
            text = row[place] if place < len(row) else ""
            if not text or text in seen or FREE.fullmatch(fold(text).strip(" .")):
                continue
            # A cell that is merged across stands in each of its columns.
            seen |= {text} if edges.parts and not edges.days else set()
            part = edges.parts.get(place) or row_part
            try:
                day = read_day(edges.days.get(place) or row_day, week)
                found = read_edged_cell(text, hour, Where(day.date, part, line), week)
            except Refusal as refusal:
                agenda.problems.append(Problem(refusal, line))
                continue
            if day.problem:
                agenda.problems.append(Problem(day.problem, line))
            agenda.meetings += [of_edges(meeting, day, person) for meeting in found]
    return agenda


def read_edged_cell(text: str, hour: str, where: Where, week: Week) -> list[ParsedMeeting]:
    """Read the meetings of a cell; Refusal where it says something at no hour."""
    if hour and not has_hour(text):
        text = f"{hour}: {text}"
    now = datetime.combine(where.day or week.now.date(), time(), week.now.tzinfo)
    found = read_pasted_lines(text, where, now)
    if not found:
        title = short(BULLET.sub("", text))
        raise Refusal("There is no hour for “{title}”. Write one such as 8h or 14h30.", title=title)
    return found


def of_edges(meeting: ParsedMeeting, day: Day, person: str) -> ParsedMeeting:
    """Give a meeting what the edges of the table say of it."""
    unsure = meeting.unsure | ({DAY} if day.problem else set())
    if person and not meeting.chair:
        # Whose row it stands in takes part; whether they chair it is a guess.
        return replace(meeting, chair=person, unsure=unsure | {"chair"})
    return replace(meeting, unsure=unsure)
