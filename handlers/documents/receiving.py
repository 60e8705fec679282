"""Files that secretaries send: one is shown to be confirmed, several are listed in pages."""

from __future__ import annotations

from handlers.chat import Button, Html, Reply, Request, lines, paragraphs, words
from handlers.documents.cards import card, cut
from handlers.documents.filing import check, showing
from handlers.documents.filing_words import named
from handlers.documents.reading import shortened
from handlers.documents.routing import router
from knowledge import Knowledge
from knowledge.documents.filings import Taken, Waiting
from knowledge.documents.reading import handed_in

MOST_LINES = 10
"""Of files that were refused or are there already: with a page of the others they fit one message."""
A_PAGE = 6
AT_ONCE = 30
"""Papers that are saved by one press: it must end within the time of an answer."""


@router.file(lambda _folded: True)
async def received(request: Request, knowledge: Knowledge) -> Reply:
    """Read what a secretary sent, and show it; nothing is a paper before it is confirmed."""
    if not await knowledge.filings.units(request.person.id):
        return Reply(request.say("Only a secretary files papers. Please send it to your office's secretary."))
    assert request.file is not None  # noqa: S101  # the dispatcher calls this for files only
    content = await request.file.load()
    handed = await handed_in(knowledge.workshop, request.file.name, content)
    taken = await knowledge.filings.take(request.person.id, handed, request.event, request.now)
    if len(taken) == 1:
        return await one(request, knowledge, taken[0])
    return await several(request, knowledge, taken)


async def one(request: Request, knowledge: Knowledge, file: Taken) -> Reply:
    """Show the one paper that came in, or say why it was not taken."""
    if file.refusal:
        return Reply(request.say(file.refusal.message, **file.refusal.values))
    if file.known:
        return Reply(
            request.say(
                "This file is filed already, as {paper}. Nothing has changed.", paper=cut(file.known.name)
            ),
            buttons=((card.button(words(request.say("Open")), file.known.id),),),
        )
    return await showing(request, knowledge, file.filing_id or 0)


async def several(request: Request, knowledge: Knowledge, taken: list[Taken]) -> Reply:
    """Say what came in together: what was not taken and why, then what waits to be confirmed."""
    entries: list[Html] = []
    for file in taken:
        if file.refusal:
            reason = words(request.say(file.refusal.message, **file.refusal.values))
            entries.append(request.say("✗ {reason}", reason=shortened(reason, 150)))
        elif file.known:
            entries.append(request.say("= {name}: filed already", name=shortened(file.name, 150)))
    parts = [request.say_count("One file:", "{count} files:", len(taken))]
    if entries:
        parts.append(lines(*entries[:MOST_LINES]))
    if len(entries) > MOST_LINES:
        parts.append(request.say_count("and one more", "and {count} more", len(entries) - MOST_LINES))
    there = await knowledge.filings.waiting(request.person.id)
    if not there:
        return Reply(paragraphs(*parts))
    rest = page(request, there, 0)
    return Reply(paragraphs(*parts, rest.text), buttons=rest.buttons)


@router.button("waiting")
async def waiting(request: Request, knowledge: Knowledge, offset: int) -> Reply:
    """List a page of the papers that wait to be confirmed."""
    return listed(request, await knowledge.filings.waiting(request.person.id), offset)


def listed(request: Request, there: list[Waiting], offset: int) -> Reply:
    """List a page, or say that nothing waits."""
    if not there:
        return Reply(request.say("No paper waits to be confirmed."), edit=True)
    return page(request, there, offset)


def page(request: Request, there: list[Waiting], offset: int) -> Reply:
    """Write a page of waiting papers, each with its button."""
    offset = offset if 0 <= offset < len(there) else 0
    here = there[offset : offset + A_PAGE]
    entries = [
        request.say("{sign} {paper}", sign="✓" if w.is_clear else "⚠", paper=cut(named(w))) for w in here
    ]
    rows: list[tuple[Button, ...]] = [(check.button(shortened(named(w)), w.id),) for w in here]
    if clear := sum(w.is_clear for w in there):
        label = request.say_count("Save the clear one", "Save all {count} clear ones", clear)
        rows.append((save_clear.button(words(label)),))
    beside = []
    if offset:
        beside.append(waiting.button(words(request.say("◀ Before")), max(0, offset - A_PAGE)))
    if len(there) > offset + A_PAGE:
        beside.append(waiting.button(words(request.say("After ▶")), offset + A_PAGE))
    if beside:
        rows.append(tuple(beside))
    text = paragraphs(
        request.say_count("One paper waits to be saved:", "{count} papers wait to be saved:", len(there)),
        lines(*entries),
        request.say("Open each one to check and save it. ⚠: I am not sure of it."),
    )
    return Reply(text, buttons=tuple(rows), edit=True)


@router.button("saveclear")
async def save_clear(request: Request, knowledge: Knowledge) -> Reply:
    """Save the papers of which everything is clear, and list the others."""
    saved = await knowledge.filings.store_clear(request.person.id, request.now, AT_ONCE)
    said = request.say_count("One paper saved.", "{count} papers saved.", len(saved))
    rest = listed(request, await knowledge.filings.waiting(request.person.id), 0)
    return Reply(paragraphs(said, rest.text), buttons=rest.buttons, edit=True)
