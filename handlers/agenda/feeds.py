"""The agenda on one's phone: private addresses that calendars subscribe to, made, shown once, ended."""

from __future__ import annotations

from handlers import language
from handlers.agenda.routing import router
from handlers.chat import Button, Html, Reply, Request, lines, paragraphs, words
from knowledge import Knowledge
from knowledge.agenda.exports.calendar import CalendarWords
from knowledge.agenda.exports.feeds import FeedRow

PATH = "/lich"
OWN = 0
"""Instead of a unit's id, for the person's own calendar."""
MOST_UNITS = 6
"""Buttons; the nearest units come first."""
LONGEST_LABEL = 40


@router.command("lichdienthoai", "calendar", summary="The agenda in my phone's calendar, kept up to date")
async def feeds(request: Request, knowledge: Knowledge) -> Reply:
    """Show the addresses in use, and offer to make or end one."""
    return await shown(request, knowledge)


async def shown(request: Request, knowledge: Knowledge, *, edit: bool = False) -> Reply:
    """Write the list of addresses with its buttons."""
    if request.public_url is None:
        return Reply(
            request.say(
                "Phones cannot reach this server yet: its public address is not set. "
                "Please tell your technician (CANBO_PUBLIC_URL)."
            )
        )
    in_use = await knowledge.exports.feeds.of(request.person.id)
    units = (await knowledge.exports.feeds.units(request.person.id))[:MOST_UNITS]
    intro = request.say(
        "Your phone's calendar can show the agenda by itself. "
        "Choose a calendar: you get a private address for it. A new address ends the one before."
    )
    told = [line_of(request, feed) for feed in in_use]
    rows: list[tuple[Button, ...]] = [
        (make_feed.button(words(request.say("➕ My own meetings")), OWN),),
        *((make_feed.button(cut(f"➕ {name}"), unit),) for unit, name in units),
        *((end_feed.button(cut(f"✖ {name_of(request, feed)}"), feed.id),) for feed in in_use),
    ]
    parts = [intro, lines(request.say("Addresses in use:"), *told)] if told else [intro]
    return Reply(paragraphs(*parts), tuple(rows), edit=edit)


@router.button("feed_make")
async def make_feed(request: Request, knowledge: Knowledge, unit_id: int) -> Reply:
    """Make an address and show it, this once."""
    if request.public_url is None:
        return await shown(request, knowledge)
    token = await knowledge.exports.feeds.create(request.person.id, unit_id or None, request.now)
    return Reply(
        paragraphs(
            request.say("The private address of your calendar, shown only this once:"),
            request.say("<code>{url}</code>", url=f"{request.public_url}{PATH}/{token}.ics"),
            lines(
                request.say("iPhone: Settings → Apps → Calendar → Calendar Accounts → Add → Subscribed."),
                request.say("Android: on calendar.google.com → Other calendars → + → From URL."),
            ),
            request.say(
                "Whoever knows the address sees these meetings: do not pass it on. /lichdienthoai ends it."
            ),
        ),
        buttons=((hide_feed.button(words(request.say("Done: hide the address here"))),),),
    )


@router.button("feed_hide")
async def hide_feed(request: Request, _: Knowledge) -> Reply:
    """Take an address out of the chat, where it would stay for as long as the chat is kept."""
    text = request.say("The address is hidden; your calendar goes on. /lichdienthoai shows what is in use.")
    return Reply(text, edit=True)


@router.button("feed_end")
async def end_feed(request: Request, knowledge: Knowledge, feed_id: int) -> Reply:
    """End an address; phones get nothing more from it."""
    await knowledge.exports.feeds.revoke(request.person.id, feed_id, request.now)
    return await shown(request, knowledge, edit=True)


def line_of(request: Request, feed: FeedRow) -> Html:
    """Say what an address shows, since when, and when a phone last looked."""
    values = {"name": name_of(request, feed), "day": f"{feed.created_at:%d/%m/%Y}"}
    if feed.used_at is None:
        return request.say("• {name}: since {day}, not opened by a phone yet", **values)
    return request.say("• {name}: since {day}, last opened {moment}", **values, moment=feed.used_at)


def name_of(request: Request, feed: FeedRow) -> str:
    """Name the calendar of an address."""
    return feed.unit or words(request.say("My own meetings"))


def cut(label: str) -> str:
    """Shorten what does not fit on a button."""
    return label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1].rstrip() + "…"


def calendar_words(spoken: str, unit: str = "") -> CalendarWords:
    """Return what is said in a calendar of this language; of the person's own where no unit is named."""
    own = language.translate(spoken, "My meetings")
    of_unit = language.translate(spoken, "Agenda of {unit}").format(unit=unit)
    return CalendarWords(
        name=of_unit if unit else own,
        chair=language.translate(spoken, "Chair"),
        attendance=language.translate(spoken, "Attendance"),
        prepared_by=language.translate(spoken, "Prepared by"),
        invitation=language.translate(spoken, "Invitation No."),
        note=language.translate(spoken, "Note"),
        unsaid=language.translate(spoken, "(When it ends is not said.)"),
    )
