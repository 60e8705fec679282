"""What people are told of assessments: that there is one, that it opens, that it waits, how it went."""

from __future__ import annotations

from handlers.assessments.listing import sitters_buttons
from handlers.assessments.resulting import told
from handlers.assessments.routing import router
from handlers.assessments.words import card
from handlers.chat import Html, Reply, Request, paragraphs
from knowledge import Knowledge, Refusal
from knowledge.messages.outbox import Due
from knowledge.models import AssessmentState


@router.notice("assessment")
async def announce(request: Request, knowledge: Knowledge, due: Due) -> Reply | None:
    """Tell that there is one."""
    return await noticed(request, knowledge, due, request.say("📣 A new assessment for you:"))


@router.notice("assessment_open")
async def opens(request: Request, knowledge: Knowledge, due: Due) -> Reply | None:
    """Tell that it opens."""
    return await noticed(request, knowledge, due, request.say("🔔 It is open now:"))


@router.notice("assessment_nudge")
async def remind(request: Request, knowledge: Knowledge, due: Due) -> Reply | None:
    """Remind whoever has not begun."""
    if await knowledge.assessments.sittings.has_begun(request.person.id, due.subject_id):
        return None
    return await noticed(request, knowledge, due, request.say("🔔 A reminder: you have not begun yet."))


async def noticed(request: Request, knowledge: Knowledge, due: Due, first: Html) -> Reply | None:
    """Write the card with its buttons; None where it is called off or out of scope."""
    try:
        row = await knowledge.assessments.get(request.person.id, due.subject_id)
    except Refusal:
        return None
    if row.state != AssessmentState.PUBLISHED or request.now >= row.closes_at:
        return None
    return Reply(paragraphs(first, card(request, row)), sitters_buttons(request, row))


@router.notice("assessment_result")
async def over(request: Request, knowledge: Knowledge, due: Due) -> Reply | None:
    """Tell that the time is over and how it went."""
    try:
        result = await knowledge.assessments.sittings.result(request.person.id, due.subject_id, request.now)
    except Refusal:
        return None
    return told(request, result, request.say("⏱ The time is over; your answers were handed in."))


@router.notice("assessment_key")
async def keyed(request: Request, knowledge: Knowledge, due: Due) -> Reply | None:
    """Tell that the key is shown now."""
    try:
        result = await knowledge.assessments.sittings.result(request.person.id, due.subject_id, request.now)
    except Refusal:
        return None
    return told(request, result, request.say("🔑 The assessment is closed; you may see the key now."))
