"""A conference or a connection point in a person's scope, and the way to its numbers."""

from __future__ import annotations

from handlers.agenda.routing import router
from handlers.chat import Button, Request, words
from knowledge import Knowledge, Refusal
from knowledge.agenda.conferences import Conference, PointCard
from knowledge.agenda.conferences.totals import TOP


async def conference_of(request: Request, knowledge: Knowledge, meeting_id: int) -> Conference:
    """Return a conference of which the person sees something. Raises Refusal."""
    conference = await knowledge.conferences.get(request.person.id, meeting_id)
    if conference is None:
        raise Refusal("This meeting is not within your scope.")
    return conference


async def point_of(request: Request, knowledge: Knowledge, point_id: int) -> PointCard:
    """Return a connection point in the person's scope. Raises Refusal."""
    card = await knowledge.conferences.point(request.person.id, point_id, request.now)
    if card is None:
        raise Refusal("This connection point is not within your scope.")
    return card


def totals_button(request: Request, conference: Conference) -> Button:
    """Make the button that leads to the numbers of the whole conference."""
    # By its name: the module of the numbers shows what imports this one.
    return router.actions["agenda.conference"].button(
        words(request.say("◀ All points")), conference.id, TOP, 0
    )
