"""A conference's numbers as they stand, by unit and level; they follow what goes on."""

from __future__ import annotations

from handlers.agenda import points
from handlers.agenda.attendance_words import point_row, sum_row, summary, table_words, title_of
from handlers.agenda.conference_lookups import conference_of, totals_button
from handlers.agenda.exports import handed
from handlers.agenda.programme_words import cut
from handlers.agenda.routing import router
from handlers.agenda.setting_up import empty, more
from handlers.chat import Button, Html, Reply, Request, lines, paragraphs, words
from knowledge import Knowledge
from knowledge.agenda.conferences import Conference
from knowledge.agenda.conferences.chasing import SILENT
from knowledge.agenda.conferences.totals import TOP, PointTotals, Sum
from knowledge.messages.outbox import Due

PER_PAGE, PER_ROW = 10, 5
MOST_PROBLEMS = 8
MOST_SILENT = 40


@router.button("conference")
async def totals(request: Request, knowledge: Knowledge, meeting_id: int, unit_id: int, page: int) -> Reply:
    """Show the numbers of a conference, or of a unit in it; they follow what goes on."""
    conference = await conference_of(request, knowledge, meeting_id)
    if not conference.totals.points and conference.organises:
        return await empty(request, knowledge, conference)

    async def anew() -> Html:
        return said(request, await conference_of(request, knowledge, meeting_id), unit_id, page)

    text = said(request, conference, unit_id, page)
    return Reply(text, buttons_of(request, conference, unit_id, page), edit=True, watches=anew)


def listed(conference: Conference, unit_id: int) -> list[Sum | PointTotals]:
    """Return what stands directly below a unit: its own points, then the units, each by name.

    A unit with one point alone is not worth a step of its own.
    """
    sums, own = conference.totals.below(unit_id or conference.totals.root)
    alone = [point for unit in sums if unit.points == 1 for point in conference.totals.inside(unit.id)]
    below: list[Sum | PointTotals] = [*alone, *(unit for unit in sums if unit.points > 1)]
    return [*own, *sorted(below, key=name_of)]


def name_of(entry: Sum | PointTotals) -> str:
    """Return by what a list is ordered."""
    return title_of(entry) if isinstance(entry, PointTotals) else entry.name


def said(request: Request, conference: Conference, unit_id: int, page: int) -> Html:
    """Say the numbers: of all, of each level, and of what stands directly below."""
    everything = conference.totals
    parts = [request.say("<b>{title}</b>\n{when}", title=cut(conference.title), when=conference.starts_at)]
    if unit_id == TOP:
        parts.append(summary(request, everything.whole))
        levels = everything.levels()
        if len(levels) > 1:
            parts.append(
                lines(*(level_row(request, number, level) for number, level in enumerate(levels, 1)))
            )
    else:
        whole = everything.sum_of(unit_id)
        parts += [request.say("<b>{unit}</b>", unit=cut(whole.name)), summary(request, whole)]
    entries = listed(conference, unit_id)
    rows = entries[page * PER_PAGE : (page + 1) * PER_PAGE]
    if rows:
        parts.append(lines(*(entry_row(request, number, each) for number, each in enumerate(rows, 1))))
    return paragraphs(*parts)


def entry_row(request: Request, number: int, entry: Sum | PointTotals) -> Html:
    """Say a unit's or a point's numbers, behind the number of its button."""
    row = sum_row(request, entry) if isinstance(entry, Sum) else point_row(request, entry)
    return request.say("{number}. {text}", number=number, text=words(row))


def level_row(request: Request, number: int, level: Sum) -> Html:
    """Say the numbers of a level of the organisation."""
    return request.say(
        "Level {number}: {present}/{expected} at {points} points",
        number=number,
        present=level.figures.present,
        expected=level.figures.expected,
        points=level.points,
    )


