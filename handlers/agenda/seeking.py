"""Questions about people, rooms and topics: "chiều mai đồng chí A họp gì?", "phòng 2 có trống không"."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from textwrap import shorten

from handlers.agenda.answers import opened
from handlers.agenda.programme_words import cut
from handlers.agenda.routing import router
from handlers.chat import Button, Html, Reply, Request, lines, paragraphs
from knowledge import Knowledge
from knowledge.agenda.finding import FoundMeeting
from knowledge.vietnamese.dates import Found, find
from knowledge.vietnamese.spelling import bare

WHO = r"(?:d/c|dong chi|ong|ba|anh|chi)"
HAS = r"(?:co )?(?:hop|lich|lam viec|ban|di|o dau|cong tac)(?: (?:gi|nao|o dau|viec|hop|dau))*(?: khong)?"
PERSON = re.compile(
    rf"(?:{HAS} (?:cua )?)?(?P<who>{WHO} [^?]{{1,50}}?)(?: {HAS})?(?: khong)?\s*\??"
    rf"|lich(?: hop| lam viec| cong tac)? cua (?P<whose>(?!toi|em|minh)[^?]{{2,50}}?)(?: {HAS})?\s*\??"
    r"|what does (?P<en>[^?]{2,50}?) (?:do|have)(?: on)?\s*\??"
)
ROOM = re.compile(
    r"(?P<room>(?:phong(?: hop)?|hoi truong|xe|room|hall|car) ?[^?]{1,40}?)"
    r" (?:co |con )?(?:trong|ranh|ban|ai (?:dung|hop|dat)|free|busy|taken)(?: khong| chua)?\s*\??"
    r"|is (?P<en>(?:room|hall|car) ?[^?]{1,40}?) (?:free|busy|taken)\s*\??"
)
TOPIC = re.compile(
    r"(?:co )?(?:hoi nghi|cuoc hop|buoi hop|hop|lich)(?: nao| gi)? (?:ve|lien quan(?: den| toi)?|noi ve) "
    r"(?P<topic>[^?]{2,60}?)(?: khong)?\s*\??"
    r"|(?:any |which )?meetings? (?:about|on) (?P<en>[^?]{2,60}?)\s*\??"
)
ANY_DAY = datetime(2026, 3, 2, tzinfo=UTC)
"""To see whether a text names a time; which one is no matter."""
PARTS = {"morning": (0, 12), "noon": (11, 14), "afternoon": (12, 18), "evening": (17, 24)}
MOST, MOST_OPENED = 10, 4
HOUR = timedelta(hours=1)


def asks(folded: str) -> bool:
    """Tell a question about a room, or about somebody or a topic at some time; others are for the papers."""
    when = find(folded, ANY_DAY)
    rest = bare(when.rest).strip() if when else folded
    if ROOM.fullmatch(rest):
        return True
    return when is not None and (TOPIC.fullmatch(rest) or PERSON.fullmatch(rest)) is not None


@router.text(asks)
async def sought(request: Request, knowledge: Knowledge) -> Reply:
    """Answer which meetings fit."""
    when = find(request.text, request.now)
    rest = (when.rest if when else request.text).strip()
    start, end = span(request, when)
    who, folded = request.person.id, bare(rest)
    if room := ROOM.fullmatch(folded):
        name = named(room, rest)
        called, taken = await knowledge.finding.in_room(who, name, start, end)
        return roomed(request, called or name, taken, start, known=bool(called))
    if topic := TOPIC.fullmatch(folded):
        name = named(topic, rest)
        found = await knowledge.finding.about(who, name, start, end)
        return listed(request, request.say("Meetings about “{what}”:", what=cut(name)), found, start, end)
    person = PERSON.fullmatch(folded)
    name = named(person, rest) if person else rest
    found = await knowledge.finding.with_person(who, name, start, end)
    return listed(request, request.say("Meetings of {who}:", who=cut(name)), found, start, end)


def named(match: re.Match[str], text: str) -> str:
    """Return what a question names, as it was typed."""
    group = next(name for name, value in match.groupdict().items() if value)
    return text[slice(*match.span(group))].strip()


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
