"""Coming in: /start, codes, contacts; and what a person may say about themselves."""

from __future__ import annotations

from handlers.chat import Reply, Request
from handlers.routing import Router
from knowledge import Knowledge

router = Router("account")


@router.command("start", summary="", for_strangers=True)
async def start(request: Request, knowledge: Knowledge) -> Reply:
    """Welcome a known person, and tell a stranger how to join."""
    if request.person.id:
        return Reply(request.say("Hello, {name}! /trogiup shows what I can do.", name=request.person.name))
    return invitation_needed(request)


@router.text(lambda _text: True, for_strangers=True)
async def strange_text(request: Request, knowledge: Knowledge) -> Reply:
    """Take a stranger's line for a code, or tell how to join."""
    return invitation_needed(request)


@router.contact
async def contact(request: Request, knowledge: Knowledge) -> Reply:
    """Join a person whose own number is in the roster."""
    return invitation_needed(request)


def invitation_needed(request: Request) -> Reply:
    """Say the one sentence that strangers get."""
    return Reply(
        request.say(
            "I serve the people of this organisation. To join, send the code that your office gave you, "
            "or share your own telephone number."
        ),
        asks_contact=True,
    )
