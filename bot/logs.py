"""Logs as text or JSON, with person ids and never message texts, tokens or telephone numbers."""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any, TextIO

import structlog

TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{30,}")
PHONE = re.compile(r"(?<![\w.:-])(?:\+?84|0)\d{8,10}(?![\w.:-])")
QUIET = (
    "httpx",
    "httpcore",
    "httpx2",
    "httpcore2",
    "aiosqlite",
    "apscheduler",
    "aiohttp.access",
    "alembic",
    "asyncio",
)
"""Libraries whose everyday lines say nothing to a technician; some of them log whole addresses."""

Event = MutableMapping[str, Any]
ErrorInfo = tuple[type[BaseException], BaseException, TracebackType | None]


def redact(_logger: object, _method: str, event: Event) -> Event:
    """Blot out tokens and telephone numbers, whoever wrote them."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = PHONE.sub("[phone]", TOKEN.sub("[token]", value))
    return event


def name_error(_logger: object, _method: str, event: Event) -> Event:
    """Replace an exception by its type and the places it passed.

    Its own words stay out: drivers quote the rows, and messengers the texts, that they failed on.
    """
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()
    if isinstance(error, BaseException):
        error = (type(error), error, error.__traceback__)
    if isinstance(error, tuple) and error[0]:
        places = traceback.extract_tb(error[2])
        event["error"] = error[0].__name__
        event["places"] = " < ".join(
            f"{p.name} {p.filename.rpartition('/')[2]}:{p.lineno}" for p in reversed(places)
        )
    return event


def configure(form: str, stream: TextIO | None = None) -> None:
    """Send our own and all libraries' logs through one formatter, redacted last."""
    stream = stream or sys.stderr
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        name_error,
    ]
    show: structlog.typing.Processor = structlog.processors.JSONRenderer(ensure_ascii=False)
    if form == "text":
        show = structlog.dev.ConsoleRenderer(colors=stream.isatty())
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, redact, show],
        ),
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
