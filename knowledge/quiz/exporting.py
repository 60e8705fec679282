"""Question banks as files again: what is written here is read back as it was."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence

from knowledge.models import QuestionKind
from knowledge.quiz.gift_writing import as_gift, level_of
from knowledge.quiz.moodle_writing import as_moodle
from knowledge.quiz.parsed import ARROW, KINDS, LETTERS, ParsedQuestion

HEAD = ("Câu hỏi", *LETTERS, "Đáp án", "Giải thích", "Căn cứ", "Chủ đề", "Loại", "Mức độ", "Người soạn")
WIDE, NARROW = 60, 12
"""Characters of a sheet's columns."""


def written(questions: Sequence[ParsedQuestion], suffix: str) -> bytes:
    """Write questions as a file of a kind that is read, such as ".gift"; KeyError for another."""
    return WRITERS[suffix](questions)


def held(questions: Sequence[ParsedQuestion], suffix: str) -> list[ParsedQuestion]:
    """Return the questions that a format can hold: Aiken has one right option and nothing else."""
    if suffix != ".aiken":
        return list(questions)
    return [question for question in questions if question.kind == QuestionKind.SINGLE]


def as_csv(questions: Sequence[ParsedQuestion]) -> bytes:
    """Write a row a question, with a heading, as Excel opens it in Vietnamese."""
    stream = io.StringIO(newline="")
    table = csv.writer(stream)
    table.writerows([HEAD, *map(row_of, questions)])
    return stream.getvalue().encode("utf-8-sig")


def as_workbook(questions: Sequence[ParsedQuestion]) -> bytes:
    """Write the same as a workbook. What people wrote is text, whatever it begins with."""
    import xlsxwriter

    stream = io.BytesIO()
    plain = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    book = xlsxwriter.Workbook(stream, {"in_memory": True, **plain})
    page = book.add_worksheet("Câu hỏi")
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    page.write_row(0, 0, HEAD, bold)
    for column, name in enumerate(HEAD):
        page.set_column(column, column, WIDE if name in {"Câu hỏi", "Giải thích"} else NARROW)
    for number, question in enumerate(questions, 1):
        for column, cell in enumerate(row_of(question)):
            page.write_string(number, column, cell, wrapped)
    page.freeze_panes(1, 0)
    book.close()
    return stream.getvalue()


def row_of(question: ParsedQuestion) -> list[str]:
    """Lay a question out in a row."""
    options = list(cells_of(question))
    options += [""] * (len(LETTERS) - len(options))
    answer = "" if question.kind == QuestionKind.MATCH else right_of(question)
    return [
        question.text,
        *options,
        answer,
        question.explanation,
        question.source,
        question.topic,
        *said_by(question),
    ]


def cells_of(question: ParsedQuestion) -> list[str]:
    """Return the options as a sheet and a list have them."""
    if question.kind == QuestionKind.SHORT:
        return list(question.options[1:])
    pairs = [f"{left}{ARROW}{right}" for left, right in zip(question.prompts, question.options, strict=False)]
    return [*pairs, *question.options[len(pairs) :]]


def right_of(question: ParsedQuestion) -> str:
    """Return what is right as a sheet has it."""
    if question.kind == QuestionKind.SHORT:
        return question.options[0]
    return ", ".join(LETTERS[place] for place in question.rights)


def said_by(question: ParsedQuestion) -> tuple[str, str, str]:
    """Return kind, level and author in words; the commonest kind needs none."""
    kind = "" if question.kind == QuestionKind.SINGLE else KINDS[question.kind][0]
    return kind, level_of(question), question.author


def as_list(questions: Sequence[ParsedQuestion]) -> bytes:
    """Write a list as offices have them."""
    listed = enumerate(in_order(questions), 1)
    return ("\n\n".join("\n".join(lines_of(question, n)) for n, question in listed) + "\n").encode()


def as_aiken(questions: Sequence[ParsedQuestion]) -> bytes:
    """Write Aiken: the text, the options, the letter; it knows no more of a question."""
    blocks = [
        [
            one(question.text),
            *(f"{letter}. {one(option)}" for letter, option in zip(LETTERS, question.options, strict=False)),
            f"ANSWER: {LETTERS[question.rights[0]]}",
        ]
        for question in questions
    ]
    return ("\n\n".join("\n".join(block) for block in blocks) + "\n").encode()


def as_word(questions: Sequence[ParsedQuestion]) -> bytes:
    """Write the same list for Word."""
    from docx import Document

    document, stream = Document(), io.BytesIO()
    for number, question in enumerate(in_order(questions), 1):
        for line in lines_of(question, number):
            document.add_paragraph(line)
        document.add_paragraph("")
    document.save(stream)
    return stream.getvalue()


def in_order(questions: Sequence[ParsedQuestion]) -> list[ParsedQuestion]:
    """Put those without a topic first: in a list a topic holds until the next one."""
    return sorted(questions, key=lambda question: bool(question.topic))


def lines_of(question: ParsedQuestion, number: int) -> list[str]:
    """Say a question in the lines of a list; each of its texts on one."""
    lines = [f"Câu {number}. {one(question.text)}"]
    kind, difficulty, author = said_by(question)
    if question.kind == QuestionKind.SHORT:
        lines.append(f"Trả lời: {' | '.join(map(one, question.options))}")
    else:
        lines += [f"Loại: {kind}"] if kind else []
        lines += [f"{letter}. {one(cell)}" for letter, cell in zip(LETTERS, cells_of(question), strict=False)]
        if question.kind in {QuestionKind.SINGLE, QuestionKind.SEVERAL}:
            lines.append(f"Đáp án: {right_of(question)}")
    said = (
        ("Giải thích", question.explanation),
        ("Căn cứ", question.source),
        ("Mức độ", difficulty),
        ("Người soạn", author),
    )
    lines += [f"{name}: {one(text)}" for name, text in said if text]
    if question.topic:
        lines.insert(0, f"Chủ đề: {one(question.topic)}")
    return lines


def one(text: str) -> str:
    """Put a text on one line."""
    return " ".join(text.split())


WRITERS: dict[str, Callable[[Sequence[ParsedQuestion]], bytes]] = {
    ".csv": as_csv,
    ".xlsx": as_workbook,
    ".gift": as_gift,
    ".xml": as_moodle,
    ".txt": as_list,
    ".aiken": as_aiken,
    ".docx": as_word,
}
