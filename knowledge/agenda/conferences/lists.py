"""Connection points as secretaries have them: a table, or a line for each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from knowledge.problems import Problem, Refusal
from knowledge.sheets import SUFFIXES, Columns, Row, read_rows
from knowledge.vietnamese.text import clean

COLUMNS: Columns = {
    "unit": ("Đơn vị", "Cơ quan", "Tên đơn vị", "Địa phương", "Unit"),
    "name": ("Điểm cầu", "Hội trường", "Tên điểm cầu", "Địa điểm", "Connection point", "Hall", "Point"),
    "reporter": ("Người báo cáo", "Cán bộ phụ trách", "Phụ trách", "Đầu mối", "Người điểm danh", "Reporter"),
    "expected": ("Số đại biểu", "Số lượng", "Triệu tập", "Số người", "Expected", "Number"),
    "delegate": ("Đại biểu", "Họ và tên", "Họ tên", "Đại biểu triệu tập", "Delegate", "Name"),
}
NUMBER = re.compile(r"\d{1,6}")
__all__ = ["SUFFIXES", "PointLine", "read_lines", "read_table"]


@dataclass(frozen=True, slots=True)
class PointLine:
    """One line: a point, or one who is expected there."""

    line: int
    unit: str
    name: str
    """Empty where the hall is the unit's own."""
    reporter: str = ""
    expected: int | None = None
    delegate: str = ""


def read_table(path: Path) -> tuple[list[PointLine], list[Problem]]:
    """Read a table of points, or of delegates with their points. Run it in a Workshop. Raises Refusal."""
    return parsed(read_rows(path, COLUMNS, ["unit"]))


def read_lines(text: str) -> tuple[list[PointLine], list[Problem]]:
    """Read typed lines: unit; hall; reporter; number of people. Only the unit must be there."""
    names = ("unit", "name", "reporter", "expected")
    rows = [
        Row(number, dict(zip(names, (clean(cell) for cell in re.split(r"[;|\t]", line)), strict=False)))
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip()
    ]
    return parsed(rows)


def parsed(rows: list[Row]) -> tuple[list[PointLine], list[Problem]]:
    """Return the usable lines, and what is wrong with the others; an empty unit is the one above."""
    lines: list[PointLine] = []
    problems: list[Problem] = []
    unit = name = ""
    for row in rows:
        if row["unit"]:
            unit, name = row["unit"], ""
        name = row["name"] or name
        told = row["expected"].strip()
        if told and not NUMBER.fullmatch(told):
            refusal = Refusal("“{text}” is no number of people.", text=told[:40])
            problems.append(Problem(refusal, line=row.line))
        elif not unit:
            problems.append(Problem(Refusal("The unit is missing."), line=row.line))
        else:
            expected = int(told) if told else None
            lines.append(PointLine(row.line, unit, name, row["reporter"], expected, row["delegate"]))
    return lines, problems
