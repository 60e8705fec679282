"""The sign of a connection point: its QR code and what to type, to be shown on the hall's screen."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.agenda.exports.lettering import Lettering
from knowledge.agenda.exports.picture import BRAND, INK, MARGIN, PAPER, SOFT, WIDTH, Text, cut, png

if TYPE_CHECKING:
    from PIL.Image import Image

HEAD, WHAT, WHERE, HOW = Lettering(72, bold=True), Lettering(54, bold=True), Lettering(50), Lettering(44)
CODE = Lettering(110, bold=True)
SQUARE = 760
"""Pixels of the QR code's side: read from the last row of a hall."""
GAP = 36
LONGEST = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class SignWords:
    """What the sign says, in the language of whoever shows it."""

    head: str
    how: str
    """How to check in by scanning and by typing."""


def written(words: SignWords, title: str, point: str, code: str, link: str) -> bytes:
    """Draw a sign; the link is what the QR code holds. A code is shown in two halves, to be typed easily."""
    from PIL import Image, ImageDraw

    inside = WIDTH - 2 * MARGIN
    above = [
        Text(form, line, ink)
        for form, text, ink in (
            (HEAD, words.head, BRAND),
            (WHAT, cut(title, LONGEST), INK),
            (WHERE, cut(point, LONGEST), SOFT),
        )
        for line in form.wrapped(text, inside)
    ]
    below = [Text(CODE, f"{code[:4]} {code[4:]}", INK)]
    below += [Text(HOW, line, SOFT) for line in HOW.wrapped(words.how, inside)]
    high = sum(text.lettering.leading for text in (*above, *below))
    picture = Image.new("RGB", (WIDTH, high + SQUARE + 2 * (MARGIN + GAP)), PAPER)
    pen, y = ImageDraw.Draw(picture), MARGIN
    for text in above:
        text.lettering.draw(pen, (middle(text), y), text.text, text.colour)
        y += text.lettering.leading
    picture.paste(square(link), ((WIDTH - SQUARE) // 2, y + GAP))
    y += SQUARE + 2 * GAP
    for text in below:
        text.lettering.draw(pen, (middle(text), y), text.text, text.colour)
        y += text.lettering.leading
    return png(picture)


def middle(text: Text) -> int:
    """Return where a centred line begins."""
    return round((WIDTH - text.lettering.width(text.text)) / 2)


def square(link: str) -> Image:
    """Draw the QR code, with the quiet border that readers need, and strong enough for a bad projector."""
    import segno
    from PIL import Image

    code = segno.make(link, error="q", micro=False)
    stream = io.BytesIO()
    code.save(stream, kind="png", scale=8, border=4)
    with Image.open(stream) as drawn:
        return drawn.convert("RGB").resize((SQUARE, SQUARE), Image.Resampling.NEAREST)
