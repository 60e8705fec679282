"""Whether the paper that somebody just read of, or names, is in force: answered from the registry."""

from __future__ import annotations

from collections.abc import Iterable

from handlers.chat import Html, Reply, Request
from handlers.documents import cards, registry
from knowledge import Knowledge
from knowledge.documents.answers.asked import LastQuestion
from knowledge.documents.answers.followups import paper_meant
from knowledge.documents.registry import Force


async def told(request: Request, knowledge: Knowledge, last: LastQuestion | None) -> Reply | None:
    """Answer "còn hiệu lực không?" for the paper that is named, or was quoted last; None without one."""
    viewer, day = request.person.id, request.now.date()
    if query := paper_meant(request.text):
        found = await knowledge.registry.find(query, viewer, request.now)
        if not found.papers:
            return registry.not_in_scope(request)
        if not found.is_clear and len(found.papers) > 1:
            return registry.which(request, found.papers, query, 0)
        document_id = found.papers[0].id
    elif last and last.document_id:
        document_id = last.document_id
    else:
        return None
    card = await knowledge.registry.card(document_id, viewer, day)
    return cards.stated(request, card) if card else registry.not_in_scope(request)


async def notes(request: Request, knowledge: Knowledge, document_ids: Iterable[int]) -> dict[int, Html]:
    """Return a line for each paper that is not in force today."""
    said: dict[int, Html] = {}
    for document_id in dict.fromkeys(document_ids):
        now = await knowledge.registry.validity(document_id, request.person.id, request.now.date())
        if now and now.since and now.state == Force.ENDED:
            said[document_id] = request.say("⛔ No longer in force since {day}.", day=cards.dated(now.since))
        elif now and now.since and now.state == Force.NOT_YET:
            said[document_id] = request.say("⏳ Not in force yet: from {day}.", day=cards.dated(now.since))
    return said
