"""Which runs of a Word file are set in a font from before Unicode, and what they say."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from knowledge.documents.reading.legacy import ENOUGH, converted, encoding_of
from knowledge.documents.reading.word.numbering import W, value
from knowledge.vietnamese.syllables import likeness

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element as Element


class Fonts:
    """The fonts of one document: the run's own, its style's, its paragraph's, or everybody's."""

    def __init__(self, document: Document) -> None:
        root = document.styles.element
        self._styles = {s.get(f"{W}styleId") or "": s for s in root.iter(f"{W}style")}
        self._default = font_in(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
        self._normal = next(
            (
                s.get(f"{W}styleId") or ""
                for s in root.iter(f"{W}style")
                if s.get(f"{W}type") == "paragraph" and s.get(f"{W}default") in {"1", "true"}
            ),
            "",
        )
        self._known: dict[str, str] = {}
        self._old = self._found_old(document.element.body)

    def in_unicode(self, text: str, run: Element) -> str:
        """Return a run's text in Unicode."""
        if not self._old or not text.strip():
            return text
        font = self.of_run(run)
        encoding = encoding_of(font)
        return (
            converted(text, encoding, capitals=font.lower().endswith("h")) if encoding in self._old else text
        )

    def of_run(self, run: Element) -> str:
        """Return the font that a run is set in."""
        own = font_in(run.find(f"{W}rPr")) or self._of_style(value(run, "rPr/rStyle"))
        if own:
            return own
        paragraph = next(run.iterancestors(f"{W}p"), None)
        style = value(paragraph, "pPr/pStyle") if paragraph is not None else ""
        return self._of_style(style or self._normal) or self._default

    def _of_style(self, style: str) -> str:
        if style not in self._known:
            font, seen, name = "", set[str](), style
            while not font and name in self._styles and name not in seen:
                seen.add(name)
                font = font_in(self._styles[name].find(f"{W}rPr"))
                name = value(self._styles[name], "basedOn")
            self._known[style] = font
        return self._known[style]

    def _found_old(self, body: Element) -> set[str]:
        """Return the encodings that are really there: many an old font's name stands over Unicode."""
        texts: dict[str, list[str]] = defaultdict(list)
        length: dict[str, int] = defaultdict(int)
        for run in body.iter(f"{W}r"):
            encoding = encoding_of(self.of_run(run))
            if encoding and length[encoding] < ENOUGH:
                text = "".join(
                    (t.text or "") if t.tag == f"{W}t" else "\u00ad" if t.tag == f"{W}softHyphen" else ""
                    for t in run
                )
                texts[encoding].append(text)
                length[encoding] += len(text)
        found = {e: " ".join(t) if len(t) > 1 else t[0] for e, t in texts.items()}
        return {e for e, text in found.items() if likeness(converted(text, e)) > likeness(text)}


def font_in(properties: Element | None) -> str:
    """Return the font that properties name for letters of Latin."""
    fonts = None if properties is None else properties.find(f"{W}rFonts")
    return "" if fonts is None else fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or ""
