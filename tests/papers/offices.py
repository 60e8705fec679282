"""Makes of a master what offices make with their programs: numbers by Word, text boxes, old fonts, sheets."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

import xlsxwriter

from knowledge.documents.reading.legacy import FROM_TCVN3
from tests.knowledge.documents_files import word
from tests.papers.forms import rows

MARKERS = (
    (re.compile(r"(Điều) (\d+)\.? (?=\S)"), 0),
    (re.compile(r"()(\d+)\. (?=\S)"), 1),
    (re.compile(r"()([a-z])\) (?=\S)"), 2),
)
"""What Word writes by itself at the beginning of a paragraph; its letters know no "đ"."""
LEVELS = """<w:abstractNum w:abstractNumId="5"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="Điều %1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%3)"/></w:lvl>
</w:abstractNum>"""
TO_TCVN3 = {chr(new): chr(old) for old, new in FROM_TCVN3.items()}


def numbered(path: Path, master: str) -> None:
    """Write a file in which Word computes the numbers of articles, clauses and points."""
    counters: list[int | None] = [None, None, None]
    lists: list[str] = []
    body: list[str] = []
    current = 0
    for columns, cells in rows(master):
        if columns:
            body.append(head_table(cells))
            continue
        line = cells[0][0]
        found = next(((m, level) for pattern, level in MARKERS if (m := pattern.match(line))), None)
        if found is None:
            body.append(headed(line))
            continue
        match, level = found
        number = int(match[2]) if match[2].isdigit() else ord(match[2]) - ord("a") + 1
        follows = counters[level] is not None and number == (counters[level] or 0) + 1
        if not follows:
            # As an author does who restarts a list: a new one that begins at this number.
            current = len(lists) + 1
            lists.append(
                f'<w:num w:numId="{current}"><w:abstractNumId w:val="5"/><w:lvlOverride w:ilvl="{level}">'
                f'<w:startOverride w:val="{number}"/></w:lvlOverride></w:num>'
            )
        counters[level] = number
        counters[level + 1 :] = [None] * (2 - level)
        properties = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{current}"/></w:numPr>'
        body.append(paragraph(line[match.end() :], properties))
    word(path, "".join(body), LEVELS + "".join(lists))


def paragraph(text: str, properties: str = "", font: str = "") -> str:
    """Return a paragraph of one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text, font)}</w:p>"


def headed(line: str, font: str = "") -> str:
    """Return a paragraph, a heading where the master marks one."""
    level = len(line) - len(line.lstrip("#"))
    return paragraph(line.strip("# "), f'<w:pStyle w:val="Heading{level}"/>' if level else "", font)


def run(text: str, font: str = "") -> str:
    """Return a run, in a font where one is named."""
    fonts = f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr>' if font else ""
    return f'<w:r>{fonts}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def head_table(cells: list[list[str]], font: str = "") -> str:
    """Return the usual head or end: two columns of a table without borders."""
    sides = []
    for side in (0, 1):
        lines = [c[side] for c in cells if c[side]] or [""]
        inner = "".join(old_paragraph(line) if font else paragraph(line) for line in lines)
        sides.append(f"<w:tc>{inner}</w:tc>")
    return f"<w:tbl><w:tr>{''.join(sides)}</w:tr></w:tbl>"


def boxed(path: Path, master: str) -> None:
    """Write a file whose columns are text boxes."""
    body: list[str] = []
    for columns, cells in rows(master):
        if not columns:
            body.append(headed(cells[0][0]))
            continue
        for side in (0, 1):
            lines = "".join(paragraph(c[side]) for c in cells if c[side])
            body.append(
                "<w:p><w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox>"
                f"<w:txbxContent>{lines}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
            )
    word(path, "".join(body))


def old_paragraph(line: str) -> str:
    """Return a paragraph in the font before Unicode, capitals with marks in its twin of capitals."""
    level = len(line) - len(line.lstrip("#"))
    style = f'<w:pStyle w:val="Heading{level}"/>' if level else ""
    line = line.strip("# ")
    pieces = re.findall(r"[^\W\d_]", line)
    if pieces and not any(c.islower() for c in pieces):
        return paragraph("".join(old(c.lower()) for c in line), style, ".VnTimeH")
    runs = []
    for part in re.split(r"([ÀÁẢÃẠẰẮẲẴẶẦẤẨẪẬÈÉẺẼẸỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌỒỐỔỖỘỜỚỞỠỢÙÚỦŨỤỪỨỬỮỰỲÝỶỸỴ])", line):
        capital = len(part) == 1 and part.isupper() and part not in TO_TCVN3 and not part.isascii()
        runs.append(
            run(
                old(part.lower()) if capital else "".join(map(old, part)),
                ".VnTimeH" if capital else ".VnTime",
            )
        )
    return f"<w:p><w:pPr>{style}</w:pPr>{''.join(runs)}</w:p>"


def old(letter: str) -> str:
    """Return the code of a letter."""
    return TO_TCVN3.get(letter, letter)


def tcvn3(path: Path, master: str) -> None:
    """Write a file in a font of before Unicode."""
    body = [
        head_table(cells, ".VnTime") if columns else old_paragraph(cells[0][0])
        for columns, cells in rows(master)
    ]
    word(path, "".join(body))


def sheet(path: Path, master: str) -> None:
    """Write a sheet: a line a row, the columns beside each other."""
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("Sheet1")
        at = 0
        for columns, cells in rows(master):
            for row in cells:
                for side in range(2 if columns else 1):
                    page.write_string(at, 3 * side, row[side])
                at += 1


def printable(path: Path, master: str) -> None:
    """Write a file as it is printed: the usual letters, the head in columns."""
    font = "Noto Serif"
    body: list[str] = []
    for columns, cells in rows(master):
        if columns:
            sides = ("".join(paragraph(c[s], font=font) for c in cells if c[s]) for s in (0, 1))
            width = '<w:tcPr><w:tcW w:w="4600" w:type="dxa"/></w:tcPr>'
            body.append(f"<w:tbl><w:tr>{''.join(f'<w:tc>{width}{s}</w:tc>' for s in sides)}</w:tr></w:tbl>")
        else:
            body.append(headed(cells[0][0], font))
    # As Word does: a table is never the last of a file.
    word(path, "".join((*body, paragraph(""))))


OFFICE_FORMS = {
    "numbered": (".docx", numbered),
    "boxed": (".docx", boxed),
    "tcvn3": (".docx", tcvn3),
    "sheet": (".xlsx", sheet),
}
