"""Questions as offices pass them around, and Aiken: "Câu 1: …", "A. …", the right one marked or in a key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knowledge.documents.reading.legacy import FROM_TCVN3, is_legacy
from knowledge.models import QuestionKind
from knowledge.problems import Refusal
from knowledge.quiz.answer_keys import KEY, key_of
from knowledge.quiz.listed import OPTION, QUESTION, Line, Listed, Reader
from knowledge.quiz.parsed import UNREADABLE, ParsedQuestion, kind_of, level
from knowledge.quiz.rows import pairs
from knowledge.vietnamese.text import clean

FEWEST_OPTIONS = 2


def is_list(text: str) -> bool:
    """Tell a list of questions from other texts: it has options."""
    lines = text.splitlines()
    options = sum(OPTION.match(line.strip()) is not None for line in lines)
    return options >= FEWEST_OPTIONS or any(map(QUESTION.fullmatch, lines))


def blocks(lines: Sequence[Line]) -> Iterator[tuple[Listed, str]]:
    """Yield each question with what the key at the end says of it, empty where it says nothing."""
    listed, key = parsed(lines)
    for question in listed:
        yield question, key.get(question.number, "")


def read(question: Listed, in_key: str) -> ParsedQuestion:
    """Put together what the file says of a question; raises Refusal where it contradicts itself."""
    kind = kind_of(question.kind)
    options = tuple(clean(choice.text) for choice in question.choices)
    prompts: tuple[str, ...] = ()
    if not options and question.accepted:
        options = tuple(filter(None, map(clean, question.accepted.split("|"))))
        kind, rights = QuestionKind.SHORT, tuple(range(len(options)))
    elif kind == QuestionKind.ORDER:
        rights = tuple(range(len(options)))
    elif kind == QuestionKind.MATCH:
        prompts, options = pairs(list(options))
        rights = tuple(range(len(prompts)))
    else:
        rights = rights_of(question, in_key)
        kind = kind or (QuestionKind.SEVERAL if len(rights) > 1 else QuestionKind.SINGLE)
    return ParsedQuestion(
        clean(question.text),
        options,
        rights,
        clean(question.explanation),
        clean(question.source),
        clean(question.topic),
        kind,
        prompts,
        level(question.level),
        clean(question.author),
    )


def rights_of(question: Listed, in_key: str) -> tuple[int, ...]:
    """Return what stars, marks, a line below and the key at the end agree on. Raises Refusal."""
    letters = [choice.letter for choice in question.choices]
    if len(set(letters)) < len(letters):
        raise Refusal("The letter {letter} stands before two options.", letter=twice(letters))
    marked = {choice.letter for choice in question.choices if choice.is_marked}
    if len(marked) == len(letters):
        marked = set()
    says = {
        "star": {choice.letter for choice in question.choices if choice.is_starred},
        "line": set(question.named),
        "key": set(in_key),
        "mark": marked,
    }
    told = [right for right in says.values() if right]
    if any(right != told[0] for right in told):
        raise Refusal(
            "The right answer is given twice, and differently: {answers}.",
            answers=" / ".join(dict.fromkeys(", ".join(sorted(right)) for right in told)),
        )
    right = told[0] if told else set()
    if right - set(letters):
        raise Refusal("The answer “{answer}” is none of the options.", answer=", ".join(sorted(right)))
    return tuple(sorted(letters.index(letter) for letter in right))


def twice(letters: Sequence[str]) -> str:
    """Return the first letter that stands there twice."""
    return next(letter for letter in letters if letters.count(letter) > 1)


def parsed(lines: Sequence[Line]) -> tuple[list[Listed], dict[int, str]]:
    """Return the questions and the key at the end: letters by the number of the question."""
    lines = [readable(line) for line in lines]
    has_words = any(QUESTION.fullmatch(line.text) for line in lines)
    reader = Reader(has_words=has_words)
    for place, line in enumerate(lines):
        if not line.text.strip():
            reader.pause()
        elif KEY.fullmatch(line.text) and reader.found and (key := key_of(rest(lines, place))):
            return reader.found, key
        else:
            reader.take(line)
    return reader.found, {}


def readable(line: Line) -> Line:
    """Put a line of an old font into Unicode, so that it is seen what it is; a sign marks it."""
    if not is_legacy([line.text]):
        return line
    text = line.text.translate(FROM_TCVN3)
    is_part = QUESTION.fullmatch(text) or OPTION.match(text.strip())
    return Line(line.number, text + UNREADABLE if is_part else text)


def rest(lines: Sequence[Line], place: int) -> list[str]:
    """Return the texts of the lines behind one."""
    return [line.text for line in lines[place + 1 :] if line.text.strip()]


def lines_of(text: str) -> list[Line]:
    """Return the lines of a plain text."""
    return [Line(number, line) for number, line in enumerate(text.splitlines(), 1)]
