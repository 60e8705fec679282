"""The assessments that one may sit or organises, and the card of one."""

from __future__ import annotations

import re

from handlers.asking import shortened
from handlers.assessments.organising import begun, organised_card
from handlers.assessments.routing import router
from handlers.assessments.sitting import go_on, start, trial
from handlers.assessments.words import SHORT, card
from handlers.chat import Button, Html, Reply, Request, paragraphs, words
from handlers.routing import OtherMatterError, command_button
from knowledge import Knowledge
from knowledge.assessments.rows import AssessmentRow

ASKS = re.compile(
    r"(?:xem |vao )?(?:(?:bai|cac|lich|ky) )?(?:kiem tra|thi trac nghiem|sat hach)"
    r"|lam bai(?: kiem tra| thi)?|vao thi|thi thu|assessments?|exams?|পরীক্ষা"
)
"""Plain forms only: inspection ("kiểm tra, giám sát ...") is a matter for the documents."""


@router.command(
    "kiemtra", "assessment", summary="Assessments: what I may sit; /kiemtra TITLE sets one for all below"
)
async def assessments(request: Request, knowledge: Knowledge) -> Reply:
    """Show what one may sit and organises, or begin to set one."""
    if request.text:
        return await begun(request, knowledge, request.text)
    reply = await shown(request, knowledge)
    if reply is None:
        practise = command_button(words(request.say("Practise")), "/luyen")
        return Reply(
            request.say("There is no assessment for you now. You can practise: /luyen"), ((practise,),)
        )
    return reply


@router.text(lambda folded: ASKS.fullmatch(folded) is not None)
async def in_words(request: Request, knowledge: Knowledge) -> Reply:
    """Understand "làm bài kiểm tra"; where there is none, practice is meant."""
    reply = await shown(request, knowledge)
    if reply is None:
        raise OtherMatterError
    return reply


async def shown(request: Request, knowledge: Knowledge) -> Reply | None:
    """List them; None where there is nothing to show. Whoever is in the middle of one goes on."""
    person = request.person.id
    open_ = await knowledge.assessments.sittings.open_one(person, request.now)
    waiting = await knowledge.assessments.waiting(person, request.now)
    organised = await knowledge.assessments.listing(person)
    writes = await knowledge.people.oversees(person)
    if not (open_ or waiting or organised or writes):
        return None
    parts: list[Html] = []
    buttons: list[tuple[Button, ...]] = []
    if open_:
        parts.append(request.say("You are in the middle of “{title}”.", title=open_.title))
        buttons.append((go_on.button(words(request.say("▶ Go on")), open_.id),))
    if waiting:
        parts.append(request.say("<b>For you</b>"))
        parts += [card(request, row) for row in waiting]
        if len(waiting) == 1 and not open_:
            # With only one there is nothing to choose.
            buttons += sitters_buttons(request, waiting[0])
        if len(waiting) > 1 or writes:
            mark = "⚙" if writes else "📝"
            buttons += [(opened.button(f"{mark} {shortened(row.title, SHORT)}", row.id),) for row in waiting]
    known = {row.id for row in waiting}
    own = [row for row in organised if row.id not in known]
    if own:
        parts.append(request.say("<b>Set by your unit</b>: press one."))
        buttons += [(opened.button(f"⚙ {shortened(row.title, SHORT)}", row.id),) for row in own]
    if not parts:
        parts.append(request.say("There is no assessment yet."))
    if writes:
        parts.append(request.say("To set one, write: /kiemtra and its title."))
    buttons.append((command_button(words(request.say("📊 My results")), "/ketqua"),))
    return Reply(paragraphs(*parts), tuple(buttons))


@router.button("open")
async def opened(request: Request, knowledge: Knowledge, assessment_id: int) -> Reply:
    """Show one, with what may be done."""
    row = await knowledge.assessments.get(request.person.id, assessment_id)
    if await knowledge.assessments.organises(request.person.id, assessment_id):
        return await organised_card(request, knowledge, row, mine=await sits(request, knowledge, row))
    return Reply(card(request, row), sitters_buttons(request, row))


async def sits(request: Request, knowledge: Knowledge, row: AssessmentRow) -> tuple[tuple[Button, ...], ...]:
    """Offer to sit it to those who organise it and are among its people."""
    waiting = await knowledge.assessments.waiting(request.person.id, request.now)
    return sitters_buttons(request, row) if row.id in {each.id for each in waiting} else ()


def sitters_buttons(request: Request, row: AssessmentRow) -> tuple[tuple[Button, ...], ...]:
    """Make the buttons of who sits it."""
    rows: list[tuple[Button, ...]] = []
    if row.is_open(request.now):
        rows.append((start.button(words(request.say("▶ Begin")), row.id),))
    if request.now < row.closes_at:
        plan = command_button(words(request.say("📅 Study plan")), "/onthi")
        rows.append((trial.button(words(request.say("🧪 Trial")), row.id), plan))
    return tuple(rows)
