"""What repeats: "thứ hai hằng tuần", "ngày 20 hằng tháng", as rules of RFC 5545."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime

from knowledge.vietnamese.clocks import NUMBER, number
from knowledge.vietnamese.readings import WEEKDAYS

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKING = "MO,TU,WE,TH,FR"
MONTHS_OF = {"thang": 1, "quy": 3, "nam": 12}
EVERY = r"(?:hang|moi|cac)"
WD = r"(?:thu (?P<wd>hai|ba|tu|nam|sau|bay|[2-7])|t(?P<wd2>[2-7])|(?P<wd3>chu nhat|cn))"
EN = r"(?P<wd>monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
Rule = Callable[[dict[str, str]], str]


def weekly(words: dict[str, str]) -> str:
    """Read "thứ hai hằng tuần", "hai tuần một lần vào thứ sáu"."""
    each = f";INTERVAL={number(words['n'])}" if "n" in words else ""
    on = f";BYDAY={DAYS[WEEKDAYS[words['wd']]]}" if "wd" in words else ""
    return f"FREQ=WEEKLY{each}{on}"


def monthly(words: dict[str, str]) -> str:
    """Read "ngày 20 hằng tháng", "ngày cuối tháng", "hằng quý"."""
    count = MONTHS_OF[words.get("unit", "thang")] * number(words.get("n", "1"))
    each = f";INTERVAL={count}" if count > 1 else ""
    on = f";BYMONTHDAY={number(words['d'])}" if "d" in words else ""
    return f"FREQ=MONTHLY{each}{on}"


def nth(words: dict[str, str]) -> str:
    """Read "thứ hai đầu tiên hằng tháng", "thứ sáu cuối tháng"."""
    place = -1 if words["edge"].startswith("cuoi") else 1
    return f"FREQ=MONTHLY;BYDAY={place}{DAYS[WEEKDAYS[words['wd']]]}"


def working(words: dict[str, str]) -> str:
    """Read "ngày làm việc cuối cùng của tháng"."""
    return f"FREQ=MONTHLY;BYDAY={WORKING};BYSETPOS={-1 if words['edge'].startswith('cuoi') else 1}"


PHRASES: tuple[tuple[str, Rule], ...] = (
    (
        rf"(?:vao )?ngay lam viec (?P<edge>dau|cuoi)(?: (?:tien|cung))?(?: cua)?(?: {EVERY}| moi)? thang",
        working,
    ),
    (rf"{WD} (?P<edge>dau tien|cuoi cung|dau|cuoi)(?: cua)?(?: {EVERY})? thang", nth),
    (rf"{EVERY} ngay lam viec", lambda _: f"FREQ=WEEKLY;BYDAY={WORKING}"),
    (rf"(?:{EVERY} |vao )?{WD},? (?:{EVERY}) tuan", weekly),
    (rf"(?:{EVERY}) {WD}(?: {EVERY} tuan)?", weekly),
    (rf"(?P<n>{NUMBER}) tuan (?:mot|1) lan(?:,? (?:vao )?{WD})?", weekly),
    (rf"(?:moi|cu) (?P<n>{NUMBER}) tuan(?:,? (?:vao )?{WD})?", weekly),
    (rf"(?:vao )?(?:(?:ngay|mung|mong) )+(?P<d>\d\d?|{NUMBER}) {EVERY} (?P<unit>thang|quy)", monthly),
    (rf"{EVERY} thang,? (?:vao )?ngay (?P<d>\d\d?|{NUMBER})", monthly),
    (rf"(?:vao )?ngay cuoi(?: cung)?(?: cua)? {EVERY}? ?thang", lambda _: "FREQ=MONTHLY;BYMONTHDAY=-1"),
    (rf"(?P<n>{NUMBER}) (?P<unit>thang) (?:mot|1) lan", monthly),
    (rf"{EVERY} tuan", weekly),
    (rf"{EVERY} (?P<unit>thang|quy|nam)", monthly),
    (rf"{EVERY} ngay|(?:hang|moi)(?= (?:buoi )?(?:sang|trua|chieu|toi)(?!\w))", lambda _: "FREQ=DAILY"),
    (rf"every {EN}|{EN.replace('<wd>', '<wd2>')}s", weekly),
    (r"every (?:working day|weekday)", lambda _: f"FREQ=WEEKLY;BYDAY={WORKING}"),
    (r"(?:on )?the (?P<d>\d\d?)(?:st|nd|rd|th)? of (?:every|each) month", monthly),
    (r"every day|daily", lambda _: "FREQ=DAILY"),
    (r"every week|weekly", weekly),
    (r"every month|monthly", monthly),
)
RULES = tuple((re.compile(rf"(?<![\w/.-])(?:{phrase})(?!\w)"), rule) for phrase, rule in PHRASES)


def rule_in(folded: str, is_meant: Callable[[int, int], bool]) -> tuple[str, int, int] | None:
    """Return the first rule that a folded text names, with where it stands; None where it names none."""
    for pattern, rule in RULES:
        for match in pattern.finditer(folded):
            words = {key.rstrip("23"): value for key, value in match.groupdict().items() if value}
            if is_meant(*match.span()):
                return rule(words), *match.span()
    return None


def first_day(rule: str, since: date) -> date:
    """Return the first day from this one on that a rule names."""
    from dateutil.rrule import rrulestr

    start = datetime.combine(since, datetime.min.time())
    found = rrulestr(rule, dtstart=start).after(start, inc=True)
    return found.date() if found else since
