from __future__ import annotations

import pytest

from handlers.asking import shortened
from handlers.chat import Reply, words
from handlers.quiz.practising import ASKS
from knowledge import Knowledge
from knowledge.models import Reach
from knowledge.quiz.parsed import ParsedQuestion
from knowledge.quiz.questions import ParsedQuestions
from knowledge.vietnamese.text import fold
from tests.conftest import NOON, OFFICE, Chat, Talk

OPTIONS = ("một <ngày>", "hai ngày", "ba ngày", "bốn ngày")


@pytest.fixture(autouse=True)
async def bank(memory: Knowledge, talk: Talk) -> None:
    """Publish twelve questions for the office; the right option is always B."""
    parsed = ParsedQuestions(
        "bank.csv",
        [
            ParsedQuestion(f"Câu số {n} & hạn?", OPTIONS, (1,), f"Vì lẽ {n}.", f"Điều {n}", "Chuyển đổi số")
            for n in range(12)
        ],
    )
    await memory.quiz.import_bank(parsed, OFFICE, Reach.UNIT, "Văn thư", NOON)


def labels(reply: Reply) -> list[list[str]]:
    return [[button.label for button in row] for row in reply.buttons]


async def test_ten_questions_by_button(chat: Chat) -> None:
    reply = await chat.says("/luyen")
    assert "<b>Question 1/10</b>" in reply.text
    assert "<b>A.</b> một &lt;ngày&gt;" in reply.text
    assert "&amp; hạn?" in reply.text
    assert labels(reply) == [["A", "B", "C", "D"], ["Stop"]]
    assert not reply.edit
    reply = await chat.presses("B")
    assert reply.edit
    assert reply.text.startswith("✅ Question 1: right. <b>B.</b> hai ngày\nVì lẽ")
    assert "<i>Source: Điều" in reply.text
    assert "<b>Question 2/10</b>" in reply.text
    reply = await chat.presses("A")
    assert reply.text.startswith("❌ Question 2: A is wrong. Right is <b>B.</b> hai ngày")
    for _ in range(8):
        reply = await chat.presses("B")
    assert "<b>9 of 10 right.</b>" in reply.text
    assert "To read again" in reply.text
    assert reply.text.count("• ") == 1
    assert reply.expects is None
    again = await chat.presses("again")
    assert "<b>Question 1/10</b>" in again.text
    assert not again.edit


async def test_by_number_and_by_letter(chat: Chat) -> None:
    await chat.says("/quiz chuyen doi so")
    for number, typed in enumerate(("2", "b", "B.", "Đáp án B", "২"), 1):
        assert f"✅ Question {number}: right" in (await chat.says(typed)).text
    assert "❌ Question 6: D" in (await chat.says("d")).text


async def test_all_right_needs_nothing_read_again(chat: Chat) -> None:
    await chat.says("/luyen")
    for _ in range(10):
        reply = await chat.says("b")
    assert "<b>10 of 10 right.</b>" in reply.text
    assert "read again" not in reply.text


async def test_a_letter_beyond_the_options_is_refused(chat: Chat) -> None:
    await chat.says("/luyen")
    assert "no such option" in (await chat.says("h")).text


async def test_another_matter_in_the_middle_is_answered_and_the_practice_waits(chat: Chat) -> None:
    await chat.says("/luyen")
    other = await chat.says("luyện thi")
    assert "You have an unfinished practice" in other.text
    assert "<b>Question 1/10</b>" in other.text


async def test_a_restart_in_the_middle_of_a_question(talk: Talk) -> None:
    before = talk("ada")
    await before.says("/luyen")
    second = await before.presses("B")
    after = talk("ada")
    after.events = 100
    assert "✅ Question 2" in (await after.says("2")).text
    await after.says("/toi")
    resumed = await after.says("/luyen")
    assert "<b>Question 3/10</b>" in resumed.text
    assert second.text != resumed.text


async def test_a_double_tap_gives_the_first_result_again(chat: Chat) -> None:
    await chat.says("/luyen")
    press = chat.last.buttons[0][1].data if chat.last else ""
    assert await chat.forges(press) == await chat.forges(press)


async def test_the_second_choice_and_an_old_question_change_nothing(chat: Chat) -> None:
    first = await chat.says("/luyen")
    b, c = first.buttons[0][1].data, first.buttons[0][2].data
    await chat.forges(b)
    again = await chat.forges(c)
    assert "answered this question already" in again.text
    assert "✅ Question 1: right" in again.text
    assert "<b>Question 2/10</b>" in again.text
    await chat.presses("B")
    old = await chat.forges(b)
    assert "answered this question already" in old.text
    assert "<b>Question 3/10</b>" in old.text


