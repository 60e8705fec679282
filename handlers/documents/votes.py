"""👍 and 👎 under an answer, or under one of its sources."""

from __future__ import annotations

import re

from handlers.chat import Button, Html, Reply, Request, words
from handlers.documents import enquiries
from handlers.documents.routing import router
from knowledge import Knowledge
from knowledge.documents.votes import WHOLE

TYPED = re.compile("([👍👎])[\ufe0f\U0001f3fb-\U0001f3ff]?\\s*([1-9])?")
"""👎 2: the second source of the last answer."""


def vote_buttons(request: Request, asked_id: int, passage_id: int = WHOLE) -> tuple[Button, ...]:
    """Make the two buttons under an answer, or under one of its sources."""
    return (
        vote.button(words(request.say("👍 Useful")), asked_id, passage_id, 1),
        vote.button(words(request.say("👎 Not useful")), asked_id, passage_id, -1),
    )


async def source_votes(
    request: Request, knowledge: Knowledge, passage_id: int
) -> tuple[tuple[Button, ...], ...]:
    """Make the row of votes under a passage that one's own answer quoted lately; none under any other."""
    asked_id = await knowledge.votes.quoted_in(request.person.id, passage_id)
    return (vote_buttons(request, asked_id, passage_id),) if asked_id else ()


@router.button("vote")
async def vote(request: Request, knowledge: Knowledge, asked_id: int, passage_id: int, value: int) -> Reply:
    """Note what the person thinks of an answer or a source; pressing again takes it back."""
    stands = await knowledge.votes.cast(
        request.person.id, asked_id, passage_id, value, event=request.event, now=request.now
    )
    rows: tuple[tuple[Button, ...], ...] = ()
    if stands < 0:
        rows = ((enquiries.enquire_button(request, asked_id),),)
    return Reply(thanks(request, stands), rows)


@router.text(lambda folded: TYPED.fullmatch(folded) is not None)
async def typed(request: Request, knowledge: Knowledge) -> Reply:
    """Take a typed 👍 or 👎 for the last answer, or with a number for that source of it."""
    found = TYPED.fullmatch(request.text)
    last = await knowledge.votes.last(request.person.id)
    number = int(found[2] or 0) if found else 0
    if found is None or last is None or number > len(last[1]):
        return Reply(request.say("There is no answer of mine that this could mean. Ask me something: /hoi."))
    passage_id = last[1][number - 1] if number else WHOLE
    return await vote.handler(request, knowledge, last[0], passage_id, 1 if found[1] == "👍" else -1)


def thanks(request: Request, stands: int) -> Html:
    """Say in one line what stands now."""
    if stands > 0:
        return request.say("Thank you, noted: 👍.")
    if stands < 0:
        return request.say("Thank you, noted: 👎. A person can answer better: ask with the button.")
    return request.say("Taken back: nothing is noted any more.")
