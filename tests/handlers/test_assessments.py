from __future__ import annotations

import pytest
from structlog.testing import capture_logs

from handlers.chat import Reply
from knowledge import Knowledge
from knowledge.models import Account, QuestionKind, Reach
from knowledge.quiz.parsed import ParsedQuestion
from knowledge.quiz.questions import ParsedQuestions
from tests.conftest import COMMITTEE, NOON, Chat, Talk
from tests.letterbox import Letterbox, Post

WORDS = ("đúng rồi", "chưa phải", "không phải")


async def bank(knowledge: Knowledge, *more: ParsedQuestion) -> None:
    questions = [
        ParsedQuestion(f"Câu số {n}?", WORDS, (0,), "Vì thế.", f"Quy định 9-QĐ/TU, Điều {n}", "Văn thư")
        for n in range(6)
    ]
    parsed = ParsedQuestions("bank.csv", [*questions, *more])
    await knowledge.quiz.import_bank(parsed, COMMITTEE, Reach.BELOW, "Bank", NOON)


async def published(
    lea: Chat, rules: str = "mở 8h mai, đóng 17h mai, 20 phút, đạt 50%", plan: str = "3 câu"
) -> None:
    await lea.says("/kiemtra Quý một")
    await lea.presses("Time and rules")
    await lea.says(rules)
    await lea.presses("Questions")
    await lea.says(plan)
    assert "Published" in (await lea.presses("Publish")).text


async def notices(chat: Chat) -> list[Reply]:
    """Send what is due to everybody, and return what this person was told."""
    box = Letterbox()
    await Post(chat.knowledge, box, "en").tick(chat.clock.now)
    return [reply for address, reply in box.sent if address == chat.sender]


def letter(reply: Reply, option: str) -> str:
    line = next(line for line in reply.text.splitlines() if line.endswith(f"</b> {option}"))
    return line.split(".</b>")[0][-1]


async def answers(chat: Chat, reply: Reply, *options: str) -> Reply:
    for option in options:
        reply = await chat.presses(letter(reply, option))
    return reply


async def begins(chat: Chat, button: str = "Begin") -> Reply:
    reply = await chat.says("/kiemtra")
    return await chat.presses("Go on" if "in the middle" in reply.text else button)


async def test_set_by_a_lead_sat_by_a_member_and_counted(talk: Talk) -> None:
    lea, ada = talk("lea"), talk("ada")
    await bank(lea.knowledge)
    drafted = await lea.says("/kiemtra Quý một")
    assert "draft" in drafted.text
    assert "• all topics: 6" in drafted.text
    await lea.presses("Time and rules")
    drafted = await lea.says("mở 8h mai, đóng 17h mai, 20 phút, đạt 60%, 2 lượt, đáp án ngay, trễ 5 phút")
    for part in ("20 minutes, pass mark 60 %", "2 attempts", "once you hand in", "for 5 minutes after"):
        assert part in drafted.text
    await lea.presses("Questions")
    assert "• Văn thư: 3" in (await lea.says("Văn thư: 3 câu")).text
    assert "5 people are told" in (await lea.presses("Publish")).text
    assert "not open yet" in (await ada.says("/kiemtra")).text
    ada.later(days=1)
    reply = await begins(ada)
    assert "<b>Question 1/3</b> · 0 answered" in reply.text
    assert "20 minutes left" in reply.text
    reply = await answers(ada, reply, "đúng rồi", "đúng rồi", "chưa phải")
    assert "All questions are answered" in reply.text
    assert "Nothing can be changed" in (await ada.presses("Hand in")).text
    result = await ada.presses("Yes, hand in")
    assert "<b>2 of 3</b> right (66 %; pass mark 60 %) – ✅ passed" in result.text
    assert "To read again" in result.text
    wrong = await ada.presses("The wrong one")
    assert "Right is <b>" in wrong.text
    assert "not among those" in (await ada.presses("Why?")).text
    card = await lea.says("/kiemtra")
    card = await lea.presses("Quý một")
    assert "1 of 5 have begun, 1 handed in, 1 passed" in card.text
    assert "66 %" in (await ada.says("/ketqua")).text


async def test_answers_change_until_the_end_and_marks_lead_back(talk: Talk) -> None:
    lea, ada = talk("lea"), talk("ada")
    await bank(lea.knowledge)
    await published(lea)
    ada.later(days=1)
    reply = await begins(ada)
    await ada.presses("🚩")
    reply = await answers(ada, await ada.presses("▶"), "chưa phải")
    listed = await ada.presses("All questions")
    assert [button.label for button in listed.buttons[0]] == ["1🚩", "2✓", "3"]
    reply = await ada.presses("2✓")
    chosen = letter(reply, "chưa phải")
    assert f"✔ <b>{chosen}.</b> chưa phải" in reply.text
    await answers(ada, reply, "đúng rồi")
    ask = await ada.presses("Hand in")
    assert "Not answered: 1, 3" in ask.text
    assert "Marked: 1" in ask.text
    assert "Question 3/3" in (await ada.presses("Back")).text
    await ada.presses("Hand in")
    assert "<b>1 of 3</b>" in (await ada.presses("Yes")).text


