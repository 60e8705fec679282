"""Due notices to sent messages: write them, find the person's chat, classify the failure."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

import structlog

from bot.channels import Channel, Undeliverable
from bot.dispatch import Dispatch
from handlers import ROUTERS
from handlers.chat import Reply, Request
from handlers.late import merged
from knowledge import Knowledge
from knowledge.messages.outbox import Due
from knowledge.organisation.profiles import AccountRow
from knowledge.organisation.recipients import Recipient
from knowledge.organisation.wishes import quiet_until
from scheduler.delivery import Delivered, Outcome
from scheduler.pace import Pace
from scheduler.sender import LATE

log = structlog.get_logger(__name__)

NOTICES = {kind: handler for router in ROUTERS for kind, handler in router.notices.items()}
SAME_FOR_ALL = {kind for router in ROUTERS for kind in router.same_for_all}
SEPARATOR = ":"
"""Of a sent message's name: channel, address, the channel's own name of it."""
Once = dict[tuple[str, int, str | None, str | None], "asyncio.Future[Reply | None]"]
MOST_MERGED = 20
"""Late notices of one person in one message; more come as another."""


class Delivery:
    """Brings notices to people, over whichever of their accounts can be reached."""

    def __init__(self, knowledge: Knowledge, channels: Mapping[str, Channel], dispatch: Dispatch) -> None:
        self.knowledge = knowledge
        self.channels = channels
        self.dispatch = dispatch

    @property
    def paces(self) -> Mapping[str, Pace]:
        """Return how fast each channel may be sent to."""
        return {name: channel.pace for name, channel in self.channels.items()}

    async def plan(self, notices: Sequence[Due], now: datetime) -> list[Message]:
        """Turn claimed notices into messages: one each, or one for all that comes late to a person."""
        people = await self.knowledge.people.recipients(notice.person_id for notice in notices)
        late = [notice for notice in notices if notice.due_at < now - LATE]
        late.sort(key=lambda notice: (notice.person_id, notice.due_at))
        bundles = [[notice] for notice in notices if notice.due_at >= now - LATE]
        for _, group in groupby(late, key=lambda notice: notice.person_id):
            whole = list(group)
            bundles += [whole[n : n + MOST_MERGED] for n in range(0, len(whole), MOST_MERGED)]
        # What is claimed after it was changed is written after it, too: nothing older than this is reused.
        once: Once = {}
        return [
            Message(self, bundle, to := people[bundle[0].person_id], once, self._quiet(bundle[0], to, now))
            for bundle in bundles
        ]

    def _quiet(self, due: Due, to: Recipient, now: datetime) -> datetime | None:
        """Return when the quiet hours end that hold this notice up; None where none do."""
        if to.quiet_from is None or (due.is_urgent and to.urgent_passes):
            return None
        zone = self.dispatch.person(to.id, to.name, to.language, to.timezone).timezone
        return quiet_until(now.astimezone(zone), to.quiet_from, to.quiet_to)

    def request(self, due: Due, to: Recipient, now: datetime) -> Request:
        """Put together what the handler of a notice sees."""
        person = self.dispatch.person(to.id, to.name, to.language, to.timezone)
        return Request(
            person=person,
            text="",
            now=now.astimezone(person.timezone),
            event=f"notice:{due.id}",
            channel="",
            address="",
        )

    async def replace(self, message: str, reply: Reply) -> bool:
        """Put a reply in the place of one that is out; False where it cannot be. Raises Undeliverable."""
        name, address, number = message.split(SEPARATOR)
        channel = self.channels.get(name)
        if channel is None or channel.revises_every is None:
            return False
        try:
            return await channel.revise(address, number, reply)
        except Undeliverable as error:
            if error.permanent:
                return False
            raise

    async def send(
        self, to: Recipient, reply: Reply, now: datetime, *, replacing: str | None = None
    ) -> Delivered:
        """Try the accounts, the latest used first; the next one only where one is closed for good."""
        problem, had_turn = "no account", True
        for account in to.accounts:
            channel = self.channels.get(account.channel)
            if channel is None:
                continue
            if not had_turn:
                channel.pace.spend(account.address)
            had_turn = False
            try:
                if replacing and await self.replace(replacing, reply):
                    return Delivered(Outcome.SENT, sent_as=replacing)
                message = await self._say(channel, account.address, reply)
            except Undeliverable as error:
                if error.said:
                    log.warning("notice_without_its_file", person_id=to.id, reason=str(error))
                    return Delivered(Outcome.SENT)
                if not error.permanent:
                    again = error.repeatable or error.uncertain
                    outcome = Outcome.RETRY if again else Outcome.FAILED
                    return Delivered(outcome, str(error), error.retry_after)
                problem = str(error)
                log.info("account_unreachable", person_id=to.id, channel=account.channel)
                await self.knowledge.people.mark_unreachable(account.channel, account.address, now)
            else:
                return Delivered(Outcome.SENT, sent_as=message)
        return Delivered(Outcome.FAILED, problem)

    async def _say(self, channel: Channel, address: str, reply: Reply) -> str | None:
        """Send to an address, or to where the messenger says it has moved. Raises Undeliverable."""
        try:
            message = await channel.send(address, reply)
        except Undeliverable as error:
            if error.moved_to is None:
                raise
            await self.knowledge.people.move_account(channel.name, address, error.moved_to)
            address = error.moved_to
            channel.pace.spend(address)
            message = await channel.send(address, reply)
        if reply.buttons and not channel.has_buttons:
            await self._number(channel.name, address, reply)
        return message and SEPARATOR.join((channel.name, address, message))

    async def _number(self, channel: str, address: str, reply: Reply) -> None:
        """Let a number typed now press the notice's button; what the chat was asked stays asked."""
        chat = await self.knowledge.identities.find(channel, address, address)
        await self.knowledge.chats.remember(channel, address, chat.expects, reply.choices)


