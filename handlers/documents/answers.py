"""Questions to the papers, answered in their own words."""

from __future__ import annotations

from handlers.chat import Button, Html, Reply, Request, lines, paragraphs, words
from handlers.documents import written
from handlers.documents.routing import router
from knowledge import Knowledge
from knowledge.documents import Article
from knowledge.documents.answers import Answer, Quote

LONGEST_PART = 3000
"""Characters of an article in one message; with its head and escapes it stays below Telegram's 4096."""
LONGEST_LABEL = 40


@router.command("hoi", "ask", summary="What the papers say, word for word; your question may follow")
async def ask(request: Request, knowledge: Knowledge) -> Reply:
    """Answer a question, or ask for one."""
    if not request.text:
        return Reply(
            request.say("What would you like to know? Type your question, and I will look in the papers."),
            expects=asked.expect(),
        )
    return await answer(request, knowledge)


@router.step("asked")
async def asked(request: Request, knowledge: Knowledge) -> Reply:
    """Answer the question that was asked for."""
    return await answer(request, knowledge)


@router.text(lambda _folded: True)
async def answer(request: Request, knowledge: Knowledge) -> Reply:
    """Quote what the papers say: the last resort for plain text."""
    if not any(c.isalnum() for c in request.text):
        return Reply(request.say("I see no words in that. Please type your question, or /trogiup for help."))
    found = await knowledge.documents.answer(request.text, request.person.id)
    if not found.quotes:
        return nothing_found(request)
    return await written.improved(request, knowledge, request.text, found, quoted(request, found))


def nothing_found(request: Request) -> Reply:
    """Say so, with the next step."""
    return Reply(
        paragraphs(
            request.say("I have found nothing about this in the papers you may read."),
            request.say("Try other words or the paper's number, or see the list of papers: /vanban."),
        )
    )


def quoted(request: Request, found: Answer) -> Reply:
    """Show each quote with its place, and a button to read around it."""
    several = len(found.quotes) > 1
    blocks = [
        lines(
            request.say("<blockquote>{quote}</blockquote>", quote=quote.text),
            request.say("{n}. <i>{citation}</i>", n=n, citation=quote.citation)
            if several
            else request.say("<i>{citation}</i>", citation=quote.citation),
        )
        for n, quote in enumerate(found.quotes, 1)
    ]
    return Reply(
        paragraphs(request.say("The papers say this:"), *blocks),
        buttons=tuple((read_button(request, quote),) for quote in found.quotes),
    )


def read_button(request: Request, quote: Quote) -> Button:
    """Offer the whole article that a quote stands in."""
    place = quote.path.split(", khoản")[0] or quote.citation
    return read.button(words(request.say("Read {place}", place=shortened(place))), quote.passage_id, 0)


def shortened(text: str) -> str:
    """Cut a text to what a button shows."""
    return text if len(text) <= LONGEST_LABEL else text[: LONGEST_LABEL - 1].rstrip() + "…"


@router.button("read")
async def read(request: Request, knowledge: Knowledge, passage_id: int, part: int) -> Reply:
    """Show one part of the article that a passage belongs to."""
    article = await knowledge.documents.article(passage_id, request.person.id)
    if article is None:
        return Reply(
            request.say("This paper has changed or is not within your scope. Please ask again: /hoi.")
        )
    parts = split(article.text)
    part = min(max(part, 0), len(parts) - 1)
    return Reply(
        shown(request, article, parts, part),
        buttons=around(request, article, passage_id, part, len(parts)),
        edit=True,
    )


def shown(request: Request, article: Article, parts: list[str], part: int) -> Html:
    """Write the head of an article and one part of its text."""
    title = ". ".join(filter(None, (article.label, article.heading)))
    head = [request.say("<b>{title}</b>", title=title)] if title else []
    head.append(request.say("<i>{paper}</i>", paper=article.paper))
    if len(parts) > 1:
        head.append(request.say("Part {part} of {count}", part=part + 1, count=len(parts)))
    return paragraphs(lines(*head), request.say("{text}", text=parts[part]))


def around(
    request: Request, article: Article, passage_id: int, part: int, count: int
) -> tuple[tuple[Button, ...], ...]:
    """Offer the next part of a long article, and its neighbours."""
    rows: list[tuple[Button, ...]] = []
    if part + 1 < count:
        rows.append((read.button(words(request.say("Next part")), passage_id, part + 1),))
    beside = []
    if article.previous_id is not None:
        beside.append(read.button(words(request.say("◀ Before")), article.previous_id, 0))
    if article.next_id is not None:
        beside.append(read.button(words(request.say("After ▶")), article.next_id, 0))
    return (*rows, *((tuple(beside),) if beside else ()))


def split(text: str) -> list[str]:
    """Cut a text at the ends of its lines, or of words where a line is too long for one message."""
    parts = [""]
    for line in text.split("\n"):
        rest = line
        while len(rest) > LONGEST_PART:
            at = rest.rfind(" ", 0, LONGEST_PART)
            at = at if at > 0 else LONGEST_PART
            parts.append(rest[:at])
            rest = rest[at:].lstrip()
        if len(parts[-1]) + len(rest) + 1 > LONGEST_PART:
            parts.append("")
        parts[-1] = f"{parts[-1]}\n{rest}" if parts[-1] else rest
    return [part for part in parts if part] or [""]
