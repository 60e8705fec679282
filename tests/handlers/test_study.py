from __future__ import annotations

import io

import pytest
from PIL import Image

from knowledge import Knowledge
from tests.conftest import HANOI, Chat, Talk
from tests.handlers.test_assessments import bank, notices, published
from tests.handlers.test_quiz import speak


async def practised(chat: Chat, count: int, word: str = "đúng rồi") -> None:
    reply = await chat.says("/luyen")
    for _ in range(count):
        line = next(line for line in reply.text.splitlines() if line.endswith(f"</b> {word}"))
        reply = await chat.says(line.split(".</b>")[0][-1])


@pytest.fixture
async def ada(talk: Talk) -> Chat:
    lea = talk("lea")
    await bank(lea.knowledge)
    await published(lea, "mở 8h 12/3, đóng 17h 12/3")
    return talk("ada")


async def test_the_plan_says_what_to_practise_today(ada: Chat) -> None:
    reply = await ada.says("/onthi")
    assert "Quý một" in reply.text
    assert "10 days left" in reply.text
    assert "<b>One question today</b>, about one minute: 0 to repeat, 1 new" in reply.text
    assert "As it stands now: <b>" in reply.text
    practice = await ada.presses("Practise now")
    assert "Question 1/6" in practice.text


async def test_who_follows_it_is_asked_what_is_planned_and_told_each_day(ada: Chat) -> None:
    reply = await ada.says("/onthi 19h30")
    assert "Each day at 19:30" in reply.text
    assert "Question 1/1" in (await ada.says("/luyen")).text
    await ada.says("a")
    study = ada.knowledge.study
    assert await study.tell(ada.clock.now, HANOI) == 0
    ada.later(hours=7, minutes=30)
    assert await study.tell(ada.clock.now, HANOI) == 1
    assert await study.tell(ada.clock.now, HANOI) == 0
    await notices(ada)
    ada.later(days=1)
    assert await study.tell(ada.clock.now, HANOI) == 1
    told = await notices(ada)
    assert "Today's practice" in told[0].text
    assert "will not be told" in (await ada.says("/onthi tắt")).text
    ada.later(days=1)
    assert await study.tell(ada.clock.now, HANOI) == 0


async def test_practice_moves_the_forecast(ada: Chat) -> None:
    before = await ada.knowledge.study.plan(1, ada.clock.now)
    await practised(ada, 6)
    ada.later(days=3)
    await practised(ada, 6)
    after = await ada.knowledge.study.plan(1, ada.clock.now)
    assert before is not None
    assert after is not None
    assert after.whole.share > before.whole.share + 0.2
    assert after.whole.low <= after.whole.share <= after.whole.high


async def test_progress_is_a_picture(ada: Chat, memory: Knowledge) -> None:
    assert "not practised yet" in (await ada.says("/tienbo")).text
    await practised(ada, 6)
    for language in ("en", "vi", "bn"):
        await speak(memory, language)
        reply = await ada.says("/tienbo")
        assert reply.file is not None
        assert reply.file.is_picture
        name, content = await memory.made_files.get(reply.file.key.id, 1) or ("", b"")  # type: ignore[union-attr]
        assert name.startswith("tien-bo-")
        assert Image.open(io.BytesIO(content)).width == 1170
        assert await memory.made_files.get(reply.file.key.id, 2) is None  # type: ignore[union-attr]


async def test_outsiders_have_no_plan(talk: Talk, ada: Chat) -> None:
    eve = talk("eve")
    assert "no assessment to study for" in (await eve.says("/onthi")).text
    assert "no assessment to study for" in (await eve.says("/onthi 20h")).text
    assert "not practised yet" in (await eve.says("/tienbo")).text


@pytest.mark.parametrize("line", ["/onthi hôm nào", "/onthi 25h"])
async def test_an_hour_that_cannot_be_read(ada: Chat, line: str) -> None:
    assert "could not read that hour" in (await ada.says(line)).text


async def test_a_streak_counts_days_in_a_row(ada: Chat) -> None:
    for _ in range(3):
        await practised(ada, 1)
        await ada.says("/dung")
        ada.later(days=1)
    assert (await ada.knowledge.study.progress(1, ada.clock.now)).streak == 3
    ada.later(days=1)
    assert (await ada.knowledge.study.progress(1, ada.clock.now)).streak == 0
