"""Catalogues, plurals, and dates in words."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from pathlib import Path

from babel import Locale
from babel.messages.pofile import read_po

LOCALES = Path(__file__).parent / "locales"
SOURCE = "en"
"""The language of the code itself."""
LANGUAGES = (SOURCE, *sorted(folder.name for folder in LOCALES.iterdir() if folder.is_dir()))
"""The folders under `locales`, and English."""

Catalogue = dict[str, tuple[str, ...]]


@cache
def catalogue(language: str) -> Catalogue:
    """Read one language's messages: each English text with its translation (one per plural form)."""
    messages: Catalogue = {}
    for path in sorted((LOCALES / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id:
                    key = message.id if isinstance(message.id, str) else message.id[0]
                    forms = (message.string,) if isinstance(message.string, str) else message.string or ()
                    messages[key] = tuple(form for form in forms if form)
    return messages


def translate(language: str, message: str) -> str:
    """Return the message in the language, or in English until someone translates it."""
    return (catalogue(language).get(message) or (message,))[0]


def translate_count(language: str, one: str, many: str, count: int) -> str:
    """Return the form of the message that fits the count."""
    forms = catalogue(language).get(one) or (one, many)
    return forms[0] if plural_rule(language)(count) == "one" else forms[-1]


@cache
def plural_rule(language: str):  # type: ignore[no-untyped-def]  # noqa: ANN201  # Babel's rules are untyped callables
    """Return the function from a number to its plural form in the language."""
    return Locale.parse(language).plural_form


def known(language: str | None) -> str | None:
    """Return the language's short code if we speak it ("en-GB" is "en")."""
    code = (language or "").replace("_", "-").split("-")[0].lower()
    return code if code in LANGUAGES else None


NEAR_DAYS = {-1: "yesterday", 0: "today", 1: "tomorrow"}


def day(language: str, day: date, today: date) -> str:
    """Say a day as offices write it: "Thứ Hai, ngày 23/11/2026 (hôm nay)"."""
    weekday = Locale.parse(language).days["format"]["wide"][day.weekday()]
    text = translate(language, "{weekday}, {date}").format(weekday=weekday, date=f"{day:%d/%m/%Y}")
    near = NEAR_DAYS.get((day - today).days)
    return f"{text} ({translate(language, near)})" if near else text


def weekdays(language: str) -> tuple[str, ...]:
    """Return the names of the days, from Monday."""
    names = Locale.parse(language).days["format"]["wide"]
    return tuple(names[number] for number in range(7))


def moment(language: str, moment: datetime, now: datetime) -> str:
    """Say a moment: the time of day, then the day."""
    return f"{moment:%H:%M}, {day(language, moment.date(), now.date())}"
