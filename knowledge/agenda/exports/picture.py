"""The programme as pictures that a phone shows as they are: 390 points wide, three pixels a point."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import shorten
from typing import TYPE_CHECKING

from knowledge.agenda.exports.lettering import Lettering
from knowledge.agenda.exports.programme import Day, Line, Programme

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

WIDTH, MARGIN = 1170, 54
MOST_HIGH = 2500
"""Pixels: Telegram makes what is higher than 2560 smaller."""
TITLE, SPAN, DAY = Lettering(66, bold=True), Lettering(46), Lettering(56, bold=True)
TIME, WHAT, MORE = Lettering(54, bold=True), Lettering(54, bold=True), Lettering(48)
PAPER, INK, SOFT, BRAND, ON_BRAND, RULE = "#ffffff", "#1d1b19", "#55504a", "#9f1d20", "#ffffff", "#d9d3cb"
COLOURS = 64
"""Enough for these and the edges of letters, in a quarter of the bytes."""
LONGEST_TITLE, LONGEST_DETAIL = 400, 240
"""Characters; the whole stands in the file."""
BAND, GAP = 24, 27
INSIDE = WIDTH - 2 * MARGIN


@dataclass(frozen=True, slots=True)
class Text:
    """One line of letters."""

    lettering: Lettering
    text: str
    colour: str


@dataclass(frozen=True, slots=True)
class Block:
    """What is not cut by the end of a picture: a day's name, or a meeting."""

    lines: tuple[Text, ...]
    is_day: bool = False
    day: str = ""
    """Of a meeting: the day's name, which is said again where a picture begins within the day."""

    @property
    def height(self) -> int:
        """Return the pixels that it takes."""
        return sum(line.lettering.leading for line in self.lines) + (2 * BAND if self.is_day else 2 * GAP)


def written(programme: Programme, number: int) -> tuple[bytes, int]:
    """Draw one of as many pictures as the programme takes, from 1; returns how many these are, too."""
    pages = paged(list(blocks_of(programme)), programme)
    number = min(max(number, 1), len(pages))
    return png(drawn(pages[number - 1], header(programme, number, len(pages)))), len(pages)


def header(programme: Programme, number: int, count: int) -> list[Text]:
    """Say above a picture what it is, whose, and which of how many."""
    words, body = programme.words, programme.body
    span = f"{words.span}  ·  {number}/{count}" if count > 1 else words.span
    parts = [(TITLE, words.title, BRAND), *([(SPAN, body.name, INK)] if body else []), (SPAN, span, SOFT)]
    return [Text(form, line, ink) for form, text, ink in parts for line in form.wrapped(text, INSIDE)]


def blocks_of(programme: Programme) -> Iterator[Block]:
    """Yield the days with their meetings; days without any are left out."""
    for day in programme.days:
        if day.lines:
            name = name_of(day, programme)
            yield day_block(name)
            for line in day.lines:
                yield Block(tuple(meeting_lines(line, programme)), day=name)


def name_of(day: Day, programme: Programme) -> str:
    """Name a day as the table does."""
    return f"{programme.words.weekdays[day.day.weekday()]}, {day.day:%d/%m/%Y}"


def day_block(name: str) -> Block:
    """Make the band with a day's name."""
    return Block(tuple(Text(DAY, line, ON_BRAND) for line in DAY.wrapped(name, INSIDE)), is_day=True)


def meeting_lines(line: Line, programme: Programme) -> Iterator[Text]:
    """Yield a meeting: its hours, what it is, then what is known of it, each named."""
    words, meeting = programme.words, line.meeting
    yield Text(TIME, line.time, BRAND)
    for text in WHAT.wrapped(cut(meeting.title, LONGEST_TITLE), INSIDE):
        yield Text(WHAT, text, INK)
    told = (
        ("", meeting.place),
        (words.chair, meeting.chair),
        (words.attendance, meeting.attendance),
        (words.prepared_by, meeting.prepared_by),
        (words.note, line.note),
    )
    for label, value in told:
        if value:
            said = f"{label}: {cut(value, LONGEST_DETAIL)}" if label else cut(value, LONGEST_DETAIL)
            for text in MORE.wrapped(said, INSIDE):
                yield Text(MORE, text, SOFT if label else INK)


def cut(text: str, most: int) -> str:
    """Put a text on one line, and shorten what is too long to be read on a phone."""
    return shorten(" ".join(text.split()), most, placeholder=" …")


def paged(blocks: list[Block], programme: Programme) -> list[list[Block]]:
    """Deal the blocks out to pictures; a day's name never stands last."""
    room = MOST_HIGH - top_of(header(programme, 9, 9)) - MARGIN
    pages: list[list[Block]] = [[]]
    for index, block in enumerate(blocks):
        needed = block.height + (blocks[index + 1].height if block.is_day else 0)
        if pages[-1] and sum(b.height for b in pages[-1]) + needed > room:
            again = [] if block.is_day else [day_block(f"{block.day} {programme.words.continued}")]
            pages.append(again)
        pages[-1].append(block)
    return pages


def top_of(heading: list[Text]) -> int:
    """Return how high the heading is."""
    return MARGIN + sum(text.lettering.leading for text in heading) + GAP


def drawn(blocks: list[Block], heading: list[Text]) -> Image:
    """Draw one picture, as high as what is on it."""
    from PIL import Image, ImageDraw

    top = top_of(heading)
    picture = Image.new("RGB", (WIDTH, top + sum(block.height for block in blocks) + MARGIN), PAPER)
    pen, y = ImageDraw.Draw(picture), MARGIN
    for text in heading:
        text.lettering.draw(pen, (MARGIN, y), text.text, text.colour)
        y += text.lettering.leading
    y = top
    for index, block in enumerate(blocks):
        is_first = index > 0 and blocks[index - 1].is_day
        draw_block(pen, y, block, ruled=not block.is_day and not is_first)
        y += block.height
    return picture


def draw_block(pen: ImageDraw, top: int, block: Block, *, ruled: bool) -> None:
    """Draw a day's band, or a meeting with a rule above it."""
    y = top + (BAND if block.is_day else GAP)
    if block.is_day:
        pen.rectangle((0, top, WIDTH, top + block.height), fill=BRAND)
    elif ruled:
        pen.line((MARGIN, top, WIDTH - MARGIN, top), fill=RULE, width=3)
    for text in block.lines:
        text.lettering.draw(pen, (MARGIN, y), text.text, text.colour)
        y += text.lettering.leading


def png(picture: Image) -> bytes:
    """Return a picture as a file that is small enough for a weak network."""
    stream = io.BytesIO()
    picture.quantize(COLOURS).save(stream, "PNG", optimize=True)
    return stream.getvalue()
