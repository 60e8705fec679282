from __future__ import annotations

import pytest

from handlers.chat import Reply
from knowledge import Knowledge
from knowledge.documents.reading.papers import ReadDocument
from knowledge.models import QuestionKind, Reach
from knowledge.quiz.parsed import ParsedQuestion
from knowledge.quiz.questions import ParsedQuestions
from tests.conftest import NOON, OFFICE, Chat, Talk

SEVERAL = ParsedQuestion(
    "Việc nào phải báo cáo?", ("Một", "Hai", "Ba"), (0, 2), "Vì thế.", "", "T", QuestionKind.SEVERAL
)
SHORT = ParsedQuestion(
    "Cơ quan nào thẩm định?", ("Ban Tổ chức", "Ban Tổ chức Thành ủy"), (0, 1), kind=QuestionKind.SHORT
)
ORDER = ParsedQuestion("Xếp:", ("Soạn", "Ký", "Gửi"), (0, 1, 2), kind=QuestionKind.ORDER)
PAPER = (
    "THÀNH ỦY MẪU",
    "Số 31-QĐ/TU",
    "QUY ĐỊNH",
    "về chế độ báo cáo",
    "Điều 1. Phạm vi",
    "Quy định này áp dụng cho các cơ quan.",
    "Điều 2. Thời hạn",
    "Các cơ quan gửi báo cáo trước ngày 25 hằng tháng.",
)
MATCH = ParsedQuestion(
    "Ghép:", ("Lưu", "Họp", "Xe"), (0, 1), kind=QuestionKind.MATCH, prompts=("Kho", "Phòng")
)


async def begun(chat: Chat, *questions: ParsedQuestion) -> Reply:
    parsed = ParsedQuestions("bank.csv", list(questions))
    await chat.knowledge.quiz.import_bank(parsed, OFFICE, Reach.UNIT, "Bank", NOON)
    return await chat.says("/luyen")


def numbers(reply: Reply, *items: str) -> str:
    """Return the numbers that stand before these items on the screen."""
    lines = [line for line in reply.text.splitlines() if line.startswith("<b>")]
    return " ".join(next(line[3] for line in lines if line.endswith(f" {item}")) for item in items)


async def test_several_are_ticked_and_then_answered(chat: Chat) -> None:
    reply = await begun(chat, SEVERAL)
    assert "Several are right" in reply.text
    await chat.presses("A")
    reply = await chat.presses("B")
    assert "✔ <b>A.</b> Một\n✔ <b>B.</b> Hai" in reply.text
    await chat.presses("✔ B")
    await chat.presses("C")
    reply = await chat.presses("Answer")
    assert "✅ Question 1: right. <b>A.</b> Một; <b>C.</b> Ba" in reply.text


@pytest.mark.parametrize(
    ("line", "right"),
    [("a c", True), ("A, C", True), ("ac", True), ("a và c", True), ("c", False), ("abc", False)],
)
async def test_several_are_typed(chat: Chat, line: str, *, right: bool) -> None:
    await begun(chat, SEVERAL)
    assert ("✅" in (await chat.says(line)).text) is right


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ("Ban Tổ chức", True),
        ("ban to chuc", True),
        ("ban tổ chức thành uỷ", True),
        ("ban to chưc thanh uy.", True),
        ("Ban Tuyên giáo", False),
        ("không biết", False),
    ],
)
async def test_a_short_answer_needs_no_diacritics(chat: Chat, line: str, *, right: bool) -> None:
    reply = await begun(chat, SHORT)
    assert "Type the answer" in reply.text
    assert [len(row) for row in reply.buttons] == [1]
    reply = await chat.says(line)
    assert ("✅" in reply.text) is right
    assert "<b>Ban Tổ chức</b>" in reply.text


async def test_an_order_is_typed_in_numbers(chat: Chat) -> None:
    reply = await begun(chat, ORDER)
    assert numbers(reply, "Soạn", "Ký", "Gửi") != "1 2 3"
    assert "no such option" in (await chat.says("1 1 2")).text
    assert "no such option" in (await chat.says("1 2")).text
    assert "✅" in (await chat.says(numbers(reply, "Soạn", "Ký", "Gửi"))).text


async def test_a_wrong_order_is_told_beside_the_right_one(chat: Chat) -> None:
    reply = await begun(chat, ORDER)
    right = numbers(reply, "Soạn", "Ký", "Gửi").replace(" ", " → ")
    wrong = numbers(reply, "Gửi", "Ký", "Soạn").replace(" ", "")
    assert f"Right is <b>{right}</b>" in (await chat.says(wrong)).text


