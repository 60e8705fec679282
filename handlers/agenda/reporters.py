"""What reporters are told: that a connection point is theirs, and that its numbers are awaited."""

from __future__ import annotations

from handlers.agenda.points import opened, said, sign
from handlers.agenda.routing import router
from handlers.chat import Html, Reply, Request, paragraphs, words
from knowledge import Knowledge
from knowledge.agenda.conferences.chasing import CHASE
from knowledge.agenda.conferences.points import KIND
from knowledge.messages.outbox import Due


@router.notice(KIND)
async def entrusted(request: Request, knowledge: Knowledge, due: Due) -> Reply | None:
    """Tell a reporter of their point."""
    return await told(
        request, knowledge, due, request.say("You report who attends at this connection point:")
    )


@router.notice(CHASE)
async def chased(request: Request, knowledge: Knowledge, due: Due) -> Reply | None:
    """Ask for the numbers of a point; silent once something is known of it."""
    return await told(
        request, knowledge, due, request.say("Please report who is present in the hall:"), CHASE
    )


async def told(
    request: Request, knowledge: Knowledge, due: Due, first: Html, kind: str = KIND
) -> Reply | None:
    """Write a notice about a point; None where it has become pointless."""
    card = await knowledge.conferences.point(request.person.id, due.subject_id, request.now)
    if card is None or not card.code or (kind == CHASE and not card.point.is_silent):
        return None
    if kind == KIND and card.point.reporter_id != request.person.id:
        return None
    button = opened.button(words(request.say("Report the numbers")), card.point.id)
    rows = [(button,), (sign.button(words(request.say("QR code for the hall")), card.point.id),)]
    return Reply(paragraphs(first, *said(request, card)), tuple(rows))