async def test_stop_shows_the_score_so_far(chat: Chat) -> None:
    assert "no unfinished practice" in (await chat.says("/dung")).text
    first = await chat.says("/luyen")
    await chat.presses("A")
    ended = await chat.presses("Stop")
    assert "<b>0 of 1 right.</b>" in ended.text
    late = await chat.forges(first.buttons[0][1].data)
    assert "already" in late.text
    await chat.says("/luyen")
    assert "before the first answer" in (await chat.says("/dung")).text


async def test_a_forged_position_opens_nothing(chat: Chat) -> None:
    first = await chat.says("/luyen")
    name, practice, _, _ = first.buttons[0][0].data.split(":")
    ahead = await chat.forges(f"{name}:{practice}:7:1")
    assert "That question is not open" in ahead.text
    assert "<b>Question 1/10</b>" in ahead.text


@pytest.mark.parametrize("name", ["eve", "grace"])
async def test_others_see_nothing(talk: Talk, name: str) -> None:
    ada = talk("ada")
    first = await ada.says("/luyen")
    other = talk(name)
    assert "no question bank within your scope" in (await other.says("/luyen")).text
    assert "not within your scope" in (await other.forges(first.buttons[0][0].data)).text


async def test_an_unknown_topic_says_what_there_is(chat: Chat) -> None:
    assert "You can practise: Chuyển đổi số" in (await chat.says("/luyen lâm <nghiệp>")).text


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("luyện thi", True),
        ("Luyen tap chuyen doi so", True),
        ("kiểm tra", True),
        ("practice", True),
        ("quiz", True),
        ("কুইজ", True),
        ("trắc nghiệm", True),
        ("kiểm tra, giám sát của Đảng", False),
        ("luyện thi có bắt buộc không?", False),
        ("thời hạn luyện tập", False),
    ],
)
def test_only_plain_forms_are_understood(text: str, *, understood: bool) -> None:
    assert (ASKS.fullmatch(fold(text)) is not None) is understood


async def test_words_carry_the_topic(chat: Chat) -> None:
    assert "Question 1/10" in (await chat.says("luyện tập  chuyển đổi số")).text
    await chat.says("/dung")
    assert "Question 1/10" in (await chat.says("trắc nghiệm")).text


@pytest.mark.parametrize(
    ("language", "heading", "right", "ending"),
    [
        ("en", "Question 1/10", "right.", "of 10 right"),
        ("vi", "Câu 1/10", "đúng", "Đồng chí trả lời đúng"),
        ("bn", "প্রশ্ন 1/10", "সঠিক", "10টির মধ্যে"),
    ],
)
async def test_in_three_languages(chat: Chat, language: str, heading: str, right: str, ending: str) -> None:
    await speak(chat.knowledge, language)
    assert heading in (await chat.says("/luyen")).text
    assert right in (await chat.presses("B")).text
    for _ in range(9):
        reply = await chat.says("b")
    assert ending in reply.text


async def speak(knowledge: Knowledge, language: str) -> None:
    from knowledge.models import Person

    async with knowledge.database.edit() as session:
        person = await session.get(Person, 1)
        assert person is not None
        person.language = language


async def test_the_longest_question_still_fits_one_message(chat: Chat) -> None:
    long = ParsedQuestions(
        "long.csv",
        [
            ParsedQuestion(
                f"{n} " + "từ " * 332,
                tuple(f"{k} " + "từ " * 98 for k in range(8)),
                (0,),
                "vì " * 333,
                "s" * 200,
                "Dài",
            )
            for n in range(10)
        ],
    )
    await chat.knowledge.quiz.import_bank(long, OFFICE, Reach.UNIT, "Dài", NOON)
    reply = await chat.says("/luyen dai")
    assert labels(reply) == [["A", "B", "C", "D"], ["E", "F", "G", "H"], ["Stop"]]
    for _ in range(10):
        reply = await chat.says("c")
        assert len(words(reply.text)) <= 4000
    assert "0 of 10" in reply.text
    assert reply.text.count("• ") == 10


def test_a_text_is_cut_at_a_space() -> None:
    assert shortened("ngắn", 10) == "ngắn"
    assert shortened("một hai, ba", 9) == "một hai…"