async def test_typed_letters_and_kinds(talk: Talk) -> None:
    lea, ada = talk("lea"), talk("ada")
    short = ParsedQuestion("Ai ký?", ("Bí thư",), (0,), topic="Khác", kind=QuestionKind.SHORT)
    several = ParsedQuestion(
        "Những ai?", ("An", "Bình", "Chi"), (0, 1), topic="Loại", kind=QuestionKind.SEVERAL
    )
    await bank(lea.knowledge, short, several)
    await published(lea, plan="Khác: 1\nLoại: 1")
    ada.later(days=1)
    reply = await begins(ada)
    for _ in range(2):
        if "Ai ký" in reply.text:
            reply = await ada.says("bi thu")
        else:
            reply = await ada.presses(letter(reply, "An"))
            assert "✔" in reply.text
            reply = await ada.presses(letter(reply, "Bình"))
            if "Question 1" in reply.text:
                reply = await ada.presses("▶")
    assert "mai" not in (await ada.says("/toi")).text
    await begins(ada)
    await ada.presses("Hand in")
    assert "<b>2 of 2</b>" in (await ada.presses("Yes")).text


async def test_another_app_goes_on_where_one_was(talk: Talk) -> None:
    lea, ada = talk("lea"), talk("ada")
    await bank(lea.knowledge)
    await published(lea)
    ada.later(days=1)
    first = await begins(ada)
    stale = first.buttons[0][1].data
    await answers(ada, first, "đúng rồi")
    async with ada.knowledge.database.edit() as session:
        at = ada.clock.now
        session.add(Account(person_id=1, channel="console", address="ada", linked_at=at, used_at=at))
    elsewhere = Chat(ada.knowledge, ada.clock, "ada", channel="console")
    listed = await elsewhere.says("làm bài kiểm tra")
    assert "in the middle of “Quý một”" in listed.text
    assert "Question 2/3" in (await elsewhere.presses("Go on")).text
    old = await ada.forges(stale)
    if letter(first, "đúng rồi") != "B":
        assert "On another device you answered" in old.text
    assert "Question" in old.text


async def test_too_late_is_refused_kindly_and_the_rest_counts(talk: Talk) -> None:
    lea, ada = talk("lea"), talk("ada")
    await bank(lea.knowledge)
    await published(lea)
    ada.later(days=1)
    reply = await answers(ada, await begins(ada), "đúng rồi")
    ada.later(minutes=21)
    with capture_logs() as logged:
        late = await ada.presses(letter(reply, "đúng rồi"))
    # That it came is logged; what it was is not.
    assert [each for each in logged if each["event"] == "answer_after_the_end"] == [
        {"event": "answer_after_the_end", "log_level": "info", "sitting": 1, "position": 1}
    ]
    assert "this answer does not count" in late.text
    assert "<b>1 of 3</b>" in late.text
    assert "key is shown after the closing" in late.text


async def test_what_is_told(talk: Talk) -> None:
    lea, ada = talk("lea"), talk("ada")
    await bank(lea.knowledge)
    await published(lea)
    told = await notices(ada)
    assert "A new assessment for you" in told[0].text
    ada.later(days=1)
    assert "It is open now" in (await notices(ada))[0].text
    await begins(ada)
    ada.later(minutes=21)
    await ada.knowledge.assessments.sittings.hand_in_expired(ada.clock.now)
    assert "The time is over" in (await notices(ada))[0].text
    ada.later(hours=12)
    await ada.knowledge.assessments.sittings.hand_in_expired(ada.clock.now)
    told = await notices(ada)
    assert "you may see the key" in told[0].text
    assert any("wrong" in button.label for row in told[0].buttons for button in row)


async def test_only_those_who_have_not_begun_are_reminded(talk: Talk) -> None:
    lea, ada, sam = talk("lea"), talk("ada"), talk("sam")
    await bank(lea.knowledge)
    await published(lea)
    ada.later(days=1)
    await begins(ada)
    for chat in (ada, sam):
        await notices(chat)
    await lea.says("/kiemtra")
    await lea.presses("Quý một")
    assert "4 people are reminded" in (await lea.presses("Remind")).text
    assert "you have not begun" in (await notices(sam))[0].text
    assert await notices(ada) == []


