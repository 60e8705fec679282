"""When a meeting that repeats takes place: RRULEs of RFC 5545, computed where the office is."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

from knowledge.agenda.reading.tables import HANOI
from knowledge.problems import Refusal

MOST = 100
"""Times in one span: no office meets more often in a week."""


def occurrences(
    rule: str, first: datetime, start: datetime, end: datetime, zone: tzinfo = HANOI
) -> list[datetime]:
    """Return the times in [start, end), at the same hour of the clock; Refusal where the rule is none."""
    from dateutil.rrule import rrulestr

    # Hours of the wall clock: a rule in UTC would move with a zone's summer time.
    local = first.astimezone(zone).replace(tzinfo=None)
    try:
        times = rrulestr(rule, dtstart=local)
    except (ValueError, TypeError, KeyError) as error:
        raise Refusal("“{rule}” is no rule of repetition.", rule=rule[:60]) from error
    found = []
    for each in times.xafter(start.astimezone(zone).replace(tzinfo=None), count=MOST, inc=True):
        moment = each.replace(tzinfo=zone).astimezone(UTC)
        if moment >= end:
            break
        found.append(moment)
    return found
