"""How fast a messenger may be sent to: one bucket for the bot, one for each chat, and what refusals teach."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

GROUP_EVERY = 3.0
"""Seconds between messages to one group: Telegram takes twenty a minute."""
CHAT_MEMORY = 60.0
"""Seconds for which a chat's messages can be the reason of its refusal."""
LEARNS_WITHIN = 10.0
"""Seconds after a pause in which another refusal means that the pace itself is too fast."""
SLOWER, FASTER = 0.8, 1.02
"""What such a refusal makes of the pace, and what each good second gives back."""
NEVER = float("-inf")
REFUSED_IN_A_ROW = 3
"""Different chats after which a refusal is meant for all."""
TROUBLES = 5
"""Failures in a row after which the messenger counts as away."""
LONGEST_AWAY = 30.0


@dataclass(slots=True)
class ChatPace:
    """What one chat was sent, and from when it may be sent to again (seconds of the clock)."""

    free_at: float = NEVER
    sent_at: float = NEVER
    before_at: float = NEVER
    """When it got the message before the last one."""


@dataclass
class Pace:
    """The limits of one bot in one messenger; seconds are those of a clock that is never set."""

    per_second: float = float("inf")
    chat_every: float = 0.0
    """Seconds between messages to one person."""
    burst: float = 0.1
    """Seconds of the bot's limit that may be caught up at once, where a timer was late."""
    clock: Callable[[], float] = time.monotonic
    _chats: dict[str, ChatPace] = field(default_factory=dict)
    _rate: float = 0.0
    _next: float = NEVER
    """When the next message is due, were all before it sent in time."""
    _paused_until: float = NEVER
    _learnt_at: float = 0.0
    _swept_at: float = NEVER
    _failures: int = 0
    _refused: set[str] = field(default_factory=set)
    """Chats that were refused since the last message that was taken."""

    def __post_init__(self) -> None:
        """Begin with the full pace."""
        self._rate = self.per_second

    @property
    def rate(self) -> float:
        """Return the messages a second that are allowed now, as refusals have taught."""
        return self._rate

    def wait(self) -> float:
        """Return the seconds until the bot may send anything to anybody."""
        return max(self._next - self.burst, self._paused_until) - self.clock()

    def chat_wait(self, chat: str) -> float:
        """Return the seconds until this chat may be sent to."""
        known = self._chats.get(chat)
        return known.free_at - self.clock() if known else NEVER

    def spend(self, chat: str) -> None:
        """Note a message to a chat, also one that did not wait: an answer goes at once, notices after it."""
        now = self.clock()
        self._recover(now)
        self._next = max(self._next, now) + 1 / self._rate
        every = GROUP_EVERY if self.chat_every and chat.startswith("-") else self.chat_every
        if every:
            known = self._chats.setdefault(chat, ChatPace())
            known.before_at, known.sent_at = known.sent_at, now
            known.free_at = max(known.free_at, now + every)
            self._sweep(now)

    def refused(self, chat: str, after: float) -> None:
        """Wait as told: the chat where it may be its own doing, and everybody where it cannot be.

        The messenger does not say whose limit it was. A chat that got nothing before within a minute has not
        reached any; nor have several chats one after another.
        """
        now = self.clock()
        known = self._chats.setdefault(chat, ChatPace())
        known.free_at = max(known.free_at, now + after)
        known.sent_at = known.before_at
        self._refused.add(chat)
        if now - known.before_at > CHAT_MEMORY or len(self._refused) >= REFUSED_IN_A_ROW:
            self.pause(after)

    def pause(self, seconds: float) -> None:
        """Send nothing for so long; a pause soon after another one slows the pace down."""
        now = self.clock()
        if now < self._paused_until:
            # Those that were under way when the pause began bring the same news.
            self._paused_until = max(self._paused_until, now + seconds)
            return
        if self.per_second != float("inf") and now - self._paused_until < LEARNS_WITHIN:
            self._rate = max(self._rate * SLOWER, self.per_second / 10)
        self._paused_until = self._learnt_at = now + seconds

    def failed(self) -> None:
        """Note that the messenger was not reached; after several in a row it is left alone for a while."""
        now = self.clock()
        if now < self._paused_until:
            return
        self._failures += 1
        if self._failures >= TROUBLES:
            self._paused_until = now + min(2.0 ** (self._failures - TROUBLES), LONGEST_AWAY)

    def succeeded(self) -> None:
        """Note that the messenger took a message."""
        self._failures = 0
        self._refused.clear()

    def _recover(self, now: float) -> None:
        if self._rate < self.per_second and now - self._learnt_at >= 1:
            self._rate = min(self.per_second, self._rate * FASTER ** (now - self._learnt_at))
            self._learnt_at = now

    def _sweep(self, now: float) -> None:
        """Forget, once a minute, the chats that no rule concerns any more."""
        if now - self._swept_at > CHAT_MEMORY:
            self._swept_at = now
            over = now - CHAT_MEMORY
            self._chats = {
                key: chat for key, chat in self._chats.items() if chat.free_at > now or chat.sent_at > over
            }
