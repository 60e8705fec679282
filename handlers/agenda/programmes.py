"""Programmes: the list, a week's draft with its conflicts, typed corrections, approval and publishing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from handlers.agenda.corrections import accepted_in, change_of, correction_in, repeats_in
from handlers.agenda.deciding import approve, give_back, submit
from handlers.agenda.programme_words import Said, by_days, pages, remarks, state_of
from handlers.agenda.routing import router
from handlers.chat import Button, Html, Reply, Request, lines, paragraphs, words
from handlers.routing import OtherMatterError
from knowledge import Knowledge
from knowledge.agenda.programmes import ProgrammeRow, ProgrammeTitle
from knowledge.agenda.reading.handed import programme_in_text
from knowledge.agenda.reading.sentences import Where, read_sentence
from knowledge.messages.outbox import Due
from knowledge.models import ProgrammeState
from knowledge.vietnamese.spelling import bare

WEEK = timedelta(days=7)
ADD = ("them ", "add ")


@router.command("lichtuan", "programme", summary="The week's programme: draft, approve, publish")
async def programme(request: Request, knowledge: Knowledge) -> Reply:
    """List the programmes that the person drafts or decides on; a text behind the command is one."""
    if request.text and "\n" in request.text:
        return await drafted(request, knowledge)
    monday = request.now.date() - timedelta(days=request.now.weekday())
    found = await knowledge.programmes.titles(request.person.id, monday)
    units = await knowledge.programmes.units(request.person.id)
    rows: list[tuple[Button, ...]] = [(opened.button(title_of(request, each), each.id),) for each in found]
    if units:
        rows.append(
            (
                week.button(words(request.say("Draft this week")), units[0].id, monday),
                week.button(words(request.say("Draft next week")), units[0].id, monday + WEEK),
            )
        )
    if not rows:
        return Reply(request.say("Programmes are drafted by secretaries. See what is published: /lich."))
    text = (
        request.say("Programmes from this week on:") if found else request.say("No programme is drafted yet.")
    )
    hint = request.say("You can also paste a programme here, or send it as a Word, Excel or calendar file.")
    return Reply(paragraphs(text, hint) if units else text, tuple(rows))


async def drafted(request: Request, knowledge: Knowledge) -> Reply:
    """Read a programme that stands behind the command."""
    from handlers.agenda import intake  # it imports this module

    return await intake.taken(request, knowledge, programme_in_text(request.text, request.now))


def title_of(request: Request, each: ProgrammeTitle) -> str:
    """Name a programme on its button."""
    last = each.first_day + timedelta(days=6)
    span = f"{each.first_day:%d/%m}–{last:%d/%m}"
    state = words(state_of(request, each.state, each.version))
    return f"{span} · {each.unit} · {state}"


@router.button("programme")
async def opened(request: Request, knowledge: Knowledge, programme_id: int) -> Reply:
    """Open a programme."""
    return await open_at(request, knowledge, programme_id, 0)


@router.button("programmepage")
async def turn(request: Request, knowledge: Knowledge, programme_id: int, page: int) -> Reply:
    """Turn to a page of a programme."""
    return await open_at(request, knowledge, programme_id, page)


async def open_at(request: Request, knowledge: Knowledge, programme_id: int, page: int) -> Reply:
    """Show a page of a programme, or say that there is none for this person."""
    row = await knowledge.programmes.get(request.person.id, programme_id)
    return (
        shown(request, row, page) if row else Reply(request.say("That programme is not within your scope."))
    )


@router.button("draftweek")
async def week(request: Request, knowledge: Knowledge, unit_id: int, first_day: date) -> Reply:
    """Begin or open the unit's programme of a week."""
    row = await knowledge.programmes.week(request.person.id, unit_id, first_day, request.now)
    return shown(request, row)


def saved(request: Request, rows: Sequence[ProgrammeRow]) -> Reply:
    """Show the draft that lines were put into; where there are several weeks, their list."""
    if len(rows) == 1:
        reply = shown(request, rows[0])
        return replace(reply, text=paragraphs(request.say("Saved as a draft."), reply.text), edit=True)
    buttons = tuple((opened.button(f"{row.first_day:%d/%m/%Y}", row.id),) for row in rows)
    return Reply(request.say("Saved as drafts of {count} weeks:", count=len(rows)), buttons, edit=True)


def shown(request: Request, row: ProgrammeRow, page: int = 0) -> Reply:
    """Show a programme's page with what can be done."""
    said = [Said(each.number, each.line, remarks(request, each), each.is_dropped) for each in row.lines]
    all_pages = pages(request, said)
    page = page if 0 <= page < len(all_pages) else 0
    last = row.first_day + timedelta(days=6)
    parts = [
        request.say(
            "<b>Programme {first} – {last}, {unit}</b> ({state})",
            first=f"{row.first_day:%d/%m}",
            last=f"{last:%d/%m/%Y}",
            unit=row.unit,
            state=words(state_of(request, row.state, row.version)),
        )
    ]
    if row.remark and row.state == ProgrammeState.RETURNED:
        parts.append(request.say("Remark: {remark}", remark=row.remark))
    parts += by_days(request, all_pages[page]) or [request.say("No meeting is in it yet.")]
    if row.open_clashes:
        parts.append(
            request.say_count(
                "⚠ One meeting has a conflict.", "⚠ {count} meetings have conflicts.", row.open_clashes
            )
        )
    if row.may_edit:
        parts.append(hint(request, row))
    expects = corrected.expect(row.id, row.revision, page) if row.may_edit else None
    return Reply(paragraphs(*parts), buttons_of(request, row, page, len(all_pages)), expects=expects)


