"""A paper's card: what it is, who issued it, whether it is in force, and what it does to others."""

from __future__ import annotations

from datetime import date

from handlers.chat import Button, Html, OutgoingFile, PaperFile, Reply, Request, lines, paragraphs, words
from handlers.documents.reading import read, shortened
from handlers.documents.routing import router
from handlers.routing import OtherMatterError, command_button
from knowledge import Knowledge
from knowledge.documents.answers.followups import asks_force, paper_meant
from knowledge.documents.registry import Card, Force, Link, Part

LONGEST_LINE = 250
"""Characters of one name in a card; with all its links it stays below Telegram's 4096."""
MOST_LINKS = 8
PARTS_A_PAGE = 10


@router.button("card")
async def card(request: Request, knowledge: Knowledge, document_id: int) -> Reply:
    """Show a paper's card."""
    details = await knowledge.registry.card(document_id, request.person.id, request.now.date())
    return shown(request, details, edit=True) if details else gone(request)


@router.step("about")
async def about(request: Request, knowledge: Knowledge, document_id: int) -> Reply:
    """Answer "còn hiệu lực không?" for the paper whose card was just shown."""
    if not asks_force(request.text) or paper_meant(request.text):
        raise OtherMatterError
    details = await knowledge.registry.card(document_id, request.person.id, request.now.date())
    return stated(request, details) if details else gone(request)


def stated(request: Request, paper: Card) -> Reply:
    """Say it in a line, with what replaces the paper, and offer both cards."""
    others = paper.validity.by[:MOST_LINKS]
    text = lines(request.say("<b>{title}</b>", title=cut(paper.name)), force(request, paper))
    rows: list[tuple[Button, ...]] = [
        (card.button(words(request.say("See the paper")), paper.id),),
        *((card.button(shortened(f"→ {other.name}"), other.id),) for other in others),
    ]
    return Reply(text, tuple(rows), expects=about.expect(paper.id))


def gone(request: Request) -> Reply:
    """Say that a button's paper cannot be opened."""
    return Reply(request.say("This paper is not within your scope."))


def shown(request: Request, paper: Card, *, edit: bool = False) -> Reply:
    """Write the card with its buttons."""
    parts = [
        lines(request.say("<b>{title}</b>", title=cut(paper.name)), *origin(request, paper)),
        force(request, paper),
    ]
    links = paper.links[:MOST_LINKS]
    if links:
        parts.append(lines(*(relation(request, link) for link in links)))
    if len(paper.links) > MOST_LINKS:
        parts.append(
            request.say_count("and one more", "and {count} more", len(paper.links) - MOST_LINKS),
        )
    return Reply(
        paragraphs(*parts), buttons=buttons(request, paper, links), edit=edit, expects=about.expect(paper.id)
    )


def origin(request: Request, paper: Card) -> list[Html]:
    """Say who issued it, where and when, who signed, and what it is about."""
    said = []
    if paper.type:
        said.append(request.say("Type: {type}", type=paper.type))
    if paper.issuer:
        said.append(request.say("Issued by: {issuer}", issuer=cut(paper.issuer)))
    day = dated(paper.issued_on) if paper.issued_on else ""
    if where := ", ".join(filter(None, (paper.place, day))):
        said.append(request.say("Date: {where}", where=where))
    if paper.signer:
        signer = ", ".join(filter(None, (paper.signer, paper.signer_post)))
        said.append(request.say("Signed by: {signer}", signer=cut(signer)))
    if paper.abstract and paper.abstract.casefold() not in paper.title.casefold():
        said.append(request.say("About: {abstract}", abstract=cut(paper.abstract)))
    return said


def force(request: Request, paper: Card) -> Html:
    """Say whether it is in force, since when, and what ended it."""
    if paper.is_withdrawn:
        return request.say("⚠ This paper was withdrawn by the office that filed it. Do not rely on it.")
    now = paper.validity
    if now.state == Force.NOT_YET and now.since:
        return request.say("⏳ Not in force yet: from {day}.", day=dated(now.since))
    if now.state == Force.ENDED and now.since:
        return over(request, paper, dated(now.since))
    if now.until:
        return request.say("✅ In force until {day}.", day=dated(now.until))
    if now.since:
        return request.say("✅ In force since {day}; nothing that ends it is known.", day=dated(now.since))
    return request.say("✅ In force, as far as is known: nothing that ends it was found.")


def over(request: Request, paper: Card, day: str) -> Html:
    """Say that it is no longer in force, and why."""
    if not paper.validity.by:
        return request.say("⛔ No longer in force since {day}.", day=day)
    other = cut(paper.validity.by[0].name)
    if paper.validity.is_repealed:
        return request.say("⛔ No longer in force since {day}, repealed by {paper}.", day=day, paper=other)
    return request.say("⛔ No longer in force since {day}, replaced by {paper}.", day=day, paper=other)


