"""How deadlines are said, and the plain sentences that ask for them."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from textwrap import shorten

from handlers.chat import Html, Request, words
from knowledge.deadlines.rows import DeadlineRow
from knowledge.problems import Refusal
from knowledge.vietnamese.dates import WHEN, Found, find

LONGEST_TITLE = 200
ENDS = {"morning": time(11, 30), "noon": time(12), "evening": time(21)}
OFFICE_CLOSES = time(17)
MORNING, TONIGHT = time(8), time(19, 30)
WORK = r"(?:han(?: chot| nop)?|viec|cong viec|nhiem vu|(?:my |the )?deadlines?|(?:my )?tasks)"
MINE = r"(?: (?:cua |phai lam|can lam|den han|for )?(?:toi|em|minh|me)?)?"
END = r"(?: (?:la gi|co gi|gi|nao|the nao))*\s*\??"
ASKS = re.compile(
    rf"(?:xem |what are |show )?{WORK}{MINE}(?: (?:trong|cho|for))? {WHEN}{END}"
    rf"|{WHEN}{MINE} (?:co|phai lam|den) {WORK}{END}|{WORK} (?:cua )?(?:toi|em|minh){END}"
    rf"|(?:xem |show )?(?:my deadlines|han cua toi|deadlines)\s*\??"
)


def in_line(request: Request, row: DeadlineRow, number: int) -> Html:
    """Say one of one's own deadlines."""
    values = {"number": number, **told(row)}
    if row.due_at < request.now:
        return request.say("{number}. {title} – <b>overdue</b>, was due {due}", **values)
    return request.say("{number}. {title} – {due}", **values)


def typed_moment(request: Request) -> Found:
    """Read the moment that was asked for; the question stays open otherwise. Raises Refusal."""
    found = find(request.text, request.now)
    if found is None:
        raise Refusal("I could not read that moment. Please write for example: Friday 5pm, or 25/12.")
    return found


def moment_of(request: Request, found: Found) -> datetime:
    """Return when it is due: at the end of the named part of the day, or when offices close."""
    clock = found.clock or ENDS.get(found.part, OFFICE_CLOSES)
    return datetime.combine(found.last, clock, request.person.timezone)


def snoozes(request: Request) -> tuple[tuple[str, str], ...]:
    """Return the ways to be reminded later, each with its label."""
    return (
        ("20m", words(request.say("In 20 minutes"))),
        ("hour", words(request.say("In 1 hour"))),
        ("tonight", words(request.say("Tonight 19:30"))),
        ("tomorrow", words(request.say("Tomorrow 08:00"))),
        ("nextweek", words(request.say("Monday 08:00"))),
    )


def later_moment(request: Request, until: str) -> datetime:
    """Return when a way to be reminded later is; tonight that is over is tomorrow's."""
    today, zone = request.now.date(), request.person.timezone
    if until == "tonight":
        tonight = datetime.combine(today, TONIGHT, zone)
        return tonight if tonight > request.now else tonight + timedelta(days=1)
    if until == "tomorrow":
        return datetime.combine(today + timedelta(days=1), MORNING, zone)
    if until == "nextweek":
        return datetime.combine(today + timedelta(days=7 - today.weekday()), MORNING, zone)
    return request.now + timedelta(minutes=20 if until == "20m" else 60)


def told(row: DeadlineRow) -> dict[str, object]:
    """Return what every sentence says of a deadline."""
    return {"title": short(row.title), "due": row.due_at}


def short(text: str) -> str:
    """Shorten a title for a line of a chat."""
    return shorten(text, LONGEST_TITLE, placeholder=" …")
