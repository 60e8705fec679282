"""Reminders of one's own: "/nhac 16h chiều mai gọi phường", once or again and again."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from handlers.chat import Reply, Request, lines
from handlers.deadline_words import MORNING, TONIGHT, short
from handlers.deadlines import controls, listing, router
from handlers.routing import OtherMatterError
from knowledge import Knowledge, Refusal
from knowledge.vietnamese.clocks import CLOCK, PART
from knowledge.vietnamese.dates import Found, find
from knowledge.vietnamese.repeats import first_day
from knowledge.vietnamese.spelling import bare

ASKED = re.compile(
    r"(?:(?:hay |nho )?(?:nhac|dat nhac|hen gio)(?P<whom> (?:toi|em|minh))?(?: (?:lai|giup|ho|nhe))*"
    r"|remind me(?: to| at| of)?) "
)
PARTS = {"evening": TONIGHT, "afternoon": MORNING.replace(hour=14), "noon": MORNING.replace(hour=12)}
SHORTEST = 2
HOUR_ALONE = re.compile(rf"(?:luc |at )?(?:{CLOCK.pattern})(?: ?(?:{PART.pattern}))?")


@router.command(
    "nhac", "remind", summary="Remind me: /nhac 4pm tomorrow call the ward; /nhac every Monday 8am"
)
async def remind_me(request: Request, knowledge: Knowledge) -> Reply:
    """Write a reminder down, or list what is open."""
    if not request.text:
        return await listing(request, knowledge, None)
    return await noted(request, knowledge, request.text)


@router.text(lambda folded: ASKED.match(folded) is not None)
async def in_words(request: Request, knowledge: Knowledge) -> Reply:
    """Write a reminder down that a plain sentence asks for; one without a time is another matter."""
    asked = ASKED.match(bare(request.text))
    text = request.text[asked.end() :] if asked else ""
    if asked and request.text[slice(*asked.span("whom"))].strip().lower() == "tối":
        # "Nhắc tối nay …": the evening, and no "tôi".
        text = request.text[asked.start("whom") :].strip()
    found = find(text, request.now)
    # "Nhắc lại nội dung nghị quyết ngày 22/12" asks for a paper: without "tôi" the time comes first.
    is_mine = asked is not None and (asked["whom"] or asked[0].startswith("remind me"))
    if found is None or "?" in text or not (is_mine or text.rstrip().endswith(found.rest)):
        raise OtherMatterError
    return await noted(request, knowledge, text)


async def noted(request: Request, knowledge: Knowledge, text: str) -> Reply:
    """Write a reminder down and say how it was understood."""
    found = find(text, request.now)
    title = found.rest.strip(" ,.:-") if found else ""
    if found is None or len(title) < SHORTEST:
        raise Refusal("Please write when and what: /nhac 4pm tomorrow call the ward.")
    at = moment_of(request, found)
    row = await knowledge.deadlines.remind_of(
        request.person.id, title, at, found.rule, cause=request.event, now=request.now
    )
    said = [
        request.say("⏰ I will remind you: <b>{title}</b>, {due}.", title=short(row.title), due=row.due_at)
    ]
    if row.rule:
        said.append(request.say("It comes again by itself until you stop it."))
    said.append(request.say("Another time? Type it, for example: 5pm"))
    return Reply(lines(*said), (controls(request, row)[:1],), expects=changed.expect(row.id))


def moment_of(request: Request, found: Found) -> datetime:
    """Return when to remind: at the hour, or at the usual one of the part of the day; not in the past."""
    clock = found.clock or PARTS.get(found.part, MORNING)
    at = datetime.combine(found.first, clock, request.person.timezone)
    if found.rule and at <= request.now:
        day = first_day(found.rule, request.now.date() + timedelta(days=1))
        return datetime.combine(day, clock, request.person.timezone)
    return at


@router.step("moved")
async def changed(request: Request, knowledge: Knowledge, deadline_id: int) -> Reply:
    """Move a reminder to the time that was typed; a line that says more is another matter."""
    found = find(request.text, request.now)
    if found is None or found.rest.strip(" .") or found.rule:
        raise OtherMatterError
    there = await knowledge.deadlines.get(request.person.id, deadline_id)
    if there is None:
        raise OtherMatterError
    at = moment_of(request, found)
    if found.clock and HOUR_ALONE.fullmatch(bare(request.text).strip(" .")):
        # It is meant on the day that was set before.
        zone = request.person.timezone
        at = datetime.combine(there.due_at.astimezone(zone).date(), found.clock, zone)
    row = await knowledge.deadlines.move(request.person.id, deadline_id, at, request.event, request.now)
    text = request.say("⏰ I will remind you: <b>{title}</b>, {due}.", title=short(row.title), due=row.due_at)
    return Reply(text, (controls(request, row)[:1],), expects=changed.expect(deadline_id))


@router.button("stop")
async def stop(request: Request, knowledge: Knowledge, deadline_id: int) -> Reply:
    """End a reminder that comes again."""
    row = await knowledge.deadlines.stop_repeating(request.person.id, deadline_id, request.now)
    return Reply(request.say("“{title}” comes no more.", title=short(row.title)), edit=True)
