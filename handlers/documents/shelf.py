"""What a secretary does to a published paper: correct what is said of it, withdraw it, put it back."""

from __future__ import annotations

from datetime import date

from handlers.chat import Reply, Request, lines, paragraphs, words
from handlers.documents.cards import card, cut, gone
from handlers.documents.filing_words import CORRECTABLE, DAYS, line_of, name_of
from handlers.documents.routing import router
from knowledge import Knowledge
from knowledge.vietnamese.dates import find

CLEARED = ("-", "–", "—")
"""What is typed to empty a field."""


@router.button("amend")
async def amend(request: Request, knowledge: Knowledge, document_id: int) -> Reply:
    """Show what is said of a paper, each field with a button to correct it."""
    paper = await knowledge.shelf.get(document_id, request.person.id)
    if paper is None:
        return gone(request)
    told = [line_of(request, paper.head, paper.head.unsure, field) for field in CORRECTABLE]
    rows = tuple(
        tuple(amended.button(name_of(request, field), document_id, field) for field in CORRECTABLE[n : n + 2])
        for n in range(0, len(CORRECTABLE), 2)
    )
    back = (card.button(words(request.say("◀ Card")), document_id),)
    text = paragraphs(
        request.say("<b>{title}</b>", title=cut(paper.name)),
        lines(*told),
        request.say("Which field is to be corrected?"),
    )
    return Reply(text, buttons=(*rows, back), edit=True)


@router.button("amended")
async def amended(request: Request, knowledge: Knowledge, document_id: int, field: str) -> Reply:
    """Ask for the right value of a field."""
    if field not in CORRECTABLE or await knowledge.shelf.get(document_id, request.person.id) is None:
        return gone(request)
    return Reply(
        request.say("{field}: type what is right, or - to empty it.", field=name_of(request, field)),
        expects=right.expect(document_id, field),
    )


@router.step("right")
async def right(request: Request, knowledge: Knowledge, document_id: int, field: str) -> Reply:
    """Write the right value down and show the paper's fields again."""
    told: str | date | None = "" if request.text.strip() in CLEARED else request.text
    if field in DAYS:
        found = find(request.text, request.now) if told else None
        if told and found is None:
            return Reply(
                request.say("I could not read a day in that. Please write for example 5/1/2026."),
                expects=right.expect(document_id, field),
            )
        told = found.first if found else None
    if not await knowledge.shelf.correct(document_id, request.person.id, field, told, request.now):
        return gone(request)
    return await amend.handler(request, knowledge, document_id)


@router.button("withdraw")
async def withdraw(request: Request, knowledge: Knowledge, document_id: int) -> Reply:
    """Ask whether a paper is really to be withdrawn."""
    paper = await knowledge.shelf.get(document_id, request.person.id)
    if paper is None:
        return gone(request)
    return Reply(
        request.say(
            "Withdraw {paper}? Nobody will find it any more; those who cite it are told.",
            paper=cut(paper.name),
        ),
        buttons=(
            (withdrawn.button(words(request.say("Yes, withdraw it")), document_id),),
            (card.button(words(request.say("◀ Card")), document_id),),
        ),
        edit=True,
    )


@router.button("withdrawn")
async def withdrawn(request: Request, knowledge: Knowledge, document_id: int) -> Reply:
    """Withdraw a paper."""
    paper = await knowledge.shelf.withdraw(document_id, request.person.id, request.now)
    if paper is None:
        return gone(request)
    return Reply(
        request.say("Withdrawn: {paper}. This can be undone for a day.", paper=cut(paper.name)),
        buttons=((restore.button(words(request.say("Undo")), document_id),),),
        edit=True,
    )


@router.button("restore")
async def restore(request: Request, knowledge: Knowledge, document_id: int) -> Reply:
    """Put a paper back that was withdrawn lately."""
    paper = await knowledge.shelf.restore(document_id, request.person.id, request.now)
    if paper is None:
        return Reply(request.say("This can no longer be undone. To publish the paper again, send its file."))
    return Reply(
        request.say("Published again: {paper}.", paper=cut(paper.name)),
        buttons=((card.button(words(request.say("Open")), document_id),),),
        edit=True,
    )
