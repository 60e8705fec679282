from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.polling import Polling
from bot.dispatch import Defaults, Dispatch
from bot.intake import Intake
from knowledge import Knowledge
from knowledge.models import Account, Reach
from knowledge.quiz.parsed import ParsedQuestion
from knowledge.quiz.questions import ParsedQuestions
from tests.bot.botapi import BotApi, presses, says
from tests.bot.botapi.updates import votes
from tests.conftest import COMMITTEE, HANOI, NOON, gather_cast

ADA, STRANGER, GROUP = 7, 8, -5


@pytest.fixture
async def intake(memory: Knowledge, telegram: TelegramChannel) -> AsyncIterator[Intake]:
    """The whole bot, polling, with Ada at number 7 and one question that everybody may read."""
    await gather_cast(memory)
    async with memory.database.edit() as session:
        session.add(Account(person_id=1, channel="telegram", address=str(ADA), linked_at=NOON, used_at=NOON))
    question = ParsedQuestion("Ai ký?", ("Bí thư", "Lái xe"), (0,), "Vì thế.", "Điều 1")
    parsed = ParsedQuestions("b", [question])
    await memory.quiz.import_bank(parsed, COMMITTEE, Reach.EVERYONE, "Bank", NOON)
    whole = Intake(memory, [telegram], Dispatch(memory, Defaults("en", HANOI)), lambda: NOON)
    await whole.start()
    way = asyncio.create_task(Polling(telegram, whole, lambda: NOON, poll=1).run())
    yield whole
    way.cancel()
    await asyncio.gather(way, return_exceptions=True)
    await whole.stop()


async def test_a_group_answers_in_polls_of_telegrams_own(botapi: BotApi, intake: Intake) -> None:
    botapi.gives(says("/dovui", ADA, chat=GROUP))
    await botapi.until(lambda: botapi.sent(GROUP, "sendPoll"))
    (poll,) = botapi.sent(GROUP, "sendPoll")
    assert (poll["question"], poll["correct_option_ids"]) == ("1/1. Ai ký?", [0])
    assert (poll["type"], poll["is_anonymous"]) == ("quiz", False)
    data = poll["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    number = botapi.polls[-1]
    botapi.gives(votes(f"poll-{number}", 0, id=ADA), votes(f"poll-{number}", 1, id=STRANGER))
    botapi.gives(votes(f"poll-{number}", id=STRANGER), votes("of somebody else", 0, id=ADA))
    await botapi.until(lambda: not botapi.waiting)
    await asyncio.wait_for(answered(intake), 5)
    botapi.gives(presses(data, message_id=number, id=ADA, chat=GROUP))
    await botapi.until(lambda: botapi.texts(GROUP))
    assert "2 people, 0.5 right on average" in botapi.texts(GROUP)[0]


async def answered(intake: Intake) -> None:
    """Wait until both votes are counted: they say nothing by which it could be seen."""
    from sqlalchemy import func, select

    from knowledge.models import GroupAnswer

    database = intake._dispatch.knowledge.database
    count = 0
    while count < 2:
        async with database.read() as connection:
            count = await connection.scalar(select(func.count()).select_from(GroupAnswer)) or 0
        await asyncio.sleep(0.01)
