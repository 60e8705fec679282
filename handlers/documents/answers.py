"""Questions to the papers, answered in their own words."""

from __future__ import annotations

from handlers.chat import Button, Html, Reply, Request, lines, paragraphs, words
from handlers.documents import force, written
from handlers.documents.cards import card
from handlers.documents.enquiries import enquire_button
from handlers.documents.enquiry_words import known
from handlers.documents.reading import read, shortened
from handlers.documents.routing import router
from handlers.documents.votes import vote_buttons
from knowledge import Knowledge
from knowledge.documents.answers import Answer, Quote
from knowledge.documents.answers.asked import LastQuestion
from knowledge.documents.answers.followups import (
    FollowUp,
    asks_force,
    follows_up,
    may_follow_up,
    topic_of,
)
from knowledge.documents.enquiries.known import KnownReply
from knowledge.models import Origin

LONGEST_TOPIC = 120


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
    """Answer a question by a paper's card, an approved reply, or quotes: the last resort for plain text."""
    if not any(c.isalpha() for c in request.text):
        return Reply(request.say("I see no words in that. Please type your question, or /trogiup for help."))
    last = await knowledge.asked.last(request.person.id, request.now)
    if asks_force(request.text) and (reply := await force.told(request, knowledge, last)):
        return reply
    rest = follows_up(request.text) if last else ""
    follow = FollowUp(topic_of(last.question), rest) if last and rest else None
    question = follow.question if follow else request.text
    reply_there = await knowledge.replies.alike(question, request.person.id, request.event, request.now)
    if reply_there:
        return replied(request, reply_there)
    found, follow = await look(request, knowledge, follow, last)
    return await told(request, knowledge, found, follow)


async def look(
    request: Request, knowledge: Knowledge, follow: FollowUp | None, last: LastQuestion | None
) -> tuple[Answer, FollowUp | None]:
    """Look for an answer, and tell whether the topic before was taken along.

    A very short line may be about it or not: where it ends like a question it is read that way first.
    """
    if follow:
        return await knowledge.documents.answer(follow.rest, request.person.id, follow.topic), follow
    alone = FollowUp("", request.text)
    short = may_follow_up(request.text) if last else ""
    ways = [alone]
    if last and short:
        joined = FollowUp(topic_of(last.question), short)
        ways = [joined, alone] if request.text.rstrip().endswith("?") else [alone, joined]
    found = Answer((), (), 0.0)
    for way in ways:
        found = await knowledge.documents.answer(way.rest, request.person.id, way.topic)
        if found.quotes:
            return found, way if way.topic else None
    return found, None


async def told(request: Request, knowledge: Knowledge, found: Answer, follow: FollowUp | None) -> Reply:
    """Note what was asked and say what was found."""
    question = follow.question if follow else request.text
    asked_id = await knowledge.asked.note(
        request.person.id,
        request.event,
        question,
        origin=Origin.PAPERS if found.quotes else Origin.NOBODY,
        passages=[quote.passage_id for quote in found.quotes],
        confidence=found.confidence,
        now=request.now,
    )
    if not found.quotes:
        return nothing_found(request, asked_id)
    notes = await force.notes(request, knowledge, [quote.document_id for quote in found.quotes])
    reply = Reply(
        quoted(request, found, opening(request, found, follow), notes),
        buttons=below(request, found, asked_id),
    )
    return await written.improved(request, knowledge, question, found, reply)


def nothing_found(request: Request, asked_id: int) -> Reply:
    """Say so, with the next steps."""
    return Reply(
        paragraphs(
            request.say("I have found nothing about this in the papers you may read."),
            request.say("Try other words or the paper's number, or see the list of papers: /vanban."),
        ),
        buttons=((enquire_button(request, asked_id),),),
    )


def opening(request: Request, found: Answer, follow: FollowUp | None) -> Html:
    """Say what was understood, where a question was completed or its quotation marks were left out."""
    if found.is_near:
        return request.say("No paper has exactly these words. The nearest:")
    if follow is None:
        return request.say("The papers say this:")
    return request.say(
        "About “{topic}” – {rest}:", topic=shortened(follow.topic, LONGEST_TOPIC), rest=follow.rest
    )


def quoted(request: Request, found: Answer, first: Html, notes: dict[int, Html]) -> Html:
    """Show each quote with its number, its place, and a word where its paper is not in force."""
    several = len(found.quotes) > 1
    blocks = [
        lines(
            request.say("<blockquote>{quote}</blockquote>", quote=quote.text),
            request.say("[{n}] <i>{citation}</i>", n=n, citation=quote.citation)
            if several
            else request.say("<i>{citation}</i>", citation=quote.citation),
            *([notes[quote.document_id]] if quote.document_id in notes else []),
        )
        for n, quote in enumerate(found.quotes, 1)
    ]
    return paragraphs(first, *blocks)


def below(request: Request, found: Answer, asked_id: int) -> tuple[tuple[Button, ...], ...]:
    """Offer to read on (a typed number does the same), the first paper's card, votes, and to ask people."""
    return (
        *((read_button(request, quote),) for quote in found.quotes),
        (
            card.button(words(request.say("See the paper")), found.quotes[0].document_id),
            enquire_button(request, asked_id),
        ),
        vote_buttons(request, asked_id),
    )


def read_button(request: Request, quote: Quote) -> Button:
    """Offer the whole article that a quote stands in."""
    place = quote.path.split(", khoản")[0] or quote.citation
    return read.button(words(request.say("Read {place}", place=shortened(place))), quote.passage_id, 0)


def replied(request: Request, reply: KnownReply) -> Reply:
    """Show what the office in charge answered to the like of it."""
    rows: list[tuple[Button, ...]] = []
    if reply.paper_passage_id is not None:
        label = words(request.say("Read {place}", place=shortened(reply.paper)))
        rows.append((read.button(label, reply.paper_passage_id, 0),))
    rows.append(vote_buttons(request, reply.asked_id))
    return Reply(known(request, reply), tuple(rows))
