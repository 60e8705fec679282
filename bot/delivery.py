"""A due notice to a sent message: write it, find the person's chat, classify the failure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import structlog

from bot.channels import Channel, Undeliverable
from bot.dispatch import Dispatch
from handlers import ROUTERS
from handlers.chat import Reply, Request
from knowledge import Knowledge
from knowledge.messages.outbox import Due
from scheduler.delivery import Delivered, Outcome

log = structlog.get_logger(__name__)

NOTICES = {kind: handler for router in ROUTERS for kind, handler in router.notices.items()}


class Delivery:
    """Brings notices to people, over whichever of their accounts can be reached."""

    def __init__(self, knowledge: Knowledge, channels: Mapping[str, Channel], dispatch: Dispatch) -> None:
        self.knowledge = knowledge
        self.channels = channels
        self.dispatch = dispatch

    async def __call__(self, due: Due, now: datetime) -> Delivered:
        """Deliver one notice and say what became of it."""
        handler = NOTICES.get(due.kind)
        if handler is None:
            return Delivered(Outcome.FAILED, f"no handler of {due.kind}")
        row = await self.knowledge.people.get(due.person_id)
        if row.suspended:
            return Delivered(Outcome.CANCELLED)
        person = self.dispatch.person(row.id, row.name, row.language, row.timezone)
        request = Request(
            person=person,
            text="",
            now=now.astimezone(person.timezone),
            event=f"notice:{due.id}",
            channel="",
            address="",
        )
        reply = await handler(request, self.knowledge, due)
        if reply is None:
            return Delivered(Outcome.CANCELLED)
        return await self._send(due, reply, now)

    async def _send(self, due: Due, reply: Reply, now: datetime) -> Delivered:
        """Try the accounts, the latest used first; the next one only where one is closed for good."""
        problem = "no account"
        for account in await self.knowledge.people.accounts(due.person_id):
            channel = self.channels.get(account.channel)
            if channel is None:
                continue
            try:
                await channel.send(account.address, reply)
            except Undeliverable as error:
                if not error.permanent:
                    return Delivered(Outcome.RETRY, str(error), error.retry_after)
                problem = str(error)
                log.info("account_unreachable", person_id=due.person_id, channel=account.channel)
                await self.knowledge.people.mark_unreachable(account.channel, account.address, now)
            else:
                if reply.buttons and not channel.has_buttons:
                    await self._number(account.channel, account.address, reply)
                return Delivered(Outcome.SENT)
        return Delivered(Outcome.FAILED, problem)

    async def _number(self, channel: str, address: str, reply: Reply) -> None:
        """Let a number typed now press the notice's button; what the chat was asked stays asked."""
        chat = await self.knowledge.identities.find(channel, address, address)
        await self.knowledge.chats.remember(channel, address, chat.expects, reply.choices)
