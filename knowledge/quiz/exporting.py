"""Question banks as files again: what is written here is read back as it was."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from knowledge.quiz.questions import ParsedQuestion

LETTERS = "ABCDEFGH"
HEAD = ("Câu hỏi", *LETTERS, "Đáp án", "Giải thích", "Căn cứ", "Chủ đề")
WIDE, NARROW = 60, 12
"""Characters of a sheet's columns."""
GIFT_MARKS = "\\~=#{}:"
MOODLE = (
    '  <question type="multichoice">\n'
    "    <name><text>{name}</text></name>\n"
    '    <questiontext format="plain_text"><text>{text}</text></questiontext>\n'
    '    <generalfeedback format="plain_text"><text>{said}</text></generalfeedback>\n'
    "    <single>true</single>\n{answers}  </question>\n"
)
ANSWER = '    <answer fraction="{share}" format="plain_text"><text>{text}</text></answer>\n'
CATEGORY = '  <question type="category"><category><text>{topic}</text></category></question>\n'


def written(questions: Sequence[ParsedQuestion], suffix: str) -> bytes:
    """Write questions as a file of a kind that is read, such as ".gift"; KeyError for another."""
    return WRITERS[suffix](questions)


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
    options = [*question.options, *[""] * (len(LETTERS) - len(question.options))]
    right = LETTERS[question.right]
    return [question.text, *options, right, question.explanation, question.source, question.topic]


def as_gift(questions: Sequence[ParsedQuestion]) -> bytes:
    """Write GIFT, with a category for each topic."""
    parts: list[str] = []
    for topic, group in groupby(questions, key=lambda question: question.topic):
        parts.append(f"$CATEGORY: {topic}")
        for question in group:
            options = "\n".join(
                f"  {'=' if place == question.right else '~'}{gift(option)}"
                for place, option in enumerate(question.options)
            )
            said = f"\n  ####{gift(said_of(question))}" if said_of(question) else ""
            parts.append(f"{gift(question.text)} {{\n{options}{said}\n}}")
    return ("\n\n".join(parts) + "\n").encode()


def gift(text: str) -> str:
    """Escape what GIFT would read as a mark."""
    escaped = "".join(f"\\{letter}" if letter in GIFT_MARKS else letter for letter in text)
    return escaped.replace("\n", "\\n")


def as_moodle(questions: Sequence[ParsedQuestion]) -> bytes:
    """Write Moodle's XML, with a category for each topic."""
    parts: list[str] = []
    for topic, group in groupby(questions, key=lambda question: question.topic):
        path = f"$course$/{topic.replace('/', ' ')}" if topic else ""
        parts.append(CATEGORY.format(topic=escape(path)))
        for question in group:
            answers = "".join(
                ANSWER.format(share=100 if place == question.right else 0, text=escape(option))
                for place, option in enumerate(question.options)
            )
            parts.append(
                MOODLE.format(
                    name=escape(question.text[:60]),
                    text=escape(question.text),
                    said=escape(said_of(question)),
                    answers=answers,
                )
            )
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f"{head}<quiz>\n{''.join(parts)}</quiz>\n".encode()


def said_of(question: ParsedQuestion) -> str:
    """Put explanation and source together, as they are parted again."""
    source = f"Căn cứ: {question.source}" if question.source else ""
    return "\n".join(filter(None, (question.explanation, source)))


def as_list(questions: Sequence[ParsedQuestion]) -> bytes:
    """Write a list as offices have them."""
    listed = enumerate(in_order(questions), 1)
    return ("\n\n".join("\n".join(lines_of(question, n)) for n, question in listed) + "\n").encode()


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
    lines += [f"{letter}. {one(option)}" for letter, option in zip(LETTERS, question.options, strict=False)]
    lines.append(f"Đáp án: {LETTERS[question.right]}")
    for name, text in (("Giải thích", question.explanation), ("Căn cứ", question.source)):
        if text:
            lines.append(f"{name}: {one(text)}")
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
    ".docx": as_word,
}
