"""Moodle's own XML: questions with one right option, and true or false."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.problems import Refusal
from knowledge.quiz.gift import cited, truth_words
from knowledge.quiz.lists import Item
from knowledge.vietnamese.text import clean

WHOLE = 99.0
"""Per cent: a right option gives all of the mark."""


@dataclass(frozen=True, slots=True)
class Block:
    """One question of the file: its line, its element, its category."""

    line: int
    element: Any
    topic: str


def blocks(path: Path) -> Iterator[Block]:
    """Yield the questions of a file; raises Refusal where it is no Moodle XML."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.parse(str(path), parser).getroot()
    except etree.XMLSyntaxError as error:
        raise Refusal(
            "{name}: this is not readable XML (line {line}).", name=path.name, line=error.lineno
        ) from error
    if root.tag != "quiz":
        raise Refusal("{name}: this is no question bank of Moodle.", name=path.name)
    topic = ""
    for element in root.iterchildren("question"):
        if element.get("type") == "category":
            topic = clean(element.findtext("category/text", "")).rstrip("/").rpartition("/")[2]
        else:
            yield Block(element.sourceline or 0, element, topic)


def read(block: Block) -> Item:
    """Read one question; raises Refusal where it is of a kind that is not read."""
    element, kind = block.element, block.element.get("type", "")
    if kind not in {"multichoice", "truefalse"}:
        raise Refusal(
            "This is a question of the kind “{kind}”: only those with one right option are read.", kind=kind
        )
    text = shown(element.find("questiontext"))
    answers = element.findall("answer")
    options: tuple[str, ...] = tuple(shown(answer) for answer in answers)
    rights = tuple(index for index, answer in enumerate(answers) if weight(answer) > 0)
    if kind == "truefalse":
        is_true = {answers[index].findtext("text", "").strip().lower() == "true" for index in rights}
        options, rights = truth_words(text), tuple(0 if each else 1 for each in is_true)
    said = shown(element.find("generalfeedback"))
    if not said and rights and kind == "multichoice":
        said = shown(answers[rights[0]].find("feedback"))
    explanation, source = cited(said)
    return Item(text, options, rights, explanation, source, block.topic)


def weight(answer: Any) -> float:  # noqa: ANN401  # an element of lxml
    """Return how much of the mark an answer gives, in per cent."""
    try:
        return float(answer.get("fraction", "0"))
    except ValueError:
        return 0.0


def shown(element: Any) -> str:  # noqa: ANN401  # the same
    """Return an element's text as people read it."""
    if element is None:
        return ""
    text = element.findtext("text", "") or ""
    if element.get("format", "html") == "html":
        text = html.unescape(re.sub(r"<[^>]*>", " ", text))
    return clean(" ".join(text.split()))
