"""The outbox driven at random through outages, crashes, jumps of the clock: its promises hold."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar
from zoneinfo import ZoneInfo

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select
from typing_extensions import override

from knowledge import Knowledge
from knowledge.messages.notices import cancel_for, queue
from knowledge.messages.outbox import Due
from knowledge.models import Notice
from scheduler.delivery import Delivered, Outcome, settlement
from tests.conftest import gather_cast

Result = TypeVar("Result")
START = datetime(2026, 3, 28, 22, tzinfo=UTC)
"""Three hours before the clocks jump in Europe."""
ZONES = [ZoneInfo(name) for name in ("Asia/Ho_Chi_Minh", "Europe/Helsinki", "America/New_York")]
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
KINDS = ("news", "meeting")


class Deliveries(RuleBasedStateMachine):
    """One outbox, one sender at a time that may die, and a messenger that may be away."""

    @initialize()
    def begin(self) -> None:
        self.folder = TemporaryDirectory()
        self.loop = asyncio.new_event_loop()
        self.opened = Knowledge.open(f"sqlite:///{Path(self.folder.name) / 'canbo.db'}")
        self.knowledge = self.run(self.opened.__aenter__())
        self.run(gather_cast(self.knowledge))
        self.now = START
        self.is_away = False
        self.written: dict[str, datetime] = {}
        """The instant at which each cause is due."""
        self.sent: Counter[str] = Counter()
        self.may_repeat: Counter[str] = Counter()
        """How often a sender died between sending and settling it."""
        self.cancelled: set[str] = set()
        self.held: list[Due] = []
        self.dice = random.Random(1)

    @override
    def teardown(self) -> None:
        if hasattr(self, "loop"):
            self.end_well()
            self.run(self.opened.__aexit__(None, None, None))
            self.loop.close()
            self.folder.cleanup()

    def run(self, work: Awaitable[Result]) -> Result:
        async def go() -> Result:
            return await work

        return self.loop.run_until_complete(go())

    @rule(
        subject=st.integers(1, 6),
        kind=st.sampled_from(KINDS),
        minutes=st.integers(-5, 240),
        lasts=st.integers(1, 180),
        zone=st.sampled_from(ZONES),
    )
    def write(self, subject: int, kind: str, minutes: int, lasts: int, zone: ZoneInfo) -> None:
        """Write a notice for so many minutes later by somebody's own clock; a cause is one notice."""
        # By the clock on the wall, which may jump meanwhile: the moment is none or one of two.
        wall = self.now.astimezone(zone) + minutes * MINUTE
        cause, due = f"{kind}:{subject}", wall.astimezone(UTC)

        async def put() -> bool:
            async with self.knowledge.database.write() as connection:
                return await queue(
                    connection,
                    person_id=1,
                    kind=kind,
                    subject_id=subject,
                    cause=cause,
                    due_at=wall,
                    expires_at=(due + lasts * MINUTE).astimezone(zone),
                )

        is_new = self.run(put())
        assert is_new == (cause not in self.written)
        self.written.setdefault(cause, due)

    @rule(seconds=st.integers(1, 3600))
    def wait(self, seconds: int) -> None:
        self.now += seconds * SECOND

    @rule(hours=st.sampled_from((-1, 1, 2)))
    def jump(self, hours: int) -> None:
        """Set the clock wrong, as a summer time that was not switched off would."""
        self.now += hours * HOUR

    @rule(away=st.booleans())
    def outage(self, *, away: bool) -> None:
        self.is_away = away

    @rule(limit=st.integers(1, 5), urgent=st.booleans())
    def claim(self, limit: int, *, urgent: bool) -> None:
        """Claim as the sender does: what it holds already is only renewed."""
        claimed = self.run(self.knowledge.outbox.claim(self.now, limit, urgent=urgent))
        known = {due.id for due in claimed}
        self.held = [due for due in self.held if due.id not in known] + claimed
        for due in claimed:
            assert due.expires_at > self.now
            # Not before its instant, unless it was held when the clock was set back.
            assert due.due_at == self.written[f"{due.kind}:{due.subject_id}"]
            assert due.due_at <= self.now or due.attempts > 1

    @rule(data=st.data(), fate=st.sampled_from(list(Outcome)))
    def send(self, data: st.DataObject, fate: Outcome) -> None:
        """Send one of those that are held, and settle it as it went."""
        if not self.held:
            return
        due = data.draw(st.sampled_from(self.held))
        self.held.remove(due)
        cause = f"{due.kind}:{due.subject_id}"
        if fate is Outcome.EXPIRED and due.expires_at > self.now:
            return
        if fate is Outcome.SENT and self.is_away:
            fate = Outcome.RETRY
        if fate is Outcome.SENT:
            self.sent[cause] += 1
        after = 5.0 if fate is Outcome.RETRY and data.draw(st.booleans()) else None
        row = settlement(due, Delivered(fate, "why", after), self.now, self.dice)
        self.run(self.knowledge.outbox.settle([row], self.now))
        if fate is Outcome.CANCELLED:
            self.cancelled.add(cause)

    @rule(sent_first=st.integers(0, 5))
    def die(self, sent_first: int) -> None:
        """End without a word, some of what is held sent and nothing of it settled; another takes over."""
        for due in self.held[:sent_first]:
            if not self.is_away:
                cause = f"{due.kind}:{due.subject_id}"
                self.sent[cause] += 1
                self.may_repeat[cause] += 1
        self.held.clear()
        self.run(self.knowledge.outbox.take_over(self.now))

    @rule(subject=st.integers(1, 6), kind=st.sampled_from(KINDS))
    def cancel(self, subject: int, kind: str) -> None:
        async def call_off() -> None:
            async with self.knowledge.database.write() as connection:
                await cancel_for(connection, (kind,), subject)

        self.run(call_off())

    @rule()
    def expire(self) -> None:
        self.run(self.knowledge.outbox.expire(self.now))

    @invariant()
    def each_cause_is_one_row_and_none_is_sent_more_often_than_senders_died(self) -> None:
        if not hasattr(self, "loop"):
            return
        rows = self.rows()
        assert len(rows) == len(self.written)
        for cause, times in self.sent.items():
            assert times <= 1 + self.may_repeat[cause], cause
        for cause, state in rows.items():
            if state == "sent":
                assert self.sent[cause] >= 1

    def rows(self) -> dict[str, str]:
        async def read() -> dict[str, str]:
            async with self.knowledge.database.read() as connection:
                found = (await connection.execute(select(Notice.cause, Notice.state))).all()
                return {row.cause: row.state for row in found}

        return self.run(read())

    def end_well(self) -> None:
        """When all is back, everything comes to an end: sent, or given up with a reason."""
        self.die(0)
        self.is_away = False
        # As far as the clock may have been set back, and everything lasts.
        for _ in range(600):
            self.now += 10 * MINUTE
            for urgent in (True, False):
                for due in self.run(self.knowledge.outbox.claim(self.now, 10, urgent=urgent)):
                    self.sent[f"{due.kind}:{due.subject_id}"] += 1
                    row = settlement(due, Delivered(Outcome.SENT), self.now, self.dice)
                    self.run(self.knowledge.outbox.settle([row], self.now))
            self.run(self.knowledge.outbox.expire(self.now))
            if not {"waiting", "sending"} & set(self.rows().values()):
                break
        states = self.rows()
        assert set(states.values()) <= {"sent", "failed", "expired", "cancelled"}
        for cause, state in states.items():
            # Nothing is lost: what did not go out was called off, failed, or its time was over.
            assert state != "sent" or self.sent[cause], cause


Deliveries.TestCase.settings = settings(max_examples=12, stateful_step_count=40, deadline=None)
TestDeliveries = Deliveries.TestCase
