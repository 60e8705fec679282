"""Why an answer is right: the article that its source names, word for word."""

from __future__ import annotations

from handlers.asking import shortened
from handlers.chat import Button, Html, Request, lines, paragraphs, words
from handlers.routing import command_button
from knowledge.quiz.sources import Why

LONGEST_QUOTE = 2500
"""Characters of the article; with the rest one message of every channel."""


def reasons(request: Request, found: Why) -> Html:
    """Quote the article; without it, say what the question itself says."""
    parts = [request.say("<b>Why?</b> {text}", text=shortened(found.text, 300))]
    if found.opened is None:
        if found.explanation:
            parts.append(request.say("{text}", text=found.explanation))
        if found.source:
            parts.append(request.say("<i>Source: {source}</i>", source=found.source))
            if not found.number:
                parts.append(
                    request.say(
                        "This paper is not among those that you can read here. Ask your secretary for it."
                    )
                )
        return paragraphs(*parts)
    article = found.opened.article
    title = ". ".join(filter(None, (article.label, article.heading)))
    parts.append(
        lines(request.say("<b>{title}</b>", title=title), request.say("<i>{paper}</i>", paper=article.paper))
    )
    parts.append(request.say("<blockquote>{text}</blockquote>", text=shortened(article.text, LONGEST_QUOTE)))
    return paragraphs(*parts)


def paper_button(request: Request, found: Why) -> tuple[tuple[Button, ...], ...]:
    """Offer the paper whose place could not be opened."""
    if not found.number:
        return ()
    label = words(request.say("📄 Open {number}", number=found.number))
    return ((command_button(label, f"/vb {found.number}"),),)
