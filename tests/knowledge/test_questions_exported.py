"""Banks written as files and read again: equal, in each format."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.demo.content import FOLDER
from knowledge.models import Difficulty, QuestionKind
from knowledge.quiz.exporting import WRITERS, held, written
from knowledge.quiz.parsed import ParsedQuestion
from knowledge.quiz.questions import parse_questions

BANK = [
    ParsedQuestion(
        "Thời hạn gửi báo cáo quý là khi nào?",
        ("Ngày 20", "Ngày 25 của tháng cuối quý", "=Ngày 30 {cuối tháng}", "~Không: quy định #4"),
        (1,),
        "Văn phòng tổng hợp trước ngày 25.",
        "Quy định 31-QĐ/TU, Điều 5",
        "Chế độ báo cáo",
    ),
    ParsedQuestion("Ai ký?", ("Chánh Văn phòng", "Bí thư"), (0,), "", "", "Chế độ báo cáo"),
    ParsedQuestion("Không chủ đề?", ("Có", "Không có"), (1,)),
    ParsedQuestion("2 < 3 & 3 > 2 đúng hay sai?", ("Đúng", "Sai"), (0,), "Vì \\ là gạch chéo.", "", "Số học"),
    ParsedQuestion(
        "Văn bản nào phải đăng ký?",
        ("Văn bản đi", "Văn bản đến", "Giấy nháp"),
        (0, 1),
        "Theo quy định.",
        "Quy định 31-QĐ/TU, Điều 6",
        "Văn thư",
        QuestionKind.SEVERAL,
        (),
        Difficulty.HARD,
        "Văn phòng [tổng hợp]",
    ),
    ParsedQuestion(
        "Cơ quan nào cho ý kiến?",
        ("Ban Tổ chức", "Ban TC"),
        (0, 1),
        "",
        "",
        "Văn thư",
        QuestionKind.SHORT,
        difficulty=Difficulty.EASY,
    ),
    ParsedQuestion(
        "Sắp xếp các bước:",
        ("Soạn thảo", "Trình ký", "Đóng dấu", "Phát hành"),
        (0, 1, 2, 3),
        topic="Văn thư",
        kind=QuestionKind.ORDER,
        difficulty=Difficulty.MEDIUM,
    ),
    ParsedQuestion(
        "Ghép cơ quan với việc:",
        ("Lưu trữ", "Tổng hợp = số liệu", "Lái xe"),
        (0, 1),
        topic="Văn thư",
        kind=QuestionKind.MATCH,
        prompts=("Văn thư", "Văn phòng"),
        author="Bà Lê Thị Mẫu",
    ),
]
FORMATS = sorted(WRITERS.keys() - {".aiken"})


def again(folder: Path, questions: list[ParsedQuestion], suffix: str) -> list[ParsedQuestion]:
    path = folder / f"bank{suffix}"
    path.write_bytes(written(questions, suffix))
    parsed = parse_questions(path)
    assert [str(problem.refusal) for problem in parsed.problems] == []
    return parsed.questions


@pytest.mark.parametrize("suffix", FORMATS)
def test_each_format_is_read_as_it_was_written(tmp_path: Path, suffix: str) -> None:
    # In a list those without a topic come first.
    listed = sorted(BANK, key=lambda each: bool(each.topic)) if suffix in {".txt", ".docx"} else BANK
    assert again(tmp_path, BANK, suffix) == listed


@pytest.mark.parametrize("bank", ["questions-1.gift", "questions-2.csv"])
@pytest.mark.parametrize("suffix", FORMATS)
def test_the_projects_own_banks_go_round_in_each_format(tmp_path: Path, bank: str, suffix: str) -> None:
    questions = parse_questions(FOLDER / bank).questions
    assert len(questions) > 10
    assert again(tmp_path, questions, suffix) == questions


def test_aiken_keeps_what_it_has_a_place_for(tmp_path: Path) -> None:
    fitting = held(BANK, ".aiken")
    assert [question.kind for question in fitting] == [QuestionKind.SINGLE] * 4
    plain = [ParsedQuestion(each.text, each.options, each.rights) for each in fitting]
    assert again(tmp_path, fitting, ".aiken") == plain


WORDS = st.text(alphabet="abcdefghơưđ ố ~=#{}:\\<>&\"'%,;!?()1234567890", min_size=1, max_size=30)


@st.composite
def questions(draw: st.DrawFn) -> ParsedQuestion:
    count = draw(st.integers(2, 8))
    options = tuple(f"lựa chọn {place} {' '.join(draw(WORDS).split())} hết" for place in range(count))
    text = f"Hỏi {' '.join(draw(WORDS).split())} gì?"
    return ParsedQuestion(text, options, (draw(st.integers(0, count - 1)),), "Vì thế.", "Điều 1", "Chung")


@pytest.mark.parametrize("suffix", [".csv", ".gift", ".xml"])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=questions())
def test_marks_of_the_format_inside_a_text_do_no_harm(
    tmp_path: Path, suffix: str, question: ParsedQuestion
) -> None:
    assert again(tmp_path, [question], suffix) == [question]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".gift", ".xml"])
def test_line_breaks_survive_where_the_format_has_them(tmp_path: Path, suffix: str) -> None:
    question = ParsedQuestion("Dòng một\nDòng hai?", ("A1", "B1"), (0,), "", "", "Chung")
    assert again(tmp_path, [question], suffix) == [question]