def buttons_of(
    request: Request, conference: Conference, unit_id: int, page: int
) -> tuple[tuple[Button, ...], ...]:
    """Return the way into units and points, and what can be done with all of them."""
    entries = listed(conference, unit_id)
    # Numbers, not names: ten long names would push the figures off a phone.
    ways = [
        totals.button(f"{number}", conference.id, each.id, 0)
        if isinstance(each, Sum)
        else points.opened.button(f"{number}", each.id)
        for number, each in enumerate(entries[page * PER_PAGE : (page + 1) * PER_PAGE], 1)
    ]
    rows = [tuple(ways[at : at + PER_ROW]) for at in range(0, len(ways), PER_ROW)]
    turning = []
    if page > 0:
        turning.append(totals.button(words(request.say("◀ Previous")), conference.id, unit_id, page - 1))
    if (page + 1) * PER_PAGE < len(entries):
        turning.append(totals.button(words(request.say("Next ▶")), conference.id, unit_id, page + 1))
    if turning:
        rows.append(tuple(turning))
    if unit_id != TOP:
        rows.append((totals_button(request, conference),))
        return tuple(rows)
    if conference.totals.whole.silent:
        # Without their number: the text moves on, and its buttons stay.
        rows.append((silent.button(words(request.say("The silent points")), conference.id),))
    rows.append(
        (
            as_sheet.button(words(request.say("Excel file")), conference.id),
            as_word.button(words(request.say("Word file")), conference.id),
        )
    )
    refresh = totals.button(words(request.say("⟳ Now")), conference.id, TOP, 0)
    if conference.organises:
        rows.append((refresh, more.button(words(request.say("More points")), conference.id)))
    else:
        rows.append((refresh,))
    return tuple(rows)


@router.button("silent")
async def silent(request: Request, knowledge: Knowledge, meeting_id: int) -> Reply:
    """Name the points of which nothing is known, with who reports of each."""
    conference = await conference_of(request, knowledge, meeting_id)
    return Reply(
        silent_said(request, conference),
        ((totals_button(request, conference),),),
        edit=True,
    )


def silent_said(request: Request, conference: Conference) -> Html:
    """Say which points are silent."""
    quiet = conference.totals.silent
    if not quiet:
        return request.say("Every connection point was heard from.")
    entries = [
        request.say("◻ {point} ({reporter})", point=cut(title_of(point)), reporter=point.reporter)
        if point.reporter
        else request.say("◻ {point}: it has no reporter", point=cut(title_of(point)))
        for point in quiet[:MOST_SILENT]
    ]
    if len(quiet) > MOST_SILENT:
        entries.append(request.say_count("and one more", "and {count} more", len(quiet) - MOST_SILENT))
    head = request.say_count(
        "“{title}”: one connection point is silent.",
        "“{title}”: {count} connection points are silent.",
        len(quiet),
        title=cut(conference.title),
    )
    return paragraphs(head, lines(*entries))


@router.notice(SILENT)
async def told_of_silence(request: Request, knowledge: Knowledge, due: Due) -> Reply | None:
    """Tell the organiser which points are silent."""
    conference = await knowledge.conferences.get(request.person.id, due.subject_id)
    if conference is None or conference.is_cancelled or not conference.totals.silent:
        return None
    button = totals.button(words(request.say("The numbers")), conference.id, TOP, 0)
    return Reply(silent_said(request, conference), ((button,),))


@router.button("attendance_sheet")
async def as_sheet(request: Request, knowledge: Knowledge, meeting_id: int) -> Reply:
    """Send the numbers as a workbook, with each person on a second sheet."""
    return await table(request, knowledge, meeting_id, "xlsx")


@router.button("attendance_word")
async def as_word(request: Request, knowledge: Knowledge, meeting_id: int) -> Reply:
    """Send the numbers as the office sends them upward."""
    return await table(request, knowledge, meeting_id, "docx")


async def table(request: Request, knowledge: Knowledge, meeting_id: int, kind: str) -> Reply:
    """Send the table of attendance as a file."""
    conference = await conference_of(request, knowledge, meeting_id)
    made = await knowledge.exports.attendance(
        conference, table_words(request, conference), request.person.timezone, kind
    )
    text = request.say(
        "Attendance of “{title}”, as of {when}:", title=cut(conference.title), when=request.now
    )
    return Reply(text, file=await handed(request, knowledge, made))
