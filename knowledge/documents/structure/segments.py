"""A paper and what is enclosed with it: each annex, each regulation behind its decision, counts by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from knowledge.documents.structure.kinds import type_of
from knowledge.documents.structure.marks import (
    ANNEX,
    ARTICLE,
    CONTAINER,
    ENCLOSED,
    LONGEST_TITLE,
    ROMAN,
    UPPER,
    plain,
    quoted_lines,
)

TITLE_LINES = 7
"""Between the name of an enclosed paper and "(Ban hành kèm theo ...)", or its first article."""
LONGEST_HEAD = 25
PASSED = re.compile(r"(?:Bộ luật|Luật|Pháp lệnh|Nghị quyết|Hiến pháp) này (?:đã )?được \S.{0,150} thông qua")
"""How a law says at its end when it was passed."""
CLOSING = re.compile(
    rf"(?:Nơi nhận|NƠI NHẬN)\b|(?:TM|T/M|KT|K/T|TL|T/L|TUQ|T/UQ)\s?\.?\s+[{UPPER}]"
    r"|(?:Q\.\s?)?(?:PHÓ\s)?(?:CHỦ TỊCH|BÍ THƯ|TỔNG BÍ THƯ|GIÁM ĐỐC|TỔNG GIÁM ĐỐC|CHÁNH VĂN PHÒNG"
    r"|BỘ TRƯỞNG|THỨ TRƯỞNG"
    r"|THỦ TƯỚNG|TRƯỞNG BAN|TRƯỞNG PHÒNG|HIỆU TRƯỞNG|CHỦ TỌA|THƯ KÝ|CỤC TRƯỞNG|CHỦ NHIỆM|VIỆN TRƯỞNG"
    r"|CHÁNH ÁN)"
)
"""How the lines behind a paper's text begin: receivers, and who signs."""


@dataclass(slots=True)
class Segment:
    """A paper's own text (without a label), or something enclosed with it."""

    label: str
    lines: list[str] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)
    """Receivers and signer."""


def segments(lines: Sequence[str]) -> list[Segment]:
    """Cut a paper at its annexes and at the papers enclosed with it."""
    starts = dict(boundaries(lines))
    found = [Segment("")]
    seen: dict[str, int] = {}
    begun = closed = False
    for at, (line, inside) in enumerate(zip(lines, quoted_lines(lines), strict=True)):
        label = starts.get(at, "")
        if label:
            seen[label] = seen.get(label, 0) + 1
            found.append(Segment(label if seen[label] == 1 else f"{label} ({seen[label]})"))
            begun = closed = False
        bare = plain(line)
        begun = begun or bool(ARTICLE.match(bare)) or is_content(bare) or at > LONGEST_HEAD
        closed = closed or (not inside and closes(bare, begun=begun))
        (found[-1].tail if closed else found[-1].lines).append(bare if label else line)
    return found


def closes(line: str, *, begun: bool) -> bool:
    """Tell whether a line begins the end of a paper: its receivers, or who signs."""
    if begun and PASSED.match(line):
        return True
    found = CLOSING.match(line)
    if not found:
        return False
    if found[0].lower() == "nơi nhận":
        return bool(re.match(r"nơi nhận\s?(?:$|[:;.])", line[:20].lower()))
    first = line.split(" | ", maxsplit=1)[0]
    return begun and first.isupper() and len(first) < LONGEST_TITLE


def boundaries(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Give the lines at which something enclosed begins, with its label."""
    articles = content = closed = in_annex = False
    begun_at = 0
    for at, (line, inside) in enumerate(zip(lines, quoted_lines(lines), strict=True)):
        if inside:
            continue
        sign = plain(line)
        articles = articles or bool(ARTICLE.match(sign))
        content = content or articles or is_content(sign) or at > LONGEST_HEAD
        closed = closed or closes(sign, begun=content)
        if not content and not closed:
            continue
        label = annex_label(sign, in_annex=in_annex)
        if not label and (at > begun_at + TITLE_LINES or articles or closed):
            opens = is_enclosed(lines[at : at + 2 * TITLE_LINES], closed=closed, articles=articles)
            label = type_of(sign)[0].capitalize() if opens else ""
        if label:
            yield at, label
            in_annex = in_annex or label.startswith(("Phụ lục", "Annex", "Appendix"))
            articles, closed, content, begun_at = False, False, True, at


def is_content(sign: str) -> bool:
    """Tell a line of a paper's text from one of its head."""
    return bool(ROMAN.match(sign)) or sign.startswith(("Kính gửi", "1."))


def annex_label(line: str, *, in_annex: bool) -> str:
    """Return "Phụ lục I" for the line that heads an annex, empty for another."""
    found = ANNEX.match(line)
    if not found or len(line) > LONGEST_TITLE or line.endswith((";", ",")):
        return ""
    rest = found["rest"].strip()
    form = found["word"].lower() == "mẫu số"
    if form and not (found["n"] and (in_annex or found["word"].isupper())):
        return ""
    apart = not rest or rest[0] in ".:-–(|" or (rest.isupper() and found["word"].isupper())
    if not apart or rest.endswith("."):
        return ""
    return f"{found['word'].capitalize()} {found['n'] or ''}".strip()


def is_enclosed(lines: Sequence[str], *, closed: bool, articles: bool) -> bool:
    """Tell whether a title in the middle begins a paper of its own: it says so, or starts at 1."""
    sign = plain(lines[0])
    if not type_of(sign)[0] or sign.endswith((":", ".", ";")) or len(sign) > LONGEST_TITLE:
        return False
    following = [plain(line) for line in lines[1:]]
    if closed or any(ENCLOSED.match(line) for line in following[:TITLE_LINES]):
        return True
    first = next((m for x in following if (m := ARTICLE.match(x))), None)
    chapter = next((m for x in following if (m := CONTAINER.match(x))), None)
    again = (
        first["n"] == "1"
        if first
        else bool(chapter and "1" in {chapter["n"], "1" if chapter["roman"] == "I" else ""})
    )
    return articles and again
