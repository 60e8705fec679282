"""Lines with their places on a page, as a PDF or a recognised scan has them, to paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from knowledge.documents.reading.legacy import repaired
from knowledge.documents.reading.lines import SENTENCE_ENDS, begins
from knowledge.vietnamese.text import clean, fold

PAGE_NUMBER = re.compile(
    r"^(?:trang|page)?(?:\s+số)?\s*[-–]?\s*(?:\d{1,3}\s*[-–]?(?:\s*/\s*\d{1,3})?)?$", re.IGNORECASE
)
LAST = "./."
"""The end of a paper's own text."""
YEAR = re.compile(r"(?:19|20)\d\d")
LABEL = re.compile(
    r"(?:\(?\d{1,3}(?:\.\d{1,3})*[.)]|[a-zđ]\)|[-+•*–]|[IVXL]+\.|(?:Điều|Chương|Mục|Phần)\s+\S+)"
)
"""What a tab, not a column, parts from its text."""
EDGE = 2
"""Lines at the top and at the bottom of a page that may be a running head."""
TOP = 8
"""Lines of each page among which a mark of secrecy is looked for: papers are bound together."""
HEAD = 14
LONGEST_COUNT = 30
COLUMNS = 2
"""Of a paper's head (issuer, state) and of its end (receivers, signer)."""
NAMES_OF_STATE_AND_PARTY = ("cong hoa xa hoi", "dang cong san")


class Cell(NamedTuple):
    """Words that stand together in a line."""

    text: str
    left: float
    right: float


class Line(NamedTuple):
    """One line of a page: its cells from left to right."""

    cells: tuple[Cell, ...]

    @property
    def text(self) -> str:
        """Return the line's text, cells side by side."""
        return " | ".join(cell.text for cell in self.cells)

    @property
    def left(self) -> float:
        """Return where the line begins."""
        return self.cells[0].left

    @property
    def right(self) -> float:
        """Return where the line ends."""
        return self.cells[-1].right


Page = Sequence[Line]


def line_of(cells: Iterable[Cell]) -> Line | None:
    """Return a line of these cells in order; a number and the text that it counts are one cell."""
    whole: list[Cell] = []
    for cell in sorted(cells, key=lambda c: c.left):
        text = " ".join(clean_spaces(cell.text))
        if not text:
            continue
        if whole and LABEL.fullmatch(whole[-1].text):
            whole[-1] = Cell(f"{whole[-1].text} {text}", whole[-1].left, cell.right)
        else:
            whole.append(Cell(text, cell.left, cell.right))
    return Line(tuple(whole)) if whole else None


def clean_spaces(text: str) -> list[str]:
    """Return the words; an old font's invisible letters stay."""
    return text.replace("\x00", "").split()


def paragraphs_of(pages: Sequence[Page]) -> tuple[list[str], list[str]]:
    """Return the text without running heads, and the lines at the pages' edges where a mark may stand."""
    pages = in_unicode(pages)
    tops = [cell.text for page in pages for line in page[:TOP] for cell in line.cells]
    bare, removed = without_running_heads(pages)
    return joined_lines([line for page in bare for line in in_columns(page)]), [*tops, *removed]


def in_unicode(pages: Sequence[Page]) -> Sequence[Page]:
    """Return the pages with text of old fonts in Unicode: how lines are joined depends on their words."""
    texts = [cell.text for page in pages for line in page for cell in line.cells]
    fixed = iter(repaired(texts))
    return [
        [Line(tuple(Cell(next(fixed), c.left, c.right) for c in line.cells)) for line in page]
        for page in pages
    ]


def without_running_heads(pages: Sequence[Page]) -> tuple[list[list[Line]], list[str]]:
    """Leave out page numbers, and lines that head or foot most pages; return what was left out too."""
    # Of two pages, only the outermost lines tell: more may be the same in a table that goes on.
    edge = EDGE if len(pages) > EDGE else 1
    edges = Counter(key for page in pages for key in {running(page, i) for i in edge_of(page, edge)})
    fewest = len(pages) if len(pages) <= EDGE else 0.6 * len(pages)
    often = {key for key, n in edges.items() if n > 1 and n >= fewest}
    kept: list[list[Line]] = []
    removed: list[str] = []
    for page in pages:
        gone = {
            i for i in edge_of(page, EDGE) if running(page, i) in often or PAGE_NUMBER.match(page[i].text)
        }
        removed.extend(cell.text for i in gone for cell in page[i].cells)
        kept.append([line for i, line in enumerate(page) if i not in gone])
    return kept, removed


