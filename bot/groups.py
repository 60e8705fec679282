"""What is answered in a group: only what is everybody's; the rest belongs into a private chat."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from handlers import ROUTERS
from handlers.chat import Incoming, Reply, Request
from handlers.routing import Action, Handler
from knowledge import Knowledge, Refusal
from knowledge.vietnamese.text import clean, fold

COMMANDS: dict[str, Handler] = {n: h for r in ROUTERS for n, h in r.in_groups.items()}
ACTIONS: dict[str, Action[...]] = {n: r.actions[n] for r in ROUTERS for n in r.group_actions}
POLLS: list[Handler] = [h for r in ROUTERS for h in r.polls]
LONGEST_TEXT = 200
"""Characters behind a command."""


async def answered_in_group(incoming: Incoming, request: Request, knowledge: Knowledge) -> Reply | None:
    """Answer what is everybody's; send other commands to the private chat, and be silent to the rest."""
    if incoming.poll:
        for poll in POLLS:
            await poll(request, knowledge)
        return None
    name, *args = (incoming.button or "").split(":")
    if name in ACTIONS:
        # Many press at the same time: who was late is not told so before everybody.
        with suppress(Refusal):
            return await ACTIONS[name].call(request, knowledge, *args)
        return None
    if not incoming.text.startswith("/"):
        return None
    command, _, rest = incoming.text.partition(" ")
    handler = COMMANDS.get(fold(command[1:].partition("@")[0]))
    if handler is None:
        return Reply(request.say("Please write to me in a private chat: what I answer may be for you alone."))
    return await handler(replace(request, text=clean(rest)[:LONGEST_TEXT]), knowledge)
