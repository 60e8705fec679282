"""The agenda: a day, a week, the next meeting."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby
from textwrap import shorten

from handlers.agenda.answers import opened
from handlers.agenda.changes import called_off
from handlers.agenda.exports import ALL, take
from handlers.agenda.routing import router
from handlers.chat import Button, Html, Reply, Request, lines, paragraphs, words
from handlers.routing import OutdatedButtonError
from knowledge import Knowledge
from knowledge.agenda import MeetingRow
from knowledge.messages.outbox import Due
from knowledge.vietnamese.dates import WHEN, find
from knowledge.vietnamese.readings import FIRST_YEAR, LAST_YEAR

LONGEST = 3500
"""Characters of a list; the longest message has 4096."""
LONGEST_DETAIL = 300
LONGEST_LABEL, MOST_OPENED = 40, 8
"""Characters of a meeting's button, and meetings of a day that have one."""
LONGEST_SPAN = 31
"""Days."""
DAY, WEEK = timedelta(days=1), timedelta(days=7)

SCHEDULE = r"(?:lich(?: hop| cong tac| lam viec| tuan)?|cuoc hop|hop)"
MINE = r"(?: (?:cua )?(?:toi|em|minh|chung toi))?"
END = r"(?: (?:the nao|ra sao|co gi|gi|nao|khong|ko|may gio|o dau|vay|nhi|a))*\s*\??"
SHOW = r"(?:xem |cho (?:toi |em )?(?:xem |biet )?)?(?:co )?"
WHAT = r"(?:what |which |any |show |my |the |do i have |are there |is there |have |a |on |is )*"
HAVE = r"(?: do i have| are there| have i| on| is| for)*"
ASKS = re.compile(
    rf"{WHEN}{MINE}(?: (?:co|phai))? {SCHEDULE}{MINE}{END}"
    rf"|{SHOW}{SCHEDULE}(?: gi| nao)?{MINE}(?: (?:cho|trong|vao|ngay))? {WHEN}{END}"
    rf"|(?:xem )?lich(?: hop| cong tac)?{MINE}"
    rf"|{WHAT}(?:meetings?|agenda){HAVE} {WHEN}\s*\??"
    rf"|(?:what is|what's|what do i have) (?:on )?{WHEN}\s*\??"
)
ASKS_NEXT = re.compile(
    rf"cuoc hop (?:tiep theo|sap toi|toi|ke tiep|gan nhat){MINE}{END}"
    rf"|(?:what is |what's |when is |show )?(?:my |the )next meeting\s*\??|next meeting\s*\??"
)


@router.command("lich", "agenda", summary="The agenda: /lich, /lich mai, /lich tuan sau")
async def agenda(request: Request, knowledge: Knowledge) -> Reply:
    """Show the day or week that was named; today when none was."""
    found = find(request.text, request.now) if request.text else None
    if request.text and not found:
        return Reply(
            request.say(
                "I could not read a day in “{text}”. Please write for example /lich mai or /lich tuan sau.",
                text=shorten(request.text, 60),
            )
        )
    first, last = (found.first, found.last) if found else (request.now.date(),) * 2
    if first == last:
        return await show_day(request, knowledge, first)
    return await show_week(request, knowledge, first, last)


@router.text(lambda folded: ASKS_NEXT.fullmatch(folded) is not None)
async def next_meeting(request: Request, knowledge: Knowledge) -> Reply:
    """Show the next meeting."""
    meeting = await knowledge.agenda.next_after(request.person.id, request.now)
    if meeting is None:
        return Reply(request.say("No further meeting is planned within your scope."))
    day = meeting.starts_at.astimezone(request.person.timezone).date()
    return Reply(
        paragraphs(request.say("<b>{day}</b>", day=day), in_full(request, meeting)),
        buttons=((day_button(request, day),),),
    )


@router.text(lambda folded: ASKS.fullmatch(folded) is not None)
async def in_words(request: Request, knowledge: Knowledge) -> Reply:
    """Show the agenda that a plain sentence asks for."""
    if find(request.text, request.now):
        return await agenda(request, knowledge)
    return await show_day(request, knowledge, request.now.date())


@router.button("day")
async def open_day(request: Request, knowledge: Knowledge, day: date) -> Reply:
    """Turn to a day."""
    return await show_day(request, knowledge, near(day), edit=True)


@router.button("week")
async def open_week(request: Request, knowledge: Knowledge, day: date) -> Reply:
    """Turn to the week of a day."""
    first = monday_of(near(day))
    return await show_week(request, knowledge, first, first + 6 * DAY, edit=True)


@router.notice("meeting")
async def remind(request: Request, knowledge: Knowledge, due: Due) -> Reply | None:
    """Remind of a meeting that starts soon; silent when it was moved, or is no longer in scope."""
    meeting = await knowledge.agenda.get(request.person.id, due.subject_id)
    if meeting is None or meeting.starts_at != due.expires_at:
        return None
    day = meeting.starts_at.astimezone(request.person.timezone).date()
    return Reply(
        paragraphs(
            request.say("A meeting starts at {time}:", time=request.clock(meeting.starts_at)),
            in_full(request, meeting),
        ),
        buttons=((day_button(request, day),),),
    )


