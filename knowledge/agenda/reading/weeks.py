"""Which week a programme is of, by its title, and which day a heading in it means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from knowledge.problems import Refusal
from knowledge.vietnamese.readings import WEEKDAYS
from knowledge.vietnamese.spelling import bare

TO = r"\s*(?:-|–|den(?: het)?|to)\s*(?:ngay )?"
SPAN = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:[/.](\d{{1,2}}))?(?:[/.](\d{{4}}))?{TO}(\d{{1,2}})[/.](\d{{1,2}})[/.](\d{{4}})"
)
"""From which day to which: "từ ngày 16/02 đến ngày 20/02/2026", "16 - 20/02/2026"."""
WEEK = re.compile(r"(?<!\w)tuan (?:thu )?(\d{1,2})(?:/| nam |-|, )(20\d\d)(?!\d)")
YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
DATE = re.compile(r"(?<![\w/.-])(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}))?(?![\w/])")
CLEAR_DATE = re.compile(
    r"(?<![\w/.-])\d{1,2}(?:/\d{1,2}(?:/\d{4})?|[.-]\d{1,2}[.-]\d{4})(?![\w/])|\d thang \d{1,2}(?!\d)"
)
"""A date beside an hour, where "8-10" is no date."""
LONG_DATE = re.compile(r"(?<!\d)(\d{1,2}) thang (\d{1,2})(?:(?:,? nam | *[/.,-] *)(\d{4}))?(?!\d)")
WEEKDAY = re.compile(
    r"(?<!\w)(?:thu (hai|ba|tu|nam|sau|bay|[2-7])|t([2-7])|(chu nhat|cn)"
    r"|((?:mon|tues|wednes|thurs|fri|satur|sun)day))(?!\w)"
)
ALONE = re.compile(r"^\W*(hai|ba|tu|nam|sau|bay|[2-7])\W*$")
"""A weekday in a column of weekdays, which needs no "thứ"."""
FRIDAY = 4
REST_OF_HEADING = 14
"""Letters that may stand beside the day in a heading."""


@dataclass(frozen=True, slots=True)
class Week:
    """What a programme's title says of its days."""

    now: datetime
    first: date | None = None
    """The first day that it names."""
    year: int | None = None
    is_one_day: bool = False
    """Whether it names a day and no week."""

    @property
    def base(self) -> datetime:
        """Return the moment from which days without a date are counted."""
        return datetime.combine(self.first, time(), self.now.tzinfo) if self.first else self.now


@dataclass(frozen=True, slots=True)
class Day:
    """A day that a heading names."""

    date: date
    problem: Refusal | None = None
    """Why it is not to be trusted."""


def week_of(title: str, now: datetime) -> Week:
    """Read a programme's title; what it does not say is open."""
    folded = bare(title)
    year = int(named_year[0]) if (named_year := YEAR.search(folded)) else None
    if span := SPAN.search(folded):
        day, month, own_year, _, last_month, last_year = span.groups()
        first = day_in(own_year or last_year, month or last_month, day)
        if first and not own_year and int(month or last_month) > int(last_month):
            first = first.replace(year=first.year - 1)
        if first:
            return Week(now, first, int(last_year))
    if named := WEEK.search(folded):
        try:
            return Week(now, date.fromisocalendar(int(named[2]), int(named[1]), 1), year)
        except ValueError:
            return Week(now, None, year)
    days = {day for m in DATE.finditer(folded) if m[3] and (day := day_in(m[3], m[2], m[1]))}
    return Week(now, days.pop(), year, is_one_day=True) if len(days) == 1 else Week(now, None, year)


def day_in(year: object, month: object, day: object) -> date | None:
    """Return a date; None where the calendar has none."""
    try:
        return date(int(str(year)), int(str(month)), int(str(day)))
    except ValueError:
        return None


def read_day(text: str, week: Week) -> Day:
    """Read "Thứ Ba 24/11/2026", "24/11" or "Thứ Ba"; Refusal where no day can be meant."""
    folded = bare(text)
    weekday = weekday_in(folded)
    match = DATE.search(folded) or LONG_DATE.search(folded)
    if match is None:
        if weekday is None:
            raise Refusal("“{text}” is no full date. Write one such as 24/11/2026.", text=short(text))
        return by_weekday(text, weekday, week)
    day = dated(match, week)
    if day is None:
        raise Refusal("“{text}” is no date of the calendar. Correct it.", text=short(text))
    if weekday is not None and weekday != day.weekday():
        refusal = Refusal(
            "In “{text}” the weekday does not fit the date. Correct one of them.", text=short(text)
        )
        return Day(day, refusal)
    return Day(day)


def dated(match: re.Match[str], week: Week) -> date | None:
    """Return the date that was written; without a year it is the title's, or the nearest to today."""
    day, month, year = match.groups()
    if year:
        return day_in(year, month, day)
    if week.year and not week.first:
        return day_in(week.year, month, day)
    near = week.first or week.now.date()
    choices = [found for y in (-1, 0, 1) if (found := day_in(near.year + y, month, day))]
    return min(choices, key=lambda found: abs(found - near), default=None)


def by_weekday(text: str, weekday: int, week: Week) -> Day:
    """Return a weekday of the title's week; without one, of the week that is nearest ahead, unsure."""
    if week.first:
        monday = week.first - timedelta(days=week.first.weekday())
        return Day(monday + timedelta(days=weekday))
    today = week.now.date()
    monday = today - timedelta(days=today.weekday())
    # What is sent from Friday on is next week's.
    monday += timedelta(days=7 if today.weekday() >= FRIDAY else 0)
    day = monday + timedelta(days=weekday)
    refusal = Refusal(
        "“{text}” names no date: I took {day}. Correct it if that is wrong.",
        text=short(text),
        day=f"{day:%d/%m/%Y}",
    )
    return Day(day, refusal)


def weekday_in(folded: str) -> int | None:
    """Return the weekday that a folded text names, from 0; None where it names none."""
    found = WEEKDAY.search(folded) or ALONE.match(folded)
    if found is None:
        return None
    return WEEKDAYS[next(name for name in found.groups() if name)]


def is_day(text: str) -> bool:
    """Tell a heading that says only which day it is."""
    folded = bare(text)
    rest = folded
    for pattern in (DATE, LONG_DATE, WEEKDAY):
        rest = pattern.sub("", rest, count=1)
    return rest != folded and len(re.sub(r"\W", "", rest)) <= REST_OF_HEADING


def short(text: str) -> str:
    """Return a heading in one line."""
    return " ".join(text.split())[:60]
