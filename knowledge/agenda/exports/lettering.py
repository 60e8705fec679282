"""Letters for pictures: Vietnamese, English and Bengali, measured, wrapped and drawn."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

FONTS = Path(__file__).parent / "fonts"
"""Noto Sans and Noto Sans Bengali under the SIL Open Font License; see LICENSE.txt beside them."""
BENGALI = re.compile(r"([\u0964\u0965\u0980-\u09ff\u200c\u200d]+)")
LEADING = 1.36
"""Height of a line, of the letters' size: Vietnamese stacks two marks on a capital."""


@dataclass(frozen=True, slots=True)
class Lettering:
    """One size and weight of letters."""

    size: int
    bold: bool = False

    @property
    def leading(self) -> int:
        """Return the pixels from one line to the next."""
        return round(self.size * LEADING)

    def width(self, text: str) -> float:
        """Return how wide a text is, in pixels."""
        return sum(font.getlength(part) for font, part in self._parts(text))

    def wrapped(self, text: str, width: int) -> list[str]:
        """Cut a text into lines that fit; a word that is too long for one is cut itself."""
        lines: list[str] = []
        for paragraph in text.splitlines() or [""]:
            line = ""
            for word in paragraph.split():
                longer = f"{line} {word}".strip()
                if self.width(longer) <= width:
                    line = longer
                    continue
                *full, line = self._cut(word, width)
                lines += [*([longer[: -len(word) - 1]] if len(longer) > len(word) else []), *full]
            lines.append(line)
        return lines

    def draw(self, picture: ImageDraw, place: tuple[int, int], text: str, colour: str) -> None:
        """Draw a line whose top left corner is here."""
        x, y = float(place[0]), place[1] + round(self.size * 1.08)
        for font, part in self._parts(text):
            picture.text((x, y), part, font=font, fill=colour, anchor="ls")
            x += font.getlength(part)

    def _cut(self, word: str, width: int) -> list[str]:
        pieces, piece = [], ""
        for sign in word:
            if piece and self.width(piece + sign) > width:
                pieces.append(piece)
                piece = ""
            piece += sign
        return [*pieces, piece]

    def _parts(self, text: str) -> list[tuple[FreeTypeFont, str]]:
        return [
            (font("NotoSansBengali" if BENGALI.match(part) else "NotoSans", self.size, bold=self.bold), part)
            for part in BENGALI.split(text)
            if part
        ]


def joins_letters() -> bool:
    """Tell whether Bengali letters join: Pillow needs the system's FriBiDi for it."""
    from PIL import features

    return bool(features.check("raqm"))


@cache
def font(family: str, size: int, *, bold: bool) -> FreeTypeFont:
    """Open a font once."""
    from PIL import ImageFont

    return ImageFont.truetype(FONTS / f"{family}-{'Bold' if bold else 'Regular'}.ttf", size)
