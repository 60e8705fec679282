"""Days and hours as people type them: Vietnamese with or without marks, and English."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from knowledge.vietnamese.clocks import CLOCK, PART, PARTS, clock_of
from knowledge.vietnamese.phrases import NAMED, RULES
from knowledge.vietnamese.readings import Span
from knowledge.vietnamese.repeats import first_day, rule_in
from knowledge.vietnamese.spelling import bare, has_marks, is_meant

BEFORE = re.compile(
    r"(?<!\w)(?:truoc|vao|luc|den|toi|tu|trong|cham nhat|by|on|before|until|at|from|for|due|in the|this)\s+$"
)
"""Words that lead to a phrase of time, and go with it."""
LIMITS = {
    "before": re.compile(
        r"(?<!\w)(?:truoc|cham nhat|muon nhat|han|den het|khong qua|by|before|until|due)(?!\w)"
    ),
    "after": re.compile(r"(?<!\w)(?:sau|ke tu|after|since|from)(?!\w)"),
}
"""Words before a phrase that make it a limit."""
BETWEEN_HOURS = re.compile(r"(?<=[\dhg])-(?=\d{1,2} ?(?:h|g|:))")
UNTIL = re.compile(r"\s*(?:-|–|den|to|until)\s*")
WHEN = (
    r"(?:(?:sang|trua|chieu|toi|ngay) )?(?:hom nay|nay|mai|mot|kia|hom qua"
    r"|(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|t[2-7]|chu nhat|cn)(?: tuan (?:nay|sau|toi|truoc))?"
    r"|(?:cuoi |dau )?(?:tuan|thang) (?:nay|sau|toi|truoc)|cuoi tuan|\d{1,2}/\d{1,2}(?:/\d{4})?"
    r"|(?:on |this |next )*(?:today|tomorrow|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    r"|week|weekend|month))"
)
"""The pattern of a folded phrase of days, for those who recognise whole sentences."""
EDGES = " ,;:.–-()"
LEADING = 20
"""Characters before a phrase in which the words of a limit stand."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a text says about time."""

    first: date
    last: date
    """The same as `first` for a day; a week's Sunday, a month's end."""
    clock: time | None
    """The hour, where one was named."""
    part: str
    """"morning", "noon", "afternoon" or "evening", where one was named; else empty."""
    rest: str
    """The text without the phrase."""
    until: time | None = None
    """The hour at which it ends, where two were named."""
    limit: str = ""
    """"before" where the time is the latest ("chậm nhất", "trước"), "after" where it is the earliest."""
    rule: str = ""
    """How it repeats, as RFC 5545 writes it; `first` is then the first time."""


@dataclass(slots=True)
class Draft:
    """A text with the pieces that were understood so far."""

    text: str
    folded: str
    """As long as the text, letter for letter."""
    accented: bool
    taken: list[tuple[int, int]]

    def take(self, start: int, end: int) -> None:
        """Blank a piece out, for the rules that come later."""
        self.taken.append((start, end))
        self.folded = self.folded[:start] + "\0" * (end - start) + self.folded[end:]

    def meant(self, start: int, end: int) -> bool:
        """Tell whether the piece, as typed, speaks of time."""
        return is_meant(self.text[start:end], accented=self.accented)


def find(text: str, now: datetime) -> Found | None:
    """Return the day, week, month or hour that the text names; None where it names none.

    `now` is in the person's zone. An hour alone is today's, or tomorrow's when it is over.
    """
    text = " ".join(text.split())
    # A hyphen before an hour is no sign: it stands between two of them.
    folded = BETWEEN_HOURS.sub("–", bare(text))
    draft = Draft(text, folded, has_marks(text), [])
    rule = take_rule(draft)
    span, is_coming = take_days(draft, now)
    match = next((m for m in CLOCK.finditer(draft.folded) if draft.meant(*m.span())), None)
    second = take_clock(draft, match) if match else None
    # "của tôi tuần này" without marks has no evening: parts belong to days and hours.
    part = take_part(draft) if match or (span and span[0] == span[1]) else ""
    clock = clock_of(match, part) if match else None
    until = clock_of(second, part) if second else None
    if span is None and clock is None and not rule:
        return None
    if span is None and rule:
        is_over = clock is not None and clock <= now.time()
        start = first_day(rule, now.date() + timedelta(days=is_over))
        span, is_coming = (start, start, None), False
    first, last, fixed = span or (now.date(), now.date(), None)
    if is_coming and clock and first == now.date() and clock <= now.time():
        first = last = first + timedelta(days=7 if span else 1)
    limit = limit_of(draft)
    return Found(first, last, clock or fixed, part, rest_of(draft), until, limit, rule)


def take_days(draft: Draft, now: datetime) -> tuple[Span | None, bool]:
    """Return the days that the first fitting rule reads, and whether they move on once the hour is over."""
    for pattern, reading in RULES:
        for match in pattern.finditer(draft.folded):
            words = {key.rstrip("23"): value for key, value in match.groupdict().items() if value}
            is_meant = reading in NAMED or draft.meant(*match.span())
            if is_meant and (span := reading(words, now)):
                draft.take(*match.span())
                return span, "wd" in words and "week" not in words
    return None, True


def take_rule(draft: Draft) -> str:
    """Take what says that it repeats."""
    found = rule_in(draft.folded, draft.meant)
    if found is None:
        return ""
    rule, start, end = found
    draft.take(start, end)
    return rule


def limit_of(draft: Draft) -> str:
    """Tell whether what was taken is a limit, by the words that lead to it."""
    for start, _ in draft.taken:
        leading = draft.folded[:start].rstrip()[-LEADING:].replace("\0", "")
        for limit, pattern in LIMITS.items():
            found = list(pattern.finditer(leading))
            if found and not leading[found[-1].end() :].replace("ngay", "").replace(" la", "").strip(EDGES):
                return limit
    return ""


def take_clock(draft: Draft, match: re.Match[str]) -> re.Match[str] | None:
    """Take the hour, and the second one of "14h - 16h30", which is returned."""
    start, end = match.span()
    between = UNTIL.match(draft.folded, end)
    second = CLOCK.match(draft.folded, between.end()) if between else None
    draft.take(start, second.end() if second else end)
    return second


def take_part(draft: Draft) -> str:
    """Return the part of the day that stands beside what was taken; "tối" elsewhere is just a word."""
    for match in PART.finditer(draft.folded):
        start, end = match.span()
        beside = any(start <= other[1] + 1 and other[0] <= end + 1 for other in draft.taken)
        if (beside or match[0] == "tonight") and draft.meant(start, end):
            draft.take(start, end)
            return PARTS[match[0]]
    return ""


def rest_of(draft: Draft) -> str:
    """Return the text without what was taken, and without the words that led to it."""
    kept = draft.text
    for start, end in sorted(draft.taken, reverse=True):
        folded = draft.folded[:start]
        while lead := BEFORE.search(folded):
            folded = folded[: lead.start()]
        kept = f"{kept[: len(folded)]} {kept[end:]}"
    return re.sub(r"\s+([,;.])", r"\1", " ".join(kept.split())).strip(EDGES)
