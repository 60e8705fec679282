"""Questions written as Moodle's XML."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from xml.sax.saxutils import escape

from knowledge.models import QuestionKind
from knowledge.quiz.gift_writing import said_of, shares, tags_of
from knowledge.quiz.parsed import ParsedQuestion

MOODLE = (
    '  <question type="{kind}">\n'
    "    <name><text>{name}</text></name>\n"
    '    <questiontext format="plain_text"><text>{text}</text></questiontext>\n'
    '    <generalfeedback format="plain_text"><text>{said}</text></generalfeedback>\n'
    "{answers}{tags}  </question>\n"
)
MOODLE_KINDS = {
    QuestionKind.SINGLE: "multichoice",
    QuestionKind.SEVERAL: "multichoice",
    QuestionKind.SHORT: "shortanswer",
    QuestionKind.ORDER: "ordering",
    QuestionKind.MATCH: "matching",
}
ANSWER = '    <answer fraction="{share}" format="plain_text"><text>{text}</text></answer>\n'
PAIR = (
    '    <subquestion format="plain_text"><text>{left}</text>'
    "<answer><text>{right}</text></answer></subquestion>\n"
)
CATEGORY = '  <question type="category"><category><text>{topic}</text></category></question>\n'


def as_moodle(questions: Sequence[ParsedQuestion]) -> bytes:
    """Write Moodle's XML, with a category for each topic."""
    parts: list[str] = []
    for topic, group in groupby(questions, key=lambda question: question.topic):
        path = f"$course$/{topic.replace('/', ' ')}" if topic else ""
        parts.append(CATEGORY.format(topic=escape(path)))
        parts.extend(map(moodle_question, group))
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f"{head}<quiz>\n{''.join(parts)}</quiz>\n".encode()


def moodle_question(question: ParsedQuestion) -> str:
    """Write one question."""
    return MOODLE.format(
        kind=MOODLE_KINDS[question.kind],
        name=escape(question.text[:60]),
        text=escape(question.text),
        said=escape(said_of(question)),
        answers=moodle_answers(question),
        tags=moodle_tags(question),
    )


def moodle_tags(question: ParsedQuestion) -> str:
    """Write level and author as tags."""
    tags = "".join(f"<tag><text>{escape(tag)}</text></tag>" for tag in tags_of(question))
    return f"    <tags>{tags}</tags>\n" if tags else ""


def moodle_answers(question: ParsedQuestion) -> str:
    """Write what is chosen from and what is right."""
    options = [escape(option) for option in question.options]
    if question.kind == QuestionKind.MATCH:
        lefts = [*map(escape, question.prompts), *[""] * (len(options) - len(question.prompts))]
        return "".join(
            PAIR.format(left=left, right=right) for left, right in zip(lefts, options, strict=True)
        )
    share = shares(question)
    answers = "".join(ANSWER.format(share=f"{share[n]:.5f}", text=text) for n, text in enumerate(options))
    if MOODLE_KINDS[question.kind] == "multichoice":
        return f"    <single>{str(question.kind == QuestionKind.SINGLE).lower()}</single>\n{answers}"
    return answers
