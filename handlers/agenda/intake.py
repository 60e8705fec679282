"""A programme that a secretary pastes or sends: shown as it was understood, corrected, saved as a draft."""

from __future__ import annotations

import re

from handlers.agenda import programmes
from handlers.agenda.corrections import change_of, correction_in
from handlers.agenda.programme_words import Said, by_days, pages
from handlers.agenda.routing import router
from handlers.chat import Button, Html, Reply, Request, lines, paragraphs, words
from handlers.routing import OtherMatterError
from knowledge import Knowledge, Problem, Refusal
from knowledge.agenda.intakes import IntakeRow
from knowledge.agenda.reading.files import SUFFIXES
from knowledge.agenda.reading.handed import HandedProgramme, programme_in_file, programme_in_text
from knowledge.vietnamese.clocks import CLOCK
from knowledge.vietnamese.text import fold

MOST_PROBLEMS = 8
NAMED = re.compile(r"(?<!\w)(?:lich (?:cong tac|lam viec|tuan|hop)|lct)(?!\w)|\.ics$")
DAY = re.compile(r"(?<!\w)(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|cn|\d{1,2}/\d{1,2})(?!\w)")
FEWEST_HOURS = 2
TITLE = re.compile(r"(?:lich|chuong trinh) (?:cong tac|lam viec)\b")
ASKS = re.compile(r"\?\s*$")


def is_programme(folded: str) -> bool:
    """Tell a pasted programme: several hours under days; nobody asks a question like that."""
    hours = len(CLOCK.findall(folded))
    named = folded.startswith(
        ("lich cong tac", "lich lam viec", "chuong trinh cong tac", "chuong trinh lam viec")
    )
    return not ASKS.search(folded) and hours >= FEWEST_HOURS and (named or len(DAY.findall(folded)) > 1)


@router.text(is_programme)
async def pasted(request: Request, knowledge: Knowledge) -> Reply:
    """Read what was pasted."""
    return await taken(request, knowledge, programme_in_text(request.text, request.now))


@router.file(lambda _folded: True)
async def sent(request: Request, knowledge: Knowledge) -> Reply:
    """Read a programme; of another paper that names meetings, offer them and leave it to the registry."""
    file = request.file
    if file is None or not file.name.lower().endswith(tuple(SUFFIXES)):
        raise OtherMatterError
    if not await knowledge.programmes.units(request.person.id):
        if NAMED.search(fold(f"{request.text} {file.name}")):
            raise Refusal("Only a secretary drafts the programme. Please send it to your office's secretary.")
        raise OtherMatterError
    try:
        handed = await programme_in_file(knowledge.workshop, file.name, await file.load(), request.now)
    except Refusal as refusal:
        # The registry reads more kinds, and says better what is wrong with a file.
        raise OtherMatterError from refusal
    if handed.read.kind == "programme":
        return await taken(request, knowledge, handed)
    if not handed.read.meetings:
        raise OtherMatterError
    row = await knowledge.intakes.take(request.person.id, handed, request.event, request.now)
    raise OtherMatterError(turn.button(offer(request, row), row.id, 0))


def offer(request: Request, row: IntakeRow) -> str:
    """Say what could be put into the agenda besides."""
    first = row.lines[0].meeting
    if len(row.lines) == 1:
        when = f"{request.clock(first.starts_at)} {first.starts_at.astimezone(request.person.timezone):%d/%m}"
        return words(request.say("Put the meeting of {when} on the agenda", when=when))
    return words(
        request.say_count(
            "Put the meeting on the agenda", "Put the {count} meetings on the agenda", len(row.lines)
        )
    )


async def taken(request: Request, knowledge: Knowledge, handed: HandedProgramme) -> Reply:
    """Keep what was understood and show it, with what was not."""
    if not handed.read.meetings:
        said = [problem(request, each) for each in handed.read.problems[:MOST_PROBLEMS]]
        return Reply(paragraphs(request.say("I found no meeting in this that I can read."), *said))
    row = await knowledge.intakes.take(request.person.id, handed, request.event, request.now)
    return shown(request, row, 0)


def problem(request: Request, each: Problem) -> Html:
    """Say what could not be read, and where."""
    sentence = words(request.say(each.refusal.message, **each.refusal.values))
    if each.line:
        return request.say("⚠ Line {line}: {problem}", line=each.line, problem=sentence)
    return request.say("⚠ {problem}", problem=sentence)


