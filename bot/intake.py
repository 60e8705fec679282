"""From the inbox to answers: one ordered queue a chat, many chats at once, nothing lost."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

import structlog

from bot.channels import Channel, Undeliverable
from bot.dispatch import Dispatch
from bot.growing import finished, grow
from bot.watching import Watches
from handlers.chat import Incoming, Reply
from knowledge import Knowledge
from knowledge.messages.inbox import LEASE, Chat, InboxEvent, NewEvent
from scheduler.loops import cancelled, for_ever, unbroken

log = structlog.get_logger(__name__)

AT_ONCE = 64
"""Events worked on at the same time, each of another chat."""
FILES_AT_ONCE = 4
"""The same of files, beside them: each may take minutes, and memory for its content."""
PER_CHAT = 20
"""Events of one chat in memory; the rest of a flood waits in the inbox, behind everybody else."""
IN_MEMORY = 1000
LOOK_EVERY = 5.0
"""Seconds between looks at what other replicas left behind; our own events wake us at once."""
STOP_WITHIN = 10.0
"""Seconds that answers under way get to finish."""
PATIENCE = timedelta(minutes=10)
"""How long an answer is tried again while the messenger is away."""
LONGEST_PAUSE = 60.0


class Intake:
    """Takes events from the inbox, answers them, and settles them."""

    def __init__(
        self,
        knowledge: Knowledge,
        channels: Iterable[Channel],
        dispatch: Dispatch,
        now: Callable[[], datetime],
        *,
        first_pause: float = 1.0,
    ) -> None:
        self._inbox = knowledge.inbox
        self.channels = {channel.name: channel for channel in channels}
        self._dispatch = dispatch
        self._now = now
        self._first_pause = first_pause
        self._room = asyncio.Semaphore(AT_ONCE)
        self._desk = asyncio.Semaphore(FILES_AT_ONCE)
        self._queues: dict[Chat, deque[InboxEvent]] = {}
        self._workers: dict[Chat, asyncio.Task[None]] = {}
        self._loops: list[asyncio.Task[None]] = []
        self._done: dict[int, asyncio.Future[None]] = {}
        self._watches = Watches()
        self._crowded = False
        self._woken = asyncio.Event()
        self._finished = asyncio.Event()
        self._stopping = asyncio.Event()

    async def start(self) -> None:
        """Begin with what was left behind."""
        await self._inbox.take_over()
        self._loops = [
            asyncio.create_task(for_ever(loop, "intake_failed"))
            for loop in (self._take, self._settle_next, self._renew)
        ]
        self.wake()

    async def accept(self, channel: str, events: Sequence[NewEvent]) -> int:
        """Commit what came in, and begin to answer it; returns how many were new."""
        new = await unbroken(self._inbox.put(channel, events, self._now()))
        if new:
            self.wake()
        return new

    def wake(self) -> None:
        """Look into the inbox now."""
        self._woken.set()

    async def stop(self) -> None:
        """Finish the answers under way, hand back the rest."""
        self._stopping.set()
        take, *others = self._loops
        await cancelled([take])
        await self._watches.close()
        if self._workers:
            _, late = await asyncio.wait(self._workers.values(), timeout=STOP_WITHIN)
            await cancelled(late)
        await cancelled(others)
        await self._settle_now()
        await self._inbox.release()

    async def _take(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOK_EVERY):
                await self._woken.wait()
        self._woken.clear()
        while (room := IN_MEMORY - sum(map(len, self._queues.values()))) > 0:
            full = self._full()
            claim = self._inbox.claim(self._now(), room, per_chat=PER_CHAT, without=full)
            events = await unbroken(claim)
            for event in events:
                self._enqueue(event)
            # A flood may have hidden others: look again without the chats that are now full.
            if len(events) < room and self._full() <= full:
                return
        self._crowded = True

    def _full(self) -> set[Chat]:
        return {chat for chat, queue in self._queues.items() if len(queue) >= PER_CHAT}

    def _enqueue(self, event: InboxEvent) -> None:
        self._watches.end(event.chat)
        queue = self._queues.setdefault(event.chat, deque())
        queue.append(event)
        if event.chat not in self._workers:
            self._workers[event.chat] = asyncio.create_task(self._work(event.chat, queue))

    async def _work(self, chat: Chat, queue: deque[InboxEvent]) -> None:
        """Answer one chat's events, one after another."""
        try:
            while queue and not self._stopping.is_set():
                # It counts as waiting until it is answered, so that a full chat stays full.
                await self._handle(queue[0])
                queue.popleft()
                if self._crowded or len(queue) == PER_CHAT // 2:
                    self._crowded = False
                    self.wake()
        finally:
            del self._workers[chat], self._queues[chat]

    async def _handle(self, event: InboxEvent) -> None:
        """Answer one event and settle it, whatever happens."""
        try:
            answered = await self._answer(event)
        except ValueError as error:
            log.exception("event_quarantined", channel=event.channel, inbox_id=event.id)
            await self._set_aside(event, str(error))
        except Exception:
            log.exception("event_failed", channel=event.channel, inbox_id=event.id)
            await self._set_aside(event, "failed")
        else:
            if answered:
                # The chat waits until this is noted: a crash repeats at most one answer of each chat.
                noted = self._done[event.id] = asyncio.get_running_loop().create_future()
                self._finished.set()
                await noted

    async def _set_aside(self, event: InboxEvent, problem: str) -> None:
        await self._until_done(lambda: self._inbox.quarantine(event.id, problem, self._now()))

    async def _answer(self, event: InboxEvent) -> bool:
        """Answer one event; False if it should be tried again after a restart."""
        channel = self.channels.get(event.channel)
        if channel is None:
            raise ValueError("no such channel")
        incoming = channel.read(event.payload)
        if incoming is None:
            return True
        async with self._desk if incoming.file else self._room:
            reply = await self._dispatch.answer(incoming, self._now())
        return reply is None or await self._deliver(channel, incoming, reply)

    async def _deliver(self, channel: Channel, incoming: Incoming, reply: Reply) -> bool:
        """Send the answer, patiently; a pause holds up this chat alone. False if we stop before it is out."""
        pause, until = self._first_pause, self._now() + PATIENCE
        if reply.grows and channel.revises_every is None:
            reply = await finished(reply, self._stopping)
        while True:
            try:
                async with self._room:
                    message = await channel.answer(incoming, reply)
            except Undeliverable as trouble:
                log.warning("answer_undelivered", channel=channel.name, reason=str(trouble))
                if not trouble.repeatable or self._now() > until:
                    return True
                if await self._stopped_within(trouble.retry_after or pause):
                    return False
                pause = min(2 * pause, LONGEST_PAUSE)
            else:
                await self._grow(channel, incoming.address, message, reply)
                self._watches.begin(channel, incoming.address, message, reply)
                return True

    async def _grow(self, channel: Channel, address: str, message: str | None, reply: Reply) -> None:
        """Let a reply that is out already grow, outside of the room: others need not wait."""
        if reply.grows is None:
            return
        try:
            await grow(channel, address, message, reply, self._stopping)
        except Undeliverable as trouble:
            log.warning("answer_undelivered", channel=channel.name, reason=str(trouble))

    async def _stopped_within(self, seconds: float) -> bool:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        return self._stopping.is_set()

    async def _settle_next(self) -> None:
        await self._finished.wait()
        self._finished.clear()
        await unbroken(self._settle_now())

    async def _settle_now(self) -> None:
        """Settle in one transaction all that was finished during the last one."""
        # They stay until it is done: a stop may cancel this, and settles them then.
        if ids := list(self._done):
            await self._until_done(lambda: self._inbox.settle(ids, self._now()))
            for noted in map(self._done.pop, ids):
                if not noted.done():
                    noted.set_result(None)

    async def _until_done(self, work: Callable[[], Awaitable[None]]) -> None:
        """Note an end, however long the database is away: what is sent must not be sent again."""
        while True:
            try:
                return await work()
            except Exception:
                log.exception("inbox_unavailable")
                if await self._stopped_within(self._first_pause):
                    return None

    async def _renew(self) -> None:
        await asyncio.sleep(LEASE.total_seconds() / 3)
        await unbroken(self._inbox.renew(self._now()))
