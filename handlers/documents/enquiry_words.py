"""How enquiries and their replies are said."""

from __future__ import annotations

from textwrap import shorten

from handlers.chat import Html, Request, lines, paragraphs
from knowledge.documents.enquiries.known import KnownReply
from knowledge.documents.enquiries.rows import Asker, EnquiryRow
from knowledge.models import Reach

LONGEST_QUESTION = 800
LONGEST_LINE = 160


def asked(request: Request, row: EnquiryRow, askers: list[Asker]) -> Html:
    """Write an enquiry for those who answer it."""
    parts = [request.say("<blockquote>{question}</blockquote>", question=short(row.question))]
    if askers:
        people = "; ".join(f"{a.name} ({a.unit})" if a.unit else a.name for a in askers)
        parts.append(request.say("Asked by {people}, {moment}.", people=people, moment=row.asked_at))
    if row.paper:
        parts.append(request.say("About: <i>{paper}</i>", paper=row.paper))
    return lines(*parts)


def short(text: str) -> str:
    """Shorten a question for a message."""
    return shorten(text, LONGEST_QUESTION, placeholder=" …")


def in_line(text: str) -> str:
    """Shorten a question for a line of a list."""
    return shorten(text, LONGEST_LINE, placeholder=" …")


def drafted(request: Request, row: EnquiryRow) -> Html:
    """Show a typed reply before it counts."""
    return paragraphs(
        request.say("To the question “{question}” you answer:", question=short(row.question)),
        request.say("<blockquote>{reply}</blockquote>", reply=request.text),
    )


def reach_in_words(request: Request, reach: str, unit: str) -> Html:
    """Say for whom a reply is."""
    if reach == Reach.EVERYONE:
        return request.say("everyone")
    if reach == Reach.BELOW:
        return request.say("{unit} and all units below", unit=unit)
    return request.say("{unit} alone", unit=unit)


def known(request: Request, reply: KnownReply) -> Html:
    """Write an approved reply for somebody who asked the like of its question."""
    parts = [
        request.say(
            "The office in charge has answered a similar question: {question}", question=short(reply.question)
        ),
        request.say("<blockquote>{reply}</blockquote>", reply=reply.text),
        request.say(
            "<i>{unit}, {day}</i>", unit=reply.unit, day=reply.at.astimezone(request.person.timezone).date()
        ),
    ]
    if reply.paper:
        parts.append(request.say("About: <i>{paper}</i>", paper=reply.paper))
    return lines(*parts)