async def test_a_matching_is_typed_in_numbers(chat: Chat) -> None:
    reply = await begun(chat, MATCH)
    assert "<b>a)</b> Kho\n<b>b)</b> Phòng" in reply.text
    assert "✅" in (await chat.says(numbers(reply, "Lưu", "Họp"))).text


async def test_another_line_is_another_matter(chat: Chat) -> None:
    await begun(chat, ORDER)
    assert "Ada Example" in (await chat.says("/toi")).text
    assert "Question 1" not in (await chat.says("mai họp gì")).text


async def test_why_opens_the_article_and_the_practice_goes_on(chat: Chat) -> None:
    document = ReadDocument(PAPER)
    await chat.knowledge.documents.import_document(document, OFFICE, Reach.UNIT, "31.txt", NOON)
    source = "Quy định 31-QĐ/TU, Điều 2"
    await begun(
        chat,
        ParsedQuestion("Một?", ("a", "b"), (0,), "Vì thế.", source),
        ParsedQuestion("Hai?", ("a", "b"), (0,), "Vì thế.", source),
    )
    await chat.presses("A")
    reply = await chat.presses("Why?")
    assert "<b>Điều 2" in reply.text
    assert "<blockquote>" in reply.text
    assert not reply.edit
    assert "✅ Question 2" in (await chat.says("a")).text


@pytest.mark.parametrize(
    ("source", "opened"),
    [
        ("31-QĐ/TU, Điều 2, khoản 1", "<b>Điều 2"),
        ("31-qđ/tu, điều 2", "<b>Điều 2"),
        ("45-KH/TU, mục II", "<b>Mục II"),
    ],
)
async def test_why_finds_the_place_however_it_is_written(chat: Chat, source: str, opened: str) -> None:
    plan = (
        "THÀNH ỦY MẪU",
        "Số 45-KH/TU",
        "KẾ HOẠCH",
        "về bồi dưỡng",
        "I. Mục tiêu",
        "Bồi dưỡng cán bộ.",
        "II. Nội dung",
        "Hai chuyên đề.",
    )
    for name, paper in (("31.txt", PAPER), ("45.txt", plan)):
        await chat.knowledge.documents.import_document(ReadDocument(paper), OFFICE, Reach.UNIT, name, NOON)
    await begun(chat, ParsedQuestion("Một?", ("a", "b"), (0,), "Vì thế.", source))
    await chat.presses("A")
    assert opened in (await chat.presses("Why?")).text


async def test_why_offers_the_paper_where_the_place_is_not_found(chat: Chat) -> None:
    document = ReadDocument(PAPER)
    await chat.knowledge.documents.import_document(document, OFFICE, Reach.UNIT, "31.txt", NOON)
    await begun(chat, ParsedQuestion("Một?", ("a", "b"), (0,), "Vì thế.", "31-QĐ/TU, phụ lục"))
    await chat.presses("A")
    reply = await chat.presses("Why?")
    assert "not among those" not in reply.text
    assert "31-QĐ/TU" in (await chat.presses("Open 31-QĐ/TU")).text


async def test_why_without_the_paper_says_what_the_question_says(chat: Chat, talk: Talk) -> None:
    question = ParsedQuestion("Một?", ("a", "b"), (0,), "Vì thế.", "Quy định 9-QĐ/TU, Điều 2")
    await begun(chat, question)
    answered = await chat.presses("A")
    data = answered.buttons[-1][0].data
    reply = await chat.forges(data)
    assert "Vì thế." in reply.text
    assert "not among those" in reply.text
    for name in ("eve", "grace"):
        assert "not within your scope" in (await talk(name).forges(data)).text


async def test_wrong_ones_return(memory: Knowledge, chat: Chat) -> None:
    await begun(chat, *[ParsedQuestion(f"Câu {n}?", ("a", "b"), (0,)) for n in range(30)])
    texts = []
    for n in range(10):
        texts.append(str(chat.last.text if chat.last else "").splitlines()[-4])
        await chat.says("b" if n < 3 else "a")
    chat.later(minutes=11)
    reply = await chat.says("/luyen")
    again = []
    for _ in range(10):
        again.append(reply.text.splitlines()[-4])
        reply = await chat.says("a")
    assert {*texts[:3]} <= {*again}