def edge_of(page: Page, edge: int) -> set[int]:
    """Return the places of so many lines at the top and at the bottom of a page."""
    return {i for i in range(len(page)) if i < edge or i >= len(page) - edge}


def running(page: Page, place: int) -> str:
    """Return what is the same in a running head on each page: an outermost short line may count them."""
    text = page[place].text
    is_outermost = place in {0, len(page) - 1} and len(text) <= LONGEST_COUNT
    return re.sub(r"\d+", "#", text) if is_outermost else text


def in_columns(page: Page) -> list[Line]:
    """Return the lines with the two columns of a paper's head, and of its end, one after the other."""
    lines = list(page)
    for start, line in enumerate(lines):
        first, last = fold(line.cells[0].text), fold(line.cells[-1].text)
        is_head = (
            start < HEAD and len(line.cells) == EDGE and last.startswith(("cong hoa xa hoi", "dang cong san"))
        )
        if is_head or first.startswith("noi nhan"):
            end, left, right = split_columns(lines, start)
            if left and right:
                lines[start:end] = [*left, *right]
                if not is_head:
                    break
    return lines


def split_columns(lines: Sequence[Line], start: int) -> tuple[int, list[Line], list[Line]]:
    """Return where two columns that begin at a line end, and what stands in either."""
    pair = next((line for line in lines[start : start + HEAD] if len(line.cells) == COLUMNS), None)
    if pair is None:
        return start, [], []
    border = (pair.cells[0].right + pair.cells[1].left) / 2
    left: list[Line] = []
    right: list[Line] = []
    for index in range(start, len(lines)):
        cells = lines[index].cells
        if len(cells) > COLUMNS or any(c.left < border - 5 and c.right > border + 5 for c in cells):
            return index, left, right
        for cell in cells:
            (left if cell.left < border else right).append(Line((cell,)))
    return len(lines), left, right


def joined_lines(lines: Sequence[Line]) -> list[str]:
    """Join each line to the one before, where that one ran to the margin and broke off."""
    longest = round(usual(len(line.text) for line in lines))
    margin = usual(line.right for line in lines)
    found: list[str] = []
    begun: list[Line] = []
    for line in lines:
        if begun and goes_on(begun, line, longest, margin):
            glue = "" if re.search(r"\w-$", found[-1]) else " "
            found[-1] += glue + line.text
            begun.append(line)
        else:
            found.append(line.text)
            begun = [line]
    return [clean_end for text in found if (clean_end := text.strip())]


def usual(sizes: Iterable[float]) -> float:
    """Return the greatest of the sizes but for the odd ones, of which long papers have some."""
    found = sorted(sizes)
    return found[-1 - len(found) // 50] if found else 0


def goes_on(begun: Sequence[Line], line: Line, longest: int, margin: float) -> bool:
    """Tell whether a line goes on with the paragraph that the lines before it have begun."""
    before, text = begun[-1], line.text
    if YEAR.fullmatch(text) and before.text.endswith(" năm"):
        return True
    if before.text.endswith(LAST):
        return False
    if len(before.cells) > 1 or len(line.cells) > 1 or begins(clean(text)) or before.text.isupper():
        return False
    if not before.text.endswith(SENTENCE_ENDS):
        return len(before.text) >= 0.6 * longest and not before.text.startswith("#")
    # A sentence ended at the margin: the next word had no room there, and stands where lines go on.
    width = (line.right - line.left) / max(len(text), 1)
    had_room = before.right + width * (1 + len(text.split()[0])) <= margin
    hangs = line.left < begun[0].left - 5 or (len(begun) > 1 and abs(line.left - before.left) < 3)  # noqa: PLR2004  # points
    return not had_room and hangs
