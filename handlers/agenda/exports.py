"""The agenda taken along: a meeting as a calendar file, some days as a picture, a Word file, a workbook."""

from __future__ import annotations

from datetime import date

from handlers import language
from handlers.agenda.feeds import calendar_words, cut
from handlers.agenda.routing import router
from handlers.chat import Button, OutgoingFile, Reply, Request, lines, words
from handlers.routing import OutdatedButtonError
from knowledge import Knowledge
from knowledge.agenda.exports import MOST_PRINTED, Made
from knowledge.agenda.exports.programme import Days, TableWords

ALL = 0
"""Instead of a unit's id: everything within one's scope."""
MOST_UNITS = 8
"""Buttons; the units with the most meetings."""
LONGEST = 31
"""Days, as in the list of the agenda."""
FIRST_YEAR, LAST_YEAR = 2000, 2100


@router.button("ics")
async def ics(request: Request, knowledge: Knowledge, meeting_id: int) -> Reply:
    """Send a meeting as a file that every calendar opens."""
    person = request.person
    made = await knowledge.exports.calendar(
        person.id, meeting_id, calendar_words(person.language), person.timezone
    )
    if made is None:
        return Reply(request.say("This meeting is not within your scope."))
    return Reply(
        request.say("Open the file and your calendar takes the meeting in. If it changes, I tell you here."),
        file=await handed(request, knowledge, made),
    )


@router.button("take")
async def take(request: Request, knowledge: Knowledge, first: date, last: date, unit_id: int) -> Reply:
    """Offer some days of the agenda as a picture or file: all of them, or one unit's."""
    week = await knowledge.exports.week(request.person.id, days(request, first, last), unit_id or None)
    here = [unit for unit in week.units if unit_id in {ALL, unit.id}]
    count = sum(unit.meetings for unit in here)
    if not count:
        return Reply(request.say("No meeting is planned in these days."))
    span = {"first": f"{first:%d/%m}", "last": f"{last:%d/%m/%Y}"}
    others = [
        (take.button(cut(f"{unit.name} ({unit.meetings})"), first, last, unit.id),)
        for unit in here[:MOST_UNITS]
        if len(here) > 1
    ]
    if count > MOST_PRINTED and others:
        text = request.say("From {first} to {last} there are {count} meetings. Whose?", **span, count=count)
        return Reply(text, tuple(others))
    text = request.say_count(
        "From {first} to {last}: one meeting. How would you like it?",
        "From {first} to {last}: {count} meetings. How would you like them?",
        count,
        **span,
    )
    if count > MOST_PRINTED:
        text = lines(text, request.say("A file holds the first {most} of them.", most=MOST_PRINTED))
    kinds: tuple[Button, ...] = (
        take_picture.button(words(request.say("🖼 Picture")), first, last, unit_id, 1),
        take_word.button(words(request.say("Word file")), first, last, unit_id),
        take_sheet.button(words(request.say("Excel file")), first, last, unit_id),
    )
    return Reply(text, (kinds, *others))


@router.button("take_word")
async def take_word(request: Request, knowledge: Knowledge, first: date, last: date, unit_id: int) -> Reply:
    """Send some days as the office prints them."""
    span = days(request, first, last)
    made = await knowledge.exports.word(request.person.id, span, table_words(request, span), unit_id or None)
    return await sent(request, knowledge, made, span)


@router.button("take_sheet")
async def take_sheet(request: Request, knowledge: Knowledge, first: date, last: date, unit_id: int) -> Reply:
    """Send some days as a workbook."""
    span = days(request, first, last)
    made = await knowledge.exports.sheet(request.person.id, span, table_words(request, span), unit_id or None)
    return await sent(request, knowledge, made, span)


@router.button("take_picture")
async def take_picture(  # noqa: PLR0917  # what a button carries
    request: Request, knowledge: Knowledge, first: date, last: date, unit_id: int, number: int
) -> Reply:
    """Send some days as a picture for the phone; a long programme one after the other."""
    span = days(request, first, last)
    made, count = await knowledge.exports.picture(
        request.person.id, span, table_words(request, span), unit_id or None, number
    )
    reply = await sent(request, knowledge, made, span, is_picture=True)
    if number >= count:
        return reply
    label = words(request.say("Picture {number} of {count} ▶", number=number + 1, count=count))
    following = take_picture.button(label, first, last, unit_id, number + 1)
    return Reply(reply.text, ((following,),), file=reply.file)


async def sent(
    request: Request, knowledge: Knowledge, made: Made, span: Days, *, is_picture: bool = False
) -> Reply:
    """Hand a file over with a line that says what it is."""
    text = request.say(
        "The agenda from {first} to {last}:", first=f"{span.first:%d/%m}", last=f"{span.last:%d/%m/%Y}"
    )
    return Reply(text, file=await handed(request, knowledge, made, is_picture=is_picture))


async def handed(
    request: Request, knowledge: Knowledge, made: Made, *, is_picture: bool = False
) -> OutgoingFile:
    """Keep what was made, for the person to fetch."""
    kept = await knowledge.made_files.keep(request.person.id, made.name, made.content, request.now)
    return OutgoingFile.made(kept, made.name, made.content, is_picture=is_picture)


def days(request: Request, first: date, last: date) -> Days:
    """Return the days of a button, unless they are none that we offer: then somebody forged it."""
    if not (FIRST_YEAR <= first.year <= LAST_YEAR and 0 <= (last - first).days < LONGEST):
        raise OutdatedButtonError
    return Days(first, last, request.person.timezone)


def table_words(request: Request, span: Days) -> TableWords:
    """Return what is said in tables and pictures, in the person's language."""
    week = span.week()
    title = request.say("Work programme, week {week}", week=week) if week else request.say("Work programme")
    first, last = f"{span.first:%d/%m/%Y}", f"{span.last:%d/%m/%Y}"
    return TableWords(
        title=words(title),
        span=words(request.say("(from {first} to {last})", first=first, last=last)),
        weekdays=language.weekdays(request.person.language),
        parts=(
            words(request.say("Morning")),
            words(request.say("Afternoon")),
            words(request.say("Evening")),
        ),
        day=words(request.say("Day")),
        date=words(request.say("Meeting date")),
        part=words(request.say("Part")),
        time=words(request.say("Time")),
        until=words(request.say("To")),
        content=words(request.say("Content")),
        chair=words(request.say("Chair")),
        attendance=words(request.say("Attendance")),
        place=words(request.say("Where")),
        prepared_by=words(request.say("Prepared by")),
        note=words(request.say("Note")),
        continued=words(request.say("(continued)")),
    )
