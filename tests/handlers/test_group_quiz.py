from __future__ import annotations

import pytest

from handlers.chat import PollAnswer, Reply
from knowledge import Knowledge
from knowledge.models import Reach
from knowledge.quiz.parsed import ParsedQuestion
from knowledge.quiz.questions import ParsedQuestions
from tests.conftest import COMMITTEE, NOON, Chat, Talk

GROUP = "-100"


async def bank(knowledge: Knowledge, *questions: ParsedQuestion, reach: Reach = Reach.EVERYONE) -> None:
    await knowledge.quiz.import_bank(ParsedQuestions("b", list(questions)), COMMITTEE, reach, "Bank", NOON)


def short(n: int) -> ParsedQuestion:
    return ParsedQuestion(f"Câu {n}?", ("đúng", "sai rồi", "chưa"), (0,), "Vì thế.", f"Điều {n}", "Văn thư")


LONG = ParsedQuestion("Dài? " + "từ " * 120, ("đúng", "s" * 120), (0,), "vì " * 200, "Điều 1", "Văn thư")


async def in_group(chat: Chat, **what: object) -> Reply | None:
    return await chat.tries(address=GROUP, is_group=True, **what)


async def starts(chat: Chat, text: str = "/dovui") -> Reply:
    reply = await in_group(chat, text=text)
    assert reply is not None
    return reply


async def test_a_quiz_with_polls_and_a_table(talk: Talk) -> None:
    ada, grace, eve = talk("ada"), talk("grace"), talk("a stranger")
    await bank(ada.knowledge, *map(short, range(5)))
    reply = await starts(ada)
    for number in range(5):
        assert reply.poll is not None
        assert reply.poll.question.startswith(f"{number + 1}/5. Câu ")
        assert (reply.poll.options[reply.poll.right], len(reply.poll.options)) == ("đúng", 3)
        assert reply.poll.explanation.startswith("Vì thế. (Điều ")
        await reply.poll.sent(f"p{number}")
        for chat, choice in ((ada, 0), (grace, 1), (eve, 0 if number < 2 else 2)):
            assert await in_group(chat, poll=PollAnswer(f"p{number}", choice)) is None
        following = await in_group(grace, button=reply.poll.buttons[0][0].data)
        assert following is not None
        late = await in_group(ada, button=reply.poll.buttons[0][0].data)
        assert late is None
        reply = following
    assert "5 questions, 3 people, 2.3 right on average" in reply.text
    assert "Ada" not in reply.text
    named = await in_group(eve, button=reply.buttons[0][0].data, sender_name="Eve <b>")
    assert named is not None
    assert "1. Eve &lt;b&gt;: 2" in named.text
    named = await in_group(ada, button=reply.buttons[0][0].data, sender_name="Other")
    assert named is not None
    assert "1. Ada Example: 5\n2. Eve" in named.text
    named = await in_group(ada, button=reply.buttons[0][0].data)
    assert named is not None
    assert "Ada" not in named.text


async def test_what_fits_no_poll_is_asked_with_letters(talk: Talk) -> None:
    ada, grace = talk("ada"), talk("grace")
    await bank(ada.knowledge, LONG)
    reply = await starts(ada, "/dovui@canbo_bot văn thư")
    assert reply.poll is None
    assert [button.label for button in reply.buttons[0]] == ["A", "B"]
    right, wrong = (button.data for button in reply.buttons[0])
    await in_group(grace, button=wrong)
    second = await in_group(grace, button=right)
    assert second is not None
    assert "one person has answered" in second.text
    await in_group(ada, button=right)
    table = await in_group(ada, button=reply.buttons[1][0].data)
    assert table is not None
    assert "one question" not in table.text
    assert "2 people, 0.5 right" in table.text


async def test_only_what_everybody_may_read(talk: Talk) -> None:
    ada, eve, stranger = talk("ada"), talk("eve"), talk("a stranger")
    await bank(ada.knowledge, short(1), reach=Reach.BELOW)
    assert "no questions for everybody" in (await starts(ada)).text
    await bank(ada.knowledge, short(1))
    assert "no questions for everybody" in (await starts(eve)).text
    assert "somebody whom I know" in (await starts(stranger)).text
    assert "no questions for everybody" in (await starts(ada, "/dovui lâm nghiệp")).text


@pytest.mark.parametrize("data", ["group_quiz.next:1:0", "group_quiz.answer:1:0:0", "group_quiz.name:1"])
async def test_another_group_presses_nothing(talk: Talk, data: str) -> None:
    ada, eve = talk("ada"), talk("eve")
    await bank(ada.knowledge, short(1))
    await starts(ada)
    assert await eve.tries(address="-7", is_group=True, button=data) is None
    assert await in_group(eve, poll=PollAnswer("unknown", 0)) is None
    assert await in_group(eve, button="quiz.answer:1:0:0") is None


async def test_a_repeated_event_begins_one_quiz_and_other_commands_stay_private(chat: Chat) -> None:
    await bank(chat.knowledge, *map(short, range(9)))
    one = await in_group(chat, text="/dovui", event="e")
    two = await in_group(chat, text="/dovui", event="e")
    assert one is not None
    assert one == two
    other = await in_group(chat, text="/ketqua")
    assert other is not None
    assert "private chat" in other.text
