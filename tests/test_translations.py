"""Every message is in every catalogue, with the same placeholders and tags; no catalogue has more."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from handlers import language
from tests.messages import messages

TRANSLATED = [code for code in language.LANGUAGES if code != language.SOURCE]
CATALOGUES = sorted(language.LOCALES.glob("*/*.po"))
TAG = re.compile(r"</?[a-z]+>")
NO_WORDS = re.compile(r"<[^>]*>|\{\w*\}|/\w+|[A-Z_]{4,}")
"""Tags, placeholders, commands and names of settings: the same in every language."""
LETTERS = re.compile(r"[a-z]")


def placeholders(text: str) -> list[str]:
    return sorted({name for _, name, _, _ in string.Formatter().parse(text) if name})


def test_three_languages_are_there() -> None:
    assert set(language.LANGUAGES) == {"vi", "en", "bn"}


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_message_is_translated(code: str) -> None:
    known = language.catalogue(code)
    missing = {f"{m.place}: {m.text}" for m in messages() if not known.get(m.text)}
    assert not missing, "\n".join(sorted(missing))


@pytest.mark.parametrize("code", TRANSLATED)
def test_no_translation_is_left_over(code: str) -> None:
    assert set(language.catalogue(code)) - {m.text for m in messages()} == set()


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_translations_keep_placeholders_and_tags(path: Path) -> None:
    with path.open("rb") as file:
        for message in read_po(file, locale=path.parent.name):
            if not message.id:
                continue
            one, *many = [message.id] if isinstance(message.id, str) else message.id
            forms = [message.string] if isinstance(message.string, str) else list(message.string or ())
            for number, form in enumerate(forms):
                source = one if not many or (number == 0 and len(forms) > 1) else many[0]
                assert placeholders(form) == placeholders(source), source
                assert sorted(TAG.findall(form)) == sorted(TAG.findall(source)), source


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_message_has_one_translation(code: str) -> None:
    seen: dict[str, str] = {}
    for path in (language.LOCALES / code).glob("*.po"):
        with path.open("rb") as file:
            for message in read_po(file, locale=code):
                key = str(message.id)
                if message.id:
                    assert seen.setdefault(key, str(message.string)) == str(message.string), (
                        f"{path.name}: {key}"
                    )


def test_vietnamese_and_bengali_are_in_their_scripts() -> None:
    """A translation that stayed English would pass every other test."""
    for code, script in (("vi", r"[À-ỹđĐ]"), ("bn", r"[\u0980-\u09ff]")):
        for source, forms in language.catalogue(code).items():
            if len(LETTERS.findall(NO_WORDS.sub("", source))) > 25:
                assert re.search(script, forms[0]), f"{code}: {source}"
