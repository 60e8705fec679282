"""Questions written as GIFT, and what Moodle's two forms have in common."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from knowledge.models import Difficulty, QuestionKind
from knowledge.quiz.gift import AUTHOR_TAG, LEVEL_TAG, WHOLE
from knowledge.quiz.parsed import LEVELS, ParsedQuestion

GIFT_MARKS = "\\~=#{}:"


def as_gift(questions: Sequence[ParsedQuestion]) -> bytes:
    """Write GIFT, with a category for each topic."""
    parts: list[str] = []
    for topic, group in groupby(questions, key=lambda question: question.topic):
        parts.append(f"$CATEGORY: {topic}")
        for question in group:
            tags = " ".join(f"[tag:{escaped_tag(tag)}]" for tag in tags_of(question))
            head = f"// {tags}\n" if tags else ""
            said = f"\n  ####{gift(said_of(question))}" if said_of(question) else ""
            parts.append(f"{head}{gift(question.text)} {{{gift_answers(question)}{said}\n}}")
    return ("\n\n".join(parts) + "\n").encode()


def gift_answers(question: ParsedQuestion) -> str:
    """Write what stands in the braces."""
    options = [gift(option) for option in question.options]
    if question.kind == QuestionKind.ORDER:
        return "".join([">ALL ABSOLUTE_POSITION VERTICAL", *(f"\n  {option}" for option in options)])
    if question.kind == QuestionKind.MATCH:
        lefts = [*map(gift, question.prompts), *[""] * (len(options) - len(question.prompts))]
        return "".join(f"\n  ={left} -> {right}" for left, right in zip(lefts, options, strict=True))
    if question.kind == QuestionKind.SEVERAL:
        share = shares(question)
        marks = [f"~%{share[place]:.5f}%" for place in range(len(options))]
    else:
        marks = ["=" if place in question.rights else "~" for place in range(len(options))]
    return "".join(f"\n  {mark}{option}" for mark, option in zip(marks, options, strict=True))


def escaped_tag(tag: str) -> str:
    """Escape what would end a tag."""
    return tag.replace("\\", "\\\\").replace("]", "\\]")


def gift(text: str) -> str:
    """Escape what GIFT would read as a mark."""
    escaped = "".join(f"\\{letter}" if letter in GIFT_MARKS else letter for letter in text)
    return escaped.replace("\n", "\\n").replace("->", "-\\>")


def shares(question: ParsedQuestion) -> list[float]:
    """Return the per cent of the mark that each option gives: the right ones share it, wrong ones take it."""
    right, wrong = len(question.rights), len(question.options) - len(question.rights)
    if question.kind != QuestionKind.SEVERAL:
        return [WHOLE if place in question.rights else 0 for place in range(len(question.options))]
    return [
        WHOLE / right if place in question.rights else -WHOLE / wrong
        for place in range(len(question.options))
    ]


def tags_of(question: ParsedQuestion) -> list[str]:
    """Return what Moodle has no field for."""
    level, author = level_of(question), question.author
    return [*([LEVEL_TAG + level] if level else []), *([AUTHOR_TAG + author] if author else [])]


def level_of(question: ParsedQuestion) -> str:
    """Return how difficult it is in words; empty where nobody said."""
    return "" if question.difficulty == Difficulty.UNKNOWN else LEVELS[question.difficulty][0]


def said_of(question: ParsedQuestion) -> str:
    """Put explanation and source together, as they are parted again."""
    source = f"Căn cứ: {question.source}" if question.source else ""
    return "\n".join(filter(None, (question.explanation, source)))
