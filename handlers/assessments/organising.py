"""Setting an assessment: the draft, publishing it, and what may be done with it afterwards."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from handlers.assessments.routing import router
from handlers.assessments.words import card, drawn
from handlers.chat import Button, Html, Reply, Request, lines, paragraphs, words
from handlers.deadline_words import moment_of, typed_moment
from knowledge import Knowledge
from knowledge.assessments.rows import AssessmentRow
from knowledge.models import AssessmentState

OPENS, CLOSES = time(8), time(17)
LASTS = timedelta(days=2)


async def begun(request: Request, knowledge: Knowledge, title: str) -> Reply:
    """Begin a draft: open from tomorrow morning for three days, until something else is said."""
    tomorrow = request.now.date() + timedelta(days=1)
    zone = request.person.timezone
    span = (datetime.combine(tomorrow, OPENS, zone), datetime.combine(tomorrow + LASTS, CLOSES, zone))
    row = await knowledge.assessments.draft(request.person.id, title, span, request.event, request.now)
    return await organised_card(request, knowledge, row)


async def organised_card(
    request: Request,
    knowledge: Knowledge,
    row: AssessmentRow,
    *before: Html,
    mine: tuple[tuple[Button, ...], ...] = (),
    edit: bool = False,
) -> Reply:
    """Show an assessment to those who organise it; `mine` are the buttons of who sits it too."""
    if row.state == AssessmentState.DRAFT:
        return drafted(request, row, *before, edit=edit)
    from handlers.assessments.reporting import report_buttons, turnout_text

    turnout = await knowledge.assessments.results.turnout(request.person.id, row.id)
    parts = [*before, card(request, row), turnout_text(request, turnout)]
    rows = [*mine, *report_buttons(request, row)]
    if row.state == AssessmentState.PUBLISHED:
        manage = [cancel.button(words(request.say("✖ Call off")), row.id)]
        if request.now < row.closes_at:
            manage.insert(0, extend.button(words(request.say("⏰ Extend")), row.id))
            if request.now >= row.opens_at:
                rows.append((nudge.button(words(request.say("🔔 Remind those who have not begun")), row.id),))
        rows.append(tuple(manage))
    return Reply(paragraphs(*parts), tuple(rows), edit=edit)


def drafted(request: Request, row: AssessmentRow, *before: Html, edit: bool = False) -> Reply:
    """Show a draft with the ways to change it."""
    from handlers.assessments.changing import blueprint, readdress, rules

    draws = [drawn(request, draw) for draw in row.blueprint]
    people = request.say_count("one person", "{count} people", row.people)
    parts = [
        *before,
        card(request, row),
        lines(request.say("<b>Questions</b>"), *draws),
        request.say("Asked of: {unit} and all below, {people}", unit=row.unit, people=words(people)),
    ]
    buttons = (
        (publish.button(words(request.say("📣 Publish")), row.id),),
        (
            blueprint.button(words(request.say("🧩 Questions")), row.id),
            rules.button(words(request.say("⏱ Time and rules")), row.id),
        ),
        (
            readdress.button(words(request.say("🏢 Unit")), row.id),
            cancel.button(words(request.say("Throw away")), row.id),
        ),
    )
    return Reply(paragraphs(*parts), buttons, edit=edit)


@router.button("publish")
async def publish(request: Request, knowledge: Knowledge, assessment_id: int) -> Reply:
    """Freeze its questions and tell everybody."""
    row = await knowledge.assessments.publish(request.person.id, assessment_id, request.now)
    first = request.say_count(
        "✓ Published: one person is told.", "✓ Published: {count} people are told.", row.people
    )
    return await organised_card(request, knowledge, row, first, edit=True)


@router.button("nudge")
async def nudge(request: Request, knowledge: Knowledge, assessment_id: int) -> Reply:
    """Remind those who have not begun."""
    count = await knowledge.assessments.nudge(request.person.id, assessment_id, request.now)
    first = request.say_count("🔔 One person is reminded.", "🔔 {count} people are reminded.", count)
    row = await knowledge.assessments.get(request.person.id, assessment_id, to_organise=True)
    return await organised_card(request, knowledge, row, first, edit=True)


@router.button("extend")
async def extend(request: Request, knowledge: Knowledge, assessment_id: int) -> Reply:
    """Ask until when."""
    row = await knowledge.assessments.get(request.person.id, assessment_id, to_organise=True)
    text = request.say(
        "It closes {closes}. Until when shall it be open? For example: 17h thứ sáu", closes=row.closes_at
    )
    return Reply(text, expects=extended.expect(assessment_id))


@router.step("extended")
async def extended(request: Request, knowledge: Knowledge, assessment_id: int) -> Reply:
    """Let it close later."""
    until = moment_of(request, typed_moment(request))
    row = await knowledge.assessments.extend(request.person.id, assessment_id, until, request.now)
    return await organised_card(request, knowledge, row, request.say("✓ Extended."))


@router.button("cancel")
async def cancel(request: Request, knowledge: Knowledge, assessment_id: int) -> Reply:
    """Ask whether it shall really end."""
    row = await knowledge.assessments.get(request.person.id, assessment_id, to_organise=True)
    text = (
        request.say("Throw the draft “{title}” away?", title=row.title)
        if row.state == AssessmentState.DRAFT
        else request.say(
            "Call “{title}” off? Nobody can begin it any more; results so far stay.", title=row.title
        )
    )
    return Reply(text, ((cancelled.button(words(request.say("Yes")), assessment_id),),), edit=True)


@router.button("cancelled")
async def cancelled(request: Request, knowledge: Knowledge, assessment_id: int) -> Reply:
    """Call it off, or throw the draft away."""
    row = await knowledge.assessments.cancel(request.person.id, assessment_id)
    if row.state == AssessmentState.DRAFT:
        return Reply(request.say("The draft is thrown away; nobody was told."), edit=True)
    return await organised_card(request, knowledge, row, request.say("✓ Called off."), edit=True)
