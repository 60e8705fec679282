"""Days of the lunar calendar, which feasts are kept by: mùng 1 Tết, rằm tháng giêng, 10/3 âm lịch."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from knowledge.vietnamese.clocks import NUMBER, number

LONGEST_MONTH, LAST_MONTH = 30, 12
MONTHS: dict[str, int] = {"gieng": 1, "chap": 12, "tet": 1}
"""Months with names of their own, and the one that begins with the feast."""
MONTH = rf"(?:gieng|chap|{NUMBER})"
DAY = rf"(?:(?:ngay|mung|mong|ram|hom) )*(?P<ld>\d\d?|{NUMBER}|ram)"
MOON = r"(?:am(?: lich)?|al|ta)"
YEAR = r"(?: (?:nam )?(?P<ly>\d{4}))?"
PHRASES = (
    rf"(?:ngay )?(?:mung|mong) (?P<ld>{NUMBER}) (?P<lm>tet)(?: (?:nguyen dan|am lich))?{YEAR}",
    r"(?:dem |ngay )?(?P<ld>giao thua|30 tet|ba muoi tet)(?: (?:nam )?(?P<ly>\d{4}))?",
    rf"(?:ngay )?(?P<ld>ram) thang (?P<lm>{MONTH})(?: (?:nam )?(?P<ly>\d{{4}}))?",
    rf"{DAY} thang (?P<lm>gieng|chap)(?: (?:nam )?(?P<ly>\d{{4}}))?(?: {MOON})?",
    rf"{DAY} thang (?P<lm>{MONTH})(?: (?:nam )?(?P<ly>\d{{4}}))? \(?{MOON}\)?",
    rf"{DAY}[/-](?P<lm>\d\d?)(?:[/-](?P<ly>\d{{4}}))? ?\(?{MOON}\)?",
)
"""With the day (ld), month (lm) and year (ly) of the moon."""
FEAST_PHRASES = (
    r"(?:ngay )?(?P<ld>ram) (?P<lm>trung thu)(?: (?:nam )?(?P<ly>\d{4}))?",
    r"(?P<ld>tet )?(?P<lm>trung thu|doan ngo)(?: (?:nam )?(?P<ly>\d{4}))?",
    r"(?:ngay )?(?P<ld>gio to)(?: hung vuong)?(?: (?:nam )?(?P<ly>\d{4}))?",
)
FEASTS = {"trung thu": (15, 8), "doan ngo": (5, 5), "gio to": (10, 3)}


def read(words: dict[str, str], now: datetime) -> tuple[date, date, None] | None:
    """Return the day of the sun: of the year that is named, else the next one from today on."""
    wanted = named(words)
    if wanted is None:
        return None
    today = now.date()
    years = [int(words["ly"])] if words.get("ly") else [today.year - 1, today.year, today.year + 1]
    for year in years:
        found = of_sun(*wanted, year)
        if found and (words.get("ly") or found >= today):
            return found, found, None
    return None


def feast(words: dict[str, str], now: datetime) -> tuple[date, date, None] | None:
    """Return the day of a feast that has a name: Trung thu, Đoan ngọ, Giỗ Tổ."""
    return read(words, now)


def named(words: dict[str, str]) -> tuple[int, int] | None:
    """Return day and month of the moon; day 0 is the last of the month before."""
    day, month = words.get("ld", "").strip(), words.get("lm", "")
    if day in {"giao thua", "30 tet", "ba muoi tet"}:
        return 0, 1
    if feast := FEASTS.get(day) or FEASTS.get(month):
        return feast
    number_of_day = 15 if day == "ram" else number(day)
    number_of_month = MONTHS.get(month) or number(month)
    return (number_of_day, number_of_month) if 1 <= number_of_month <= LAST_MONTH else None


def of_sun(day: int, month: int, year: int) -> date | None:
    """Return the date of a lunar day; None where that month or the calendar has none."""
    from lunar_vn import convert_lunar_to_solar, solar_to_lunar

    if not 0 <= day <= LONGEST_MONTH:
        return None
    try:
        found: date = convert_lunar_to_solar(1, month, year) + timedelta(days=day - 1)
        is_there = day == 0 or solar_to_lunar(found).month == month
    except (ValueError, OverflowError):
        return None
    return found if is_there else None
