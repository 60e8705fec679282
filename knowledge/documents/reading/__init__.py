"""From a file to paragraphs of clean text; run it in a Workshop, after `knowledge.files.check`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.problems import Refusal
from knowledge.sheets import decode
from knowledge.vietnamese.text import clean, fold

SUFFIXES = frozenset({".txt", ".md", ".html", ".htm", ".docx", ".pdf"})
HEAD_LINES = 15
"""A mark of secrecy stands above the title."""
SECRET_LINE = re.compile(
    r"^[\W_]*(?:(?:mức )?độ\s+mật\s*:\s*)?(?:(?:TUYỆT|TỐI)\s+)?MẬT[\W_]*$"
    r"|^[\W_]*(?:TUYET MAT|TOI MAT|MAT)[\W_]*$"
    r"|^(?:mức )?độ\s+mật\s*:\s*(?:tuyệt\s+|tối\s+)?mật"
)
SECRET_NAME = re.compile(
    r"(?:tuyet|toi)[\W_]*mat(?![^\W_])|^[\W_]*\[?mat[\])][\W_]|[(\[]mat[)\]]", re.IGNORECASE
)
SECRET_WORD = re.compile(r"(?:^|[\W_])(?:MẬT|MAT)(?:$|[\W_])")
NOT_A_MARK = re.compile(r"(?:bí|bảo|bi|bao)[\W_]+(?:mật|mat)", re.IGNORECASE)
LEGACY = re.compile(r"[A-Za-z][¸µ¶·¹¨©ª«¬®]|[®§][A-Za-zéèêÐ]")
MARKER = re.compile(
    r"^(?:#|(?:Điều|ĐIỀU|Chương|CHƯƠNG|Mục|MỤC|Phần|PHẦN|PHỤ LỤC|Phụ lục|Căn cứ|Nơi nhận|Kính gửi)\b"
    r"|[IVXL]+\.|\d{1,3}[.)]\s|[a-zđ]\)\s|[-+•*|]\s)"
)
"""How a new paragraph begins, whatever came before."""


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A file's text: one string a paragraph, headings of Markdown, HTML and Word marked with "# "."""

    paragraphs: tuple[str, ...]


def read_document(path: Path) -> ReadDocument:
    """Read a paper; Refusal where it is secret, encrypted, damaged, or a picture of text."""
    paragraphs = read_paragraphs(path)
    cleaned = tuple(text for p in paragraphs if (text := re.sub(r"[ \t]+", " ", clean(p))))
    refuse_secret(path.name, cleaned)
    if is_legacy(cleaned):
        raise Refusal(
            "{name}: it is typed in an old font's encoding (.VnTime, VNI). Convert it to Unicode first.",
            name=path.name,
        )
    if not any(c.isalnum() for p in cleaned for c in p):
        raise Refusal("{name}: no text was found in it.", name=path.name)
    return ReadDocument(cleaned)


def is_legacy(paragraphs: Sequence[str]) -> bool:
    """Tell text in the encoding of the old .Vn fonts: signs such as ® and µ stand inside its words."""
    words = " ".join(paragraphs).split()
    return sum(1 for w in words if LEGACY.search(w)) > len(words) / 10


def read_paragraphs(path: Path) -> Iterable[str]:
    """Read the file by its kind."""
    suffix = path.suffix.lower()
    if suffix == ".docx":
        from knowledge.documents.reading.word import read_word

        return read_word(path)
    if suffix == ".pdf":
        from knowledge.documents.reading.pdf import read_pdf

        return read_pdf(path)
    if suffix in {".html", ".htm"}:
        from knowledge.documents.reading.web import read_web

        return read_web(path)
    return split_text(decode(path))


def split_text(text: str) -> list[str]:
    """Return a plain text's paragraphs; lines that were broken at a margin are joined again."""
    lines = clean(text).split("\n")
    longest = max(map(len, lines))
    broken = longest <= 120 and any(not line.strip() for line in lines)  # noqa: PLR2004  # no margin is wider
    return joined(lines) if broken else [line for line in lines if line.strip()]


def joined(lines: Sequence[str]) -> list[str]:
    """Join each line to the one before, where that one ran to the margin and broke off."""
    margin = 0.6 * max((len(line) for line in lines), default=0)
    paragraphs: list[str] = []
    open_end = False
    for line in (raw.strip() for raw in lines):
        if line and open_end and not MARKER.match(line) and not line.isupper():
            glue = "" if paragraphs[-1].endswith("-") and not paragraphs[-1].endswith(" -") else " "
            paragraphs[-1] += glue + line
        elif line:
            paragraphs.append(line)
        open_end = bool(line) and len(line) >= margin and not line.endswith((".", ";", ":", "!", "?", "।"))
        open_end = open_end and not line.startswith(("#", "|"))
    return paragraphs


def refuse_secret(name: str, paragraphs: Sequence[str]) -> None:
    """Refuse a paper that carries a mark of state secrecy, before anything of it is kept."""
    stem = name.rsplit(".", 1)[0]
    bare = fold(stem)
    in_name = SECRET_NAME.search(bare) or (SECRET_WORD.search(clean(stem)) and not NOT_A_MARK.search(stem))
    head = [line.strip("# *") for p in paragraphs[:HEAD_LINES] for line in p.split(" | ")]
    if in_name or any(SECRET_LINE.match(line) or SECRET_LINE.match(line.lower()) for line in head):
        raise Refusal(
            "{name}: this bears a mark of state secrecy; nothing of it was kept. Keep such papers out.",
            name=name,
        )
