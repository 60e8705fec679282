"""The papers of a meeting: its agenda point by point, what to read for each, who has read it."""

from __future__ import annotations

import re

from handlers.agenda.programme_words import cut
from handlers.agenda.routing import router
from handlers.chat import Button, Html, OutgoingFile, PaperFile, Reply, Request, lines, paragraphs, words
from handlers.routing import OtherMatterError, command_button
from knowledge import Knowledge, Refusal
from knowledge.agenda.papers import Folder, PaperRow

MOST_PAPERS, PER_ROW = 20, 5
POINT = re.compile(r"^\s*(?:\d{1,2}\s*[.)]|[-–•+*])\s*(?P<title>.+)$")
PRESENTER = re.compile(r"^(?P<title>.+?)\s*(?:\((?P<inside>[^()]+)\)|[;|]\s*(?P<behind>.+))\s*$")
TAKES_OFF = re.compile(r"(?:bỏ|bo|remove|drop)\s+(?P<number>\S+)", re.IGNORECASE)
AT_POINT = re.compile(
    r"^(?P<number>[^;|]+?)\s*[;|]\s*(?:mục|muc|point|item)?\s*(?P<item>\d{1,2})\s*$", re.IGNORECASE
)


@router.button("papers")
async def folder(request: Request, knowledge: Knowledge, meeting_id: int) -> Reply:
    """Show a meeting's agenda and papers."""
    return await shown(request, knowledge, meeting_id)


async def shown(
    request: Request, knowledge: Knowledge, meeting_id: int, *, first: Html | None = None
) -> Reply:
    """Show a meeting's agenda and papers; who organises it may add to them by typing."""
    found = await knowledge.meeting_papers.of(request.person.id, meeting_id)
    if found is None:
        raise Refusal("This meeting is not within your scope.")
    card = await knowledge.attending.card(request.person.id, meeting_id)
    organises = card is not None and card.organises
    parts = [first] if first else []
    parts += said(request, found, organises=organises)
    if organises:
        parts.append(
            request.say(
                "To add a paper, type its number: <i>12-NQ/TU</i>, for a point <i>12-NQ/TU; 2</i>; "
                "to take it off: <i>drop 12-NQ/TU</i>. "
                "To write the agenda, type a line for each point: <i>- Opening (Lê Văn An)</i>"
            )
        )
    ways = [
        open_paper.button(f"{number}", meeting_id, paper.document_id)
        for number, paper in enumerate(found.papers[:MOST_PAPERS], 1)
    ]
    rows: list[tuple[Button, ...]] = [tuple(ways[at : at + PER_ROW]) for at in range(0, len(ways), PER_ROW)]
    # By its name: the card's module shows this one.
    rows.append((router.actions["agenda.meeting"].button(words(request.say("◀ Back")), meeting_id),))
    return Reply(paragraphs(*parts), tuple(rows), expects=change.expect(meeting_id) if organises else None)


def said(request: Request, found: Folder, *, organises: bool) -> list[Html]:
    """Say the agenda, each point with its papers, then the papers of the whole."""
    parts = [request.say("<b>{title}</b>\n{when}", title=cut(found.title), when=found.starts_at)]
    if not found.papers and not found.items:
        return [*parts, request.say("There are no papers yet that you may read.")]
    numbers = {paper.document_id: number for number, paper in enumerate(found.papers, 1)}

    def listed(position: int) -> list[Html]:
        here = [paper for paper in found.papers if paper.item == position]
        return [row(request, numbers[paper.document_id], paper, found, organises=organises) for paper in here]

    for item in found.items:
        head = request.say("<b>{number}.</b> {title}", number=item.position, title=cut(item.title))
        presenter = [request.say("   {name}", name=cut(item.presenter))] if item.presenter else []
        parts.append(lines(head, *presenter, *listed(item.position)))
    if whole := listed(0):
        parts.append(lines(request.say("<b>Papers:</b>"), *whole))
    return parts


def row(request: Request, number: int, paper: PaperRow, found: Folder, *, organises: bool) -> Html:
    """Say a paper in one line: its button's number, whether it was read, and by how many."""
    values = {"number": number, "name": cut(paper.name), "readers": paper.readers, "invited": found.invited}
    if organises:
        return request.say("📄 {number}: {name} · read by {readers} of {invited}", **values)
    if paper.seen_at:
        return request.say("📄 {number}: {name} ✓ read", **values)
    return request.say("📄 {number}: {name}", **values)


@router.button("paper")
async def open_paper(request: Request, knowledge: Knowledge, meeting_id: int, document_id: int) -> Reply:
    """Send a paper, and note that it was opened."""
    who = request.person.id
    card = await knowledge.registry.card(document_id, who, request.now.date())
    if card is None or not await knowledge.meeting_papers.opened(who, meeting_id, document_id, request.now):
        raise Refusal("This paper is not within your scope.")
    back = folder.button(words(request.say("◀ Papers")), meeting_id)
    asked = command_button(words(request.say("Card and contents")), f"/vb {card.number or card.title}"[:64])
    text = request.say("{paper}\nNoted: you have opened it.", paper=cut(card.name))
    if not card.file_name:
        return Reply(text, ((asked,), (back,)))
    file = OutgoingFile(PaperFile(card.id, card.version), card.file_name, card.file_size)
    return Reply(text, ((asked,), (back,)), file=file)


@router.step("paperschange")
async def change(request: Request, knowledge: Knowledge, meeting_id: int) -> Reply:
    """Add a paper by its number, take one off, or write the agenda; other lines are another matter."""
    text = request.text.strip()
    points = [POINT.match(line) for line in text.splitlines() if line.strip()]
    if points and all(points):
        items = [item_of(match["title"]) for match in points if match]
        count = await knowledge.agenda_items.plan(request.person.id, meeting_id, items)
        first = request.say_count("The agenda has one point.", "The agenda has {count} points.", count)
        return await shown(request, knowledge, meeting_id, first=first)
    if "\n" in text or "?" in text or not re.search(r"\d", text):
        raise OtherMatterError
    if off := TAKES_OFF.fullmatch(text):
        return await taken_off(request, knowledge, meeting_id, off["number"])
    placed = AT_POINT.match(text)
    if not placed and " " in text:
        raise OtherMatterError
    number, item = (placed["number"], int(placed["item"])) if placed else (text, 0)
    name = await knowledge.agenda_items.attach(request.person.id, meeting_id, number, item)
    return await shown(request, knowledge, meeting_id, first=request.say("✓ Added: {paper}", paper=cut(name)))


async def taken_off(request: Request, knowledge: Knowledge, meeting_id: int, number: str) -> Reply:
    """Take a paper off a meeting."""
    found = await knowledge.meeting_papers.of(request.person.id, meeting_id)
    papers = found.papers if found else ()
    paper = next((each for each in papers if each.name.lower().startswith(number.lower())), None)
    if paper is None:
        raise Refusal("This meeting has no paper “{number}”.", number=number[:60])
    await knowledge.agenda_items.detach(request.person.id, meeting_id, paper.document_id)
    first = request.say("✓ Taken off: {paper}", paper=cut(paper.name))
    return await shown(request, knowledge, meeting_id, first=first)


def item_of(line: str) -> tuple[str, str]:
    """Split a point's line into what it is about and who presents it."""
    match = PRESENTER.match(line)
    if match is None:
        return line, ""
    return match["title"], match["inside"] or match["behind"] or ""
