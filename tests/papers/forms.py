"""Makes of a master the files that an office would have: text, Markdown, HTML, Word and PDF."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape
from itertools import groupby
from pathlib import Path

from tests.knowledge.documents_files import pdf

WIDTH = 95
CHAPTER = re.compile(r"(?:Chương|Phần|Mục|Tiểu mục|Điều|Article) \S+|[IVX]+\. |PHỤ LỤC")


def rows(text: str) -> Iterator[tuple[bool, list[list[str]]]]:
    """Give the lines of a master: those of two columns together, and the others one by one."""
    for columns, group in groupby(text.strip("\n").split("\n"), key=lambda line: "||" in line):
        cells = [[c.strip() for c in line.split("||")] for line in group]
        if columns:
            yield True, cells
        else:
            yield from ((False, [cell]) for cell in cells)


def text(path: Path, master: str) -> None:
    """Write one column after the other, as a copied page has them."""
    out = []
    for columns, cells in rows(master):
        out += [c[side] for side in ((0, 1) if columns else (0,)) for c in cells if c[side]]
    path.write_text("\n".join(out), encoding="utf-8")


def interleaved(path: Path, master: str) -> None:
    """Write the columns line by line, in UTF-16, as a page's reading order mixes them."""
    out = [c for _, cells in rows(master) for row in cells for c in row if c]
    path.write_bytes("\n".join(out).encode("utf-16"))


def markdown(path: Path, master: str) -> None:
    """Write headings and a table for what stands in columns."""
    out: list[str] = []
    for columns, cells in rows(master):
        if columns:
            out += [f"| {' | '.join(c)} |" for c in cells]
        else:
            line = cells[0][0]
            out.append(f"## {line}" if CHAPTER.match(line) and len(line) < len("x" * 60) else line)
    path.write_text("\n\n".join(out), encoding="utf-8")


def page(path: Path, master: str) -> None:
    """Write a page whose columns are the cells of a table without borders."""
    out: list[str] = []
    for columns, cells in rows(master):
        if columns:
            sides = ("".join(f"<p>{escape(c[s])}</p>" for c in cells if c[s]) for s in (0, 1))
            out.append(f"<table><tr>{''.join(f'<td>{s}</td>' for s in sides)}</tr></table>")
        elif (line := cells[0][0]).startswith("#"):
            out.append(f"<h2>{escape(line.strip('# '))}</h2>")
        else:
            out.append(f"<p>{escape(line)}</p>")
    path.write_text(f"<html><body>{''.join(out)}</body></html>", encoding="utf-8")


def word(path: Path, master: str) -> None:
    """Write a file whose columns are a table's cells."""
    import docx

    document = docx.Document()
    for columns, cells in rows(master):
        if columns:
            table = document.add_table(rows=1, cols=2)
            for side in (0, 1):
                cell = table.cell(0, side)
                lines = [c[side] for c in cells if c[side]] or [""]
                cell.text = lines[0]
                for line in lines[1:]:
                    cell.add_paragraph(line)
        elif (line := cells[0][0]).startswith("#"):
            document.add_heading(line.strip("# "), line.count("#"))
        else:
            document.add_paragraph(line)
    document.save(str(path))


def printed(path: Path, master: str) -> None:
    """Write pages whose lines break at the margin, both columns on one line."""
    lines = [
        piece
        for _, cells in rows(master)
        for row in cells
        for piece in wrapped("    ".join(c for c in row if c))
    ]
    pages = [lines[i : i + 45] for i in range(0, len(lines), 45)]
    path.write_bytes(pdf(pages, unicode=True))


def wrapped(line: str) -> list[str]:
    """Break a line at the margin."""
    out = [""]
    for word_ in line.split(" "):
        if len(out[-1]) + len(word_) > WIDTH:
            out.append("")
        out[-1] = f"{out[-1]} {word_}" if out[-1] else word_
    return out


FORMS: dict[str, tuple[str, Callable[[Path, str], None]]] = {
    "text": (".txt", text),
    "interleaved": (".txt", interleaved),
    "markdown": (".md", markdown),
    "html": (".html", page),
    "word": (".docx", word),
    "pdf": (".pdf", printed),
}
