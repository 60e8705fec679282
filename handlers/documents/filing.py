"""A secretary's paper, from the file that was sent to the registry: read, shown, corrected, saved."""

from __future__ import annotations

from datetime import date

from handlers.chat import Button, Reply, Request, lines, paragraphs, words
from handlers.documents.cards import card, cut
from handlers.documents.filing_words import (
    CORRECTABLE,
    DAYS,
    LINE,
    TYPED,
    name_of,
    named_there,
    over,
    seen_by,
    shown,
    told,
)
from handlers.documents.reading import shortened
from handlers.documents.routing import router
from handlers.routing import OtherMatterError
from knowledge import Knowledge
from knowledge.vietnamese.dates import find
from knowledge.vietnamese.text import fold

MOST_BUTTONS = 8


@router.button("check")
async def check(request: Request, knowledge: Knowledge, filing_id: int) -> Reply:
    """Show a paper that waits to be confirmed."""
    return await showing(request, knowledge, filing_id)


async def showing(request: Request, knowledge: Knowledge, filing_id: int) -> Reply:
    """Show what was understood, unsure fields marked, with what can be done."""
    filing = await knowledge.filings.get(filing_id, request.person.id)
    if filing is None:
        return over(request)
    parts = [
        request.say("<b>I have read this paper. Is it right?</b>"),
        lines(*(told(request, filing, field) for field in CORRECTABLE if shown(filing, field))),
        *named_there(request, filing),
        lines(
            request.say("Articles: {count}", count=filing.articles),
            request.say("Receivers: {count}", count=len(filing.head.receivers)),
            seen_by(request, filing.reach, filing.unit),
        ),
        request.say("⚠: I am not sure. To correct, press a button, or type for example: số 12/QĐ-UBND")
        if filing.doubtful
        else request.say("To correct, press a button, or type for example: số 12/QĐ-UBND"),
    ]
    rows = (
        (
            save.button(words(request.say("Save")), filing.id),
            fix.button(words(request.say("Correct")), filing.id),
        ),
        (
            reaches.button(words(request.say("Who sees it")), filing.id),
            drop.button(words(request.say("Drop")), filing.id),
        ),
    )
    return Reply(paragraphs(*parts), buttons=rows, expects=typed.expect(filing.id))


@router.button("fix")
async def fix(request: Request, knowledge: Knowledge, filing_id: int) -> Reply:
    """Ask which field is wrong."""
    if await knowledge.filings.get(filing_id, request.person.id) is None:
        return over(request)
    rows = tuple((ask.button(name_of(request, field), filing_id, field),) for field in CORRECTABLE)
    back = (check.button(words(request.say("◀ Back")), filing_id),)
    return Reply(request.say("Which field is to be corrected?"), buttons=(*rows, back), edit=True)


@router.button("field")
async def ask(request: Request, knowledge: Knowledge, filing_id: int, field: str) -> Reply:
    """Ask for the right value of a field."""
    if field not in CORRECTABLE or await knowledge.filings.get(filing_id, request.person.id) is None:
        return over(request)
    return Reply(
        request.say("{field}: type what is right.", field=name_of(request, field)),
        expects=value.expect(filing_id, field),
    )


@router.step("value")
async def value(request: Request, knowledge: Knowledge, filing_id: int, field: str) -> Reply:
    """Correct the field that was asked for."""
    return await correct(request, knowledge, filing_id, field, request.text)


@router.step("typed")
async def typed(request: Request, knowledge: Knowledge, filing_id: int) -> Reply:
    """Correct what a line names by itself, such as "số 12/QĐ-UBND"; other lines are other matters."""
    folded = fold(request.text)
    found = LINE.match(folded)
    if not found or folded.endswith("?"):
        raise OtherMatterError
    rest = " ".join(request.text.split())[found.end() :]
    return await correct(request, knowledge, filing_id, TYPED[found[1]], rest)


