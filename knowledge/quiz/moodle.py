"""Moodle's own XML: choices, true or false, short answers, orders and matchings."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.models import QuestionKind
from knowledge.problems import Refusal
from knowledge.quiz.gift import Answers, cited, tagged, truth_words
from knowledge.quiz.parsed import ParsedQuestion, level
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


def read(block: Block) -> ParsedQuestion:
    """Read one question; raises Refusal where it is of a kind that is not read."""
    element = block.element
    text = shown(element.find("questiontext"))
    found = answers(element, element.get("type", ""), text)
    explanation, source = cited(shown(element.find("generalfeedback")) or found.said)
    difficulty, author = tagged(tuple(tag.text or "" for tag in element.iterfind("tags/tag/text")))
    return ParsedQuestion(
        text,
        found.options,
        found.rights,
        explanation,
        source,
        block.topic,
        found.kind,
        found.prompts,
        level(difficulty),
        author,
    )


def answers(element: Any, kind: str, text: str) -> Answers:  # noqa: ANN401  # an element of lxml
    """Read what is chosen from and what is right. Raises Refusal."""
    found = element.findall("answer")
    options: tuple[str, ...] = tuple(shown(answer) for answer in found)
    rights = tuple(index for index, answer in enumerate(found) if weight(answer) > 0)
    everything = tuple(range(len(options)))
    if kind == "truefalse":
        is_true = {found[index].findtext("text", "").strip().lower() == "true" for index in rights}
        return Answers(truth_words(text), tuple(0 if each else 1 for each in is_true))
    if kind == "multichoice":
        is_several = element.findtext("single", "true").strip() in {"false", "0"} and len(rights) > 1
        said = shown(found[rights[0]].find("feedback")) if rights else ""
        return Answers(
            options, rights, QuestionKind.SEVERAL if is_several else QuestionKind.SINGLE, said=said
        )
    if kind == "shortanswer":
        words = tuple(
            option for option, answer in zip(options, found, strict=True) if weight(answer) >= WHOLE
        )
        return Answers(words, tuple(range(len(words))), QuestionKind.SHORT)
    if kind == "ordering":
        return Answers(options, everything, QuestionKind.ORDER)
    if kind == "matching":
        return matching(element)
    raise Refusal("This is a question of the kind “{kind}”, which is not read.", kind=kind)


def matching(element: Any) -> Answers:  # noqa: ANN401  # the same
    """Read the pairs; an answer without a prompt belongs to none."""
    pairs = [
        (shown(each), clean(each.findtext("answer/text", "") or ""))
        for each in element.iterfind("subquestion")
    ]
    full = [pair for pair in pairs if pair[0]]
    options = (*(right for _, right in full), *(right for left, right in pairs if not left))
    return Answers(options, tuple(range(len(full))), QuestionKind.MATCH, tuple(left for left, _ in full))


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
    if element.get("format", "html") != "html":
        return clean(text)
    # In HTML spaces and line breaks mean one space.
    return clean(" ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split()))
