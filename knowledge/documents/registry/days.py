"""The day, month, quarter or year by which somebody names a paper: it lies in the past."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime

from knowledge.vietnamese.dates import find
from knowledge.vietnamese.spelling import bare, has_marks, is_meant

YEAR = r"(?:19|20)\d\d"
QUARTERS = {"1": 1, "2": 2, "3": 3, "4": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4}
NEAR_YEARS = {"nay": 0, "ngoai": -1, "truoc": -1}
SPAN = re.compile(
    rf"(?<![\w/.-])(?:"
    rf"(?:ngay |mung )?\d\d?(?P<sep>[/.-])\d\d?(?P=sep){YEAR}(?![/-])"
    rf"|(?:ngay|mung) \d\d?,? thang \d\d?(?:,? (?:nam )?{YEAR})?"
    rf"|(?:ngay|mung) \d\d?[/.-]\d\d?(?![/-])|\d\d?/(?:0?[1-9]|1[0-2])(?![/.-])"
    rf"|thang \d\d?(?: ?[/-] ?{YEAR}|,? nam {YEAR}| {YEAR})?"
    rf"|(?:thang|tuan) (?:nay|truoc|qua)|hom (?:nay|qua|kia)|today|yesterday|(?:this|last) (?:week|month)"
    rf")(?!\w)"
)
QUARTER = re.compile(
    rf"(?<!\w)quy (?P<q>[1-4]|i{{1,3}}|iv)(?: ?/ ?(?P<y>{YEAR})|,? nam (?P<y2>{YEAR})| (?P<y3>{YEAR}))?(?!\w)"
)
YEAR_NAMED = re.compile(rf"(?<!\w)nam (?:(?P<y>{YEAR})|(?P<near>nay|ngoai|truoc))(?!\w)")


@dataclass(frozen=True, slots=True)
class Days:
    """Between which days a paper was issued, or only in which year, and the text without that."""

    first: date | None
    last: date | None
    year: int | None
    rest: str


def days_of(text: str, now: datetime) -> Days:
    """Read the days that the text names and take them out; `text` has single spaces."""
    folded = bare(text)
    for match in QUARTER.finditer(folded):
        year = next((int(y) for y in (match["y"], match["y2"], match["y3"]) if y), None)
        first, last = quarter(QUARTERS[match["q"]], year, now.date())
        return Days(first, last, None, without(text, match))
    for match in SPAN.finditer(folded):
        phrase = text[slice(*match.span())]
        if is_meant(phrase, accented=has_marks(text)) and (found := find(phrase, now)):
            has_year = re.search(YEAR, match[0]) is not None
            span = (found.first, found.last) if has_year else past(found.first, found.last, now.date())
            return Days(*span, None, without(text, match))
    for match in YEAR_NAMED.finditer(folded):
        if is_meant(text[slice(*match.span())], accented=has_marks(text)):
            year = int(match["y"]) if match["y"] else now.year + NEAR_YEARS[match["near"]]
            return Days(None, None, year, without(text, match))
    return Days(None, None, None, text)


def without_days(folded: str) -> str:
    """Cut every day, month, quarter and year that is named so out of a folded text."""
    for pattern in (QUARTER, SPAN, YEAR_NAMED):
        folded = pattern.sub(" ", folded)
    return folded


def without(text: str, match: re.Match[str]) -> str:
    """Cut a piece out of the text."""
    return f"{text[: match.start()]} {text[match.end() :]}"


def quarter(number: int, year: int | None, today: date) -> tuple[date, date]:
    """Return the first and last day of a quarter; without a year, of the latest that has begun."""
    month = number * 3
    year = year or (today.year if date(today.year, month - 2, 1) <= today else today.year - 1)
    return date(year, month - 2, 1), date(year, month, calendar.monthrange(year, month)[1])


def past(first: date, last: date, today: date) -> tuple[date, date]:
    """Move a span that was named without a year to the latest year in which it has begun."""
    while first > today:
        first, last = a_year_before(first), a_year_before(last)
    return first, last


def a_year_before(day: date) -> date:
    """Return the same day a year before; the last of February for the 29th."""
    end = calendar.monthrange(day.year - 1, day.month)[1]
    return day.replace(year=day.year - 1, day=min(day.day, end))