async def correct(request: Request, knowledge: Knowledge, filing_id: int, field: str, text: str) -> Reply:
    """Write a corrected field down and show the paper again."""
    told: str | date = text
    if field in DAYS:
        found = find(text, request.now)
        if found is None:
            return Reply(
                request.say("I could not read a day in that. Please write for example 5/1/2026."),
                expects=value.expect(filing_id, field),
            )
        told = found.first
    if not await knowledge.filings.correct(filing_id, request.person.id, field, told):
        return over(request)
    return await showing(request, knowledge, filing_id)


@router.button("reaches")
async def reaches(request: Request, knowledge: Knowledge, filing_id: int) -> Reply:
    """Ask who will see it, and in which unit it is filed."""
    filing = await knowledge.filings.get(filing_id, request.person.id)
    if filing is None:
        return over(request)
    rows: list[tuple[Button, ...]] = [
        (reach.button(words(seen_by(request, way, filing.unit)), filing_id, way),)
        for way in ("unit", "below", "everyone")
    ]
    units = await knowledge.filings.units(request.person.id)
    others = [unit for unit in units if unit.id != filing.unit_id]
    rows += [
        (move.button(words(request.say("File it in {unit}", unit=shortened(u.name))), filing_id, u.id),)
        for u in others[:MOST_BUTTONS]
    ]
    rows.append((check.button(words(request.say("◀ Back")), filing_id),))
    return Reply(request.say("Who will see this paper?"), buttons=tuple(rows), edit=True)


@router.button("reach")
async def reach(request: Request, knowledge: Knowledge, filing_id: int, way: str) -> Reply:
    """Set who will see it."""
    await knowledge.filings.widen(filing_id, request.person.id, way)
    return await showing(request, knowledge, filing_id)


@router.button("move")
async def move(request: Request, knowledge: Knowledge, filing_id: int, unit_id: int) -> Reply:
    """Set the unit whose paper it is."""
    await knowledge.filings.move(filing_id, request.person.id, unit_id)
    return await showing(request, knowledge, filing_id)


@router.button("drop")
async def drop(request: Request, knowledge: Knowledge, filing_id: int) -> Reply:
    """Forget the paper."""
    if not await knowledge.filings.drop(filing_id, request.person.id):
        return over(request)
    return Reply(request.say("Dropped; nothing of the file was kept."), edit=True)


@router.button("save")
async def save(request: Request, knowledge: Knowledge, filing_id: int) -> Reply:
    """Store the paper; ask first where it may be a new version of one that is there."""
    filing = await knowledge.filings.get(filing_id, request.person.id)
    if filing and filing.twin:
        return Reply(
            request.say("Is this a new version of {paper}?", paper=cut(filing.twin.name)),
            buttons=(
                (saved.button(words(request.say("A new version")), filing_id, 1),),
                (saved.button(words(request.say("Another paper")), filing_id, 0),),
            ),
            edit=True,
        )
    return await stored(request, knowledge, filing_id, as_version=False)


@router.button("saved")
async def saved(request: Request, knowledge: Knowledge, filing_id: int, as_version: int) -> Reply:
    """Store the paper as a new version, or beside the one that is there."""
    return await stored(request, knowledge, filing_id, as_version=bool(as_version))


async def stored(request: Request, knowledge: Knowledge, filing_id: int, *, as_version: bool) -> Reply:
    """Store the paper and say so."""
    paper = await knowledge.filings.store(filing_id, request.person.id, request.now, as_version=as_version)
    if paper is None:
        return over(request)
    name = cut(paper.name)
    if paper.is_same:
        text = request.say("This paper is there already: {paper}. Nothing has changed.", paper=name)
    elif as_version:
        text = request.say("Saved as a new version: {paper}. It can be asked about now.", paper=name)
    else:
        text = request.say("Saved: {paper}. It can be asked about now.", paper=name)
    # The list is made by a module that imports this one: it is found by name.
    others = await knowledge.filings.waiting(request.person.id)
    rows = [(card.button(words(request.say("Open")), paper.id),)]
    if others:
        label = words(request.say_count("One more waits", "{count} more wait", len(others)))
        rows.append((router.actions["documents.waiting"].button(label, 0),))
    return Reply(text, buttons=tuple(rows), edit=True)
