"""Figures for Prometheus: what the sender does, without any name or text."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import datetime

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from knowledge import Knowledge
from knowledge.messages.outbox import Due
from scheduler.delivery import Delivered, Outcome
from scheduler.pace import Pace
from scheduler.sender import Sender

PATH = "/metrics"
LATENESS = (0.5, 1, 2, 5, 10, 30, 60, 180, 600, 3600)
"""Seconds: the edges of the histogram."""


class Metrics:
    """What is counted in this process, and read of the database when asked."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._settled = Counter(
            "canbo_notices_settled", "Notices by outcome", ["kind", "outcome"], registry=self.registry
        )
        self._lateness = Histogram(
            "canbo_notice_lateness_seconds",
            "From due to sent",
            ["urgent"],
            buckets=LATENESS,
            registry=self.registry,
        )
        self._open = Gauge("canbo_notices_open", "Due and not settled", ["urgent"], registry=self.registry)
        self._held = Gauge("canbo_notices_held", "Claimed by this process", registry=self.registry)
        self._turn = Gauge("canbo_sender_turn", "Whether this process sends", registry=self.registry)
        self._rate = Gauge(
            "canbo_messenger_pace", "Messages a second, as learnt", ["channel"], registry=self.registry
        )

    def note(self, due: Due, delivered: Delivered, now: datetime) -> None:
        """Count a settled notice."""
        self._settled.labels(due.kind, delivered.outcome.value).inc()
        if delivered.outcome is Outcome.SENT:
            late = max((now - due.due_at).total_seconds(), 0)
            self._lateness.labels(str(due.is_urgent).lower()).observe(late)

    async def page(
        self, knowledge: Knowledge, sender: Sender, paces: Mapping[str, Pace], now: datetime
    ) -> bytes:
        """Return all figures as Prometheus reads them."""
        for urgent, count in (await knowledge.outbox.due_counts(now)).items():
            self._open.labels(str(urgent).lower()).set(count)
        self._held.set(sender.held)
        self._turn.set(sender.is_sending)
        for name, pace in paces.items():
            self._rate.labels(name).set(pace.rate)
        return generate_latest(self.registry)


def handler(
    token: str, metrics: Metrics, knowledge: Knowledge, sender: Sender, paces: Mapping[str, Pace]
) -> web.RouteDef:
    """Make the address, which opens to who knows the token."""

    async def answer(request: web.Request) -> web.Response:
        given = request.headers.get("Authorization", "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, f"Bearer {token}".encode()):
            return web.Response(status=401)
        body = await metrics.page(knowledge, sender, paces, sender.now())
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})

    return web.get(PATH, answer)
