"""A conference's connection points as they are set up: a table, typed lines, or one in each unit."""

from __future__ import annotations

from handlers.agenda.attendance_words import summary
from handlers.agenda.conference_lookups import conference_of, totals_button
from handlers.agenda.programme_words import cut
from handlers.agenda.routing import router
from handlers.chat import Button, Html, Reply, Request, lines, paragraphs, words
from handlers.routing import OtherMatterError
from knowledge import Knowledge, Problem
from knowledge.agenda.conferences import Conference, PointsReport
from knowledge.agenda.conferences.lists import SUFFIXES, read_lines, read_table

MOST_PROBLEMS = 8


async def empty(request: Request, knowledge: Knowledge, conference: Conference) -> Reply:
    """Say the numbers of a meeting that has no connection points, and how to add some."""
    reply = await asking(request, knowledge, conference)
    if conference.totals.whole.figures.expected or conference.totals.whole.figures.present:
        return Reply(
            paragraphs(
                request.say("<b>{title}</b>", title=cut(conference.title)),
                summary(request, conference.totals.whole),
                reply.text,
            ),
            reply.buttons,
            expects=reply.expects,
        )
    return reply


@router.button("morepoints")
async def more(request: Request, knowledge: Knowledge, meeting_id: int) -> Reply:
    """Ask for more connection points."""
    return await asking(request, knowledge, await conference_of(request, knowledge, meeting_id))


async def asking(
    request: Request, knowledge: Knowledge, conference: Conference, *, first: Html | None = None
) -> Reply:
    """Ask for connection points: a table, typed lines, or one in each unit below."""
    direct, every = await knowledge.conferences.units_below(request.person.id, conference.id)
    parts = [first] if first else []
    parts.append(
        request.say(
            "Connection points: send a table (Excel, CSV) with the columns Unit, Hall, Reporter, Expected; "
            "add Delegate for a list of names. Or type a line for each:\n"
            "<i>Unit; hall; reporter; number of people</i>"
        )
    )
    rows: list[tuple[Button, ...]] = []
    if direct:
        label = request.say_count("One in the unit below", "One in each of the {count} units below", direct)
        rows.append((each_unit.button(words(label), conference.id, 0),))
    if every > direct:
        label = request.say_count("One in the one unit", "One in all {count} units of all levels", every)
        rows.append((each_unit.button(words(label), conference.id, 1),))
    if conference.totals.points:
        people = await knowledge.conferences.members(request.person.id, conference.id)
        if people:
            label = request.say_count(
                "Expect the one person of these units", "Expect all {count} people of these units", people
            )
            rows.append((everybody.button(words(label), conference.id),))
        rows.append((totals_button(request, conference),))
    return Reply(paragraphs(*parts), tuple(rows), expects=add.expect(conference.id))


@router.step("addpoints", takes_files=True)
async def add(request: Request, knowledge: Knowledge, meeting_id: int) -> Reply:
    """Add the points of a table that was sent, or of lines that were typed."""
    if request.file:
        if not request.file.name.lower().endswith(tuple(SUFFIXES)):
            raise OtherMatterError
        lines_read, problems = await knowledge.workshop.parse_content(
            read_table, request.file.name, await request.file.load(), SUFFIXES
        )
    elif ";" not in request.text and "|" not in request.text and request.text.count("\n") == 0:
        raise OtherMatterError
    else:
        lines_read, problems = read_lines(request.text)
    report = await knowledge.conferences.add(request.person.id, meeting_id, lines_read, request.now)
    report.problems = [*problems, *report.problems]
    return await reported(request, knowledge, meeting_id, report)


@router.button("eachunit")
async def each_unit(request: Request, knowledge: Knowledge, meeting_id: int, every: int) -> Reply:
    """Make a point in each unit below."""
    report = await knowledge.conferences.add_for_units(
        request.person.id, meeting_id, request.now, every=bool(every)
    )
    return await reported(request, knowledge, meeting_id, report)


async def reported(request: Request, knowledge: Knowledge, meeting_id: int, report: PointsReport) -> Reply:
    """Say what a list of points came to, and ask for more."""
    said_first = [
        request.say_count("✓ One point is new.", "✓ {count} points are new.", report.added)
        if report.added
        else request.say("No point is new.")
    ]
    if report.changed:
        said_first.append(
            request.say_count("One point has changed.", "{count} points have changed.", report.changed)
        )
    if report.invited:
        said_first.append(
            request.say_count(
                "One person is expected now.", "{count} people are expected now.", report.invited
            )
        )
    said_first += [problem(request, each) for each in report.problems[:MOST_PROBLEMS]]
    if len(report.problems) > MOST_PROBLEMS:
        said_first.append(
            request.say_count("and one more", "and {count} more", len(report.problems) - MOST_PROBLEMS)
        )
    conference = await conference_of(request, knowledge, meeting_id)
    return await asking(request, knowledge, conference, first=lines(*said_first))


def problem(request: Request, each: Problem) -> Html:
    """Say what could not be used, and on which line."""
    sentence = words(request.say(each.refusal.message, **each.refusal.values))
    return request.say("⚠ Line {line}: {problem}", line=each.line, problem=sentence)


@router.button("expectall")
async def everybody(request: Request, knowledge: Knowledge, meeting_id: int) -> Reply:
    """Expect everybody who has a post in a unit with a point."""
    count = await knowledge.conferences.expect_members(request.person.id, meeting_id)
    first = request.say_count("One person is expected now.", "{count} people are expected now.", count)
    conference = await conference_of(request, knowledge, meeting_id)
    return await asking(request, knowledge, conference, first=first)
