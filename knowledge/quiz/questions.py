"""Question banks as people keep them: sheets, GIFT, Aiken, Moodle's XML, lists in text and Word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from knowledge import sheets
from knowledge.files import check
from knowledge.problems import Problem, Refusal
from knowledge.quiz import gift, lists, moodle, rows, word
from knowledge.quiz.listed import Line, Listed
from knowledge.quiz.parsed import ParsedQuestion, checked
from knowledge.vietnamese.text import fold

SUFFIXES = sheets.SUFFIXES | {".gift", ".txt", ".aiken", ".xml", ".docx"}
GIFT = re.compile(r"\{[^{}]*[=~TF#][^{}]*\}")


@dataclass(slots=True)
class ParsedQuestions:
    """What a file holds: the good questions, and the places that were left out."""

    source: str
    """The file's name, without folders."""
    questions: list[ParsedQuestion] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def parse_questions(path: Path) -> ParsedQuestions:
    """Read a bank; raises Refusal for the whole file, lists bad rows as problems. Run it in a Workshop."""
    check(path, SUFFIXES)
    parsed = ParsedQuestions(path.name)
    lines: dict[str, int] = {}
    for line, read in readers(path):
        try:
            question = read()
            check_new(question, line, lines)
        except Refusal as refusal:
            parsed.problems.append(Problem(refusal, line))
        else:
            parsed.questions.append(question)
    return parsed


def readers(path: Path) -> Iterator[tuple[int, Callable[[], ParsedQuestion]]]:
    """Yield each item's line, and the function that reads it."""
    suffix = path.suffix.lower()
    if suffix in sheets.SUFFIXES:
        for row in sheets.read_rows(path, rows.COLUMNS, ("text", "A", "answer"), lenient=True):
            yield row.line, partial(rows.from_row, row)
    elif suffix == ".xml":
        for element in moodle.blocks(path):
            yield element.line, partial(from_moodle, element)
    elif suffix == ".docx":
        yield from listed(word.read_lines(path), path.name)
    else:
        text = sheets.decode(path, lenient=True)
        if GIFT.search(text) or not lists.is_list(text):
            for block in gift.blocks(text, path.name):
                yield block.line, partial(from_gift, block)
        else:
            yield from listed(lists.lines_of(text), path.name)


def listed(lines: Sequence[Line], name: str) -> Iterator[tuple[int, Callable[[], ParsedQuestion]]]:
    """Yield the questions of a list; raises Refusal where there are none."""
    found = False
    for question, in_key in lists.blocks(lines):
        found = True
        yield question.line, partial(from_list, question, in_key)
    if not found:
        raise Refusal(
            "{name}: no questions were found. Write them as GIFT, or as a sheet with a heading row.",
            name=name,
        )


def from_list(question: Listed, in_key: str) -> ParsedQuestion:
    """Turn a question of a list into one of a bank; raises Refusal."""
    return checked(lists.read(question, in_key))


def from_moodle(block: moodle.Block) -> ParsedQuestion:
    """Turn a question of Moodle's XML into one of a bank; raises Refusal."""
    return checked(moodle.read(block))


def from_gift(block: gift.Block) -> ParsedQuestion:
    """Turn a GIFT item into a question; raises Refusal."""
    return checked(gift.read(block))


def check_new(question: ParsedQuestion, line: int, lines: dict[str, int]) -> None:
    """Note the question's line; refuse one that the file asked before."""
    first = lines.setdefault(fold(question.text), line)
    if first != line:
        raise Refusal("The same question stands in line {line} already.", line=first)
