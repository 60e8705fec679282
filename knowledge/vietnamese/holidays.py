"""Working days and public holidays of Vietnam."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

SATURDAY = 5


@lru_cache(maxsize=50)
def of_year(year: int) -> dict[date, str]:
    """Return a year's public holidays with their Vietnamese names; the library knows the lunar ones."""
    from holidays import country_holidays

    return {day: str(name) for day, name in country_holidays("VN", years=year, language="vi").items()}


def holiday(day: date) -> str:
    """Return the name of the public holiday on a day; empty where there is none."""
    return of_year(day.year).get(day, "")


def is_working_day(day: date) -> bool:
    """Tell whether offices work: Monday to Friday, no public holiday."""
    return day.weekday() < SATURDAY and not holiday(day)


def working_day(day: date, step: int = 1) -> date:
    """Return the nearest working day at or after (step -1: at or before) a day."""
    while not is_working_day(day):
        day += timedelta(days=step)
    return day
