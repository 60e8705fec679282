"""Days, hours and periods of deadlines, and how a match of them is read."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, time, timedelta

LONGEST_MONTH = 31
ONES = {
    "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "lam": 5, "sau": 6, "bay": 7, "tam": 8,
    "chin": 9, "muoi": 10,
}  # fmt: skip
NUMBER = r"\d{1,3}|mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi lam|muoi|hai muoi|ba muoi|sau muoi|chin muoi"
UNITS = {
    "ngay lam viec": "workdays", "ngay": "days", "gio": "hours", "tuan": "weeks", "thang": "months",
    "quy": "quarters", "nam": "years",
}  # fmt: skip
WEEKDAYS = {
    "hai": "MO", "ba": "TU", "tu": "WE", "nam": "TH", "sau": "FR", "bay": "SA",
    "2": "MO", "3": "TU", "4": "WE", "5": "TH", "6": "FR", "7": "SA",
}  # fmt: skip
DAY_NUMBERS = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5}
CLOCK = (
    r"(?P<hour>\d{1,2}) ?(?:h|g|gio|:)(?: ?(?P<minute>[0-5]\d)(?: ?phut|['’′])?)?"
    r"(?: (?P<part>sang|chieu|toi))?"
)
DATE = (
    r"(?:het )?(?:ngay )?(?P<day>\d{1,2})(?: ?[/.-] ?(?P<month>\d{1,2})(?: ?[/.-] ?(?P<year>\d{4}))?"
    r"|(?: thang| ?/) (?P<month_said>\d{1,2})"
    r"(?:(?:,? nam |/)(?P<year_said>\d{4})| nam (?P<this_year>nay))?)(?!\d)"
)
RELATIVE = (
    r"(?:ngay )?(?P<near>hom nay|ngay mai|mai|ngay kia|het hom nay)"
    r"|(?:ngay )?(?:thu (?P<weekday>hai|ba|tu|nam|sau|bay|[2-7])|(?P<sunday>chu nhat))"
    r" (?:tuan )?(?P<week>nay|sau|toi)"
    r"|(?:het |cuoi )?(?P<whole>tuan|thang|quy|nam) (?P<which>nay|sau|toi)"
)
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
PERIOD = (
    r"(?:cuoi |het )?(?:quy (?P<quarter>iv|iii|ii|i|[1-4])(?:(?: nam |/| ?- ?)(?P<quarter_year>\d{4}))?"
    r"|thang (?P<of_month>\d{1,2})(?:(?: nam |/| ?- ?)(?P<of_year>\d{4}))?"
    r"|(?:6|sau) thang (?P<half>dau|cuoi) nam(?: (?P<half_year>\d{4}))?"
    r"|nam (?P<full_year>20\d{2}))(?!\d|/)"
)
JUNE, DECEMBER, LAST_HOUR = 6, 12, 24
QUARTER = 3


def number(text: str) -> int:
    """Return a number in figures or in words; 0 where it is none."""
    if text.isdigit():
        return int(text)
    total = 0
    for word in text.split():
        total = (total or 1) * 10 if word == "muoi" else total + ONES.get(word, 0)
    return total


def exists(year: int, month: int, day: int) -> bool:
    """Tell whether there is such a day."""
    return 1 <= month <= DECEMBER and 1 <= day <= monthrange(year, month)[1]


def due_of(match: re.Match[str], issued: date, *, is_before: bool) -> str | None:
    """Return the day or moment that a match names; before a period is the day before it begins."""
    said = {name: value for name, value in match.groupdict().items() if value}
    day = named(said, issued) or relative(said, issued)
    if day is None:
        span = period(said, issued)
        if span is None:
            return None
        return (span[0] - timedelta(days=1) if is_before else span[1]).isoformat()
    moment = at_clock(said, day)
    return moment.isoformat(timespec="minutes") if moment else day.isoformat()


def at_clock(said: dict[str, str], day: date) -> datetime | None:
    """Return the moment where an hour is named; 24h00 is the next day's first."""
    if "hour" not in said:
        return None
    hour, minute = int(said["hour"]), int(said.get("minute", 0))
    if said.get("part") in {"chieu", "toi"} and hour < LAST_HOUR // 2:
        hour += LAST_HOUR // 2
    if hour == LAST_HOUR and not minute:
        return datetime.combine(day + timedelta(days=1), time())
    return datetime.combine(day, time(hour, minute)) if hour < LAST_HOUR else None


def named(said: dict[str, str], issued: date) -> date | None:
    """Return a day of the calendar; without its year, the next one after the day of issue."""
    month_said = said.get("month") or said.get("month_said")
    if "day" not in said or not month_said:
        return None
    day, month = int(said["day"]), int(month_said)
    year_said = said.get("year") or said.get("year_said")
    year = int(year_said) if year_said else issued.year
    if not exists(year, month, day):
        return None
    found = date(year, month, day)
    if not year_said and "this_year" not in said and found < issued and exists(year + 1, month, day):
        return date(year + 1, month, day)
    return found


def relative(said: dict[str, str], issued: date) -> date | None:
    """Return a day that is counted from the day of issue."""
    if near := said.get("near"):
        return issued + timedelta(days={"mai": 1, "ngay mai": 1, "ngay kia": 2}.get(near, 0))
    later = 0 if said.get("week", said.get("which")) == "nay" else 1
    monday = issued - timedelta(days=issued.weekday())
    if "weekday" in said or "sunday" in said:
        number_of = DAY_NUMBERS[WEEKDAYS[said["weekday"]]] if "weekday" in said else 6
        return monday + timedelta(days=7 * later + number_of)
    match said.get("whole"):
        case "tuan":
            return monday + timedelta(days=7 * later + 6)
        case "thang":
            return end_of(issued.year, issued.month + later)
        case "quy":
            return end_of(issued.year, QUARTER * ((issued.month - 1) // QUARTER + 1 + later))
        case "nam":
            return date(issued.year + later, DECEMBER, 31)
    return None


def period(said: dict[str, str], issued: date) -> tuple[date, date] | None:
    """Return the first and last day of a quarter, a month, half a year or a year."""
    if quarter := said.get("quarter"):
        last = QUARTER * (ROMAN.get(quarter) or int(quarter))
        return span(year_of(said.get("quarter_year"), issued, last), last - QUARTER + 1, last)
    if month := said.get("of_month"):
        if not 1 <= int(month) <= DECEMBER:
            return None
        return span(year_of(said.get("of_year"), issued, int(month)), int(month), int(month))
    if half := said.get("half"):
        last = JUNE if half == "dau" else DECEMBER
        return span(year_of(said.get("half_year"), issued, last), last - JUNE + 1, last)
    if year := said.get("full_year"):
        return span(int(year), 1, DECEMBER)
    return None


def year_of(said: str | None, issued: date, last_month: int) -> int:
    """Return the year that is said, or the one in which the months are not over yet."""
    return int(said) if said else issued.year + (last_month < issued.month)


def span(year: int, first: int, last: int) -> tuple[date, date]:
    """Return the first and last day of some months."""
    return date(year, first, 1), end_of(year, last)


def end_of(year: int, month: int) -> date:
    """Return the last day of a month, counted on into later years."""
    year, month = year + (month - 1) // DECEMBER, (month - 1) % DECEMBER + 1
    return date(year, month, monthrange(year, month)[1])
