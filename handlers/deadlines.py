"""Deadlines of one's own: list, add, done, later, and the reminders."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from urllib.parse import quote, unquote

from handlers.chat import Button, Reply, Request, lines, paragraphs, words
from handlers.deadline_words import (
    ASKS,
    in_line,
    later_moment,
    moment_of,
    short,
    snoozes,
    told,
    typed_moment,
)
from handlers.routing import Router, command_button
from knowledge import Knowledge, Refusal
from knowledge.deadlines.rows import DeadlineRow
from knowledge.messages.outbox import Due
from knowledge.vietnamese.dates import Found, find

router = Router("deadlines")

MOST_SHOWN = 8


@router.command("han", "deadlines", summary="Deadlines: /han shows yours; /han report by Friday 5pm adds one")
async def deadlines(request: Request, knowledge: Knowledge) -> Reply:
    """List one's deadlines, or add the one that was typed."""
    if not request.text:
        return await listing(request, knowledge, None)
    found = find(request.text, request.now)
    if found is None:
        return ask_when(request, request.text)
    if not found.rest:
        return await listing(request, knowledge, found)
    return await add(request, knowledge, found.rest, found)


@router.text(lambda folded: ASKS.fullmatch(folded) is not None)
async def in_words(request: Request, knowledge: Knowledge) -> Reply:
    """List the deadlines that a plain sentence asks for."""
    return await listing(request, knowledge, find(request.text, request.now))


def ask_when(request: Request, title: str) -> Reply:
    """Ask for the moment that was missing, keeping the rest."""
    return Reply(
        request.say(
            "By when must “{title}” be done? Please write for example: Friday 5pm, or 25/12.",
            title=short(title),
        ),
        expects=when.expect(quote(title, safe="")),
    )


@router.step("when")
async def when(request: Request, knowledge: Knowledge, title: str) -> Reply:
    """Take the moment that was asked for."""
    return await add(request, knowledge, unquote(title), typed_moment(request))


async def add(request: Request, knowledge: Knowledge, title: str, found: Found) -> Reply:
    """Write a deadline down and say how it was understood."""
    due_at = moment_of(request, found)
    row = await knowledge.deadlines.add(request.person.id, title, due_at, request.event, request.now)
    return Reply(
        lines(
            request.say("Noted: <b>{title}</b>, due {due}.", **told(row)),
            request.say("I will remind you at {moment}.", moment=row.remind_at),
        ),
        buttons=(controls(request, row),),
    )


async def listing(request: Request, knowledge: Knowledge, span: Found | None) -> Reply:
    """List what is open: one's own deadlines, and how many tasks one was given."""
    zone = request.person.timezone
    since = datetime.combine(span.first, time(), zone) if span else None
    until = datetime.combine(span.last + timedelta(days=1), time(), zone) if span else None
    own = await knowledge.deadlines.mine(request.person.id, until, since)
    tasks = await knowledge.tasks.mine(request.person.id)
    tasks = [
        task for task in tasks if (not until or task.due_at < until) and (not since or task.due_at >= since)
    ]
    if not own and not tasks:
        return Reply(
            request.say("You have no open deadlines there. Add one: /han quarterly report by Friday 5pm")
        )
    parts = []
    if own:
        rows = [in_line(request, row, number) for number, row in enumerate(own[:MOST_SHOWN], 1)]
        parts.append(lines(request.say("<b>Your deadlines</b>"), *rows))
    if len(own) > MOST_SHOWN:
        parts.append(
            request.say_count("And one more later.", "And {count} more later.", len(own) - MOST_SHOWN)
        )
    buttons = [numbered(request, row, number) for number, row in enumerate(own[:MOST_SHOWN], 1)]
    if tasks:
        parts.append(
            request.say(
                "📌 Tasks you were given: {count}. The next: {title}, {due}.",
                count=len(tasks),
                title=short(tasks[0].title),
                due=tasks[0].due_at,
            )
        )
        buttons.append((command_button(words(request.say("📌 My tasks")), "/viec"),))
    return Reply(paragraphs(*parts), tuple(buttons))


@router.button("done")
async def done(request: Request, knowledge: Knowledge, id: int) -> Reply:
    """Note that it is done."""
    who = request.person
    row = await knowledge.deadlines.finish(who.id, id, request.event, request.now, who.timezone)
    if row.rule and not row.done_at:
        stop = router.actions["deadlines.stop"].button(words(request.say("Stop repeating")), id)
        return Reply(
            request.say("Done. Next time: <b>{title}</b>, {due}.", **told(row)), ((stop,),), edit=True
        )
    undo = reopen.button(words(request.say("Undo")), id)
    return Reply(request.say("Done: <b>{title}</b>.", title=short(row.title)), ((undo,),), edit=True)


@router.button("reopen")
async def reopen(request: Request, knowledge: Knowledge, id: int) -> Reply:
    """Take "done" back."""
    row = await knowledge.deadlines.reopen(request.person.id, id, request.event, request.now)
    again = request.say("Open again: <b>{title}</b>, due {due}.", **told(row))
    return Reply(again, (controls(request, row),), edit=True)


@router.button("later")
async def later(request: Request, knowledge: Knowledge, id: int) -> Reply:
    """Ask until when the reminder shall wait."""
    row = await own(request, knowledge, id)
    if row is None:
        raise Refusal("This deadline is not within your scope. /han shows yours.")
    text = request.say("When shall I remind you of <b>{title}</b>?", title=short(row.title))
    choices = [snooze.button(label, id, until) for until, label in snoozes(request)]
    return Reply(text, (tuple(choices[:2]), tuple(choices[2:4]), tuple(choices[4:])), edit=True)


@router.button("snooze")
async def snooze(request: Request, knowledge: Knowledge, id: int, until: str) -> Reply:
    """Move the reminder by some minutes, or to an evening, a morning, the next week."""
    moment = later_moment(request, until)
    row = await knowledge.deadlines.snooze(request.person.id, id, moment, request.event, request.now)
    text = request.say(
        "I will remind you of <b>{title}</b> at {moment}.", title=short(row.title), moment=row.remind_at
    )
    return Reply(text, (controls(request, row)[:1],), edit=True)


@router.notice("deadline")
async def remind(request: Request, knowledge: Knowledge, due: Due) -> Reply | None:
    """Remind of a deadline; silent when it is done."""
    row = await own(request, knowledge, due.subject_id)
    if row is None or row.done_at:
        return None
    if row.is_reminder:
        text = request.say("⏰ <b>{title}</b>", title=short(row.title))
    elif row.due_at <= request.now:
        text = request.say("Reminder: <b>{title}</b> was due {due}.", **told(row))
    else:
        text = request.say("Reminder: <b>{title}</b> is due {due}.", **told(row))
    return Reply(text, (controls(request, row),))


async def own(request: Request, knowledge: Knowledge, id: int) -> DeadlineRow | None:
    """Return one of one's own deadlines."""
    return await knowledge.deadlines.get(request.person.id, id)


def controls(request: Request, row: DeadlineRow) -> tuple[Button, ...]:
    """Make the buttons of one deadline: done, soon again, and all the ways to be reminded later."""
    return (
        done.button(words(request.say("Done")), row.id),
        snooze.button(words(request.say("In 1 hour")), row.id, "hour"),
        later.button(words(request.say("Later …")), row.id),
    )


def numbered(request: Request, row: DeadlineRow, number: int) -> tuple[Button, ...]:
    """Make the two buttons of a line in the list."""
    return (
        done.button(words(request.say("Done {number}", number=number)), row.id),
        later.button(words(request.say("Later {number}", number=number)), row.id),
    )
