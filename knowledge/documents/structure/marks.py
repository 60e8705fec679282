"""The signs by which papers are divided: articles, chapters, clauses, points, annexes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

UPPER = "A-Z" + "".join(c for c in map(chr, (*range(0xC0, 0x250), *range(0x1EA0, 0x1EFA))) if c.isupper())
"""Of a character class: a range such as À-Ỹ holds small letters too."""
LONGEST_TITLE = 200
LONGEST_LINE = 1000
"""A sign stands at a line's beginning: no more of it is looked at."""
ARTICLE = re.compile(
    r"(?P<word>Điều|ĐIỀU|Article|ARTICLE|Section|SECTION|ধারা"
    r"|অনুচ্ছেদ)\s{1,3}(?P<n>\d{1,4})(?P<letter>[a-zđ]?)"
    r"\s{0,3}(?:[.:\-–।](?!\d)\s{0,9}|$)(?P<rest>.*)$"
)
ORDINAL = r"(?:thứ|THỨ)\s(?P<ordinal>[^\W\d_]+(?:\s(?:mười|MƯỜI|[^\W\d_]{2,4}))?)"
CONTAINER = re.compile(
    r"(?P<word>Phần|PHẦN|Chương|CHƯƠNG|Mục|MỤC|Tiểu mục|TIỂU MỤC|Part|PART|Chapter|CHAPTER)\s{1,3}"
    rf"(?:(?P<roman>[IVXLC]+)|(?P<n>\d{{1,3}})|(?P<letter>[A-H])"
    rf"|{ORDINAL})(?P<after>\s{{0,3}}[.:\-–]?\s{{0,3}})(?P<rest>.*)$"
)
RANKS = {"phần": 0, "part": 0, "chương": 1, "chapter": 1, "mục": 2, "tiểu mục": 3}
ORDINALS = {
    w: n + 1
    for n, w in enumerate("nhất hai ba tư năm sáu bảy tám chín mười".split())  # noqa: SIM905  # a line, not ten
}
CAPITAL_PART = re.compile(r"(?P<letter>[A-H])\s{0,2}[.\-–/]\s{1,3}(?P<rest>\S.*)$")
ROMAN = re.compile(r"(?!V/[vV]\b)(?P<n>[IVXL]{1,6})\s{0,2}[.\-–/)]\s{0,3}(?P<rest>\S.*)$")
HEADING = re.compile(r"(?P<level>#{1,6})\s+(?P<rest>\S.*)$")
CLAUSE = re.compile(r"(?P<n>\d{1,3})(?P<letter>[a-zđ]?)(?:[.)]\s{1,3}(?!\d)|[.](?=[^\W\d_]))")
SUBCLAUSE = re.compile(r"(?P<n>\d{1,3}(?:\.\d{1,3}){1,3})[.)]?\s{1,3}(?=[^\W\d_“\"(])")
POINT = re.compile(r"(?P<n>[a-zđ]\d?)[).]\s{0,3}(?=\S)")
ANNEX = re.compile(
    r"(?P<word>PHỤ LỤC|Phụ lục|ANNEX|Annex|APPENDIX|Appendix|MẪU SỐ|Mẫu số|পরিশিষ্ট)"
    r"(?:\s{1,3}(?:số|SỐ)?\s{0,3}(?P<n>[IVXLC]{1,7}|\d{1,3}[A-Za-z]?|[A-Z])(?![^\W_]))?(?P<rest>.*)$"
)
ENCLOSED = re.compile(r"\(\s{0,3}(?:(?:Được\s|được\s)?[Bb]an hành\s)?[Kk]èm theo\b")
ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
LETTERS = "abcdđeghiklmnopqrstuvxy"
"""The points of an article in their order: no f, j, w, z. Word counts with f."""
OPENS = re.compile(r"(?:^|(?<=[ (:]))\"")
"""A straight quotation mark that opens; the others close."""


def tidy(paragraphs: Sequence[str]) -> list[str]:
    """Return the lines of a paper, without Markdown's emphasis; a line break begins a new line."""
    lines: list[str] = []
    for paragraph in paragraphs:
        text = (
            paragraph.replace("**", "").replace("__", "")
            if "**" in paragraph or "__" in paragraph
            else paragraph
        )
        lines += [
            line for raw in text.split("\n") if (line := raw.strip("| \t" if raw.startswith("|") else None))
        ]
    return lines


def plain(line: str) -> str:
    """Return the beginning of a line as its sign is looked for: no heading's mark, no emphasis."""
    return line[:LONGEST_LINE].lstrip("#*> ").rstrip("* ")


def arabic(roman: str) -> int:
    """Return the value of a Roman number."""
    values = [ROMAN_VALUES[c] for c in roman]
    return sum(-v if i + 1 < len(values) and v < values[i + 1] else v for i, v in enumerate(values))


def part_label(sign: str, before: str) -> str:
    """Return "Phần II" or "Phần A" for the line that heads a part of Roman parts."""
    if (chapter := CONTAINER.match(sign)) and len(sign) < LONGEST_TITLE and not sign.endswith((".", ";")):
        ordinal = (chapter["ordinal"] or "").lower()
        words = chapter["roman"] or chapter["n"] or chapter["letter"] or f"thứ {ordinal}"
        if ordinal and ordinal.split()[0] not in ORDINALS:
            return ""
        return f"{chapter['word'].capitalize()} {words}" if chapter["word"].lower() in RANKS else ""
    if (capital := CAPITAL_PART.match(sign)) and capital["rest"].isupper():
        expected = (
            chr(ord(before[-1]) + 1) if before.startswith("Phần ") and len(before) == len("Phần A") else "A"
        )
        return f"Phần {capital['letter']}" if capital["letter"] == expected else ""
    return ""


def follows(letter: str, last: str) -> bool:
    """Tell whether a point comes next: đ after d, or e as Word counts; "d1" goes in after "d"."""
    if letter[1:]:
        return letter[0] == last[:1] and (int(letter[1:]) == int(last[1:] or 0) + 1)
    if not last:
        return letter == "a"
    before = last[0]
    if letter == chr(ord(before) + 1) and before != "đ":
        return True
    at = LETTERS.find(before)
    return (0 <= at < len(LETTERS) - 1 and LETTERS[at + 1] == letter) or (before, letter) == ("f", "g")


def quoted_lines(lines: Sequence[str]) -> Iterator[bool]:
    """Tell for each line whether it begins inside a quotation that an earlier line opened.

    Quotation marks that do not pair off count for nothing: else one slip would swallow the rest of a paper.
    """
    deltas = [delta(line) for line in lines]
    closes_after = closing(deltas)
    depth = 0
    for change, closes in zip(deltas, closes_after, strict=True):
        yield depth > 0
        if change < 0:
            depth = max(0, depth + change)
        elif change > 0 and closes:
            depth += change


def delta(line: str) -> int:
    """Count the quotations that a line opens and leaves open, less those that it closes."""
    depth = sum(map(line.count, "“„«")) - sum(map(line.count, "”»"))
    if straight := line.count('"'):
        opened = len(OPENS.findall(line))
        depth += 2 * opened - straight
    return depth


def closing(deltas: Sequence[int]) -> list[bool]:
    """Tell for each opening line whether a later one closes it."""
    closed = [False] * len(deltas)
    waiting: list[int] = []
    for at, change in enumerate(deltas):
        if change > 0:
            waiting.append(at)
        else:
            for _ in range(min(-change, len(waiting))):
                closed[waiting.pop()] = True
    return closed
