"""One file to one paper's paragraphs, by its kind; run it in a Workshop."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from knowledge.documents.reading.contents import Contents, RecognisedPage
from knowledge.documents.reading.legacy import is_legacy, repaired
from knowledge.documents.reading.lines import split_text
from knowledge.documents.reading.pages.scan import PICTURES, read_scan
from knowledge.documents.reading.secrecy import refuse_secret
from knowledge.documents.reading.text import decoded
from knowledge.files import check
from knowledge.problems import Refusal
from knowledge.vietnamese.text import clean

SUFFIXES = frozenset(
    {".txt", ".md", ".html", ".htm", ".docx", ".doc", ".rtf", ".pdf", ".xlsx", ".xls", *PICTURES}
)
LONGEST, MOST_PARAGRAPHS = 2_000_000, 40_000
"""Characters and paragraphs of one paper: the longest law has half of it."""


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A file's text: one string a paragraph, headings of Markdown, HTML and Word marked with "# "."""

    paragraphs: tuple[str, ...]
    remarks: tuple[Refusal, ...] = ()
    """Sentences for who handed it in, such as how surely a scan was recognised; nothing was refused."""


def read_checked(path: Path) -> ReadDocument:
    """Read a file that nobody has looked at yet: unpacking its directory is work for the child too."""
    check(path, SUFFIXES)
    return read_document(path)


def read_document(path: Path, recognised: Mapping[int, RecognisedPage] | None = None) -> ReadDocument:
    """Read a paper; Refusal where it is secret, encrypted, damaged, or pictures are not `recognised` yet."""
    contents = read_contents(path, recognised or {})
    # An old font's ư is an invisible sign of Unicode: first the letters, then the cleaning.
    cleaned = tuple(text for p in repaired(list(contents.paragraphs)) if (text := tidied(p)))
    refuse_secret(path.name, cleaned, repaired(contents.around))
    if is_legacy(cleaned):
        raise Refusal(
            "{name}: it is typed in an old font's encoding (.VnTime, VNI). Convert it to Unicode first.",
            name=path.name,
        )
    if not any(c.isalnum() for p in cleaned for c in p):
        raise Refusal("{name}: no text was found in it.", name=path.name)
    if len(cleaned) > MOST_PARAGRAPHS or sum(map(len, cleaned)) > LONGEST:
        raise Refusal("{name}: this is too much text for one paper. Split it.", name=path.name)
    return ReadDocument(cleaned, contents.remarks)


def tidied(paragraph: str) -> str:
    """Return a paragraph without invisible signs and runs of spaces."""
    return re.sub(r"[ \t]+", " ", clean(paragraph))


def read_contents(path: Path, recognised: Mapping[int, RecognisedPage]) -> Contents:
    """Read the file by its kind."""
    suffix = path.suffix.lower()
    if suffix in PICTURES:
        return read_scan(path, recognised)
    if suffix == ".docx":
        from knowledge.documents.reading.word import read_word

        return read_word(path)
    if suffix in {".doc", ".rtf"}:
        from knowledge.documents.reading.word.old import read_old_word

        return read_old_word(path)
    if suffix == ".pdf":
        from knowledge.documents.reading.pages.pdf import read_pdf

        return read_pdf(path, recognised)
    if suffix in {".html", ".htm"}:
        from knowledge.documents.reading.web import read_web

        return read_web(path)
    if suffix in {".xlsx", ".xls"}:
        from knowledge.documents.reading.sheet import read_sheet

        return Contents(read_sheet(path))
    # How lines are joined depends on their words: they must be legible first.
    return Contents(split_text("\n".join(repaired(decoded(path).split("\n")))))
