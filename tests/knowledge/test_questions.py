from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from knowledge import Refusal
from knowledge.files import Workshop
from knowledge.quiz.parsed import ParsedQuestion
from knowledge.quiz.questions import ParsedQuestions, parse_questions

HEAD = "Câu hỏi,A,B,C,D,Đáp án,Giải thích,Căn cứ,Chủ đề\n"


def sheet(folder: Path, *rows: str, head: str = HEAD) -> ParsedQuestions:
    path = folder / "bank.csv"
    path.write_text(head + "\n".join(rows), encoding="utf-8")
    return parse_questions(path)


def gift(folder: Path, text: str, name: str = "bank.gift") -> ParsedQuestions:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return parse_questions(path)


def test_a_row_becomes_a_question(tmp_path: Path) -> None:
    parsed = sheet(tmp_path, "Ai ký?,Chánh Văn phòng,Thư ký,,,A,Theo phân công.,Điều 3,Văn thư")
    assert parsed.source == "bank.csv"
    assert parsed.problems == []
    assert parsed.questions == [
        ParsedQuestion("Ai ký?", ("Chánh Văn phòng", "Thư ký"), (0,), "Theo phân công.", "Điều 3", "Văn thư")
    ]


@pytest.mark.parametrize(
    ("answer", "right"),
    [
        ("C", 2),
        ("c.", 2),
        ("Đáp án C", 2),
        ("2", 1),
        ("hai  ngày", 1),
        ("B. Hai ngày", 1),
        ("b) hai ngày", 1),
    ],
)
def test_the_answer_is_a_letter_a_number_or_the_words(tmp_path: Path, answer: str, right: int) -> None:
    parsed = sheet(tmp_path, f"Bao lâu?,A. Một ngày,Hai ngày,Ba ngày,,{answer},,,")
    assert [q.rights for q in parsed.questions] == [(right,)]
    assert parsed.questions[0].options[0] == "Một ngày"


def test_an_empty_column_does_not_shift_the_letters(tmp_path: Path) -> None:
    parsed = sheet(tmp_path, "Bao lâu?,Một ngày,,Ba ngày,,C,,,")
    assert parsed.questions[0].options[parsed.questions[0].rights[0]] == "Ba ngày"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",Có,Không,,,A,,,", "no text"),
        ("Q?,Có,Không,,,,,,", "No right answer"),
        ('Q?,Có,Không,,,"A, B",,,', "Every option"),
        ("Q?,Có,Không,,,AB,,,", "Every option"),
        ("Q?,Có,Không,,,D,,,", "none of the options"),
        ("Q?,Có,Không,,,B. Có thể,,,", "none of the options"),
        ("Q?,Có,Không,,,Có lẽ,,,", "none of the options"),
        ("Q?,2,1,,,2,,,", "can mean two"),
        ("Q?,Có, có ,,,A,,,", "equal"),
        ("Q?,Có,,,,A,,,", "at least two"),
        (f"{'Q' * 1001},Có,Không,,,A,,,", "too long: 1001"),
        (f"Q?,Có,{'K' * 301},,,A,,,", "too long: 301"),
    ],
)
def test_a_bad_row_is_named_and_the_others_go_in(tmp_path: Path, row: str, reason: str) -> None:
    parsed = sheet(tmp_path, row, "Tốt?,Có,Không,,,A,,,")
    assert [q.text for q in parsed.questions] == ["Tốt?"]
    assert [p.line for p in parsed.problems] == [2]
    assert reason in str(parsed.problems[0].refusal)


def test_the_same_question_twice_goes_in_once(tmp_path: Path) -> None:
    parsed = sheet(tmp_path, "Q?,Có,Không,,,A,,,", "q?,Có,Không,,,B,,,")
    assert [q.rights for q in parsed.questions] == [(0,)]
    assert "line 2 already" in str(parsed.problems[0].refusal)
    assert parsed.problems[0].line == 3


def test_english_headings_and_eight_options(tmp_path: Path) -> None:
    head = "Question," + ",".join(f"Option {n}" for n in range(1, 9)) + ",Answer\n"
    parsed = sheet(tmp_path, "Which?,o1,o2,o3,o4,o5,o6,o7,o8,H", head=head)
    assert (len(parsed.questions[0].options), parsed.questions[0].rights) == (8, (7,))


def test_a_workbook_reads_like_a_csv(tmp_path: Path) -> None:
    path = tmp_path / "bank.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["NGÂN HÀNG CÂU HỎI"])
        page.write_row(2, 0, ["STT", "Nội dung câu hỏi", "Phương án A", "Phương án B", "Đáp án đúng"])
        page.write_row(3, 0, [1, "Năm nào?", 2024, 2025, 2025])
    question = parse_questions(path).questions[0]
    assert (question.options, question.rights) == (("2024", "2025"), (1,))


def test_a_sheet_without_its_heading_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="no heading row"):
        sheet(tmp_path, "Q?,Có,Không", head="x,y,z\n")


