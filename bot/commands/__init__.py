"""What the technician types: one file a command."""

from __future__ import annotations

import asyncio
import html
import os
import sys
from collections.abc import Coroutine
from functools import cache
from pathlib import Path
from typing import Any, LiteralString, TypeVar

from dotenv import dotenv_values

from bot import logs, settings
from handlers import language
from knowledge import Refusal

T = TypeVar("T")

OK, FAILED, MISUSED = 0, 1, 2
"""Exit codes: all went well; something was left out or not found; the call or the settings are wrong."""


@cache
def spoken() -> str:
    """Return the command line's language, before the settings are checked."""
    name = "CANBO_LANGUAGE"
    return language.known(os.environ.get(name) or dotenv_values(Path(".env")).get(name)) or "vi"


def say(message: LiteralString, **values: object) -> str:
    """Translate a sentence for the technician and fill in the values."""
    return html.unescape(language.translate(spoken(), message)).format(**values)


def excuse(refusal: Refusal) -> str:
    """Return a refusal's sentence in the technician's language."""
    return say(refusal.message, **refusal.values)


def complain(sentence: str) -> None:
    """Write a sentence to the error stream."""
    sys.stderr.write(sentence + "\n")


def configure() -> settings.Settings:
    """Read the settings and start the logs; leaves with every mistake where there are some."""
    try:
        given = settings.read()
    except settings.SettingsError as error:
        complain(say("Please mend these settings, then start again:"))
        complain(str(error))
        sys.exit(MISUSED)
    logs.configure(given.log_format)
    return given


def run(work: Coroutine[Any, Any, T]) -> T:
    """Do a command's work; an expected failure is one sentence, an interruption is quiet."""
    try:
        return asyncio.run(work)
    except Refusal as refusal:
        complain(excuse(refusal))
        sys.exit(FAILED)
    except KeyboardInterrupt:
        complain(say("Stopped. Run it again to go on."))
        sys.exit(130)
