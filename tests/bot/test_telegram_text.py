"""Long texts: in parts that Telegram accepts, and nothing lost."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.text import LONGEST, split, units
from tests.bot.botapi.rules import parse


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


CASES = {
    "short": ("hello", ["hello"]),
    "paragraphs": (
        "a" * 90 + "\n\n" + "b" * 90 + "\n\n" + "c" * 90,
        ["a" * 90, "b" * 90 + "\n\n" + "c" * 90],
    ),
    "blank": ("\n\n".join(["a" * 150, " " * 400, "b"]), ["a" * 150, "b"]),
}


@pytest.mark.parametrize("case", CASES)
def test_cuts_at_paragraph_ends(case: str) -> None:
    text, parts = CASES[case]
    assert split(text, 300 if case != "paragraphs" else 240) == parts


def test_tags_are_closed_and_opened_again() -> None:
    text = "<blockquote><b>" + "word " * 100 + "</b></blockquote>"
    for part in split(text, 300):
        assert parse(part)
        assert part.startswith("<blockquote><b>")


def test_entities_stay_whole() -> None:
    for part in split("&amp;" * 500, 300):
        assert re.fullmatch(r"(&amp;)+", part)


def test_letters_of_two_units_count_twice() -> None:
    parts = split("😀" * 3000)
    assert all(units(part) <= LONGEST for part in parts)
    assert "".join(parts) == "😀" * 3000


PIECES = st.sampled_from(
    ["<b>x</b>", "<blockquote>mở </blockquote>", "a", " ", "\n", "\n\n", "😀", "<", "&", "từ "]
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=20)), max_size=200))
def test_no_part_is_refused_and_nothing_is_lost(pieces: list[str]) -> None:
    text = "".join(
        p if p.endswith(("</b>", "</blockquote>")) else html.escape(p, quote=False) for p in pieces
    )
    text = f"<i>{text}</i>"
    parts = split(text, 300)
    assert all(units(part) <= 300 for part in parts)
    assert squeezed("".join(parse(part) for part in parts)) == squeezed(parse(text))
