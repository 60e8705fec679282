"""A paper by its number, name or day: /vb, or a line that names one."""

from __future__ import annotations

from handlers.chat import Button, Html, Reply, Request, lines, paragraphs, words
from handlers.documents.cards import card, dated, shown
from handlers.documents.reading import shortened
from handlers.documents.routing import router
from knowledge import Knowledge
from knowledge.documents.registry import Entry
from knowledge.documents.registry.asking import names_a_paper
from knowledge.vietnamese.text import fold

CHOICES = 6
LONGEST_QUERY = 40
"""Bytes of a query that fit into a button."""


@router.command("vb", "paper", summary="A paper by number, name or day: /vb 57, /vb nghị quyết 12")
async def paper(request: Request, knowledge: Knowledge) -> Reply:
    """Find a paper, or ask which one."""
    if not request.text:
        return Reply(
            request.say(
                "Which paper? Type its number or what it is about: “nq 57”, “chỉ thị về chuyển đổi số”."
            ),
            expects=sought.expect(),
        )
    return await find(request, knowledge)


@router.step("sought")
async def sought(request: Request, knowledge: Knowledge) -> Reply:
    """Find the paper that was asked for."""
    return await find(request, knowledge)


@router.text(names_a_paper)
async def find(request: Request, knowledge: Knowledge) -> Reply:
    """Show the one paper that fits, or ask which of several."""
    found = await knowledge.registry.find(request.text, request.person.id, request.now)
    if not found.papers:
        return not_in_scope(request)
    if found.is_clear:
        details = await knowledge.registry.card(found.papers[0].id, request.person.id, request.now.date())
        return shown(request, details) if details else not_in_scope(request)
    return which(request, found.papers, request.text, 0)


@router.button("more")
async def more(request: Request, knowledge: Knowledge, offset: int, query: str) -> Reply:
    """Show further papers that fit."""
    found = await knowledge.registry.find(query, request.person.id, request.now)
    if not found.papers:
        return not_in_scope(request)
    return which(request, found.papers, query, max(0, offset), edit=True)


def not_in_scope(request: Request) -> Reply:
    """Say the same of what does not exist and of what the person may not read."""
    return Reply(
        paragraphs(
            request.say("This paper is not within your scope."),
            request.say("Check its number, type or day, or see the papers that you may read: /vanban."),
        )
    )


def which(
    request: Request, papers: tuple[Entry, ...], query: str, offset: int, *, edit: bool = False
) -> Reply:
    """Ask which of several papers is meant."""
    here = papers[offset : offset + CHOICES] or papers[:CHOICES]
    entries = [line(request, paper, offset + n) for n, paper in enumerate(here, 1)]
    parts = [
        request.say_count("One paper fits:", "{count} papers fit. Which one?", len(papers)),
        lines(*entries),
    ]
    rows: list[tuple[Button, ...]] = [(card.button(shortened(paper.name), paper.id),) for paper in here]
    if len(papers) > offset + CHOICES:
        if again := carried(query):
            rows.append((more.button(words(request.say("More")), offset + CHOICES, again),))
        else:
            parts.append(request.say("Add the number, type or year to find it more exactly."))
    return Reply(paragraphs(*parts), buttons=tuple(rows), edit=edit)


def line(request: Request, paper: Entry, n: int) -> Html:
    """Write one line of the choice, with the day of issue where it is known."""
    if paper.issued_on is None:
        return request.say("{n}. {paper}", n=n, paper=paper.name)
    return request.say("{n}. {paper} ({day})", n=n, paper=paper.name, day=dated(paper.issued_on))


def carried(query: str) -> str:
    """Return the query as a button can carry it; empty where it is too long."""
    plain = " ".join(query.replace(":", " ").split())
    return next((q for q in (plain, fold(plain)) if len(q.encode()) <= LONGEST_QUERY), "")
