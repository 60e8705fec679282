"""Bars for a phone: 390 points wide, three pixels a point, in the style of the programme's picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.agenda.exports.lettering import Lettering
from knowledge.agenda.exports.picture import (
    BRAND,
    GAP,
    INK,
    INSIDE,
    MARGIN,
    MORE,
    PAPER,
    RULE,
    SPAN,
    TITLE,
    WIDTH,
    Text,
    png,
    top_of,
)

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

HIGH, ROUND = 44, 12
"""Pixels of a bar, and of its corners."""
NUMBER = Lettering(46, bold=True)
GOOD, WEAK = "#2e6b3e", BRAND
PER_ROW = MORE.leading + HIGH + 3 * GAP // 2


@dataclass(frozen=True, slots=True)
class Bar:
    """A row: its name, how far its bar reaches (0 to 1), and what stands at its end."""

    name: str
    share: float
    said: str
    is_good: bool = True
    span: tuple[float, float] | None = None
    """Within which the share lies honestly; drawn as a line."""


def drawn(title: str, said: Sequence[str], bars: Sequence[Bar]) -> bytes:
    """Draw a heading and bars below each other, as a PNG."""
    from PIL import Image, ImageDraw

    heading = [
        *(Text(TITLE, line, BRAND) for line in TITLE.wrapped(title, INSIDE)),
        *(Text(SPAN, line, INK) for each in said for line in SPAN.wrapped(each, INSIDE)),
    ]
    top = top_of(heading)
    picture = Image.new("RGB", (WIDTH, top + PER_ROW * len(bars) + MARGIN), PAPER)
    pen, y = ImageDraw.Draw(picture), MARGIN
    for text in heading:
        text.lettering.draw(pen, (MARGIN, y), text.text, text.colour)
        y += text.lettering.leading
    for row, bar in enumerate(bars):
        draw_bar(pen, top + row * PER_ROW, bar)
    return png(picture)


def draw_bar(pen: ImageDraw, top: int, bar: Bar) -> None:
    """Draw one row: the name with what is said at its end, below it the bar."""
    wide = round(NUMBER.width(bar.said))
    room = INSIDE - wide - GAP
    name = MORE.wrapped(bar.name, room)
    MORE.draw(pen, (MARGIN, top), name[0] + "…" * (len(name) > 1), INK)
    NUMBER.draw(pen, (WIDTH - MARGIN - wide, top), bar.said, INK)
    y = top + MORE.leading
    pen.rounded_rectangle((MARGIN, y, WIDTH - MARGIN, y + HIGH), ROUND, fill=RULE)
    if bar.share > 0:
        reach = MARGIN + max(round(INSIDE * min(bar.share, 1)), 2 * ROUND)
        pen.rounded_rectangle((MARGIN, y, reach, y + HIGH), ROUND, fill=GOOD if bar.is_good else WEAK)
    if bar.span:
        low, high = (MARGIN + round(INSIDE * min(max(each, 0), 1)) for each in bar.span)
        pen.line((low, y + HIGH // 2, high, y + HIGH // 2), fill=INK, width=6)
        for x in (low, high):
            pen.line((x, y + HIGH // 4, x, y + 3 * HIGH // 4), fill=INK, width=6)
