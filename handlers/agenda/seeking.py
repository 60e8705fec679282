"""Questions about people, rooms and topics: "chiều mai đồng chí A họp gì?", "phòng 2 có trống không"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from textwrap import shorten

from handlers.agenda.answers import opened
from handlers.agenda.programme_words import cut
from handlers.agenda.routing import router
from handlers.agenda.seeking_words import PERSON, ROOM, TOPIC, asks, named
from handlers.chat import Button, Html, Reply, Request, lines, paragraphs
from handlers.routing import Action, OutdatedButtonError
from knowledge import Knowledge
from knowledge.agenda.finding import FoundMeeting, Room
from knowledge.agenda.naming import Named
from knowledge.organisation.units import UnitRow
from knowledge.vietnamese.dates import Found, find
from knowledge.vietnamese.spelling import bare

PARTS = {"morning": (0, 12), "noon": (11, 14), "afternoon": (12, 18), "evening": (17, 24)}
MOST, MOST_OPENED, LONGEST_LABEL = 10, 4, 60
LONGEST_SPAN = 400 * 24 * 60
"""Minutes."""
LAST_MINUTE = 60_000_000
"""Since 1970: no calendar of ours shows what comes later."""
HOUR = timedelta(hours=1)


@router.text(asks)
async def sought(request: Request, knowledge: Knowledge) -> Reply:
    """Answer which meetings fit."""
    when = find(request.text, request.now)
    rest = (when.rest if when else request.text).strip()
    start, end = span(request, when)
    who, folded = request.person.id, bare(rest)
    if room := ROOM.fullmatch(folded):
        name = named(room, rest)
        rooms = await knowledge.finding.rooms(who, name)
        if len(rooms) > 1:
            return choice(request, theirs_of("room"), [(room.name, room.id) for room in rooms], start, end)
        if rooms:
            return await of_room(request, knowledge, rooms[0], start, end)
        return roomed(
            request, name, await knowledge.finding.at_place(who, name, start, end), start, known=False
        )
    if topic := TOPIC.fullmatch(folded):
        name = named(topic, rest)
        found = await knowledge.finding.about(who, name, start, end)
        return listed(request, request.say("Meetings about “{what}”:", what=cut(name)), found, start, end)
    person = PERSON.fullmatch(folded)
    name = named(person, rest) if person else rest
    people = await knowledge.finding.whom(who, name)
    if len(people) > 1:
        return choice(request, theirs_of("theirs"), [(str(p), p.person_id) for p in people], start, end)
    units = [] if people else await knowledge.finding.units(who, name)
    if len(units) > 1:
        return choice(request, theirs_of("unit"), [(unit.name, unit.id) for unit in units], start, end)
    if units:
        return await of_unit(request, knowledge, units[0], start, end)
    return await of_person(request, knowledge, people[0] if people else name, start, end)


def theirs_of(name: str) -> Action[[int, int, int]]:
    """Return the button that answers a choice: what was chosen, and the span in minutes since 1970."""
    return router.actions[f"agenda.{name}"]


def choice(
    request: Request,
    action: Action[[int, int, int]],
    entries: Sequence[tuple[str, int]],
    start: datetime,
    end: datetime,
) -> Reply:
    """Ask which of those whom or which a name fits is meant."""
    span = int(start.timestamp()) // 60, int(end.timestamp()) // 60
    rows = [
        (action.button(shorten(label, LONGEST_LABEL, placeholder=" …"), id_, *span),)
        for label, id_ in entries[:MOST]
    ]
    return Reply(request.say("Which one do you mean?"), tuple(rows))


def chosen_span(request: Request, start: int, end: int) -> tuple[datetime, datetime]:
    """Return the span of a button, unless somebody forged it."""
    if not 0 < start < end < start + LONGEST_SPAN or end > LAST_MINUTE:
        raise OutdatedButtonError
    zone = request.person.timezone
    return datetime.fromtimestamp(60 * start, zone), datetime.fromtimestamp(60 * end, zone)


@router.button("room")
async def room_chosen(request: Request, knowledge: Knowledge, room_id: int, start: int, end: int) -> Reply:
    """Say when the room that was chosen is taken."""
    rooms = await knowledge.facilities.of(request.person.id)
    room = next((Room(each.id, each.name) for each in rooms if each.id == room_id), None)
    if room is None:
        raise OutdatedButtonError
    return await of_room(request, knowledge, room, *chosen_span(request, start, end))


async def of_room(
    request: Request, knowledge: Knowledge, room: Room, start: datetime, end: datetime
) -> Reply:
    """Say when a room is taken."""
    taken = await knowledge.finding.in_room(request.person.id, room, start, end)
    return roomed(request, room.name, taken, start, known=True)


@router.button("unit")
async def unit_chosen(request: Request, knowledge: Knowledge, unit_id: int, start: int, end: int) -> Reply:
    """List the meetings of the unit that was chosen."""
    span = chosen_span(request, start, end)
    found = await knowledge.finding.of_unit(request.person.id, unit_id, *span)
    return listed(request, request.say("Meetings of this unit:"), found, *span)


async def of_unit(
    request: Request, knowledge: Knowledge, unit: UnitRow, start: datetime, end: datetime
) -> Reply:
    """List a unit's meetings."""
    found = await knowledge.finding.of_unit(request.person.id, unit.id, start, end)
    return listed(request, request.say("Meetings of {who}:", who=cut(unit.name)), found, start, end)


