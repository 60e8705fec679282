"""Numbers, dates, places and papers' numbers in a text, each in one spelling, to be compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

from knowledge.vietnamese.text import fold

PAPER = re.compile(r"\b\d{1,5}[a-z]?(?:/\d{4})?[/–-][a-z]{1,9}\d*(?:[/–-][a-z]{2,12}\d*)*")
"""A folded paper's number: 57-nq/tw, 30/2020/nd-cp, 117/2025/qh15."""
MONTHS = (
    ("january", "জানুয়ারি"),
    ("february", "ফেব্রুয়ারি"),
    ("march", "মার্চ"),
    ("april", "এপ্রিল"),
    ("may", "মে"),
    ("june", "জুন"),
    ("july", "জুলাই"),
    ("august", "আগস্ট"),
    ("september", "সেপ্টেম্বর"),
    ("october", "অক্টোবর"),
    ("november", "নভেম্বর"),
    ("december", "ডিসেম্বর"),
)
MONTH = {fold(name): n for n, names in enumerate(MONTHS, 1) for name in names}
MONTH_NAME = "|".join(MONTH)
DATES = (
    re.compile(r"\b(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})\b"),
    re.compile(r"\b(?P<d>\d{1,2})\s?[/.-]\s?(?P<m>\d{1,2})\s?[/.-]\s?(?P<y>\d{4})\b"),
    re.compile(r"\b(?P<d>\d{1,2}) thang (?P<m>\d{1,2})(?:,? nam (?P<y>\d{4}))?\b"),
    re.compile(r"\bthang (?P<m>\d{1,2})(?:,? nam |\s?/\s?)(?P<y>\d{4})\b"),
    re.compile(rf"\b(?P<d>\d\d?)(?:st|nd|rd|th)? (?:of )?(?P<n>{MONTH_NAME})(?:,? (?P<y>\d{{4}}))?(?!\w)"),
    re.compile(rf"(?<!\w)(?P<n>{MONTH_NAME}) (?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<y>\d{{4}}))?\b"),
    re.compile(rf"(?<!\w)(?P<n>{MONTH_NAME}),? (?P<y>\d{{4}})\b"),
    re.compile(r"\b(?P<d>\d{1,2})\s?[/-]\s?(?P<m>\d{1,2})\b"),
    re.compile(r"\bthang (?P<m>\d{1,2})(?![\w/-]|[.,]\d)"),
    re.compile(r"\bngay (?:mung )?(?P<d>\d{1,2})(?![\w/-]|[.,]\d)"),
)
CLOCK = re.compile(r"\b(\d{1,2})\s?(?:h|g|gio|:)\s?(\d{2})?(?!\w)")
PLACE = re.compile(
    r"(?<!\w)(dieu|khoan|diem|muc|chuong|phan|phu luc|quy|khoa|article|clause|section|chapter|quarter)"
    r" (?:thu )?(\d+[a-z]?|[ivxlc]+|[a-z])(?!\w)"
)
ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
SCALES = {
    "phan tram": "%",
    "percent": "%",
    "per cent": "%",
    "শতাংশ": "%",
    "%": "%",
    "nghin": "000",
    "ngan": "000",
    "thousand": "000",
    "হাজার": "000",
    "trieu": "000000",
    "million": "000000",
    "ty": "000000000",
    "ti": "000000000",
    "billion": "000000000",
    "লক্ষ": "00000",
    "কোটি": "0000000",
}
NUMBER = re.compile(
    r"(?P<n>\d{1,3}(?:[., ]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)?)"
    rf"(?:\s?(?P<s>{'|'.join(map(re.escape, SCALES))})(?!\w))?"
)
UNITS = (
    "ngay|thang|nam|tuan|quy|gio|phut|lan|nguoi|ban|bo|cap|phan tram|%|nghin|trieu|ty|dong|xa|phuong|tinh|ho"
    "|thanh vien|dai bieu|buoi|dot|nhiem vu|giai phap|nhom|loai|muc|ky|truong hop|don vi|co quan|diem|buoc"
    "|days?|months?|years?|weeks?|hours?|minutes?|times|people|members|working|percent"
    "|দিন\\w*|মাস\\w*|বছর\\w*|সপ্তাহ\\w*|ঘণ্টা\\w*|জন\\w*|বার|টি|শতাংশ"
)
WORDS = (
    ("mot", "one", "এক"),
    ("hai", "two", "দুই"),
    ("ba", "three", "তিন"),
    ("bon", "four", "চার"),
    ("nam", "five", "পাঁচ"),
    ("sau", "six", "ছয়"),
    ("bay", "seven", "সাত"),
    ("tam", "eight", "আট"),
    ("chin", "nine", "নয়"),
    ("muoi", "ten", "দশ"),
)
TEENS = [
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
VALUES = {
    **{fold(word): n for n, words in enumerate(WORDS, 1) for word in words},
    **{word: n for n, word in enumerate(TEENS, 11)},
    **{word: n * 10 for n, word in enumerate(TENS, 2)},
    "পনেরো": 15,
    "বিশ": 20,
    "ত্রিশ": 30,
}
ENDINGS = {**VALUES, "lam": 5, "tu": 4}
"""Of "mười lăm", "hai mươi tư"."""
NUMERALS = {*VALUES, *SCALES}
"""The words among which numbers are written."""
OTHERS = ("lam", "tu", "tram", "nghin", "trieu", "linh", "le", "hundred")
ANY_WORD = "|".join(sorted({*VALUES, *map(fold, OTHERS)}, key=len, reverse=True))
NUMBER_WORDS = re.compile(rf"(?<!\w)(?P<w>(?:{ANY_WORD})(?:[ -](?:{ANY_WORD}))*) (?={UNITS})")


FREE = ("paper:", "place:")


def plain(text: str) -> str:
    """Return folded text whose digits are 0 to 9, whatever script or style they were written in."""
    digits = "".join(
        str(unicodedata.decimal(c)) if unicodedata.category(c) == "Nd" else c
        for c in unicodedata.normalize("NFKC", text)
    )
    return fold(digits)


def figures(text: str) -> list[str]:
    """Return what a text claims in numbers, in order, with their kinds: "date:30.6.2025", "number:15"."""
    found: list[tuple[int, str]] = []
    rest = plain(text)

    def take(pattern: re.Pattern[str], name: Callable[[re.Match[str]], str | None]) -> None:
        nonlocal rest

        def note(match: re.Match[str]) -> str:
            told = name(match)
            if told is None:
                return match.group()
            found.append((match.start(), told))
            # As long as it was, so that the places of the others stay.
            return ";".ljust(len(match.group()))

        rest = pattern.sub(note, rest)

    take(PAPER, paper)
    for pattern in DATES:
        take(pattern, day)
    take(PLACE, place)
    take(CLOCK, lambda m: f"time:{int(m[1])}:{int(m[2] or 0)}" if m[2] or ":" not in m[0] else None)
    take(NUMBER, number)
    take(NUMBER_WORDS, in_words)
    return [told for _, told in sorted(found)]


def supported(figure: str) -> set[str]:
    """Return all that a figure supports: a day also its month and its year."""
    kind, _, value = figure.partition(":")
    if kind != "date":
        return {figure}
    d, m, y = value.split(".")
    parts = {f"date:{d}.{m}.", f"date:.{m}.{y}", f"date:{d}..", f"date:.{m}.", f"number:{y}"}
    return {figure, *parts} - {"date:..", "number:"}


def stand_in(claims: Sequence[str], text: str, named: str = "") -> bool:
    """Tell whether a text has all these figures, in the same order: two that changed places are two lies.

    Articles and papers may stand in any order, and in the names of the sources.
    """
    there = figures(text)
    anywhere = {f for f in (*there, *figures(named)) if f.startswith(FREE)}
    rest = iter(there)
    return all(
        claim in anywhere if claim.startswith(FREE) else any(claim in supported(f) for f in rest)
        for claim in claims
    )


def paper(match: re.Match[str]) -> str | None:
    """Name a paper's number; what is a date or a range of numbers only is none."""
    key = "".join(c for c in match.group() if c.isalnum())
    return f"paper:{key}" if any(c.isalpha() for c in key) else None


def day(match: re.Match[str]) -> str | None:
    """Name a day, or a month of a year; None where there is no such day."""
    parts = {name: value for name, value in match.groupdict().items() if value}
    date = int(parts.get("d", 0))
    month = MONTH[parts["n"]] if "n" in parts else int(parts.get("m", 0))
    if date > 31 or month > 12:  # noqa: PLR2004  # a calendar's limits
        return None
    return f"date:{date or ''}.{month or ''}.{parts.get('y', '')}"


def place(match: re.Match[str]) -> str:
    """Name an article, clause, chapter or quarter; Roman numbers become ours, except points a to h."""
    name, value = match.groups()
    if name != "diem" and all(c in ROMAN for c in value):
        digits = [ROMAN[c] for c in value]
        pairs = zip(digits, [*digits[1:], 0], strict=True)
        value = str(sum(-a if a < b else a for a, b in pairs))
    return f"place:{name} {value}"


def in_words(found: re.Match[str]) -> str:
    """Name a number below a hundred that is written in words; greater ones stay as they are written."""
    words = found["w"].replace("-", " ").split()
    match [VALUES.get(w, 0) for w in words], ENDINGS.get(words[-1], 0):
        case [value], _:
            return f"number:{value}" if value else f"words:{words[0]}"
        case [10, _], end if end:
            return f"number:{10 + end}"
        case [tens, 10], _ if 1 < tens < 10:  # noqa: PLR2004  # two to nine times ten
            return f"number:{tens * 10}"
        case [tens, 10, _], end if 1 < tens < 10 and end:  # noqa: PLR2004  # the same
            return f"number:{tens * 10 + end}"
    return f"words:{' '.join(words)}"


def number(match: re.Match[str]) -> str:
    """Name a number: 1.000.000, 1 000 000 and "1 triệu" are the same, and so are 1,5 and 1.5."""
    written, scale = match["n"], SCALES.get(match["s"] or "", "")
    head, _, last = written.replace(" ", ".").replace(",", ".").rpartition(".")
    whole, part = head.replace(".", "") or last, last if head else ""
    if head and len(last) == 3 and not head.startswith("0"):  # noqa: PLR2004  # a group of thousands
        whole, part = head.replace(".", "") + last, ""
    part = part.rstrip("0")
    if scale == "%":
        return f"percent:{whole.lstrip('0') or '0'}.{part}"
    if scale and len(part) <= len(scale):
        whole, part = whole + part + scale[len(part) :], ""
    whole = whole.lstrip("0") or "0"
    return f"number:{whole}.{part}" if part else f"number:{whole}"
