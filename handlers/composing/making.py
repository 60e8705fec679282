"""Making questions from a paper: by rules, and by a model where one is configured."""

from __future__ import annotations

from handlers.asking import shortened
from handlers.chat import Button, Reply, Request, words
from handlers.composing.reviewing import shown_next
from handlers.composing.routing import router
from knowledge import Knowledge, Refusal

MOST_PAPERS = 6


@router.command(
    "soancau", "compose", summary="For secretaries: questions made from a paper, to be looked at: /soancau 31"
)
async def compose(request: Request, knowledge: Knowledge) -> Reply:
    """Make questions from the paper that is named; without one, show what waits."""
    if not await knowledge.people.oversees(request.person.id):
        raise Refusal("Questions are made by a unit's secretary or lead. You can practise: /luyen")
    if not request.text:
        return await shown_next(request, knowledge, 0)
    found = await knowledge.registry.find(request.text, request.person.id, request.now)
    if not found.papers:
        raise Refusal("No paper within your scope is “{name}”. /vanban shows them.", name=request.text[:60])
    if found.is_clear or len(found.papers) == 1:
        return await made(request, knowledge, found.papers[0].id)
    rows: tuple[tuple[Button, ...], ...] = tuple(
        (make.button(shortened(paper.name, 40), paper.id),) for paper in found.papers[:MOST_PAPERS]
    )
    return Reply(request.say("Which paper?"), rows)


@router.button("make")
async def make(request: Request, knowledge: Knowledge, document_id: int) -> Reply:
    """Make questions from a paper."""
    return await made(request, knowledge, document_id)


async def made(request: Request, knowledge: Knowledge, document_id: int) -> Reply:
    """Make questions by rules and show the first that waits."""
    count = await knowledge.composing.compose(request.person.id, document_id)
    first = request.say_count("One new question was made.", "{count} new questions were made.", count)
    reply = await shown_next(request, knowledge, 0, first)
    if not knowledge.composing.has_model:
        return reply
    more = (ask_model.button(words(request.say("🤖 Let the model write more")), document_id),)
    return Reply(reply.text, (*reply.buttons, more))


@router.button("model")
async def ask_model(request: Request, knowledge: Knowledge, document_id: int) -> Reply:
    """Let the model write, and show what waits."""
    count = await knowledge.composing.ask_model(request.person.id, document_id, request.now.date())
    if count is None:
        raise Refusal("The model cannot be asked now. Please try again later.")
    first = request.say_count(
        "The model wrote one question that the paper bears out.",
        "The model wrote {count} questions that the paper bears out.",
        count,
    )
    return await shown_next(request, knowledge, 0, first)