GIFT = """// A bank of the office
$CATEGORY: $course$/Văn thư/Chuyển đổi số/

::Q1:: Ai ký nháy?{
  =Người soạn thảo#Đúng thẩm quyền.
  ~Văn thư#Không phải.
  ~%-33.3%Lái xe
  ####Người soạn thảo chịu trách nhiệm. Căn cứ: Quy chế làm việc, Điều 5
}

Công thức 1 \\+ 1 \\= 2 và \\{a\\: b\\}?{~Sai \\~ một =Đúng \\# hai#Vì\\nthế.}

Văn bản đi phải đăng ký.{T}

The office opens at eight.{FALSE#No.#Right, at seven.}

[html]<p>Chọn &amp; ghi</p>{~%0%một ~%100%hai}

Hà Nội là {=thủ đô ~tỉnh} của nước ta.
"""


def test_gift_of_the_kinds_we_read(tmp_path: Path) -> None:
    parsed = gift(tmp_path, GIFT)
    topic = "Chuyển đổi số"
    assert parsed.problems == []
    assert parsed.questions == [
        ParsedQuestion(
            "Ai ký nháy?",
            ("Người soạn thảo", "Văn thư", "Lái xe"),
            (0,),
            "Người soạn thảo chịu trách nhiệm.",
            "Quy chế làm việc, Điều 5",
            topic,
        ),
        ParsedQuestion(
            "Công thức 1 \\+ 1 = 2 và {a: b}?", ("Sai ~ một", "Đúng # hai"), (1,), "Vì\nthế.", "", topic
        ),
        ParsedQuestion("Văn bản đi phải đăng ký.", ("Đúng", "Sai"), (0,), "", "", topic),
        ParsedQuestion("The office opens at eight.", ("True", "False"), (1,), "Right, at seven.", "", topic),
        ParsedQuestion("Chọn & ghi", ("một", "hai"), (1,), "", "", topic),
        ParsedQuestion("Hà Nội là _____ của nước ta.", ("thủ đô", "tỉnh"), (0,), "", "", topic),
    ]


def test_true_and_false_in_bengali(tmp_path: Path) -> None:
    assert gift(tmp_path, "ঢাকা রাজধানী।{TRUE#না}").questions[0].options == ("সঠিক", "ভুল")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Just words.", "without answers"),
        ("Essay{}", "essay"),
        ("How many?{#3:1}", "numerical"),
        ("Match{=a -> b}", "at least two pairs"),
        ("Match{=a -> b =a -> c}", "equal"),
        ("Which?{~a ~b}", "No right answer"),
        ("Which?{~%50%a ~%50%b}", "Every option"),
        ("Which?{=a =b ~c}", "More than one"),
        ("Which?{=a ~a}", "equal"),
        ("Which?{=a ~}", "at least two"),
        ("Which?{=a ~b ~c ~d ~e ~f ~g ~h ~i}", "more than 8"),
        ("Which?{=a ~b", "do not match"),
        ("Which?{a b}", "must begin with"),
        ("{=a ~b}", "no text"),
    ],
)
def test_gift_of_another_kind_names_its_line_and_reason(tmp_path: Path, text: str, reason: str) -> None:
    parsed = gift(tmp_path, f"Tốt?{{=có ~không}}\n\n// next\n{text}\n\nHay?{{=có ~không}}\n", "bank.txt")
    assert [q.text for q in parsed.questions] == ["Tốt?", "Hay?"]
    assert [p.line for p in parsed.problems] == [4]
    assert reason in str(parsed.problems[0].refusal)


def test_a_text_without_any_question_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"notes\.txt: no questions"):
        gift(tmp_path, "Ghi chú cuộc họp\nGiao Ada viết báo cáo.\n", "notes.txt")


async def test_the_reader_runs_in_a_workshop(tmp_path: Path) -> None:
    path = tmp_path / "bank.gift"
    path.write_text(GIFT + "\n\nEssay{}\n", encoding="utf-8")
    workshop = Workshop()
    try:
        parsed = await workshop.parse(parse_questions, path)
    finally:
        workshop.close()
    assert (len(parsed.questions), len(parsed.problems)) == (6, 1)


OLD = "C©u 1. Thêi h¹n göi b¸o c¸o lµ khi nµo?\nA. Ngµy 20\nB. Ngµy 25\n§¸p ¸n: B\n\n"
GOOD = "".join(f"Câu {n}. Ai ký văn bản {n}?\nA. Bí thư\nB. Lái xe\nĐáp án: A\n\n" for n in range(2, 6))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bank.txt", (OLD + GOOD).encode()),
        (
            "bank.txt",
            "Câu 1. Th\u00f4".encode()
            + b"\xe1\xd3?\nA. Ng\xe0y 20\nB. x\n"
            + ("Đáp án: B\n\n" + GOOD).encode(),
        ),
        ("bank.csv", "Câu hỏi,A,B,Đáp án\nThêi h¹n göi b¸o c¸o?,Ngµy 20,Ngµy 25,B\n".encode()),
    ],
)
def test_an_old_font_or_another_encoding_is_named_by_its_line(
    tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    parsed = parse_questions(tmp_path / name)
    assert len(parsed.questions) == (0 if name == "bank.csv" else 4)
    assert [problem.line for problem in parsed.problems] == [2 if name == "bank.csv" else 1]
    assert "Convert it to Unicode first" in str(parsed.problems[0].refusal)


def test_a_file_in_another_encoding_throughout_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bank.txt").write_bytes(GOOD.replace("ký", "k\u00fd").encode("latin-1", "replace") * 3)
    with pytest.raises(Refusal, match="not UTF-8"):
        parse_questions(tmp_path / "bank.txt")
