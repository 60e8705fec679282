"""What single phrases of days mean: dates, weekdays, so many days from now, weeks and months."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from knowledge.vietnamese.clocks import WORDS, number

Span = tuple[date, date, time | None]
"""First and last day, and the hour where the phrase fixes one ("2 giờ nữa")."""
Reading = Callable[[dict[str, str], datetime], Span | None]

HALF_A_YEAR = timedelta(days=182)
"""A day and month without a year that lie further back than this are next year's."""
CENTURY = 100
HALF_A_MONTH = 15
FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Other years are slips, and near the ends of the calendar days cannot be counted."""
WEEKDAYS = {
    **dict.fromkeys(("hai", "2", "monday"), 0),
    **dict.fromkeys(("ba", "3", "tuesday"), 1),
    **dict.fromkeys(("tu", "bon", "4", "wednesday"), 2),
    **dict.fromkeys(("nam", "5", "thursday"), 3),
    **dict.fromkeys(("sau", "6", "friday"), 4),
    **dict.fromkeys(("bay", "7", "saturday"), 5),
    **dict.fromkeys(("chu nhat", "cn", "sunday"), 6),
}
STEPS = {"nay": 0, "this": 0, "sau": 1, "toi": 1, "next": 1, "truoc": -1, "qua": -1, "last": -1}
DAYS = {
    **dict.fromkeys(("hom nay", "nay", "today", "tonight"), 0),
    **dict.fromkeys(("ngay mai", "mai", "tomorrow"), 1),
    **dict.fromkeys(("ngay kia", "ngay mot", "mot", "day after tomorrow"), 2),
    **dict.fromkeys(("hom qua", "yesterday"), -1),
    "hom kia": -2,
}
MONTHS = {name.lower(): index for index, name in enumerate(calendar.month_name) if name}


def day(date: date) -> Span:
    """Make the span of one day."""
    return date, date, None


def month(year: int, number: int) -> Span:
    """Make the span of a month; 13 is January of the next year, 0 December of the last."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    return date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1]), None


def absolute(words: dict[str, str], now: datetime) -> Span | None:
    """Read 21/2, 21-2-2027, "ngày 21 tháng 2 năm 2027", "21 February", 2027-02-21."""
    month_of_year = MONTHS.get(words["m"]) or number(words["m"])
    year = int(words.get("y") or now.year)
    year += 2000 if year < CENTURY else 0
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        found = date(year, month_of_year, int(words["d"]))
        is_over = not words.get("y") and now.date() - found > HALF_A_YEAR
        return day(found.replace(year=year + 1) if is_over else found)
    except ValueError:
        return None  # such as 31/2


def day_of_month(words: dict[str, str], now: datetime) -> Span | None:
    """Read "ngày 21": of this month, or of the next when it is over."""
    wanted = int(words["d"])
    for ahead in (0, 1):
        first, last, _ = month(now.year, now.month + ahead)
        if 1 <= wanted <= last.day and (ahead or wanted >= now.day):
            return day(first.replace(day=wanted))
    return None


def weekday(words: dict[str, str], now: datetime) -> Span:
    """Read "thứ sáu tuần sau", "friday"; without a week the coming one, today included."""
    wanted = WEEKDAYS[words["wd"]]
    today = now.date()
    monday = today - timedelta(days=today.weekday())
    if "week" in words:
        return day(monday + timedelta(days=7 * STEPS[words["week"]] + wanted))
    ahead = (wanted - today.weekday()) % 7
    return day(today + timedelta(days=ahead - 7 if STEPS[words.get("near", "nay")] < 0 else ahead))


def offset(words: dict[str, str], now: datetime) -> Span | None:
    """Read "3 ngày nữa", "30 phút nữa", "2 ngày trước", "in 2 weeks"."""
    count = WORDS.get(words["n"]) or number(words["n"])
    count = -count if words.get("way") in {"truoc", "ago"} else count
    unit = words["unit"].removesuffix("s")
    if unit in {"gio", "tieng", "hour", "phut", "minute"}:
        moment = now + (timedelta(minutes=count) if unit in {"phut", "minute"} else timedelta(hours=count))
        return moment.date(), moment.date(), moment.time().replace(second=0, microsecond=0)
    if unit in {"thang", "month"}:
        first, last, _ = month(now.year, now.month + count)
        return day(first.replace(day=min(now.day, last.day)))
    return day(now.date() + timedelta(days=count * (7 if unit in {"tuan", "week"} else 1)))


def ago(words: dict[str, str], now: datetime) -> Span | None:
    """Read "cách đây 2 tuần"."""
    return offset({**words, "way": "ago"}, now)


def half_a_month_later(_words: dict[str, str], now: datetime) -> Span:
    """Read "nửa tháng nữa"."""
    return day(now.date() + timedelta(days=HALF_A_MONTH))


def near_day(words: dict[str, str], now: datetime) -> Span:
    """Read "mai", "hôm qua", "today"."""
    return day(now.date() + timedelta(days=DAYS[words["near"]]))


def period(words: dict[str, str], now: datetime) -> Span | None:
    """Read "tuần sau", "cuối tuần", "đầu tháng sau", "tháng 12", "end of the month"."""
    today, unit, edge = now.date(), words.get("unit", "thang"), words.get("edge", "")
    ahead = STEPS[words.get("which", "nay")]
    first, last = today, today
    if unit in {"tuan", "week", "weekend"}:
        first = today + timedelta(days=7 * ahead - today.weekday())
        last = first + timedelta(days=6)
        if edge in {"cuoi", "end"} or unit == "weekend":
            return last - timedelta(days=1), last, None
        if edge in {"giua", "middle"}:
            return day(first + timedelta(days=2))
    elif unit in {"nam", "year"}:
        first, last = date(today.year + ahead, 1, 1), date(today.year + ahead, 12, 31)
    else:
        wanted = today.month + ahead
        if "m" in words:
            wanted = MONTHS.get(words["m"]) or number(words["m"])
        if "m" in words and wanted not in range(1, 13):
            return None
        if not FIRST_YEAR <= int(words.get("y") or today.year) <= LAST_YEAR:
            return None
        is_over = "m" in words and "y" not in words and today.month - wanted > 6  # noqa: PLR2004  # half a year
        first, last, _ = month(int(words.get("y") or today.year) + is_over, wanted)
    return edge_of(edge, first, last)


def edge_of(edge: str, first: date, last: date) -> Span:
    """Return the first or last day, the one in the middle, or the whole."""
    if edge in {"cuoi", "end"}:
        return day(last)
    if edge in {"giua", "middle"}:
        return day(first + (last - first) // 2)
    return day(first) if edge else (first, last, None)
