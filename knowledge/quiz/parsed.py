"""A question as a file holds it, whatever the file's format, and what makes it fit to be asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.documents.reading.legacy import is_legacy
from knowledge.models import Difficulty, QuestionKind
from knowledge.problems import Refusal
from knowledge.vietnamese.text import fold

LETTERS = "ABCDEFGH"
LONGEST_TEXT = 1000
LONGEST_OPTION = 300
LONGEST_SOURCE = 200
"""Characters; a question with eight of the longest options fits one message of every channel."""
UNREADABLE = "\ufffd"
"""Stands for letters of another encoding."""
ARROW = " → "
"""Between a prompt and what belongs to it, where a file has one line for both."""
ARROWS = re.compile(r"\s*(?:→|=>|->)\s*")
"""The same as people type it."""


@dataclass(frozen=True, slots=True)
class ParsedQuestion:
    """A question that can go into a bank."""

    text: str
    options: tuple[str, ...]
    """What is chosen from; of a short answer what is accepted, of an order its items in the right order,
    of a matching what belongs to the prompts, each to the one of its place, then what belongs to none."""
    rights: tuple[int, ...]
    """Indexes into `options`: the right ones; of an order and a matching, all in their places."""
    explanation: str = ""
    source: str = ""
    topic: str = ""
    kind: QuestionKind = QuestionKind.SINGLE
    prompts: tuple[str, ...] = ()
    """Of a matching."""
    difficulty: Difficulty = Difficulty.UNKNOWN
    author: str = ""


LEVELS = {
    Difficulty.EASY: ("dễ", "nhận biết", "easy", "1", "mức 1"),
    Difficulty.MEDIUM: ("trung bình", "thông hiểu", "medium", "2", "mức 2", "vừa"),
    Difficulty.HARD: ("khó", "vận dụng", "hard", "3", "mức 3", "vận dụng cao", "4", "mức 4"),
}
"""What each is called in files; it is written by the first."""
KINDS = {
    QuestionKind.SINGLE: ("một đáp án", "single", "trắc nghiệm", "đúng/sai", "đúng sai", "true/false"),
    QuestionKind.SEVERAL: ("nhiều đáp án", "several", "multiple", "nhiều lựa chọn đúng"),
    QuestionKind.SHORT: ("trả lời ngắn", "short", "short answer", "điền từ"),
    QuestionKind.ORDER: ("sắp xếp", "order", "ordering", "sắp xếp thứ tự"),
    QuestionKind.MATCH: ("ghép đôi", "match", "matching", "ghép", "nối"),
}
"""The same of kinds."""


def level(said: str) -> Difficulty:
    """Read how difficult a question is. Raises Refusal."""
    if not said.strip():
        return Difficulty.UNKNOWN
    for difficulty, names in LEVELS.items():
        if fold(said) in map(fold, names):
            return difficulty
    raise Refusal("“{word}” is no level of difficulty. Write dễ, trung bình or khó.", word=said[:30])


def kind_of(said: str) -> QuestionKind | None:
    """Read a kind of question; None where nothing is said. Raises Refusal."""
    if not said.strip():
        return None
    for kind, names in KINDS.items():
        if fold(said) in map(fold, names):
            return kind
    raise Refusal(
        "“{word}” is no kind of question. Write: {kinds}.",
        word=said[:30],
        kinds=", ".join(names[0] for names in KINDS.values()),
    )


def checked(question: ParsedQuestion) -> ParsedQuestion:
    """Return a question that can be asked, marked, and sent in one message. Raises Refusal."""
    check_letters(question)
    check_texts(question)
    check_rights(question)
    parts = (
        (question.text, LONGEST_TEXT),
        (question.explanation, LONGEST_TEXT),
        *((text, LONGEST_SOURCE) for text in (question.source, question.topic, question.author)),
        *((option, LONGEST_OPTION) for option in (*question.options, *question.prompts)),
    )
    for text, limit in parts:
        if len(text) > limit:
            raise Refusal(
                "“{start}…” is too long: {count} characters, {limit} at most.",
                start=text[:30],
                count=len(text),
                limit=limit,
            )
    return question


def check_letters(question: ParsedQuestion) -> None:
    """Refuse a question whose letters nobody can read."""
    texts = (question.text, *question.options, *question.prompts, question.explanation)
    if any(UNREADABLE in text for text in texts) or is_legacy(texts):
        raise Refusal(
            "It is typed in an old font (.VnTime, VNI) or not in UTF-8. Convert it to Unicode first."
        )


def check_texts(question: ParsedQuestion) -> None:
    """Refuse a question that cannot be asked."""
    options, kind = question.options, question.kind
    if not question.text:
        raise Refusal("The question has no text.")
    if kind == QuestionKind.MATCH:
        check_prompts(question)
    if kind == QuestionKind.SHORT:
        if not options or not all(options):
            raise Refusal("No right answer is given.")
    elif len(options) < 2 or not all(options):  # noqa: PLR2004  # one option is no choice
        raise Refusal("The question needs at least two options, none of them empty.")
    if len(options) > len(LETTERS):
        raise Refusal("The question has more than {limit} options.", limit=len(LETTERS))
    if has_equal(options):
        raise Refusal("Two options are equal.")


def check_prompts(question: ParsedQuestion) -> None:
    """Refuse a matching whose two sides do not fit."""
    prompts = question.prompts
    if len(prompts) < 2 or len(prompts) > len(question.options) or not all(prompts):  # noqa: PLR2004  # a pair
        raise Refusal("A matching question needs at least two pairs, written “left → right”.")
    if has_equal(prompts):
        raise Refusal("Two options are equal.")
    if any(ARROWS.search(text) for text in (*prompts, *question.options[len(prompts) :])):
        raise Refusal("In a matching question an arrow may stand only between left and right.")


def check_rights(question: ParsedQuestion) -> None:
    """Refuse a question of which nobody can say what is right."""
    if not question.rights:
        raise Refusal("No right answer is given.")
    if question.kind == QuestionKind.SINGLE and len(question.rights) > 1:
        raise Refusal("More than one option is marked as right.")
    if question.kind == QuestionKind.SEVERAL and len(question.rights) == len(question.options):
        raise Refusal("Every option is marked as right.")


def has_equal(texts: Sequence[str]) -> bool:
    """Whether two texts read the same."""
    return len({plain(text) for text in texts}) < len(texts)


def plain(text: str) -> str:
    """Return text for comparison: diacritics count, case and spaces do not."""
    return " ".join(text.lower().split())
