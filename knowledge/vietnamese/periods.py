"""What phrases of longer times mean: quarters, halves, from one day to another, working days, feasts."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from knowledge.vietnamese.clocks import WORDS, number
from knowledge.vietnamese.readings import (
    FIRST_YEAR,
    HALF_A_MONTH,
    LAST_YEAR,
    STEPS,
    WEEKDAYS,
    Span,
    absolute,
    day,
    edge_of,
    month,
    period,
    weekday,
)

ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
IN_A_QUARTER, IN_HALF_A_YEAR = 3, 6
"""Months."""


def year_of(words: dict[str, str], now: datetime, last_month: int) -> int | None:
    """Return the year that is named; this one, or the next where that month is long over."""
    if "y" in words:
        year = int(words["y"])
        return year if FIRST_YEAR <= year <= LAST_YEAR else None
    return now.year + (now.month - last_month >= IN_HALF_A_YEAR)


def months(year: int, first: int, count: int) -> Span:
    """Make the span of several months."""
    return month(year, first)[0], month(year, first + count - 1)[1], None


def quarter(words: dict[str, str], now: datetime) -> Span | None:
    """Read "quý II", "quý 3/2026", "quý sau", "cuối quý I"."""
    if "which" in words:
        year, place = now.year, (now.month - 1) // IN_A_QUARTER + STEPS[words["which"]]
    elif "q" in words:
        place = (ROMAN.get(words["q"]) or number(words["q"])) - 1
        if place not in range(4):
            return None
        found = year_of(words, now, IN_A_QUARTER * (place + 1))
        if found is None:
            return None
        year = found
    else:
        year, place = now.year, (now.month - 1) // IN_A_QUARTER
    first, last, _ = months(year, IN_A_QUARTER * place + 1, IN_A_QUARTER)
    return edge_of(words.get("edge", ""), first, last)


def half_year(words: dict[str, str], now: datetime) -> Span | None:
    """Read "6 tháng đầu năm", "6 tháng cuối năm 2026"."""
    is_second = words["edge"] == "cuoi"
    year = year_of(words, now, 12 if is_second else IN_HALF_A_YEAR)
    return None if year is None else months(year, 7 if is_second else 1, IN_HALF_A_YEAR)


def half_month(words: dict[str, str], now: datetime) -> Span | None:
    """Read "nửa đầu tháng 3", "nửa cuối tháng sau"."""
    whole = period({"unit": "thang", **{k: v for k, v in words.items() if k != "edge"}}, now)
    if whole is None:
        return None
    first, last, _ = whole
    middle = first.replace(day=HALF_A_MONTH)
    return (middle + timedelta(days=1), last, None) if words["edge"] == "cuoi" else (first, middle, None)


def week_after(words: dict[str, str], now: datetime) -> Span:
    """Read "tuần sau nữa", "thứ hai tuần sau nữa"."""
    monday = now.date() + timedelta(days=14 - now.weekday())
    return (
        day(monday + timedelta(days=WEEKDAYS[words["wd"]]))
        if "wd" in words
        else (monday, monday + timedelta(days=6), None)
    )


def between(words: dict[str, str], now: datetime) -> Span | None:
    """Read "15-17/3", "từ 15 đến 17/3/2026", "từ ngày 28/2 đến ngày 2/3"."""
    last = absolute({k: v for k, v in words.items() if k in {"d", "m", "y"}}, now)
    if last is None:
        return None
    own = {"d": words["from"], "m": words.get("fm", words["m"]), "y": str(last[0].year)}
    first = absolute(own, now)
    if first and first[0] > last[0] and "fm" in words:
        first = absolute({**own, "y": str(last[0].year - 1)}, now)
    return (first[0], last[0], None) if first and first[0] <= last[0] else None


def weekdays_between(words: dict[str, str], now: datetime) -> Span:
    """Read "từ thứ hai đến thứ tư (tuần sau)"."""
    week = {"week": words["week"]} if "week" in words else {}
    first = weekday({"wd": words["from"], **week}, now)[0]
    last = weekday({"wd": words["wd"], **week}, now)[0]
    return first, last if last >= first else last + timedelta(days=7), None


def working_days(words: dict[str, str], now: datetime) -> Span | None:
    """Read "10 ngày làm việc nữa", "trong vòng 5 ngày làm việc": holidays do not count."""
    from knowledge.vietnamese.holidays import is_working_day

    left = WORDS.get(words["n"]) or number(words["n"])
    found = now.date()
    while left:
        found += timedelta(days=1)
        left -= is_working_day(found)
    return day(found)


def feast(words: dict[str, str], now: datetime) -> Span:
    """Read "Quốc khánh", "lễ 30/4", "Giáng sinh"."""
    month_of_year, number_of_day = FEASTS[words["feast"]]
    found = date(now.year, month_of_year, number_of_day)
    return day(found if found >= now.date() else found.replace(year=now.year + 1))


FEASTS = {
    **dict.fromkeys(("quoc khanh", "national day"), (9, 2)),
    **dict.fromkeys(("quoc te lao dong", "labour day"), (5, 1)),
    "giai phong mien nam": (4, 30),
    "quoc te phu nu": (3, 8),
    "phu nu viet nam": (10, 20),
    "nha giao viet nam": (11, 20),
    "thanh lap dang": (2, 3),
    **dict.fromkeys(("giang sinh", "christmas"), (12, 25)),
    **dict.fromkeys(("tet duong lich", "tet duong", "new year's day"), (1, 1)),
}
