"""What becomes of a programme: sent for approval, published, given back."""

from __future__ import annotations

from handlers.agenda.routing import router
from handlers.chat import Reply, Request
from knowledge import Knowledge
from knowledge.models import ProgrammeState


@router.button("submit")
async def submit(request: Request, knowledge: Knowledge, programme_id: int, seen: int) -> Reply:
    """Send a draft for approval, or publish it where nobody approves."""
    done = await knowledge.programmes.submit(request.person.id, programme_id, seen, request.now)
    if done.state == ProgrammeState.SUBMITTED:
        return Reply(request.say("Sent for approval. You are told as soon as it is decided."), edit=True)
    return published(request, done.published, done.changed, done.cancelled)


@router.button("approve")
async def approve(request: Request, knowledge: Knowledge, programme_id: int, seen: int) -> Reply:
    """Publish a programme."""
    done = await knowledge.programmes.approve(request.person.id, programme_id, seen, request.now)
    return published(request, done.published, done.changed, done.cancelled)


def published(request: Request, new: int, changed: int, cancelled: int) -> Reply:
    """Say what publishing came to."""
    return Reply(
        request.say(
            "Published: {new} new, {changed} changed, {cancelled} cancelled. Those it concerns are told.",
            new=new,
            changed=changed,
            cancelled=cancelled,
        ),
        edit=True,
    )


@router.button("giveback")
async def give_back(request: Request, _knowledge: Knowledge, programme_id: int, seen: int) -> Reply:
    """Ask why it is given back."""
    return Reply(
        request.say("What should be changed? Type it in a sentence."),
        expects=remarked.expect(programme_id, seen),
    )


@router.step("remark")
async def remarked(request: Request, knowledge: Knowledge, programme_id: int, seen: int) -> Reply:
    """Give a programme back with a remark."""
    await knowledge.programmes.give_back(
        request.person.id, programme_id, seen, request.text[:500], request.now
    )
    return Reply(request.say("Given back; its secretary is told your remark."))