def relation(request: Request, link: Link) -> Html:
    """Say one thing that this paper does to another, or another to this."""
    name = cut(f"{link.part}, {link.name}" if link.part and not link.incoming else link.name)
    match link.kind, link.incoming:
        case "replaces", False:
            return request.say("Replaces: {paper}", paper=name)
        case "replaces", True:
            return request.say("Replaced by: {paper}", paper=name)
        case "repeals", False:
            return request.say("Repeals: {paper}", paper=name)
        case "repeals", True:
            return request.say("Repealed by: {paper}", paper=name)
        case "amends", False:
            return request.say("Amends: {paper}", paper=name)
        case "amends", True:
            return request.say("Amended by: {paper}", paper=name)
        case "implements", False:
            return request.say("Implements: {paper}", paper=name)
        case "implements", True:
            return request.say("Implemented by: {paper}", paper=name)
        case "answers", True:
            return request.say("Answered by: {paper}", paper=name)
        case _:
            return request.say("Answers: {paper}", paper=name)


def buttons(request: Request, paper: Card, links: tuple[Link, ...]) -> tuple[tuple[Button, ...], ...]:
    """Offer to read, leaf, fetch the file, and open the papers that it is linked with."""
    own = keeping(request, paper)
    if paper.is_withdrawn:
        return own
    first = [
        read.button(words(request.say("Read")), paper.first_passage_id, 0),
        contents.button(words(request.say("Contents")), paper.id, 0),
    ]
    if paper.file_name:
        first.append(file.button(words(request.say("Get the file")), paper.id))
    if paper.gives_tasks:
        # Another feature's command: features do not import each other.
        own = ((command_button(words(request.say("📌 Give tasks")), f"/giao vb {paper.id}"),), *own)
    others = dict.fromkeys((link.document_id, link.name) for link in links if link.document_id is not None)
    return (tuple(first), *((card.button(shortened(f"→ {name}"), other),) for other, name in others), *own)


def keeping(request: Request, paper: Card) -> tuple[tuple[Button, ...], ...]:
    """Offer a secretary of the paper's unit to correct it, or to withdraw it or put it back."""
    if not paper.may_edit:
        return ()
    # These actions are registered by a module that imports this one: they are found by name.
    if paper.is_withdrawn:
        return ((router.actions["documents.restore"].button(words(request.say("Undo")), paper.id),),)
    return (
        (
            router.actions["documents.amend"].button(words(request.say("Edit details")), paper.id),
            router.actions["documents.withdraw"].button(words(request.say("Withdraw")), paper.id),
        ),
    )


@router.button("file")
async def file(request: Request, knowledge: Knowledge, document_id: int) -> Reply:
    """Send the file that a paper was read from."""
    paper = await knowledge.registry.card(document_id, request.person.id, request.now.date())
    if paper is None or paper.is_withdrawn or not paper.file_name:
        return gone(request)
    return Reply(
        request.say("The file of {paper}:", paper=cut(paper.name)),
        file=OutgoingFile(PaperFile(paper.id, paper.version), paper.file_name, paper.file_size),
    )


@router.button("contents")
async def contents(request: Request, knowledge: Knowledge, document_id: int, offset: int) -> Reply:
    """List the articles of a paper, each to be opened."""
    paper = await knowledge.registry.card(document_id, request.person.id, request.now.date())
    offset = max(0, offset)
    parts = await knowledge.registry.contents(document_id, request.person.id, PARTS_A_PAGE + 1, offset)
    if paper is None or not parts:
        return gone(request)
    here = parts[:PARTS_A_PAGE]
    rows = [(read.button(shortened(heading_of(part)), part.passage_id, 0),) for part in here]
    beside = [card.button(words(request.say("◀ Card")), document_id)]
    if offset:
        beside.append(
            contents.button(words(request.say("◀ Before")), document_id, max(0, offset - PARTS_A_PAGE))
        )
    if len(parts) > PARTS_A_PAGE:
        beside.append(contents.button(words(request.say("After ▶")), document_id, offset + PARTS_A_PAGE))
    entries = [request.say("• {part}", part=cut(heading_of(part))) for part in here]
    return Reply(
        paragraphs(request.say("<b>{title}</b>", title=cut(paper.name)), lines(*entries)),
        buttons=(*rows, tuple(beside)),
        edit=True,
    )


def heading_of(part: Part) -> str:
    """Name an article by its place and heading."""
    return ". ".join(filter(None, (part.label, part.heading)))


def dated(day: date) -> str:
    """Write a day as papers do."""
    return f"{day:%d/%m/%Y}"


def cut(text: str) -> str:
    """Cut a name that would fill the message."""
    return text if len(text) <= LONGEST_LINE else text[: LONGEST_LINE - 1].rstrip() + "…"
