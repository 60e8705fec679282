"""A question in a row of a sheet: its texts, its options in columns, and what is right."""

from __future__ import annotations

import re
from collections.abc import Mapping

from knowledge import sheets
from knowledge.models import QuestionKind
from knowledge.problems import Refusal
from knowledge.quiz.parsed import ARROWS, LETTERS, ParsedQuestion, checked, kind_of, level, plain
from knowledge.vietnamese.text import clean, fold

COLUMNS: sheets.Columns = {
    "text": ("Câu hỏi", "Nội dung câu hỏi", "Nội dung", "Question", "Question text"),
    "answer": ("Đáp án", "Đáp án đúng", "Phương án đúng", "Answer", "Right answer", "Correct answer"),
    "explanation": ("Giải thích", "Ghi chú", "Explanation"),
    "source": ("Căn cứ", "Nguồn", "Trích dẫn", "Source", "Reference"),
    "topic": ("Chủ đề", "Chuyên đề", "Lĩnh vực", "Topic", "Category"),
    "kind": ("Loại", "Loại câu hỏi", "Dạng câu hỏi", "Kind", "Type", "Question type"),
    "difficulty": ("Mức độ", "Độ khó", "Difficulty", "Level"),
    "author": ("Người soạn", "Tác giả", "Người biên soạn", "Author"),
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


def from_row(row: sheets.Row) -> ParsedQuestion:
    """Turn a sheet's row into a question; raises Refusal."""
    cells = {letter: without_letter(letter, row[letter]) for letter in LETTERS if row[letter]}
    kind = kind_of(row["kind"])
    prompts: tuple[str, ...] = ()
    if kind == QuestionKind.MATCH:
        prompts, options = pairs(list(cells.values()))
        rights = tuple(range(len(prompts)))
    elif kind == QuestionKind.ORDER:
        options = in_order(cells, row["answer"])
        rights = tuple(range(len(options)))
    elif kind == QuestionKind.SHORT:
        options = tuple(dict.fromkeys(filter(None, (row["answer"], *cells.values()))))
        rights = tuple(range(len(options)))
    else:
        options = tuple(cells.values())
        # What is wrong with the options says more than what their key then lacks.
        checked(ParsedQuestion(row["text"], options, (0,)))
        letters = right_letters(row["answer"], cells, kind)
        rights = tuple(sorted(list(cells).index(letter) for letter in letters))
        kind = kind or (QuestionKind.SEVERAL if len(rights) > 1 else QuestionKind.SINGLE)
    return checked(
        ParsedQuestion(
            row["text"],
            options,
            rights,
            row["explanation"],
            row["source"],
            row["topic"],
            kind,
            prompts,
            level(row["difficulty"]),
            row["author"],
        )
    )


def pairs(written: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Part "left → right" into prompts and what belongs to them; one without an arrow belongs to none."""
    both = [ARROWS.split(each, maxsplit=1) for each in written]
    parted = [pair for pair in both if len(pair) > 1]
    alone = [clean(pair[0]) for pair in both if len(pair) == 1]
    return tuple(clean(left) for left, _ in parted), (*(clean(right) for _, right in parted), *alone)


def in_order(cells: Mapping[str, str], answer: str) -> tuple[str, ...]:
    """Put items into the order that the letters say; without any they stand in it. Raises Refusal."""
    letters = re.findall(r"[A-H]", answer.upper())
    if not letters:
        return tuple(cells.values())
    if sorted(letters) != sorted(cells):
        raise Refusal("The order “{answer}” does not name each item once.", answer=answer[:60])
    return tuple(cells[letter] for letter in letters)


def right_letters(answer: str, options: Mapping[str, str], kind: QuestionKind | None) -> set[str]:
    """Return the letters that the answer's cell means. Raises Refusal."""
    if kind != QuestionKind.SINGLE and SEVERAL.fullmatch(fold(answer)):
        named = re.findall(r"[a-h]|[1-8]", re.sub(r"\b(?:va|and)\b", " ", fold(answer)))
        letters = {each.upper() if each.isalpha() else LETTERS[int(each) - 1] for each in named}
        if letters <= options.keys():
            return letters
    return {right_letter(answer, options)}


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
