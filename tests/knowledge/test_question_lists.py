"""Questions in the lists that offices pass around, in Word, as Aiken and as Moodle's XML."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.text import WD_COLOR_INDEX
from docx.shared import RGBColor
from docx.text.run import Run
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import Refusal
from knowledge.quiz import lists
from knowledge.quiz.questions import ParsedQuestions, parse_questions


def read(folder: Path, text: str, name: str = "bank.txt") -> ParsedQuestions:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return parse_questions(path)


def short(parsed: ParsedQuestions) -> list[tuple[str, tuple[str, ...], int]]:
    return [(q.text, q.options, q.rights[0]) for q in parsed.questions]


def told(parsed: ParsedQuestions) -> list[tuple[int | None, str]]:
    return [(p.line, p.refusal.message.format(**p.refusal.values)) for p in parsed.problems]


TWO = [("Một cộng một?", ("1", "2", "3"), 1), ("Hai cộng hai?", ("3", "4"), 1)]
TEXTS = {
    "a key at the end": """
        Câu 1: Một cộng một?
        A. 1
        B. 2
        C. 3

        Câu 2: Hai cộng hai?
        A. 3
        B. 4

        ĐÁP ÁN
        1-B; 2-B""",
    "a key in rows": """
        Câu 1. Một cộng một?
        A. 1
        B. 2
        C. 3
        Câu 2. Hai cộng hai?
        A. 3
        B. 4
        BẢNG ĐÁP ÁN
        Câu  1  2
        Đáp án  B  B""",
    "an answer below each": """
        Câu 1: Một cộng một?
        a) 1
        b) 2
        c) 3
        Đáp án: b
        Câu 2: Hai cộng hai?
        a) 3
        b) 4
        Đáp án đúng là B""",
    "a star before the right one": """
        Câu 1: Một cộng một?
        A. 1
        *B. 2
        C. 3

        Câu 2: Hai cộng
        hai?
        A. 3
        *B. 4""",
    "options in one line": """
        Câu 1: Một cộng một?
        A. 1    B. 2    C. 3
        Câu 2: Hai cộng hai?
        A. 3    B. 4
        ĐÁP ÁN
        1B 2B""",
    "numbers alone": """
        1. Một cộng một?
        A. 1
        B. 2
        C. 3
        Answer: B

        2. Hai cộng hai?
        A. 3
        B. 4
        Answer: B""",
    "Aiken": """
        Một cộng một?
        A. 1
        B. 2
        C. 3
        ANSWER: B

        Hai cộng hai?
        A. 3
        B. 4
        ANSWER: B""",
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_list_is_read(tmp_path: Path, name: str) -> None:
    parsed = read(tmp_path, "\n".join(line.strip() for line in TEXTS[name].splitlines()))
    assert not parsed.problems
    assert short(parsed) == TWO


def test_topics_explanations_and_sources(tmp_path: Path) -> None:
    parsed = read(
        tmp_path,
        "Chủ đề: Chuyển đổi số\nCâu 1: Hỏi gì?\nA. Có\nB. Không\nĐáp án: A\n"
        "Giải thích: Vì thế\nvà thế.\nCăn cứ: Điều 2, 12-NQ/TU\n",
    )
    [question] = parsed.questions
    assert (question.topic, question.explanation, question.source) == (
        "Chuyển đổi số",
        "Vì thế và thế.",
        "Điều 2, 12-NQ/TU",
    )


def test_what_is_wrong_is_named_and_the_rest_goes_in(tmp_path: Path) -> None:
    parsed = read(
        tmp_path,
        "Câu 1: Không có đáp án?\nA. 1\nB. 2\n\n"
        "Câu 2: Hai đáp án?\nA. 1\nB. 2\nĐáp án: A, B\n\n"
        "Câu 3: Trùng nhau?\nA. 1\nB. 1\nĐáp án: A\n\n"
        "Câu 4: Mâu thuẫn?\n*A. 1\nB. 2\nĐáp án: B\n\n"
        "Câu 5: Ngoài?\nA. 1\nB. 2\nĐáp án: D\n\n"
        "Câu 6: Một lựa chọn?\nA. 1\nĐáp án: A\n\n"
        "Câu 7: Hai chữ A?\nA. 1\nA. 2\nĐáp án: A\n\n"
        "Câu 8: Tốt?\nA. 1\nB. 2\nĐáp án: B\n",
    )
    assert [question.text for question in parsed.questions] == ["Tốt?"]
    assert told(parsed) == [
        (1, "No right answer is given."),
        (5, "Every option is marked as right."),
        (10, "Two options are equal."),
        (15, "The right answer is given twice, and differently: A / B."),
        (20, "The answer “D” is none of the options."),
        (25, "The question needs at least two options, none of them empty."),
        (29, "The letter A stands before two options."),
    ]


def bold(run: Run) -> None:
    run.bold = True


def underlined(run: Run) -> None:
    run.underline = True


def red(run: Run) -> None:
    run.font.color.rgb = RGBColor(0xC0, 0, 0)


def highlighted(run: Run) -> None:
    run.font.highlight_color = WD_COLOR_INDEX.YELLOW


@pytest.mark.parametrize("look", [bold, underlined, red, highlighted])
def test_the_right_one_stands_out_in_word(tmp_path: Path, look: Callable[[Run], None]) -> None:
    document = docx.Document()
    for text, options, right in TWO:
        document.add_paragraph().add_run(f"Câu 1: {text}").bold = True
        for place, option in enumerate(options):
            run = document.add_paragraph().add_run(f"{'ABC'[place]}. {option}")
            if place == right:
                look(run)
    document.save(str(tmp_path / "bank.docx"))
    parsed = parse_questions(tmp_path / "bank.docx")
    assert not parsed.problems
    assert short(parsed) == TWO


def test_letters_that_word_writes_itself_and_a_key_in_a_table(tmp_path: Path) -> None:
    document = docx.Document()
    numbering = document.part.numbering_part.element
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    for id_, form, text in (("90", "decimal", "Câu %1:"), ("91", "upperLetter", "%1.")):
        numbering.insert(
            0,
            parse_xml(
                f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{id_}"><w:lvl w:ilvl="0">'
                f'<w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
                "</w:abstractNum>"
            ),
        )

    def numbered(text: str, number: str) -> None:
        paragraph = document.add_paragraph(text)
        properties: Any = paragraph._p.get_or_add_pPr()  # the library has no word for it
        place = f'<w:ilvl w:val="0"/><w:numId w:val="{number}"/>'
        properties.append(parse_xml(f"<w:numPr {nsdecls('w')}>{place}</w:numPr>"))

    for id_, kind in (("900", "90"), ("901", "91"), ("902", "91")):
        numbering.append(
            parse_xml(f'<w:num {nsdecls("w")} w:numId="{id_}"><w:abstractNumId w:val="{kind}"/></w:num>')
        )
    for (text, options, _), letters in zip(TWO, ("901", "902"), strict=True):
        numbered(text, "900")
        for option in options:
            numbered(option, letters)
    document.add_paragraph("ĐÁP ÁN")
    table = document.add_table(rows=2, cols=3)
    for row, cells in zip(table.rows, (("Câu", "1", "2"), ("Đáp án", "B", "B")), strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    document.save(str(tmp_path / "bank.docx"))
    parsed = parse_questions(tmp_path / "bank.docx")
    assert not parsed.problems
    assert short(parsed) == TWO


MOODLE = """<?xml version="1.0" encoding="UTF-8"?>
<quiz>
<question type="category"><category><text>$course$/Nghị quyết</text></category></question>
<question type="multichoice">
<questiontext format="html"><text><![CDATA[<p>Một cộng một?</p>]]></text></questiontext>
<generalfeedback><text>Đếm ngón tay. Căn cứ: Điều 1</text></generalfeedback>
<answer fraction="0"><text>1</text></answer><answer fraction="100"><text>2</text></answer></question>
<question type="truefalse"><questiontext format="html"><text>Trời xanh?</text></questiontext>
<answer fraction="0"><text>true</text></answer><answer fraction="100"><text>false</text></answer></question>
<question type="essay"><questiontext><text>Viết?</text></questiontext></question>
<question type="multichoice"><questiontext><text>Hai đúng?</text></questiontext>
<answer fraction="50"><text>1</text></answer><answer fraction="50"><text>2</text></answer></question>
</quiz>"""


def test_moodle_xml(tmp_path: Path) -> None:
    parsed = read(tmp_path, MOODLE, "bank.xml")
    assert short(parsed) == [("Một cộng một?", ("1", "2"), 1), ("Trời xanh?", ("Đúng", "Sai"), 1)]
    assert (parsed.questions[0].topic, parsed.questions[0].source) == ("Nghị quyết", "Điều 1")
    assert [line for line, _ in told(parsed)] == [10, 11]
    assert "kind “essay”" in told(parsed)[0][1]


@pytest.mark.parametrize(
    "text",
    [
        "<quiz><question>",
        "<other/>",
        '<!DOCTYPE quiz [<!ENTITY a SYSTEM "file:///etc/passwd">]><quiz><question type="essay"/></quiz>',
    ],
)
def test_hostile_xml_brings_nothing(tmp_path: Path, text: str) -> None:
    try:
        parsed = read(tmp_path, text, "bank.xml")
    except Refusal:
        return
    assert not parsed.questions
    assert parsed.problems


PIECES = (
    "Câu 1: x",
    "A. y",
    "B. z",
    "*C. w",
    "ĐÁP ÁN",
    "1-A",
    "Đáp án: B",
    "\n",
    "\t",
    "Chủ đề: t",
    "1. q",
    "{",
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=20), max_size=30).map("\n".join))
def test_no_list_makes_the_reading_raise_anything_but_a_refusal(text: str) -> None:
    for question, in_key in lists.blocks(lists.lines_of(text)):
        with suppress(Refusal):
            lists.read(question, in_key)
