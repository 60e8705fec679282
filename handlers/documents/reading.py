"""Reading a paper: an article with its neighbours, long ones in parts."""

from __future__ import annotations

from handlers.chat import Button, Html, Reply, Request, lines, paragraphs, words
from handlers.documents.routing import router
from handlers.documents.votes import source_votes
from knowledge import Knowledge
from knowledge.documents import Article

LONGEST_PART = 3000
"""Characters of an article in one message; with its head and escapes it stays below Telegram's 4096."""
LONGEST_LABEL = 40


def shortened(text: str, most: int = LONGEST_LABEL) -> str:
    """Cut a text to what a button (or so many characters) shows."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


@router.button("read")
async def read(request: Request, knowledge: Knowledge, passage_id: int, part: int) -> Reply:
    """Show one part of the article that a passage belongs to."""
    article = await knowledge.documents.article(passage_id, request.person.id)
    if article is None:
        return Reply(
            request.say("This paper has changed or is not within your scope. Please ask again: /hoi.")
        )
    if article.is_withdrawn:
        return Reply(
            request.say(
                "“{paper}” has been withdrawn by its office; its text is no longer shown.",
                paper=article.paper,
            )
        )
    parts = split(article.text)
    part = min(max(part, 0), len(parts) - 1)
    return Reply(
        shown(request, article, parts, part),
        buttons=(
            *around(request, article, passage_id, part, len(parts)),
            *await source_votes(request, knowledge, passage_id),
        ),
        edit=True,
    )


def shown(request: Request, article: Article, parts: list[str], part: int) -> Html:
    """Write the head of an article and one part of its text."""
    title = ". ".join(filter(None, (article.label, article.heading)))
    head = [request.say("<b>{title}</b>", title=title)] if title else []
    head.append(request.say("<i>{paper}</i>", paper=article.paper))
    if article.newest_id is not None:
        head.append(request.say("⚠ This is an older version of the paper; there is a newer one."))
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
    if article.mentions:
        rows.append(tuple(read.button(f"→ {label}", begins, 0) for label, begins in article.mentions))
    if article.newest_id is not None:
        rows.append((read.button(words(request.say("The newest version")), article.newest_id, 0),))
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
