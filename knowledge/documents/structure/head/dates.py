"""Days as papers write them, and from when to when a paper is in force."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from knowledge.documents.structure.head.number import IN_HEAD
from knowledge.documents.structure.marks import UPPER

DAY = (
    r"ngày\s{1,3}(?P<d>\d{1,2})(?:\s{1,3}tháng\s{1,3}(?P<m>\d{1,2})\s{1,3}năm\s{1,3}(?P<y>\d{4})"
    r"|\s?[/.-]\s?(?P<m2>\d{1,2})\s?[/.-]\s?(?P<y2>\d{4}))"
)
DATE = re.compile(DAY, re.IGNORECASE)
WRITTEN = re.compile(
    r"ngày\s{1,3}(?P<d>\d{1,2})\s{1,3}tháng\s{1,3}(?P<m>\d{1,2})\s{1,3}năm\s{1,3}(?P<y>\d{4})", re.IGNORECASE
)
PLACE = re.compile(rf"(?P<place>[{UPPER}][^,;:.|\d]{{1,40}}?)\s{{0,3}},\s{{0,3}}$")
ALONE = re.compile(rf"(?P<place>[{UPPER}][^,;:.|\d]{{1,40}}),\s{{0,3}}{WRITTEN.pattern}", re.IGNORECASE)
BLANK = re.compile(r"ngày[\s.…_]{1,20}tháng[\s.…_\d]{1,20}năm", re.IGNORECASE)
ENGLISH = re.compile(
    r"(?P<d>\d{1,2})\s(?P<month>January|February|March|April|May|June|July|August|September|October|November"
    r"|December)\s(?P<y>\d{4})"
)
MONTHS = {
    "January": 1,
    "February": 2,
    "March": 3,
    "April": 4,
    "May": 5,
    "June": 6,
    "July": 7,
    "August": 8,
    "September": 9,
    "October": 10,
    "November": 11,
    "December": 12,
}
PASSED = re.compile(r"thông qua\s.{0,20}$")
THIS = r"(?:này|đây)"
IN_FORCE = re.compile(
    rf"{THIS}[^.;]{{0,60}}?có\s{{1,2}}hiệu\s{{1,2}}lực(?:\s{{1,2}}thi\s{{1,2}}hành)?(?P<rest>[^.;\n]{{0,160}})",
    re.IGNORECASE,
)
ENDS = re.compile(
    rf"{THIS}[^.;]{{0,160}}?hết\s{{1,2}}hiệu\s{{1,2}}lực(?:\s{{1,2}}thi\s{{1,2}}hành)?(?P<rest>[^.;\n]{{0,80}})",
    re.IGNORECASE,
)
LASTS = re.compile(
    rf"{THIS}[^.;]{{0,80}}?(?:áp\s{{1,2}}dụng|(?:có|còn)\s{{1,2}}hiệu\s{{1,2}}lực|được\s{{1,2}}thực\s{{1,2}}hiện)"
    r"(?P<rest>[^.;\n]{0,160})",
    re.IGNORECASE,
)
FROM = re.compile(rf"^[^.;]{{0,40}}?(?:từ|vào)\s{{1,2}}{DAY}", re.IGNORECASE)
UNTIL = re.compile(rf"đến\s{{1,2}}(?P<whole>hết\s{{1,2}})?{DAY}", re.IGNORECASE)
AFTER = re.compile(
    r"^\s{0,3}(?:thi hành\s)?sau\s{1,2}(?P<days>\d{1,3})\s{1,2}ngày,?\s[^.;]{0,20}?ngày\s(?P<event>ký"
    r"|ban hành|thông qua)"
)
SIGNED = re.compile(
    r"^[^.;]{0,30}?(?:từ\s{1,2})?ngày\s{1,2}(?:ký|ban\s{1,2}hành|được\s{1,2}ký|thông\s{1,2}qua)"
)
MOST_PLACES = 50


def day(found: re.Match[str]) -> date | None:
    """Return the day of a match, if the calendar has it."""
    groups = found.groupdict()
    year, month = groups.get("y") or groups.get("y2"), groups.get("m") or groups.get("m2")
    try:
        return date(int(year or 0), int(month or 0), int(groups["d"]))
    except ValueError:
        return None


def is_place_and_day(line: str) -> bool:
    """Tell a line that says only where and when a paper was signed."""
    return ALONE.fullmatch(line.strip()) is not None


def find_date(
    head: Sequence[str], tail: Sequence[str], body: Sequence[str] = ()
) -> tuple[date | None, str, bool]:
    """Return the day and the place that a paper's head gives, and whether the day was guessed."""
    found: list[tuple[date | None, str]] = []
    for line in (IN_HEAD.sub(" | ", x) for x in head):
        for match in WRITTEN.finditer(line):
            place = PLACE.search(line[: match.start()])
            found.append((day(match), place["place"].strip() if place else ""))
    if not found:
        found = [(day(m), "") for line in head[:12] for m in DATE.finditer(line)] or list(
            in_english(head[:12])
        )
    if found:
        days = {d for d, where in found if where} or {d for d, _ in found}
        # The day stands behind a place; another one is of something that the head only names.
        best = next((f for f in found if f[1]), found[0])
        return best[0], best[1], best[0] is None or len(days) > 1
    for line in tail:
        if (passed := DATE.search(line)) and PASSED.search(line[: passed.start()]):
            return day(passed), "", day(passed) is None
    # Scanned columns come apart: the day may stand far from the head, on a line of its own.
    alone = [m for line in (*head, *body) if (m := ALONE.fullmatch(line.strip()))]
    if alone:
        return day(alone[0]), alone[0]["place"].strip(), True
    return None, "", any(BLANK.search(line) for line in head)