async def test_a_trial_shows_its_key_at_once(talk: Talk) -> None:
    lea, ada = talk("lea"), talk("ada")
    await bank(lea.knowledge)
    await published(lea)
    reply = await begins(ada, "Trial")
    await answers(ada, reply, "chưa phải", "đúng rồi", "đúng rồi")
    await ada.presses("Hand in")
    result = await ada.presses("Yes")
    assert "🧪 Trial: Quý một" in result.text
    assert "1 of 5" not in (await lea.says("/kiemtra")).text
    assert "Vì thế." in (await ada.presses("The wrong one")).text


async def test_outsiders_see_and_press_nothing(talk: Talk) -> None:
    lea, ada, eve, grace = (talk(name) for name in ("lea", "ada", "eve", "grace"))
    await bank(lea.knowledge)
    await published(lea)
    ada.later(days=1)
    reply = await begins(ada)
    pressed = [button.data for row in reply.buttons for button in row]
    for other in (eve, grace):
        for data in pressed:
            assert "not within your scope" in (await other.forges(data)).text
    assert "no assessment" in (await eve.says("/kiemtra")).text
    assert "secretary or lead" in (await ada.says("/kiemtra Của tôi")).text
    card = await lea.says("/kiemtra")
    card = await lea.presses("Quý một")
    for button in (button for row in card.buttons for button in row):
        if button.data.split(":")[0].rpartition(".")[2] in {
            "publish",
            "nudge",
            "extend",
            "cancelled",
            "items",
            "workbook",
            "picture",
        }:
            assert "not within your scope" in (await ada.forges(button.data)).text


async def test_files_and_the_picture(talk: Talk) -> None:
    lea, ada = talk("lea"), talk("ada")
    await bank(lea.knowledge)
    await published(lea)
    ada.later(days=1)
    await answers(ada, await begins(ada), "đúng rồi", "đúng rồi", "chưa phải")
    await lea.says("/kiemtra")
    await lea.presses("Quý một")
    assert "Nobody has handed in" in (await lea.presses("Distribution")).text
    await ada.presses("Hand in")
    await ada.presses("Yes")
    for button, ending in (("Distribution", ".png"), ("Results", ".xlsx"), ("🔬", ".xlsx")):
        await lea.says("/kiemtra")
        await lea.presses("Quý một")
        sent = await lea.presses(button)
        assert sent.file is not None
        assert sent.file.name.endswith(ending)
    assert "too few to judge" in sent.text


async def test_extended_and_called_off(talk: Talk) -> None:
    lea, ada = talk("lea"), talk("ada")
    await bank(lea.knowledge)
    await published(lea)
    await lea.says("/kiemtra")
    await lea.presses("Quý một")
    await lea.presses("Extend")
    assert "Extended" in (await lea.says("17h thứ sáu")).text
    await lea.presses("Call off")
    assert "Called off" in (await lea.presses("Yes")).text
    assert "no assessment" in (await ada.says("/kiemtra")).text


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("ba mươi phút", "did not understand “ba mươi phút”"),
        ("mở hôm nào đó", "did not understand"),
        ("0 phút", "Between 1 and 600"),
        ("đóng 8h hôm nay", "closes after it opens"),
        ("11 lượt", "Between 1 and 10"),
    ],
)
async def test_what_is_not_understood_is_named(talk: Talk, line: str, reason: str) -> None:
    lea = talk("lea")
    await bank(lea.knowledge)
    await lea.says("/kiemtra Quý một")
    await lea.presses("Time and rules")
    assert reason in (await lea.says(line)).text
    assert "45 minutes" in (await lea.says("45 phút")).text


@pytest.mark.parametrize(
    ("plan", "shown"),
    [
        ("Văn thư: 2 dễ, 1 khó", "• Văn thư: 2 (easy)\n• Văn thư: 1 (hard)"),
        ("van thu 4 cau", "• Văn thư: 4"),
        ("thư: 4", "• Văn thư: 4"),
        ("5", "• all topics: 5"),
        ("Văn thư: 2 trung bình; 1 vận dụng", "• Văn thư: 2 (medium)\n• Văn thư: 1 (hard)"),
        ("Nghị quyết 57: 3 câu", "nothing about “Nghị quyết 57”. They hold: Văn thư; Bank"),
        ("Văn thư: nhiều", "did not understand “nhiều”"),
        ("Văn thư", "How many questions of “Văn thư”"),
    ],
)
async def test_a_blueprint_is_typed(talk: Talk, plan: str, shown: str) -> None:
    lea = talk("lea")
    await bank(lea.knowledge)
    await lea.says("/kiemtra Quý một")
    await lea.presses("Questions")
    assert shown in (await lea.says(plan)).text


async def test_without_an_assessment_the_words_mean_practice(talk: Talk) -> None:
    ada = talk("ada")
    await bank(ada.knowledge)
    assert "Question 1/6" in (await ada.says("làm bài kiểm tra")).text
    await ada.says("/dung")
    assert "no assessment for you" in (await ada.says("kiểm tra")).text
    assert "Question 1/6" in (await ada.presses("Practise")).text