async def of_person(
    request: Request, knowledge: Knowledge, who: Named | str, start: datetime, end: datetime
) -> Reply:
    """List somebody's meetings."""
    found = await knowledge.finding.with_person(request.person.id, who, start, end)
    name = who if isinstance(who, str) else who.name
    return listed(request, request.say("Meetings of {who}:", who=cut(name)), found, start, end)


@router.button("theirs")
async def theirs(request: Request, knowledge: Knowledge, person_id: int, start: int, end: int) -> Reply:
    """List the meetings of the person who was chosen; the span is in minutes since 1970."""
    who = await knowledge.finding.named(request.person.id, person_id)
    if who is None:
        raise OutdatedButtonError
    return await of_person(request, knowledge, who, *chosen_span(request, start, end))


def span(request: Request, when: Found | None) -> tuple[datetime, datetime]:
    """Return the time that is asked about: today where none is named."""
    zone, today = request.person.timezone, request.now.date()
    first, last = (when.first, when.last) if when else (today, today)
    start = datetime.combine(first, time(), zone)
    end = datetime.combine(last, time(), zone) + timedelta(days=1)
    if when and when.clock:
        start = datetime.combine(first, when.clock, zone)
        return start, datetime.combine(first, when.until, zone) if when.until else start + HOUR
    if when and when.part in PARTS and first == last:
        begins, ends = PARTS[when.part]
        return start + begins * HOUR, start + ends * HOUR
    return start, end


def roomed(request: Request, name: str, taken: list[FoundMeeting], start: datetime, *, known: bool) -> Reply:
    """Say when a room is taken."""
    day = start.astimezone(request.person.timezone).date()
    if not taken and known:
        return Reply(request.say("{room} is free: {day}.", room=cut(name), day=day))
    if not taken:
        sentence = request.say("No meeting that you may see is in “{room}”: {day}.", room=cut(name), day=day)
        return Reply(sentence)
    entries = [entry(request, m) for m in taken[:MOST]]
    text = paragraphs(request.say("{room} is taken:", room=cut(name)), lines(*entries))
    return Reply(text, buttons(request, taken))


def listed(request: Request, title: Html, found: list[FoundMeeting], start: datetime, end: datetime) -> Reply:
    """List meetings, or say that there are none in the person's scope."""
    if not found:
        first = start.astimezone(request.person.timezone).date()
        last = (end - timedelta(seconds=1)).astimezone(request.person.timezone).date()
        if first == last:
            return Reply(request.say("No such meeting is within your scope: {day}.", day=first))
        return Reply(
            request.say(
                "No such meeting is within your scope from {first} to {last}.",
                first=f"{first:%d/%m}",
                last=f"{last:%d/%m/%Y}",
            )
        )
    entries = [entry(request, m) for m in found[:MOST]]
    if len(found) > MOST:
        entries.append(request.say_count("and one more", "and {count} more", len(found) - MOST))
    return Reply(paragraphs(title, lines(*entries)), buttons(request, found))


def entry(request: Request, meeting: FoundMeeting) -> Html:
    """Say a meeting in one line; of one out of scope, that it takes the room."""
    day = f"{meeting.starts_at.astimezone(request.person.timezone):%d/%m}"
    time = hours(request, meeting)
    if meeting.is_hidden:
        return request.say("{day} {time}: busy", day=day, time=time)
    values = {"day": day, "time": time, "title": cut(meeting.title)}
    if meeting.place:
        return request.say("{day} {time}: {title} ({place})", place=cut(meeting.place), **values)
    return request.say("{day} {time}: {title}", **values)


def hours(request: Request, meeting: FoundMeeting) -> str:
    """Say from when to when."""
    start = request.clock(meeting.starts_at)
    return f"{start}–{request.clock(meeting.ends_at)}" if meeting.ends_at else start


def buttons(request: Request, found: list[FoundMeeting]) -> tuple[tuple[Button, ...], ...]:
    """Offer to open the first ones."""
    shown = [m for m in found if not m.is_hidden][:MOST_OPENED]
    labels = [f"{request.clock(m.starts_at)} {shorten(m.title, 30, placeholder=' …')}" for m in shown]
    return tuple((opened.button(label, m.id),) for label, m in zip(labels, shown, strict=True))
