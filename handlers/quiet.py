"""Quiet hours: /imlang 22h-6h; how long before a meeting one hears of it."""

from __future__ import annotations

import re
from dataclasses import replace

from handlers.chat import Reply, Request, lines
from handlers.routing import Router
from knowledge import Knowledge, Refusal
from knowledge.vietnamese.spelling import bare

router = Router("quiet")

HOUR = r"(\d{1,2})(?:\s*(?:h|gio|:)\s*(\d{2})?)?"
SPAN = re.compile(rf"(?:tu )?{HOUR}\s*(?:-|–|den|toi|to)\s*{HOUR}")
SAID = re.compile(
    r"(?:(?P<off>tat|bo) |dat |bat )?(?:gio )?im lang(?: (?P<rest>(?:tu )?\d.*|tat|bo))?\s*\.?|quiet hours"
)
OFF = re.compile(r"(?:tat|khong|off|none|bo)")
URGENT = re.compile(r"(?:cho phep khan|khan (?P<on>bat|on)|khan (?P<off>tat|off)|urgent (?P<how>on|off))")
BEFORE = re.compile(
    r"(?:nhac|remind me)?\s*(?:toi|em|minh)?\s*"
    r"(?:truoc (?:moi |cac |khi |cuoc |gio )*hop (?:la )?(?P<a>\d{1,4}) ?(?P<au>phut|p|gio|h|minutes?|hours?)"
    r"|(?P<b>\d{1,4}) ?(?P<bu>phut|p|gio|h|minutes?|hours?) "
    r"(?:truoc (?:moi |khi |cuoc |gio )*hop|before meetings?))"
    r"\s*\.?"
)
NEVER = re.compile(r"(?:dung|khong|thoi) nhac (?:toi )?(?:truoc )?(?:cac |moi )?(?:cuoc )?hop\s*\.?")
DAY = 24 * 60


@router.command(
    "imlang", "quiet", summary="Quiet hours: /imlang 22h-6h; /imlang off; nothing rings within them"
)
async def quiet(request: Request, knowledge: Knowledge) -> Reply:
    """Set the quiet hours, show them, or let urgent ones pass in one's unit."""
    said = bare(request.text).strip()
    if not said:
        return await shown(request, knowledge)
    if OFF.fullmatch(said):
        await knowledge.wishes.be_quiet(request.person.id, None, None)
        return Reply(request.say("Quiet hours are off: messages come at any hour."))
    if allowed := URGENT.fullmatch(said):
        passes = not (allowed["off"] or allowed["how"] == "off")
        await knowledge.wishes.let_urgent_pass(request.person.id, passes=passes)
        return Reply(
            request.say("Reminders of meetings and deadlines pass the quiet hours in your units now.")
            if passes
            else request.say("Nothing passes the quiet hours in your units any more.")
        )
    span = SPAN.fullmatch(said)
    if span is None:
        raise Refusal("Please write from when to when: /imlang 22h-6h, or /imlang off.")
    start, end = minute_of(span[1], span[2]), minute_of(span[3], span[4])
    await knowledge.wishes.be_quiet(request.person.id, start, end)
    return await shown(request, knowledge)


async def shown(request: Request, knowledge: Knowledge) -> Reply:
    """Say the quiet hours, and how to change them."""
    wish = await knowledge.wishes.of(request.person.id)
    if wish.quiet_from is None or wish.quiet_to is None:
        return Reply(request.say("There are no quiet hours. To set them: /imlang 22h-6h"))
    return Reply(
        lines(
            request.say(
                "Quiet hours: {start} to {end}. What comes meanwhile waits until they end.",
                start=clock(wish.quiet_from),
                end=clock(wish.quiet_to),
            ),
            request.say("To end them: /imlang off"),
        )
    )


@router.text(lambda folded: SAID.fullmatch(folded) is not None)
async def in_words(request: Request, knowledge: Knowledge) -> Reply:
    """Take a plain line: "im lặng từ 22h đến 6h", "tắt giờ im lặng"."""
    said = SAID.fullmatch(bare(request.text).strip())
    rest = (said["off"] or said["rest"] or "") if said else ""
    return await quiet(replace(request, text=rest), knowledge)


@router.text(lambda folded: BEFORE.fullmatch(folded) is not None or NEVER.fullmatch(folded) is not None)
async def before_meetings(request: Request, knowledge: Knowledge) -> Reply:
    """Set how long before a meeting one hears of it: "nhắc tôi trước họp 30 phút"."""
    said = bare(request.text).strip()
    asked = BEFORE.fullmatch(said)
    minutes = 0
    if asked:
        number, unit = int(asked["a"] or asked["b"]), asked["au"] or asked["bu"]
        minutes = number * 60 if unit[0] in "gh" else number
    await knowledge.wishes.before_meetings(request.person.id, minutes)
    if not minutes:
        return Reply(request.say("I will not remind you before meetings any more."))
    return Reply(
        request.say_count(
            "I will remind you one minute before each of your meetings.",
            "I will remind you {count} minutes before each of your meetings.",
            minutes,
        )
    )


def minute_of(hour: str, minute: str | None) -> int:
    """Return the minute of the day. Raises Refusal."""
    found = int(hour) * 60 + int(minute or 0)
    if found > DAY or int(minute or 0) > 59:  # noqa: PLR2004  # minutes of an hour
        raise Refusal("Please write from when to when: /imlang 22h-6h, or /imlang off.")
    return found % DAY


def clock(minute: int) -> str:
    """Say a minute of the day."""
    return f"{minute // 60:02}:{minute % 60:02}"
