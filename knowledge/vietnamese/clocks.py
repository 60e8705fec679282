"""Numbers in words and hours of the day, in folded text."""

from __future__ import annotations

import re
from datetime import time

VIETNAMESE = ["mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin", "muoi"]
ENGLISH = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
WORDS = {word: value for names in (VIETNAMESE, ENGLISH) for value, word in enumerate(names, 1)} | {
    "a": 1,
    "an": 1,
}
DIGITS = "mot|hai|ba|bon|tu|nam|lam|sau|bay|tam|chin"
NUMBER = rf"(?:\d{{1,3}}|(?:(?:{DIGITS}) )?muoi(?: (?:{DIGITS}))?|{DIGITS})"
"""A number under a thousand in digits, or under a hundred in Vietnamese words."""
PARTS = {
    **dict.fromkeys(("sang", "morning"), "morning"),
    **dict.fromkeys(("trua", "noon"), "noon"),
    **dict.fromkeys(("chieu", "afternoon"), "afternoon"),
    **dict.fromkeys(("toi", "dem", "evening", "tonight"), "evening"),
}
PART = re.compile(rf"(?<!\w)(?<!cua )(?:{'|'.join(PARTS)})(?!\w)")
CLOCK = re.compile(
    rf"(?<![\w/.:-])(?:"
    rf"(?P<h24>[01]?\d|2[0-3]):(?P<m24>[0-5]\d)(?::\d\d)?(?: ?(?P<ampm>am|pm))?"
    rf"|(?<!thang )(?P<en>1[0-2]|[1-9]) ?(?P<suffix>am|pm)"
    rf"|(?P<h>{NUMBER}) ?(?:h|g|gio)(?: ?(?P<m>[0-5]?\d|{NUMBER})(?: ?(?:phut|p))?(?! (?:ngay|thang|tuan))"
    rf"|(?P<half> ?ruoi)|(?: kem (?P<less>{NUMBER})(?: phut)?))?"
    rf"|(?P<bare>{NUMBER}) ruoi"
    rf")(?![\w/])"
)
LATEST_SMALL_HOUR = 5
"""Offices do not meet before six: a plain "2 giờ" is two in the afternoon ("02:00" is taken as it stands)."""
HALF_DAY = 12


def number(text: str) -> int:
    """Return the value of a NUMBER."""
    if text.isdecimal():
        return int(text)
    value = 0
    for word in text.split():
        digit = {"tu": 4, "lam": 5}.get(word) or WORDS[word]
        value = max(value, 1) * 10 if word == "muoi" else value + digit
    return value


def clock_of(match: re.Match[str], part: str) -> time | None:
    """Return the hour that a CLOCK names, in the part of the day named beside it."""
    found = match.groupdict()
    hour = number(found["h24"] or found["en"] or found["h"] or found["bare"])
    minute = number(found["m24"] or found["m"] or "0")
    if found["half"] or found["bare"]:
        minute = 30
    suffix = found["ampm"] or found["suffix"]
    if suffix:
        hour = hour % HALF_DAY + (HALF_DAY if suffix == "pm" else 0)
    elif not found["h24"] or part:
        hour = in_part(hour, part)
    total = hour * 60 + minute - number(found["less"] or "0")
    return time(total // 60, total % 60) if 0 <= total < 24 * 60 and minute < 60 else None  # noqa: PLR2004  # minutes


def in_part(hour: int, part: str) -> int:
    """Move an hour of the twelve into the part of the day."""
    if part in {"afternoon", "evening"} and hour < HALF_DAY:
        return hour + HALF_DAY
    if part == "noon" and hour <= LATEST_SMALL_HOUR:
        return hour + HALF_DAY
    return hour + HALF_DAY if not part and 1 <= hour <= LATEST_SMALL_HOUR else hour


def clocks(folded: str, part: str = "") -> list[time]:
    """Return every hour that a folded text names, in order, such as both ends of "14h00 - 16h30"."""
    spaced = re.sub(r"(?<=[\dhg])\s*[-–—]\s*(?=\d)", " - ", folded)
    return [clock for match in CLOCK.finditer(spaced) if (clock := clock_of(match, part))]
