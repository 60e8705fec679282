"""What each phrase of days means, tried in order on folded text."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from knowledge.vietnamese.clocks import NUMBER, WORDS, number

Span = tuple[date, date, time | None]
"""First and last day, and the hour where the phrase fixes one ("2 giờ nữa")."""
Reading = Callable[[dict[str, str], datetime], Span | None]

HALF_A_YEAR = timedelta(days=182)
"""A day and month without a year that lie further back than this are next year's."""
CENTURY = 100
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


def near_day(words: dict[str, str], now: datetime) -> Span:
    """Read "mai", "hôm qua", "today"."""
    return day(now.date() + timedelta(days=DAYS[words["near"]]))


def period(words: dict[str, str], now: datetime) -> Span | None:
    """Read "tuần sau", "cuối tuần", "đầu tháng sau", "tháng 12", "end of the month"."""
    today, unit, edge = now.date(), words["unit"], words.get("edge", "")
    ahead = STEPS[words.get("which", "nay")]
    first, last = today, today
    if unit in {"tuan", "week", "weekend"}:
        first = today + timedelta(days=7 * ahead - today.weekday())
        last = first + timedelta(days=6)
        if edge in {"cuoi", "end"} or unit == "weekend":
            return last - timedelta(days=1), last, None
    elif unit in {"nam", "year"}:
        first, last = date(today.year + ahead, 1, 1), date(today.year + ahead, 12, 31)
    else:
        wanted = number(words["m"]) if "m" in words else today.month + ahead
        if "m" in words and wanted not in range(1, 13):
            return None
        if not FIRST_YEAR <= int(words.get("y") or today.year) <= LAST_YEAR:
            return None
        is_over = "m" in words and "y" not in words and today.month - wanted > 6  # noqa: PLR2004  # half a year
        first, last, _ = month(int(words.get("y") or today.year) + is_over, wanted)
    if edge in {"cuoi", "end"}:
        return day(last)
    return day(first) if edge else (first, last, None)


VI_DAY = r"(?:thu (?P<wd>hai|ba|tu|bon|nam|sau|bay|[2-7])|t(?P<wd2>[2-7])|(?P<wd3>chu nhat|cn))"
LEAD = r"(?:(?:thu (?:hai|ba|tu|bon|nam|sau|bay|[2-7])|t[2-7]|chu nhat|cn)\s*,?\s*\(?)?"
"""A weekday before a date: the date counts."""
EN_DAY = r"(?P<wd>monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
NGAY = r"(?:(?:ngay|mung|mong) )"
SOLAR = r"(?! *\(?am\b)(?! tet\b)"
"""Dates of the moon are not ours to guess."""
UNITS = r"(?P<unit>ngay|tuan|thang|gio|tieng|phut)"
EN_UNITS = r"(?P<unit>days?|weeks?|months?|hours?|minutes?)"
EN_NUMBER = r"(?P<n>\d{1,3}|an?|one|two|three|four|five|six|seven)"
PHRASES: tuple[tuple[str, Reading], ...] = (
    (r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)", absolute),
    (
        rf"{LEAD}{NGAY}*(?P<d>\d\d?)(?P<sep>[/.-])(?P<m>\d\d?)(?P=sep)(?P<y>\d{{4}}|\d\d)\)?(?![/-]){SOLAR}",
        absolute,
    ),
    (rf"{LEAD}{NGAY}*(?P<d>\d\d?)/(?P<m>\d\d?)\)?(?![/-]){SOLAR}", absolute),
    (rf"{LEAD}{NGAY}+(?P<d>\d\d?)-(?P<m>\d\d?)(?![/-]){SOLAR}", absolute),
    (
        rf"{LEAD}{NGAY}+(?P<d>\d\d?)[ ,]+thang (?P<m>{NUMBER})(?:[ ,]+(?:nam )?(?P<y>\d{{4}}))?{SOLAR}",
        absolute,
    ),
    (rf"(?P<d>\d\d?)(?:st|nd|rd|th)? (?P<m>{'|'.join(MONTHS)})(?:,? (?P<y>\d{{4}}))?", absolute),
    (rf"{VI_DAY},? tuan (?P<week>nay|sau|toi|truoc|qua)", weekday),
    (rf"{VI_DAY}(?: (?P<near>nay|toi|qua|truoc(?! *\d)))?", weekday),
    (rf"(?P<week>next|last) {EN_DAY}", weekday),
    (rf"{EN_DAY} (?P<week>this|next|last) week", weekday),
    (rf"(?:this )?{EN_DAY}", weekday),
    (rf"(?!nam (?:tuan|thang))(?P<n>{NUMBER}) {UNITS} (?P<way>nua|sau|toi|truoc)", offset),
    (rf"(?:sau|trong) (?P<n>{NUMBER}) {UNITS}", offset),
    (rf"in {EN_NUMBER} {EN_UNITS}", offset),
    (rf"{EN_NUMBER} {EN_UNITS} (?P<way>ago|from now)", offset),
    (rf"ngay (?:(?:mung|mong) )?(?P<d>\d\d?)(?! *(?:thang|/)){SOLAR}", day_of_month),
    (r"(?P<near>hom nay|ngay mai|ngay kia|ngay mot|hom qua|hom kia)", near_day),
    (r"(?:the )?(?P<near>day after tomorrow|today|tonight|tomorrow|yesterday)", near_day),
    (r"(?:(?P<edge>dau|cuoi) )?(?P<unit>tuan|thang|nam) (?P<which>nay|sau|toi|truoc|qua)", period),
    (
        rf"(?:(?P<edge>dau|cuoi) )?(?P<unit>thang) (?P<m>{NUMBER})(?:[ /]+(?:nam )?(?P<y>\d{{4}}))?{SOLAR}",
        period,
    ),
    (r"(?P<edge>dau|cuoi) (?P<unit>tuan|thang|nam)", period),
    (r"(?:(?P<edge>end|start) of )?(?P<which>this|next|last) (?P<unit>weekend|week|month|year)", period),
    (r"(?P<edge>end|start) of (?:the )?(?P<unit>week|month|year)", period),
    (r"(?:the )?(?P<unit>weekend)", period),
    (r"(?:(?<=sang )|(?<=trua )|(?<=chieu )|(?<=toi )|(?<=dem ))(?P<near>nay|mot)", near_day),
    (r"^(?P<near>mot)(?= (?:hop|co|lich)|$)", near_day),
    (r"(?P<near>mai)", near_day),
)
RULES = tuple((re.compile(rf"(?<![\w/.-]){phrase}(?!\w)"), reading) for phrase, reading in PHRASES)