async def show_day(request: Request, knowledge: Knowledge, day: date, *, edit: bool = False) -> Reply:
    """List a day's meetings in full."""
    start = midnight(request, day)
    meetings = await knowledge.agenda.meetings(request.person.id, start, midnight(request, day + DAY))
    title = request.say("<b>{day}</b>", day=day)
    rows: list[tuple[Button, ...]] = [
        (
            open_day.button("◀", (day - DAY)),
            open_week.button(words(request.say("Week")), day),
            open_day.button("▶", (day + DAY)),
        )
    ]
    off = await called_off(request, knowledge, start, midnight(request, day + DAY))
    if meetings:
        rows += [(opened.button(label_of(request, m), m.id),) for m in meetings[:MOST_OPENED]]
        entries = [*(in_full(request, m) for m in meetings), *off]
        return Reply(fitted(request, title, entries), tuple(rows), edit)
    parts = [title, request.say("No meeting is planned."), *off]
    following = await knowledge.agenda.next_after(request.person.id, start)
    if following:
        next_day = following.starts_at.astimezone(request.person.timezone).date()
        parts.append(request.say("The next day with meetings: {day}.", day=next_day))
        rows.append((day_button(request, next_day),))
    return Reply(paragraphs(*parts), tuple(rows), edit)


async def show_week(
    request: Request, knowledge: Knowledge, first: date, last: date, *, edit: bool = False
) -> Reply:
    """List several days, one line a meeting."""
    last = min(last, first + (LONGEST_SPAN - 1) * DAY)
    meetings = await knowledge.agenda.meetings(
        request.person.id, midnight(request, first), midnight(request, last + DAY)
    )
    title = request.say(
        "<b>Agenda from {first} to {last}</b>", first=f"{first:%d/%m}", last=f"{last:%d/%m/%Y}"
    )
    buttons = (
        (
            open_week.button("◀", (first - WEEK)),
            open_day.button(words(request.say("By day")), start_of(request, first, last)),
            open_week.button("▶", (first + WEEK)),
        ),
    )
    if not meetings:
        return Reply(paragraphs(title, request.say("No meeting is planned in these days.")), buttons, edit)
    days = groupby(meetings, lambda m: m.starts_at.astimezone(request.person.timezone).date())
    parts = [
        part
        for day, of_day in days
        for part in (request.say("<b>{day}</b>", day=day), *(in_short(request, m) for m in of_day))
    ]
    along = (take.button(words(request.say("Picture, Word, Excel")), first, last, ALL),)
    return Reply(fitted(request, title, parts, joined=lines), (*buttons, along), edit)


def start_of(request: Request, first: date, last: date) -> date:
    """Return the day that "By day" opens: today where it lies in the span."""
    today = request.now.date()
    return today if first <= today <= last else first


def fitted(request: Request, title: Html, parts: Sequence[Html], joined: object = paragraphs) -> Html:
    """Join what fits into one message, and say so where something does not."""
    shown = list(parts)
    while len("\n\n".join(shown)) > LONGEST:
        shown.pop()
    text = joined(*shown)  # type: ignore[operator]  # lines or paragraphs
    if len(shown) == len(parts):
        return paragraphs(title, text)
    more = request.say("There is more than one message can hold. Please open the days one by one.")
    return paragraphs(title, text, more)


def label_of(request: Request, meeting: MeetingRow) -> str:
    """Name a meeting on the button that opens it."""
    return shorten(f"{request.clock(meeting.starts_at)} {meeting.title}", LONGEST_LABEL, placeholder=" …")


def in_short(request: Request, meeting: MeetingRow) -> Html:
    """Say a meeting in one line."""
    values = {"time": hours(request, meeting), "title": cut(meeting.title), "place": cut(meeting.place)}
    if meeting.place:
        return request.say("{time} {title} ({place})", **values)
    return request.say("{time} {title}", **values)


def in_full(request: Request, meeting: MeetingRow) -> Html:
    """Say a meeting with everything known about it."""
    parts = [request.say("<b>{time}</b> {title}", time=hours(request, meeting), title=cut(meeting.title))]
    if meeting.place:
        parts.append(request.say("Place: {place}", place=cut(meeting.place)))
    if meeting.chair:
        parts.append(request.say("Chair: {chair}", chair=cut(meeting.chair)))
    if meeting.papers:
        parts.append(request.say("Papers: {papers}", papers=cut("; ".join(meeting.papers))))
    if meeting.note:
        parts.append(request.say("Note: {note}", note=cut(meeting.note)))
    return lines(*parts)


def hours(request: Request, meeting: MeetingRow) -> str:
    """Say from when to when."""
    start = request.clock(meeting.starts_at)
    return f"{start}–{request.clock(meeting.ends_at)}" if meeting.ends_at else start


def cut(text: str) -> str:
    """Shorten what nobody reads to the end in a chat."""
    return text if len(text) <= LONGEST_DETAIL else shorten(text, LONGEST_DETAIL, placeholder=" …")


def midnight(request: Request, day: date) -> datetime:
    """Return when a day begins where the person is."""
    return datetime.combine(day, time(), request.person.timezone)


def near(day: date) -> date:
    """Return the day of a button, unless no calendar of ours shows it: then somebody forged it."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise OutdatedButtonError
    return day


def monday_of(day: date) -> date:
    """Return the first day of a week."""
    return day - day.weekday() * DAY


def day_button(request: Request, day: date) -> Button:
    """Make a button that opens a day."""
    return open_day.button(words(request.say("Open {date}", date=f"{day:%d/%m}")), day)
