from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.vietnamese.text import clean, fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Điều 5", "dieu 5"),
        ("ĐƯỜNG   Dương\n", "duong duong"),
        ("hoà bình", "hoa binh"),
        ("Ðảng", "dang"),  # the Icelandic letter that old keyboards type
        ("a\u200bb\u00adc\u202e", "abc"),
        ("কিন্তু", "কিন্তু"),  # vowel signs and joiners are letters
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(unicodedata.normalize("NFD", text)) == folded


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)
