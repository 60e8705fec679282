"""Question banks as people keep them: sheets with a row a question, and Moodle's GIFT."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from knowledge import sheets
from knowledge.files import check
from knowledge.problems import Problem, Refusal
from knowledge.quiz import gift, lists, moodle, word
from knowledge.vietnamese.text import clean, fold

SUFFIXES = sheets.SUFFIXES | {".gift", ".txt", ".xml", ".docx"}
GIFT = re.compile(r"\{[^{}]*[=~TF#][^{}]*\}")
LETTERS = "ABCDEFGH"
LONGEST_TEXT = 1000
LONGEST_OPTION = 300
LONGEST_SOURCE = 200
"""Characters; a question with eight of the longest options fits one message of every channel."""

COLUMNS: sheets.Columns = {
    "text": ("Câu hỏi", "Nội dung câu hỏi", "Nội dung", "Question", "Question text"),
    "answer": ("Đáp án", "Đáp án đúng", "Phương án đúng", "Answer", "Right answer", "Correct answer"),
    "explanation": ("Giải thích", "Ghi chú", "Explanation"),
    "source": ("Căn cứ", "Nguồn", "Trích dẫn", "Source", "Reference"),
    "topic": ("Chủ đề", "Chuyên đề", "Lĩnh vực", "Topic", "Category"),
    **{
        letter: (
            letter,
            f"Phương án {letter}",
            f"Phương án {number}",
            f"Đáp án {letter}",
            f"Đáp án {number}",
            f"Lựa chọn {letter}",
            f"Lựa chọn {number}",
            f"Option {letter}",
            f"Option {number}",
        )
        for number, letter in enumerate(LETTERS, 1)
    },
}

NAMED = re.compile(r"(?:dap an|phuong an|cau|option|answer)?\s*(?:([a-h])|([1-8]))\s*[.):]?")
SEVERAL = re.compile(r"[a-h1-8](?:(?:\s*[,;/&+]\s*|\s+va\s+|\s+and\s+)[a-h1-8])+|[a-h]{2,8}")
PREFIX = re.compile(r"\s*([A-Ha-h])\s*[.):]\s*(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ParsedQuestion:
    """A single-choice question that can go into a bank."""

    text: str
    options: tuple[str, ...]
    right: int
    """Index into `options`."""
    explanation: str = ""
    source: str = ""
    topic: str = ""


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
        for row in sheets.read_rows(path, COLUMNS, ("text", "A", "B", "answer")):
            yield row.line, partial(from_row, row)
    elif suffix == ".xml":
        for element in moodle.blocks(path):
            yield element.line, partial(from_moodle, element)
    elif suffix == ".docx":
        yield from listed(word.read_lines(path), path.name)
    else:
        text = sheets.decode(path)
        if GIFT.search(text) or not lists.is_list(text):
            for block in gift.blocks(text, path.name):
                yield block.line, partial(from_gift, block)
        else:
            yield from listed(lists.lines_of(text), path.name)


def listed(lines: Sequence[lists.Line], name: str) -> Iterator[tuple[int, Callable[[], ParsedQuestion]]]:
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


def from_list(question: lists.Listed, in_key: str) -> ParsedQuestion:
    """Turn a question of a list into one of a bank; raises Refusal."""
    return from_item(lists.read(question, in_key))


def from_moodle(block: moodle.Block) -> ParsedQuestion:
    """Turn a question of Moodle's XML into one of a bank; raises Refusal."""
    return from_item(moodle.read(block))


def from_item(item: lists.Item) -> ParsedQuestion:
    """Check a question that was read; raises Refusal."""
    check_texts(item.text, item.options)
    if not item.rights:
        raise Refusal("No right answer is given.")
    if len(item.rights) > 1:
        raise Refusal("More than one option is marked as right.")
    return checked(
        ParsedQuestion(item.text, item.options, item.rights[0], item.explanation, item.source, item.topic)
    )


def from_row(row: sheets.Row) -> ParsedQuestion:
    """Turn a sheet's row into a question; raises Refusal."""
    options = {letter: without_letter(letter, row[letter]) for letter in LETTERS if row[letter]}
    check_texts(row["text"], list(options.values()))
    return checked(
        ParsedQuestion(
            text=row["text"],
            options=tuple(options.values()),
            right=list(options).index(right_letter(row["answer"], options)),
            explanation=row["explanation"],
            source=row["source"],
            topic=row["topic"],
        )
    )


def from_gift(block: gift.Block) -> ParsedQuestion:
    """Turn a GIFT item into a question; raises Refusal."""
    item = gift.read(block)
    check_texts(item.text, item.options)
    if not item.rights:
        raise Refusal("No option is marked as right.")
    if len(item.rights) > 1:
        raise Refusal("More than one option is marked as right.")
    return checked(
        ParsedQuestion(
            item.text, item.options, item.rights[0], item.explanation, item.source, clean(block.topic)
        )
    )


def check_new(question: ParsedQuestion, line: int, lines: dict[str, int]) -> None:
    """Note the question's line; refuse one that the file asked before."""
    first = lines.setdefault(fold(question.text), line)
    if first != line:
        raise Refusal("The same question stands in line {line} already.", line=first)


def check_texts(text: str, options: Sequence[str]) -> None:
    """Refuse a question that cannot be asked."""
    if not text:
        raise Refusal("The question has no text.")
    if len(options) < 2 or not all(options):  # noqa: PLR2004  # one option is no choice
        raise Refusal("The question needs at least two options, none of them empty.")
    if len(options) > len(LETTERS):
        raise Refusal("The question has more than {limit} options.", limit=len(LETTERS))
    if len({plain(option) for option in options}) < len(options):
        raise Refusal("Two options are equal.")


def checked(question: ParsedQuestion) -> ParsedQuestion:
    """Return the question if each of its texts fits a message."""
    parts = (
        (question.text, LONGEST_TEXT),
        (question.explanation, LONGEST_TEXT),
        (question.source, LONGEST_SOURCE),
        (question.topic, LONGEST_SOURCE),
        *((option, LONGEST_OPTION) for option in question.options),
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


def right_letter(answer: str, options: Mapping[str, str]) -> str:
    """Return the letter that the answer's cell means: a letter, a number, or the option's own words."""
    if not answer:
        raise Refusal("No right answer is given.")
    means = {letter for letter, option in options.items() if plain(option) == plain(answer)}
    folded = fold(answer)
    if named := NAMED.fullmatch(folded):
        means.add(named[1].upper() if named[1] else LETTERS[int(named[2]) - 1])
    elif (prefixed := PREFIX.fullmatch(answer)) and prefixed[1].upper() in options:
        letter = prefixed[1].upper()
        means |= {letter} if plain(prefixed[2]) == plain(options[letter]) else set()
    if len(means) > 1:
        raise Refusal("The answer “{answer}” can mean two options. Write its letter.", answer=answer[:60])
    if not means and SEVERAL.fullmatch(folded):
        raise Refusal("More than one option is marked as right.")
    if not means or not means <= options.keys():
        raise Refusal("The answer “{answer}” is none of the options.", answer=answer[:60])
    return means.pop()


def without_letter(letter: str, option: str) -> str:
    """Leave out an option's own letter: "A. Yes" in column A is "Yes"."""
    found = PREFIX.fullmatch(option)
    return found[2] if found and found[1].upper() == letter and found[2] else option


def plain(text: str) -> str:
    """Return text for comparison: diacritics count, case and spaces do not."""
    return " ".join(text.lower().split())
