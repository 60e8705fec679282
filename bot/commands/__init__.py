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

LANGUAGE_SETTING = "CANBO_LANGUAGE"
OK, FAILED, MISUSED = 0, 1, 2
"""Exit codes: all went well; something was left out or not found; the call or the settings are wrong."""


def spoken() -> str:
    """Return the command line's language, before the settings are checked."""
    return language.known(os.environ.get(LANGUAGE_SETTING) or written_language()) or "vi"


@cache
def written_language() -> str | None:
    """Return what the .env file says of the language."""
    return dotenv_values(Path(".env")).get(LANGUAGE_SETTING)


def say(message: LiteralString, **values: object) -> str:
    """Translate a sentence for the technician and fill in the values."""
    return html.unescape(language.translate(spoken(), message)).format(**values)


def excuse(refusal: Refusal) -> str:
    """Return a refusal's sentence in the technician's language."""
    # A setting's meaning is a message itself.
    meant = {"meaning": say(refusal.values["meaning"])} if "meaning" in refusal.values else {}  # type: ignore[arg-type]  # a literal
    return say(refusal.message, **{**refusal.values, **meant})


def complain(sentence: str) -> None:
    """Write a sentence to the error stream."""
    sys.stderr.write(sentence + "\n")


def configure() -> settings.Settings:
    """Read the settings and start the logs; leaves with every mistake where there are some."""
    try:
        given = settings.read()
    except settings.SettingsError as error:
        complain(say("Please mend these settings, then start again:"))
        for name, problem in error.problems.items():
            complain(f"{name}: {excuse(problem)}")
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
