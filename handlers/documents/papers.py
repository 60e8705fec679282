"""The list of papers that a person may read."""

from __future__ import annotations

from handlers.chat import Button, Html, Reply, Request, lines, paragraphs, words
from handlers.documents.cards import card, dated
from handlers.documents.reading import shortened
from handlers.documents.registry import find
from handlers.documents.routing import router
from knowledge import Knowledge
from knowledge.documents import Paper

PAPERS_A_PAGE = 8


@router.command("vanban", "documents", summary="The papers you may read, newest first")
async def papers(request: Request, knowledge: Knowledge) -> Reply:
    """List the first page of papers; those that fit, where something follows the command."""
    if request.text:
        return await find(request, knowledge)
    return await listed(request, knowledge, 0)


@router.button("list")
async def page(request: Request, knowledge: Knowledge, offset: int) -> Reply:
    """List another page of papers."""
    return await listed(request, knowledge, max(0, offset))


async def listed(request: Request, knowledge: Knowledge, offset: int) -> Reply:
    """List papers in scope from a place on, each to be opened by its button."""
    found = await knowledge.documents.titles(request.person.id, PAPERS_A_PAGE + 1, offset)
    if not found:
        return Reply(
            request.say("There are no papers that you may read yet. Your office's secretary can add them.")
        )
    here = found[:PAPERS_A_PAGE]
    entries = [entry(request, paper, offset + n) for n, paper in enumerate(here, 1)]
    rows: list[tuple[Button, ...]] = [(card.button(shortened(paper.name), paper.id),) for paper in here]
    beside: list[Button] = []
    if offset > 0:
        before = max(0, offset - PAPERS_A_PAGE)
        beside.append(page.button(words(request.say("◀ Newer")), before))
    if len(found) > PAPERS_A_PAGE:
        beside.append(page.button(words(request.say("Older ▶")), offset + PAPERS_A_PAGE))
    if beside:
        rows.append(tuple(beside))
    text = paragraphs(request.say("<b>Papers you may read</b>, newest first"), lines(*entries))
    return Reply(text, buttons=tuple(rows), edit=True)


def entry(request: Request, paper: Paper, n: int) -> Html:
    """Write one line of the list, with the day of issue where it is known."""
    if paper.issued_on is None:
        return request.say("{n}. {paper}", n=n, paper=paper.name)
    return request.say("{n}. {paper} ({day})", n=n, paper=paper.name, day=dated(paper.issued_on))
