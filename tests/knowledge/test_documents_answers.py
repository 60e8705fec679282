"""Quotes are the papers' own words, chosen for the question; nothing is said where nothing is known."""

from __future__ import annotations

import pytest

from knowledge.documents.answers.kinds import Kind, holds, kind_of
from knowledge.documents.answers.pieces import pieces
from knowledge.documents.answers.quoting import Passage, Sought
from knowledge.documents.search.terms import asked_terms

PENALTY = """Điều 332. Tội trốn tránh nghĩa vụ
1. Người nào không chấp hành lệnh gọi nhập ngũ thì bị phạt tù từ 03 tháng đến 02 năm.
2. Phạm tội thuộc một trong các trường hợp sau đây, thì bị phạt tù từ 01 năm đến 05 năm:
a) Tự gây thương tích cho mình;
b) Trong thời chiến;
c) Lôi kéo người khác phạm tội.
3. Người phạm tội còn có thể bị phạt tiền."""


def cut(text: str, longest: int = 300) -> list[str]:
    return [text[p.start : p.end] for p in pieces(text, longest)]


def quoted(text: str, question: str, limit: int = 300) -> str:
    excerpt = Passage(text, Sought.of(question, asked_terms(question)), limit).excerpt()
    return excerpt.text if excerpt else ""


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("UBND TP. Huế họp. Đ/c A. Bình nói.", ["UBND TP. Huế họp.", "Đ/c A. Bình nói."]),
        ("1. Theo khoản 2. Điều 5 thì được.", ["1. Theo khoản 2. Điều 5 thì được."]),
        ("Hết 1.500.000 đồng v.v. và thôi. Xong!", ["Hết 1.500.000 đồng v.v. và thôi.", "Xong!"]),
        ("a) Một; hai; ba.", ["a) Một;", "hai;", "ba."]),
        ("নাগরিকের আবেদন। দ্বিতীয় বাক্য।", ["নাগরিকের আবেদন।", "দ্বিতীয় বাক্য।"]),
        ("Điều 2. Lịch\nMột câu.", ["Một câu."]),
        ("\n \n", []),
        ("x" * 700, ["x" * 300, "x" * 300, "x" * 100]),
    ],
)
def test_where_sentences_end(text: str, sentences: list[str]) -> None:
    assert cut(text) == sentences


def test_items_know_what_introduces_them() -> None:
    found = pieces(PENALTY, 300)
    assert [p.intro for p in found] == [None, None, 1, 1, 1, None]
    nested = pieces("1. Hồ sơ gồm:\na) Đơn, có:\n- Tên;\n- Tuổi.\nb) Ảnh.\n2. Hạn nộp.", 300)
    assert [p.intro for p in nested] == [None, 0, 1, 1, 0, None]


def test_an_item_is_never_quoted_without_its_introduction() -> None:
    quote = quoted(PENALTY, "trốn tránh nghĩa vụ trong thời chiến bị phạt tù bao nhiêu năm", 140)
    assert "phạt tù từ 01 năm đến 05 năm:" in quote
    assert "b) Trong thời chiến;" in quote
    assert "02 năm" not in quote


def test_what_is_asked_for_decides_between_equals() -> None:
    text = "Báo cáo tuần gửi cho văn phòng. " + "Việc khác. " * 40 + "Báo cáo tuần gửi trước 16 giờ thứ sáu."
    assert "16 giờ thứ sáu" in quoted(text, "Báo cáo tuần gửi khi nào?", 60)
    assert "văn phòng" in quoted(text, "Báo cáo tuần gửi cho cơ quan nào?", 60)


def test_quotes_have_an_end_and_say_what_they_leave_out() -> None:
    text = "Đầu. " + "giữa " * 30 + ". Câu cuối ở đây. " + "sau " * 200
    assert "Câu cuối ở đây." in quoted(text, "cuối", 400)
    assert len(quoted("cuối " * 200, "cuối", 400)) <= 400
    assert quoted("", "cuối") == ""
    long = "Người nào vi phạm các quy định về an toàn lao động tại nơi đông người, " * 3
    quote = quoted(
        long + "thì bị phạt tiền từ 5 triệu đồng trở lên theo luật này.", "bị phạt tiền bao nhiêu", 120
    )
    assert quote.startswith("… ")
    assert "phạt tiền từ 5 triệu đồng trở lên" in quote


@pytest.mark.parametrize(
    ("question", "kind", "good", "bad"),
    [
        ("Thời hạn giải quyết là bao lâu?", Kind.DURATION, "trong 5 ngày làm việc", "theo quy định"),
        ("phat tien bao nhieu", Kind.QUANTITY, "phạt 500.000 đồng", "bị phạt tiền"),
        ("Có hiệu lực khi nào?", Kind.TIME, "từ ngày 15 tháng 8", "khi được ký"),
        ("Cơ quan nào cấp phép?", Kind.NAME, "do Sở Xây dựng cấp", "được cấp ngay"),
        ("When does it begin?", Kind.TIME, "in 2026", "soon"),
        ("কখন সভা শুরু হবে?", Kind.TIME, "২০২৬ সালে 2026", "শীঘ্রই"),
        ("Nội dung là gì?", Kind.ANYTHING, "", ""),
    ],
)
def test_what_is_asked_for(question: str, kind: Kind, good: str, bad: str) -> None:
    assert kind_of(question) == kind
    assert holds(kind, good, frozenset()) >= (0 if kind == Kind.ANYTHING else 0.6)
    assert holds(kind, bad, frozenset()) == 0


def test_the_questions_own_number_is_no_answer() -> None:
    assert holds(Kind.QUANTITY, "tháng 2026", frozenset({"2026"})) == 0.0
    assert holds(Kind.TIME, "năm 2026", frozenset({"2026"})) == 0.0
