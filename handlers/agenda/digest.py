"""The morning digest: today's meetings and what is due, at the person's hour; /bantin chooses it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from textwrap import shorten

from handlers.agenda.answers import opened
from handlers.agenda.changes import said as changed
from handlers.agenda.routing import router
from handlers.chat import Button, Html, Reply, Request, lines, paragraphs, words
from knowledge import Knowledge
from knowledge.agenda import MeetingRow
from knowledge.agenda.digests import KIND
from knowledge.agenda.news import NewsRow
from knowledge.messages.outbox import Due
from knowledge.vietnamese.dates import find
from knowledge.vietnamese.text import fold

MOST_MEETINGS, MOST_DUE, MOST_CHANGES, MOST_PAPERS, MOST_BUTTONS = 12, 8, 8, 6, 4
LONGEST = 90
OFF = {"tat", "off", "thoi", "ngung"}
ON = {"bat", "on"}
ALWAYS = {"luon", "always"}


@router.command("bantin", "digest", summary="The morning digest: /bantin now, /bantin 7h, /bantin off")
async def digest(request: Request, knowledge: Knowledge) -> Reply:
    """Show the digest, or choose its hour, or turn it off and on."""
    who, typed = request.person.id, fold(request.text)
    wish = await knowledge.digests.wish(who)
    if not typed:
        found = await composed(request, knowledge) or request.say("Nothing is planned or due today.")
        return Reply(
            paragraphs(found, chosen(request, wish.minute, is_off=wish.is_off)), choices(request, wish.is_off)
        )
    if typed in OFF or typed in ON or typed in ALWAYS:
        wish = replace(wish, is_off=typed in OFF, even_if_empty=wish.even_if_empty or typed in ALWAYS)
    elif (named := find(request.text, midnight(request, request.now.date()))) and named.clock:
        wish = replace(wish, minute=named.clock.hour * 60 + named.clock.minute, is_off=False)
    else:
        return Reply(request.say("Please write an hour, such as /bantin 7h, or /bantin off."))
    await knowledge.digests.want(who, wish)
    return Reply(chosen(request, wish.minute, is_off=wish.is_off), choices(request, wish.is_off))


def chosen(request: Request, minute: int, *, is_off: bool) -> Html:
    """Say when it comes."""
    if is_off:
        return request.say("The morning digest is off.")
    hour = f"{minute // 60:02}:{minute % 60:02}"
    return request.say("The digest comes at {hour} on days on which something is planned or due.", hour=hour)


def choices(request: Request, is_off: bool) -> tuple[tuple[Button, ...], ...]:  # noqa: FBT001  # what is turned
    """Offer to turn it off or on."""
    if is_off:
        return ((turned.button(words(request.say("Turn it on")), 1),),)
    return ((turned.button(words(request.say("Turn it off")), 0),),)


@router.button("digest")
async def turned(request: Request, knowledge: Knowledge, on: int) -> Reply:
    """Turn it on or off."""
    wish = replace(await knowledge.digests.wish(request.person.id), is_off=not on)
    await knowledge.digests.want(request.person.id, wish)
    return Reply(chosen(request, wish.minute, is_off=wish.is_off), choices(request, wish.is_off), edit=True)


@router.notice(KIND)
async def brought(request: Request, knowledge: Knowledge, due: Due) -> Reply | None:
    """Bring the digest; silent on a day with nothing, unless it is wanted then too."""
    wish = await knowledge.digests.wish(request.person.id)
    if wish.is_off:
        return None
    news = await knowledge.news.take(request.person.id, due.id, request.now)
    found = await composed(request, knowledge, news)
    if found is None and not wish.even_if_empty:
        return None
    text = found or request.say("Good morning. Nothing is planned or due today.")
    meetings = await today(request, knowledge)
    rows = tuple((opened.button(label_of(request, m), m.id),) for m in meetings[:MOST_BUTTONS])
    return Reply(text, rows)


async def today(request: Request, knowledge: Knowledge) -> list[MeetingRow]:
    """Return today's meetings that the person sees."""
    start = midnight(request, request.now.date())
    return await knowledge.agenda.meetings(request.person.id, start, start + timedelta(days=1))


async def composed(request: Request, knowledge: Knowledge, news: Sequence[NewsRow] = ()) -> Html | None:
    """Write the digest; None where nothing is planned, has changed, is due or is to be read."""
    meetings = await today(request, knowledge)
    start = midnight(request, request.now.date())
    due = await knowledge.deadlines.mine(request.person.id, start + timedelta(days=1))
    parts = []
    if meetings:
        entries = [meeting_line(request, m) for m in meetings]
        parts.append(section(request, request.say("<b>Meetings:</b>"), entries, MOST_MEETINGS))
    if news:
        entries = [changed(request, row) for row in news]
        parts.append(section(request, request.say("<b>Changed:</b>"), entries, MOST_CHANGES))
    unread = await knowledge.meeting_papers.unread(request.person.id, start, start + timedelta(days=2))
    if unread:
        entries = [
            request.say("📄 {name} ({when})", name=shorten(paper.name, LONGEST), when=paper.starts_at)
            for paper in unread
        ]
        parts.append(section(request, request.say("<b>To be read for meetings:</b>"), entries, MOST_PAPERS))
    if due:
        entries = [
            request.say("{when} {title}", when=when(request, d.due_at), title=shorten(d.title, LONGEST))
            for d in due[:MOST_DUE]
        ]
        parts.append(lines(request.say("<b>Due:</b>"), *entries))
    if not parts:
        return None
    return paragraphs(request.say("<b>Good morning. {day}</b>", day=request.now.date()), *parts)


def section(request: Request, title: Html, entries: Sequence[Html], most: int) -> Html:
    """Put a title above the first entries, and say how many more there are."""
    more = len(entries) - most
    rest = [request.say_count("and one more", "and {count} more", more)] if more > 0 else []
    return lines(title, *entries[:most], *rest)


def when(request: Request, due_at: datetime) -> str:
    """Say at what time something is due today, or since which day it is overdue."""
    local = due_at.astimezone(request.person.timezone)
    return f"{local:%H:%M}" if local.date() == request.now.date() else f"⚠ {local:%d/%m}"


def meeting_line(request: Request, meeting: MeetingRow) -> Html:
    """Say a meeting in one line."""
    values = {"time": request.clock(meeting.starts_at), "title": shorten(meeting.title, LONGEST)}
    if meeting.place:
        return request.say("{time} {title} ({place})", place=shorten(meeting.place, LONGEST), **values)
    return request.say("{time} {title}", **values)


def label_of(request: Request, meeting: MeetingRow) -> str:
    """Name a meeting on its button."""
    return shorten(f"{request.clock(meeting.starts_at)} {meeting.title}", 40, placeholder=" …")


def midnight(request: Request, day: date) -> datetime:
    """Return when a day begins where the person is."""
    return datetime.combine(day, time(), request.person.timezone)
