from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.model.stream import MOST, AnswerReader

ANSWER = {"enough": True, "sentences": [{"text": 'a "b" [c] {d} \\', "citations": []}, {"text": "২"}]}


@given(st.integers(1, 30), st.booleans())
def test_each_sentence_comes_as_soon_as_it_is_whole(size: int, escaped: bool) -> None:
    text = json.dumps(ANSWER, ensure_ascii=escaped)
    reader, found = AnswerReader(), []
    for at in range(0, len(text), size):
        found += reader.feed(text[at : at + size])
    assert found == ANSWER["sentences"]
    assert reader.is_whole
    assert reader.enough


@pytest.mark.parametrize(
    "around", ["```json\n%s\n```", '<think>{"sentences": [{}]}</think>%s', "Here: %s Thanks {", "%s%s"]
)
def test_what_stands_around_the_object_is_left_out(around: str) -> None:
    text = around.replace("%s", json.dumps(ANSWER))
    reader = AnswerReader()
    assert reader.feed(text) == ANSWER["sentences"]
    assert reader.is_whole


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no",
        "{",
        '{"sentences": [{"text": "a"',
        '{"sentences": [{"text": "a"]}',
        '{"sentences": 1}',
        '{"other": [{"text": "a"}]}',
        '{"enough": true, "more": {"sentences": [{"text": "a"}]}}',
        "[" * 10_000,
        "{" * 10_000,
        '{"sentences": [' + "[" * 5000,
        '{"a": "' + "\\" * 9999,
    ],
)
def test_nonsense_is_no_answer(text: str) -> None:
    reader = AnswerReader()
    reader.feed(text)
    assert not reader.is_whole


def test_an_answer_without_end_is_given_up() -> None:
    reader = AnswerReader()
    found = reader.feed('{"sentences": [' + '{"text": "a"},' * 1000)
    assert reader.is_broken
    assert len(found) == MOST + 1


@given(st.text(alphabet='{}[]",:\\aé sentences', max_size=200))
def test_nothing_breaks_it(text: str) -> None:
    AnswerReader().feed(text)


def test_an_answer_that_is_not_enough_says_so() -> None:
    for value in ("false", '"true"', "1", "null"):
        reader = AnswerReader()
        reader.feed('{"sentences": [], "enough": %s}' % value)  # noqa: UP031  # braces everywhere
        assert reader.is_whole
        assert reader.enough is False