def hint(request: Request, row: ProgrammeRow) -> Html:
    """Say how it is changed."""
    if not row.lines:
        return request.say("Type for example: add wednesday 14:00 briefing, place: room 2, chair: Lea")
    return request.say("To change it, type for example: 2 at 14:00 · drop 5 · add wednesday 14:00 briefing")


def buttons_of(request: Request, row: ProgrammeRow, page: int, count: int) -> tuple[tuple[Button, ...], ...]:
    """Return what can be done with a programme."""
    rows: list[tuple[Button, ...]] = []
    if row.may_decide:
        rows.append(
            (
                approve.button(words(request.say("Approve and publish")), row.id, row.revision),
                give_back.button(words(request.say("Give back")), row.id, row.revision),
            )
        )
    elif row.may_edit and row.lines and row.state in {ProgrammeState.DRAFT, ProgrammeState.RETURNED}:
        label = request.say("Send for approval") if row.needs_approval else request.say("Publish")
        rows.append((submit.button(words(label), row.id, row.revision),))
    if row.may_edit:
        rows.append((copy.button(words(request.say("Copy last week")), row.id),))
    turns = []
    if page:
        turns.append(turn.button("◀", row.id, page - 1))
    if page + 1 < count:
        turns.append(turn.button("▶", row.id, page + 1))
    if turns:
        rows.append(tuple(turns))
    return tuple(rows)


@router.step("edit")
async def corrected(request: Request, knowledge: Knowledge, programme_id: int, seen: int, page: int) -> Reply:
    """Change a draft by what was typed."""
    row = await knowledge.programmes.get(request.person.id, programme_id)
    if row is None:
        raise OtherMatterError
    who, now = request.person.id, request.now
    if bare(request.text).startswith(ADD):
        return await added(request, knowledge, row)
    wanted = correction_in(request.text)
    line = next((line for line in row.lines if wanted and line.number == wanted.number), None)
    if wanted is None or line is None:
        raise OtherMatterError
    if wanted.drops or wanted.takes_back:
        changed = await knowledge.programmes.drop(who, line.id, seen, now, back=wanted.takes_back)
        return shown(request, changed, page)
    accepting = accepted_in(wanted.text)
    if accepting:
        return shown(request, await knowledge.programmes.accept(who, line.id, seen, accepting, now), page)
    if (rule := repeats_in(wanted.text, now)) is not None:
        await knowledge.programmes.repeat(who, line.id, seen, rule)
        said = request.say("It is put into each new week.") if rule else request.say("It repeats no longer.")
        return Reply(said, expects=corrected.expect(programme_id, seen, page))
    change = change_of(line.line, wanted.text, now)
    if change.problem:
        return Reply(
            request.say(change.problem.message, **change.problem.values),
            expects=corrected.expect(programme_id, seen, page),
        )
    if not change.values:
        return Reply(
            request.say("I did not understand what to change in line {number}.", number=wanted.number),
            expects=corrected.expect(programme_id, seen, page),
        )
    return shown(request, await knowledge.programmes.change(who, line.id, seen, change.values, now), page)


async def added(request: Request, knowledge: Knowledge, row: ProgrammeRow) -> Reply:
    """Add a meeting that was typed in a sentence."""
    text = request.text.split(maxsplit=1)[1]
    start = max(row.first_day, request.now.date())
    base = request.now.replace(year=start.year, month=start.month, day=start.day)
    meeting = read_sentence(text, Where(None), base)
    if meeting is None:
        return Reply(
            request.say("Please name the day and the hour, for example: add wednesday 14:00 briefing."),
            expects=corrected.expect(row.id, row.revision, 0),
        )
    return shown(request, await knowledge.programmes.add(request.person.id, row.id, meeting, request.now))


@router.button("copyweek")
async def copy(request: Request, knowledge: Knowledge, programme_id: int) -> Reply:
    """Copy last week's meetings."""
    return shown(
        request, await knowledge.programmes.copy_last_week(request.person.id, programme_id, request.now)
    )


@router.notice("programme")
async def decided(request: Request, knowledge: Knowledge, due: Due) -> Reply | None:
    """Tell a lead what waits, or a secretary what was decided; silent where it has gone on since."""
    row = await knowledge.programmes.get(request.person.id, due.subject_id)
    if row is None or row.state == ProgrammeState.DRAFT:
        return None
    first = {
        ProgrammeState.SUBMITTED: request.say("A programme waits for your approval."),
        ProgrammeState.RETURNED: request.say("Your programme was given back."),
        ProgrammeState.PUBLISHED: request.say("Your programme was approved and published."),
    }[ProgrammeState(row.state)]
    reply = shown(request, row)
    return Reply(lines(first, Html(""), reply.text), reply.buttons)
