"""Answers that a model writes below the papers' own words, each sentence compared with them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import replace

from handlers.chat import Html, Reply, Request, lines, paragraphs
from handlers.documents import force
from knowledge import Knowledge
from knowledge.documents.answers import Answer
from knowledge.documents.structure import named
from knowledge.model import Sentence, Source, State, Written

LONGEST_ANSWER = 3600
"""Characters of a written answer; with its label and escapes it stays below Telegram's 4096."""
LONGEST_PLACE = 100
"""About what the place of a quote takes."""
MOST_PASSAGES = 6
"""That the model sees: those that were quoted first, then the next ones of the ranking."""


async def improved(
    request: Request, knowledge: Knowledge, question: str, found: Answer, reply: Reply
) -> Reply:
    """Let a reply that quotes the papers grow into a written answer, where there is a model for it."""
    if not knowledge.writer.is_there or not found.quotes:
        return reply
    obstacle = await knowledge.writer.obstacle(request.person.id, request.now.date())
    if obstacle is not None:
        return replace(reply, text=paragraphs(reply.text, excuse(request, obstacle)))
    return replace(reply, grows=lambda: grow(request, knowledge, question, found, reply))


async def grow(
    request: Request, knowledge: Knowledge, question: str, found: Answer, reply: Reply
) -> AsyncIterator[Html]:
    """Yield the answer as it is written; the last piece is the whole one, or the papers' words and why."""
    sources = await gather(request, knowledge, question, found)
    citations = {quote.passage_id: quote.citation for quote in found.quotes}
    notes = await force.notes(request, knowledge, [source.document_id for source in sources])
    writing = knowledge.writer.write(question, sources, request.person.id, request.now.date())
    async with aclosing(writing) as steps:
        async for written in steps:
            if written.state in {State.WRITING, State.WRITTEN}:
                yield shown(request, written, citations, notes)
            else:
                yield paragraphs(reply.text, excuse(request, written.state))
    if written.state is State.WRITTEN:
        await knowledge.asked.written(request.event)


async def gather(request: Request, knowledge: Knowledge, question: str, found: Answer) -> list[Source]:
    """Return the passages for the model, within the person's scope; the quoted ones keep their numbers."""
    hits = await knowledge.documents.search(question, request.person.id, MOST_PASSAGES)
    ranked = {
        hit.passage_id: Source(
            hit.passage_id,
            hit.document_id,
            named(hit.title, hit.number),
            # A paper in one piece stands under its own title: that is no place in it.
            "" if hit.path == hit.title else hit.path,
            hit.text,
        )
        for hit in hits
    }
    quoted = [
        ranked.pop(
            quote.passage_id,
            Source(quote.passage_id, quote.document_id, quote.citation, quote.path, quote.text),
        )
        for quote in found.quotes
    ]
    return [*quoted, *ranked.values()][:MOST_PASSAGES]


def shown(request: Request, written: Written, citations: dict[int, str], notes: dict[int, Html]) -> Html:
    """Put the label, the sentences with their numbers, and the quotes with their places together."""
    sentences = fitting(written.sentences)
    blocks = []
    for n, quote in quotes(sentences):
        source = written.sources[n - 1]
        citation = citations.get(source.passage_id) or place(source)
        note = [notes[source.document_id]] if source.document_id in notes else []
        blocks.append(lines(block(request, n, quote, citation), *note))
    return paragraphs(
        label(request, written.state), lines(*(sentence(request, s) for s in sentences)), *blocks
    )


def fitting(sentences: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    """Return as many sentences as go into one message with their quotes; one at least."""
    for count in range(len(sentences), 1, -1):
        parts = [*(s.text for s in sentences[:count]), *(q for _, q in quotes(sentences[:count]))]
        if sum(len(part) + LONGEST_PLACE for part in parts) <= LONGEST_ANSWER:
            return sentences[:count]
    return sentences[:1]


def label(request: Request, state: State) -> Html:
    """Say that a machine writes, and what was done about it."""
    if state is State.WRITING:
        return request.say("<i>A machine is writing an answer from the passages below…</i>")
    return request.say(
        "<i>Written by a machine from the passages quoted below, each sentence compared with them. "
        "Please check the sources.</i>"
    )


def sentence(request: Request, written: Sentence) -> Html:
    """Write one sentence with the numbers of its sources."""
    numbers = sorted({citation.number for citation in written.citations})
    return request.say(
        "{sentence} {numbers}", sentence=written.text, numbers=" ".join(f"[{n}]" for n in numbers)
    )


def quotes(sentences: tuple[Sentence, ...]) -> list[tuple[int, str]]:
    """Return what is quoted, each source's words once, in the order of the sources' numbers."""
    cited: dict[int, dict[str, None]] = {}
    for written in sentences:
        for citation in written.citations:
            cited.setdefault(citation.number, {})[citation.quote] = None
    return [(n, " […] ".join(cited[n])) for n in sorted(cited)]


def block(request: Request, n: int, quote: str, citation: str) -> Html:
    """Write a source's words with the place they stand in."""
    return lines(
        request.say("<blockquote>{quote}</blockquote>", quote=quote),
        request.say("[{n}] <i>{citation}</i>", n=n, citation=citation),
    )


def place(source: Source) -> str:
    """Say where a passage stands."""
    return f"{source.path}, {source.paper}" if source.path else source.paper


def excuse(request: Request, state: State) -> Html:
    """Say why there is no written answer."""
    match state:
        case State.USED_UP:
            return request.say(
                "<i>Your written answers of today are used up; these are the papers' own words.</i>"
            )
        case State.BUSY:
            return request.say(
                "<i>Another answer is being written for you; these are the papers' own words.</i>"
            )
        case State.UNSUPPORTED:
            return request.say(
                "<i>What the machine wrote is not supported by the papers, so it is not shown.</i>"
            )
        case _:
            return request.say("<i>The machine did not help this time; these are the papers' own words.</i>")