def in_english(head: Sequence[str]) -> Iterator[tuple[date | None, str]]:
    """Give the days of an English head."""
    for line in head:
        if found := ENGLISH.search(line):
            try:
                yield date(int(found["y"]), MONTHS[found["month"]], int(found["d"])), ""
            except ValueError:
                yield None, ""


def find_validity(
    lines: Sequence[str], issued_on: date | None
) -> tuple[date | None, date | None, frozenset[str]]:
    """Return the first and the last day that a paper gives itself, and which of the two are unsure."""
    starts: list[date] = []
    ends: list[date] = []
    for line in [x for x in lines if "hiệu lực" in x or "áp dụng" in x][:MOST_PLACES]:
        text = line[:3000]
        starts += [d for m in IN_FORCE.finditer(text) if (d := start(m["rest"], issued_on))]
        ends += [d for m in LASTS.finditer(text) if (d := until(m["rest"]))]
        ends += [d for m in ENDS.finditer(text) if (d := day_before(m["rest"]))]
    unsure = {name for name, days in (("in_force_from", starts), ("in_force_to", ends)) if len(set(days)) > 1}
    if starts and ends and ends[0] < starts[0]:
        unsure |= {"in_force_from", "in_force_to"}
    return next(iter(starts), None), next(iter(ends), None), frozenset(unsure)


def start(rest: str, issued_on: date | None) -> date | None:
    """Return the first day that the words behind "có hiệu lực" give."""
    if found := AFTER.search(rest):
        return issued_on + timedelta(days=int(found["days"])) if issued_on else None
    if found := FROM.search(rest):
        return day(found)
    return issued_on if SIGNED.search(rest) else None


def until(rest: str) -> date | None:
    """Return the last day that the words behind "áp dụng" give."""
    found = UNTIL.search(rest)
    return day(found) if found else None


def day_before(rest: str) -> date | None:
    """Return the last day that the words behind "hết hiệu lực" give: the one before."""
    found = FROM.search(rest)
    first_without = day(found) if found else None
    return first_without - timedelta(days=1) if first_without else None
