"""What recognition reads wrongly in numbers, where only one reading makes sense."""

from __future__ import annotations

import re
from collections.abc import Iterable

DIGITS = str.maketrans("OoQIlLÌÍìí|!TSsBZz", "000111111111155822")
"""Letters that a picture of a digit is taken for."""
DATE = re.compile(r"(ngày\s+)(\S{1,2})(\s+tháng\s+)(\S{1,2})(\s+năm\s+)(\S{4})\b", re.IGNORECASE)
PARLIAMENT = re.compile(r"(?<=\d/)[QO0]H\s?([IlT1|])([0-9OoISlB])(?!\w)")
"""QH15, the notation of the National Assembly's papers."""
COUNTED = re.compile(r"\bO(?=\d)|(?<=\d)[OI](?=\d)|(?<=\b\d)O\b")
NOTATION = re.compile(r"(?<=\d/)([QN])[DÐ](?=-)")
"""QĐ-UBND, NĐ-CP."""
POINT = re.compile(r"^([a-zđ])\)\s")
SLASH = re.compile(r"^(Số:?\s*\d{1,4})(?=[A-ZĐ]{2,4}-[A-ZĐ]{2,})")
ANNEX = re.compile(r"^(PHỤ LỤC)(?=[IVX]+$)")
HEADING = re.compile(r"([IVXLl1|T]{1,4})[.,]?\s+(?=\S)(.+)")
"""A Roman number before a line in capitals, as recognition sees it: "IIL KẾT QUẢ" was III."""
ROMAN = re.compile(r"(?:I{2,3}L?|IL|I?V|VI{1,3}|I?X)[.,]?\s")
ANEW = re.compile(r"(?:Phần|PHẦN|Chương|CHƯƠNG|PHỤ LỤC)\b|[A-HĐ]\.\s+[^a-z]+$")
"""After such a line, Roman numbers begin anew."""
NUMERALS = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
STROKES = str.maketrans("Ll1|T", "IIIII")


def repaired_numbers(paragraphs: Iterable[str]) -> list[str]:
    """Return the paragraphs with dates, counts, notations and points as they must have been printed."""
    return repaired_headings(repaired_points([repaired_line(p) for p in paragraphs]))


def repaired_line(text: str) -> str:
    """Return a line with its numbers put right."""
    text = DATE.sub(date_of, text)
    text = PARLIAMENT.sub(lambda m: "QH" + (m[1] + m[2]).translate(DIGITS), text)
    text = COUNTED.sub(lambda m: m[0].translate(DIGITS), text)
    text = ANNEX.sub(r"\1 ", SLASH.sub(r"\1/", text))
    return NOTATION.sub(r"\1Đ", text)


def date_of(found: re.Match[str]) -> str:
    """Return a date whose day, month and year are numbers; as it was where they cannot be."""
    before, *parts = found.groups()
    numbers = [parts[i].translate(DIGITS) for i in (0, 2, 4)]
    return (
        f"{before}{numbers[0]}{parts[1]}{numbers[1]}{parts[3]}{numbers[2]}"
        if all(map(str.isdecimal, numbers))
        else found[0]
    )


def repaired_points(paragraphs: list[str]) -> list[str]:
    """Return the paragraphs with d) between c) and đ), where recognition saw đ) twice."""
    points = [(i, m[1]) for i, p in enumerate(paragraphs) if (m := POINT.match(p))]
    for (_, before), (place, here), (_, after) in zip(points, points[1:], points[2:], strict=False):
        if (before, here, after) == ("c", "đ", "đ"):
            paragraphs[place] = "d" + paragraphs[place][1:]
    return paragraphs


def repaired_headings(paragraphs: list[str]) -> list[str]:
    """Return the paragraphs with the Roman numbers of headings in their order: recognition loses strokes."""
    if not any(ROMAN.match(p) and is_in_capitals(p) for p in paragraphs):
        return paragraphs
    last = 0
    for place, paragraph in enumerate(paragraphs):
        if ANEW.match(paragraph):
            last = 0
        found = HEADING.fullmatch(paragraph)
        if not found or not is_in_capitals(found[2]):
            continue
        letters = found[1][:-1] if found[1].endswith("L") and len(found[1]) > 1 else found[1]
        seen, following = letters.translate(STROKES), NUMERALS[(last + 1) % len(NUMERALS)]
        # Its point is taken for an L; strokes that run together are fewer than were printed.
        if len(seen) <= len(following) and set(seen) <= set(following):
            last += 1
            paragraphs[place] = f"{following}. {found[2]}"
        elif seen in NUMERALS:
            last = NUMERALS.index(seen)
            paragraphs[place] = f"{seen}. {found[2]}"
    return paragraphs


def is_in_capitals(text: str) -> bool:
    """Tell a line of capitals with at least one word in it."""
    return text == text.upper() and any(len(word) > 1 and word.isalpha() for word in text.split()[-3:])