def shown(request: Request, row: IntakeRow, page: int) -> Reply:
    """Show a page of what was understood."""
    said = [Said(line.number, line.meeting, (), line.is_dropped) for line in row.lines]
    all_pages = pages(request, said)
    page = page if 0 <= page < len(all_pages) else 0
    count = sum(not line.is_dropped for line in row.lines)
    parts = [
        request.say_count(
            "<b>I understood one meeting for {unit}:</b>",
            "<b>I understood {count} meetings for {unit}:</b>",
            count,
            unit=row.unit,
        ),
        *by_days(request, all_pages[page]),
    ]
    if row.problems:
        parts.append(lines(*(problem(request, each) for each in row.problems[:MOST_PROBLEMS])))
    if len(row.problems) > MOST_PROBLEMS:
        rest = len(row.problems) - MOST_PROBLEMS
        parts.append(request.say_count("and one more", "and {count} more", rest))
    if past := [line.number for line in row.lines if line.is_past(request.now)]:
        numbers = ", ".join(map(str, past[:MOST_PROBLEMS]))
        parts.append(request.say("⚠ Already over: {numbers}. Is the day right?", numbers=numbers))
    if row.unsure:
        parts.append(request.say("⚠: I was not sure of this. Please look at it."))
    parts.append(request.say("To correct, type for example: 2 at 14:00 · 3 room 1 · 4 chair: Lea · drop 5"))
    rows: list[tuple[Button, ...]] = [
        (
            save.button(words(request.say("Save as a draft")), row.id),
            discard.button(words(request.say("Discard")), row.id),
        )
    ]
    turns = []
    if page:
        turns.append(turn.button("◀", row.id, page - 1))
    if page + 1 < len(all_pages):
        turns.append(turn.button("▶", row.id, page + 1))
    if turns:
        rows.append(tuple(turns))
    return Reply(paragraphs(*parts), tuple(rows), expects=corrected.expect(row.id, page))


@router.button("intake")
async def turn(request: Request, knowledge: Knowledge, intake_id: int, page: int) -> Reply:
    """Turn to a page."""
    row = await knowledge.intakes.get(request.person.id, intake_id)
    return shown(request, row, page) if row else over(request)


@router.step("correct")
async def corrected(request: Request, knowledge: Knowledge, intake_id: int, page: int) -> Reply:
    """Correct a line by what was typed."""
    wanted = correction_in(request.text)
    row = await knowledge.intakes.get(request.person.id, intake_id)
    if wanted is None or row is None:
        raise OtherMatterError
    who = request.person.id
    if wanted.drops or wanted.takes_back:
        row = await knowledge.intakes.drop(who, intake_id, wanted.number, back=wanted.takes_back)
        return shown(request, row, page)
    line = next((line for line in row.lines if line.number == wanted.number), None)
    if line is None:
        raise OtherMatterError
    change = change_of(line.meeting, wanted.text, request.now)
    if change.problem:
        return unread(
            request, words(request.say(change.problem.message, **change.problem.values)), intake_id, page
        )
    if not change.values:
        sentence = request.say("I did not understand what to change in line {number}.", number=wanted.number)
        return unread(request, words(sentence), intake_id, page)
    return shown(request, await knowledge.intakes.change(who, intake_id, wanted.number, change.values), page)


def unread(request: Request, sentence: str, intake_id: int, page: int) -> Reply:
    """Say what is wrong with a correction, and wait for another one."""
    return Reply(
        paragraphs(
            request.say("{sentence}", sentence=sentence),
            request.say("Type for example: 2 at 14:00 · 2 wednesday · 3 room 1 · 4 chair: Lea"),
        ),
        buttons=((turn.button(words(request.say("Show it again")), intake_id, page),),),
        expects=corrected.expect(intake_id, page),
    )


@router.button("saveintake")
async def save(request: Request, knowledge: Knowledge, intake_id: int) -> Reply:
    """Put the lines into the drafts of their weeks."""
    rows = await knowledge.intakes.save(request.person.id, intake_id, request.now)
    return programmes.saved(request, rows)


@router.button("dropintake")
async def discard(request: Request, knowledge: Knowledge, intake_id: int) -> Reply:
    """Ask once more before it is forgotten: typing it again is work."""
    row = await knowledge.intakes.get(request.person.id, intake_id)
    if row is None:
        return over(request)
    return Reply(
        request.say_count(
            "Discard this programme with one meeting?",
            "Discard this programme with {count} meetings?",
            len(row.lines),
        ),
        buttons=(
            (
                discarded.button(words(request.say("Discard")), intake_id),
                turn.button(words(request.say("◀ Back")), intake_id, 0),
            ),
        ),
        edit=True,
    )


@router.button("dropped")
async def discarded(request: Request, knowledge: Knowledge, intake_id: int) -> Reply:
    """Forget it."""
    await knowledge.intakes.discard(request.person.id, intake_id)
    return Reply(request.say("Discarded; nothing was kept."), edit=True)


def over(request: Request) -> Reply:
    """Say that an intake is no longer there."""
    return Reply(
        request.say("This programme was saved or discarded already. Send it again if you need it."), edit=True
    )
