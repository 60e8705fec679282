"""The composition root: builds everything once, starts and stops it in order."""

from __future__ import annotations

import asyncio
import errno
import signal
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import structlog
from aiohttp import web

from bot import demo, feeds, health
from bot.channels import Channel
from bot.channels.telegram import webhook
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.polling import Polling
from bot.channels.web import routes
from bot.channels.web.channel import WebChannel
from bot.commands import say
from bot.delivery import Delivery
from bot.dispatch import Defaults, Dispatch
from bot.files import Files
from bot.intake import Intake
from bot.metrics import Metrics
from bot.metrics import handler as metrics_route
from bot.settings import Settings
from knowledge import Knowledge, Refusal, migrations
from scheduler.clock import Clockwork
from scheduler.sender import Sender

log = structlog.get_logger(__name__)

FROZEN = timedelta(seconds=30)
"""Without a look into the outbox for so long, the sender counts as stopped."""
Notes = dict[str, Callable[[], object]]

LONGEST_GOODBYE = 10
"""Seconds that open requests get when the server stops."""
MOST_BODY = 2**20
"""Bytes of one request: the most that Telegram sends, and more than any page does."""


def now() -> datetime:
    """Read the clock: the one place where the server does."""
    return datetime.now(UTC)


async def serve(settings: Settings, *, with_demo: bool) -> None:
    """Serve every channel until SIGINT or SIGTERM."""
    stopping = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stopping.set)
    async with running(settings, with_demo=with_demo) as address:
        # On stdout, flushed: people and scripts wait for this line.
        sys.stdout.write(say("canbo is serving at {address} (Ctrl+C stops it).", address=address) + "\n")
        sys.stdout.flush()
        await stopping.wait()
        log.info("stopping")


@asynccontextmanager
async def running(settings: Settings, *, with_demo: bool) -> AsyncIterator[str]:
    """Run everything; yields the web server's address. What was started last is stopped first."""
    database = demo.database(settings.data_dir) if with_demo else settings.database
    async with AsyncExitStack() as stack:
        knowledge = await stack.enter_async_context(
            Knowledge.open(database, alone=True, folder=settings.data_dir, model=settings.model)
        )
        if with_demo:
            await demo.load(knowledge, now())
        page = WebChannel(knowledge, now)
        papers = Files(knowledge, now, public_url=settings.public_url, language=settings.language)
        telegram = connect(settings, papers)
        channels: dict[str, Channel] = {c.name: c for c in (page, telegram) if c}
        defaults = Defaults(settings.language, settings.timezone, settings.public_url)
        dispatch = Dispatch(knowledge, defaults)
        intake = Intake(knowledge, channels.values(), dispatch, now)
        clockwork = Clockwork(knowledge, now, settings.timezone)
        metrics, delivery = Metrics(), Delivery(knowledge, channels, dispatch)
        sender = Sender(knowledge, delivery, now, noted=metrics.note)

        app = web.Application(client_max_size=MOST_BODY)
        app.add_routes(page_routes(page, intake, knowledge, settings, with_demo=with_demo))
        app.add_routes(feeds.routes(knowledge, now, settings.language, settings.timezone))
        notes: Notes = {}
        if telegram:
            # Before the intake, so that it is stopped after it: answers under way still go out.
            await stack.enter_async_context(started(telegram))
        await stack.enter_async_context(started(intake))
        if telegram:
            notes = await stack.enter_async_context(receiving(telegram, settings, intake, app))
        if settings.metrics_token:
            token = settings.metrics_token.get_secret_value()
            app.add_routes([metrics_route(token, metrics, knowledge, sender, delivery.paces)])
        app.add_routes(health.routes(ready(knowledge, sender), notes))
        address = await stack.enter_async_context(listening(app, settings))
        if with_demo:
            # It is tried on the machine itself, where the address that it listens at reaches it.
            dispatch.defaults = replace(defaults, public_url=address)
        stack.callback(page.close)
        clockwork.start()
        stack.push_async_callback(clockwork.stop)
        await stack.enter_async_context(started(sender))
        yield address


def page_routes(
    page: WebChannel, intake: Intake, knowledge: Knowledge, settings: Settings, *, with_demo: bool
) -> list[web.RouteDef]:
    """Return the addresses of the chat page, in the demo with a choice of who one is."""
    make = demo.routes if with_demo else routes.routes
    return make(
        page,
        intake,
        knowledge,
        now,
        public_url=settings.public_url,
        language=settings.language,
        timezone=str(settings.timezone),
    )


def connect(settings: Settings, papers: Files | None = None) -> TelegramChannel | None:
    """Make the Telegram channel where a token is set; without papers, it sends no files."""
    if settings.telegram_token is None:
        return None
    token = settings.telegram_token.get_secret_value()
    return TelegramChannel(
        token,
        api_url=settings.telegram_api_url,
        proxy_url=settings.proxy_url,
        papers=papers,
        per_second=settings.telegram_per_second,
    )


class Part(Protocol):
    """Something that runs until it is stopped."""

    async def start(self) -> None:
        """Begin."""
        ...

    async def stop(self) -> None:
        """End, with what is under way finished."""
        ...


@asynccontextmanager
async def started(part: Part) -> AsyncIterator[None]:
    """Start a part, and stop it on the way out."""
    await part.start()
    try:
        yield
    finally:
        await part.stop()


@asynccontextmanager
async def receiving(
    telegram: TelegramChannel, settings: Settings, intake: Intake, app: web.Application
) -> AsyncIterator[Notes]:
    """Have Telegram bring updates where it can reach us, or ask for them; yields what /readyz shows."""
    if settings.public_url:
        app.router.add_post(webhook.PATH, webhook.webhook_handler(telegram, intake))
        async with in_background(webhook.register(telegram, settings.public_url)):
            yield {}
    else:
        polling = Polling(telegram, intake, now)
        async with in_background(polling.run()):
            yield {"telegram_last_answer": lambda: polling.last_success}


@asynccontextmanager
async def in_background(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Do endless work beside, and end it on the way out."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@asynccontextmanager
async def listening(app: web.Application, settings: Settings) -> AsyncIterator[str]:
    """Listen; yields the address to open. Refusal where the port is taken."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=LONGEST_GOODBYE)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, settings.host, settings.port).start()
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            raise Refusal(
                "Port {port} is taken. Stop what uses it, or set CANBO_PORT.", port=settings.port
            ) from error
        port = runner.addresses[0][1]
        yield settings.public_url or f"http://{settings.host}:{port}"
    finally:
        await runner.cleanup()


def ready(knowledge: Knowledge, sender: Sender) -> dict[str, health.Check]:
    """Return what must be so before requests make sense here."""

    async def looking() -> bool:
        return sender.looked_at is not None and now() - sender.looked_at < FROZEN

    return {"database": lambda: migrations.is_current(knowledge.database), "sender": looking}
