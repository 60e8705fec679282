"""How the lines of a programme are said, and how its days are headed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from handlers.chat import Html, Request, lines
from knowledge.agenda.lines import DAY, ParsedMeeting
from knowledge.agenda.programmes import Clash, LineRow
from knowledge.models import ProgrammeState

LONGEST_FIELD = 200
MOST_CLASHES = 3
LONGEST_PAGE = 2800
"""Characters of lines in one message; the longest message has 4096."""


@dataclass(frozen=True, slots=True)
class Said:
    """A line as it is shown: its number, what it says, and the remarks below it."""

    number: int
    meeting: ParsedMeeting
    remarks: tuple[Html, ...] = ()
    is_dropped: bool = False


def cut(text: str) -> str:
    """Shorten what nobody reads to the end in a chat."""
    return text if len(text) <= LONGEST_FIELD else text[: LONGEST_FIELD - 2].rstrip() + " …"


def marked(meeting: ParsedMeeting, field: str) -> str:
    """Return a field's text, with the sign of what was guessed."""
    text = cut(str(getattr(meeting, field)))
    return f"{text} ⚠" if field in meeting.unsure else text


def line_of(request: Request, said: Said) -> Html:
    """Say one meeting: number, hours, title, then place, chair and who comes."""
    meeting = said.meeting
    values = {"number": said.number, "time": hours(request, meeting), "title": cut(meeting.title)}
    if said.is_dropped:
        return request.say("<b>{number}.</b> ✗ {time} {title} (left out)", **values)
    first = (
        request.say("<b>{number}.</b> {time} ⚠ {title}", **values)
        if meeting.unsure & {"starts_at", "ends_at", DAY}
        else request.say("<b>{number}.</b> {time} {title}", **values)
    )
    parts = [first]
    if meeting.place:
        parts.append(request.say("   Place: {place}", place=marked(meeting, "place")))
    elif "place" in meeting.unsure:
        parts.append(request.say("   Place: ⚠ I did not understand where."))
    if meeting.chair:
        parts.append(request.say("   Chair: {chair}", chair=marked(meeting, "chair")))
    elif "chair" in meeting.unsure:
        parts.append(request.say("   Chair: ⚠ I did not understand who."))
    if meeting.attendance:
        parts.append(request.say("   Invited: {people}", people=cut(meeting.attendance)))
    return lines(*parts, *said.remarks)


def hours(request: Request, meeting: ParsedMeeting) -> str:
    """Say from when to when."""
    start = request.clock(meeting.starts_at)
    return f"{start}–{request.clock(meeting.ends_at)}" if meeting.ends_at else start


def by_days(request: Request, said: Iterable[Said]) -> list[Html]:
    """Say lines under their days, each part a paragraph."""
    days = groupby(said, lambda s: s.meeting.starts_at.astimezone(request.person.timezone).date())
    return [
        lines(request.say("<b>{day}</b>", day=day), *(line_of(request, each) for each in of_day))
        for day, of_day in days
    ]


def pages(request: Request, said: Sequence[Said]) -> list[list[Said]]:
    """Cut lines into pages that fit a message."""
    found: list[list[Said]] = [[]]
    size = 0
    for each in said:
        length = len(line_of(request, each)) + 40
        if found[-1] and size + length > LONGEST_PAGE:
            found.append([])
            size = 0
        found[-1].append(each)
        size += length
    return found


def state_of(request: Request, state: str, version: int) -> Html:
    """Say where a programme stands."""
    said = {
        ProgrammeState.DRAFT: request.say("draft"),
        ProgrammeState.SUBMITTED: request.say("waits for approval"),
        ProgrammeState.RETURNED: request.say("given back"),
        ProgrammeState.PUBLISHED: request.say("published"),
    }
    changed = state == ProgrammeState.DRAFT and version > 0
    return request.say("changed since it was published") if changed else said[ProgrammeState(state)]


def remarks(request: Request, each: LineRow) -> tuple[Html, ...]:
    """Say what is to be known of a line: new, changed, in conflict, on a holiday."""
    said = [clash_of(request, clash) for clash in each.clashes[:MOST_CLASHES]]
    if each.override_reason:
        said.append(request.say("   ✓ Conflict accepted: {reason}", reason=each.override_reason))
    if each.is_changed and not each.is_dropped:
        said.append(request.say("   ✎ Changed since it was published"))
    if each.rooms_instead:
        rooms = cut(", ".join(each.rooms_instead))
        said.append(request.say("   ⚠ This room is not among: {rooms}", rooms=rooms))
    if each.holiday:
        said.append(request.say("   ⚠ Public holiday: {name}", name=each.holiday))
    return tuple(said)


def clash_of(request: Request, clash: Clash) -> Html:
    """Say with which other meeting a line clashes; one out of scope is only "busy"."""
    what, time = ", ".join(clash.what), request.clock(clash.starts_at)
    if not clash.title:
        return request.say("   ⚠ {what}: busy at {time}", what=what, time=time)
    return request.say("   ⚠ {what}: also at {time} “{title}”", what=what, time=time, title=clash.title)
