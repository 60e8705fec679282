"""What cannot be in a text about time: days of no calendar, hours of no clock, weekdays of another date."""

from __future__ import annotations

import re
from datetime import date, datetime

from knowledge.problems import Refusal
from knowledge.vietnamese.clocks import clocks
from knowledge.vietnamese.readings import MONTHS, WEEKDAYS
from knowledge.vietnamese.spelling import bare

DATE = re.compile(
    r"(?<![\w/.-])(?P<d>\d{1,2})(?:(?P<sep>[/.-])(?P<m>\d{1,2})(?:(?P=sep)(?P<y>\d{4}))?|"
    r" thang (?P<m2>\d{1,2})(?:[ ,]+(?:nam )?(?P<y2>\d{4}))?)(?![\w/-])"
)
WEEKDAY = re.compile(
    r"(?<!\w)(?:thu (?P<wd>hai|ba|tu|nam|sau|bay|[2-7])|t(?P<wd2>[2-7])|(?P<wd3>chu nhat|cn))"
    r"[ ,(]*(?:ngay )?[ ,(]*$"
)
HOUR = re.compile(r"(?<![\w/.:-])(?P<h>\d{1,2})(?:(?:h|g|:)(?P<m>\d\d)?|(?: gio)(?: (?P<m2>\d\d?))?)(?!\w)")
SPAN = re.compile(
    r"(?<![\w/.:-])\d{1,2}(?:h|g|:| gio)\d{0,2} ?(?:-|–|den|to) ?\d{1,2}(?:h|g|:| gio)\d{0,2}(?!\w)"
)
DAYS, HOURS, MINUTES = 31, 24, 60
MOON = re.compile(r" *\(?(?:am\b|al\b)")


def slips(text: str, now: datetime) -> list[Refusal]:
    """Return what is impossible in a text, each as a sentence with the words concerned."""
    text = " ".join(text.split())
    folded = bare(text)
    return [*days(text, folded, now), *hours(text, folded)]


def days(text: str, folded: str, now: datetime) -> list[Refusal]:
    """Return dates that no calendar has, and weekdays that are not those of their dates."""
    found = []
    for match in DATE.finditer(folded):
        if MOON.match(folded, match.end()):
            continue
        words = text[match.start() : match.end()]
        month, year = int(match["m"] or match["m2"]), int(match["y"] or match["y2"] or now.year)
        try:
            day = date(year, month, int(match["d"]))
        except ValueError:
            # "3-15" or "8.30" may be anything: only what looks like a date is one.
            if month <= len(MONTHS) and int(match["d"]) <= DAYS:
                found.append(Refusal("“{words}” is no day of the calendar. Correct it.", words=words))
            continue
        named = WEEKDAY.search(folded[: match.start()])
        if named and (match["y"] or match["y2"] or abs((day - now.date()).days) <= DAYS):
            wanted = WEEKDAYS[named["wd"] or named["wd2"] or named["wd3"]]
            if wanted != day.weekday():
                both = text[named.start() : match.end()]
                found.append(Refusal("In “{words}” the weekday is not that of the date.", words=both))
    return found


def hours(text: str, folded: str) -> list[Refusal]:
    """Return hours that no clock shows, and ends before their beginnings."""
    found = []
    for match in HOUR.finditer(folded):
        minute = int(match["m"] or match["m2"] or 0)
        if int(match["h"]) > HOURS or minute >= MINUTES or (int(match["h"]) == HOURS and minute):
            words = text[match.start() : match.end()]
            found.append(Refusal("“{words}” is no time of the day. Correct it.", words=words))
    for span in SPAN.finditer(folded):
        ends = clocks(span[0])
        if len(ends) > 1 and ends[1] <= ends[0]:
            words = text[span.start() : span.end()]
            found.append(Refusal("“{words}” ends before it starts. Correct its hours.", words=words))
    return found