@dataclass(frozen=True, slots=True)
class Message:
    """What one person is told at once."""

    delivery: Delivery
    notices: Sequence[Due]
    to: Recipient
    once: Once
    """What was written already for others of the same claim."""
    quiet_until: datetime | None = None
    """Until when the person hears nothing."""

    @property
    def channel(self) -> str:
        """Return where it goes first; empty where it goes nowhere now."""
        return "" if self.quiet_until else next((a.channel for a in self._reachable()), "")

    @property
    def chat(self) -> str:
        """Return the chat there."""
        return next((a.address for a in self._reachable()), "")

    async def run(self, now: datetime) -> Mapping[int, Delivered]:
        """Write what is still worth telling, and send it; returns the outcome of each notice by its id."""
        if self.quiet_until:
            later = Delivered(Outcome.RETRY, after=(self.quiet_until - now).total_seconds())
            return dict.fromkeys((due.id for due in self.notices), later)
        outcomes: dict[int, Delivered] = {}
        replies: dict[int, Reply] = {}
        for due in self.notices:
            if due.expires_at <= now:
                outcomes[due.id] = Delivered(Outcome.EXPIRED)
            elif due.kind not in NOTICES:
                outcomes[due.id] = Delivered(Outcome.FAILED, f"no handler of {due.kind}")
            elif reply := await self._write(due, now):
                replies[due.id] = reply
            else:
                outcomes[due.id] = Delivered(Outcome.CANCELLED)
        alone = [[number] for number, reply in replies.items() if reply.file or reply.replaces]
        together = [number for number in replies if [number] not in alone]
        for numbers in filter(None, (together, *alone)):
            reply = replies[numbers[0]]
            if len(numbers) > 1:
                request = self.delivery.request(self.notices[0], self.to, now)
                reply = merged(request, [replies[number] for number in numbers])
            earlier = await self._earlier(numbers[0]) if reply.replaces else None
            sent = await self.delivery.send(self.to, reply, now, replacing=earlier)
            outcomes.update(dict.fromkeys(numbers, sent))
        return outcomes

    async def _earlier(self, number: int) -> str | None:
        """Return the message that an earlier notice about the same row became."""
        due = next(notice for notice in self.notices if notice.id == number)
        return await self.delivery.knowledge.outbox.sent_before(due)

    async def _write(self, due: Due, now: datetime) -> Reply | None:
        """Write one notice; None when it has become pointless."""
        if self.to.suspended:
            return None
        handler, knowledge = NOTICES[due.kind], self.delivery.knowledge
        if due.kind not in SAME_FOR_ALL:
            return await handler(self.delivery.request(due, self.to, now), knowledge, due)
        key = (due.kind, due.subject_id, self.to.language, self.to.timezone)
        if key not in self.once:
            request = self.delivery.request(due, self.to, now)
            self.once[key] = asyncio.ensure_future(handler(request, knowledge, due))
        # Shielded: one who has no more time must not take it from the others.
        return await asyncio.shield(self.once[key])

    def _reachable(self) -> list[AccountRow]:
        return [account for account in self.to.accounts if account.channel in self.delivery.channels]
