"""What we measure: the whole way from getUpdates to the answer, and the channel's own send."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.polling import Polling
from bot.dispatch import Defaults, Dispatch
from bot.intake import Intake
from handlers.chat import Html, Reply
from knowledge import Knowledge
from knowledge.models import Account, Meeting, Person, Post, Reach, Unit, UnitTree
from tests.bench.peers import AT_ONCE, TEXT, TOKEN, Send

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
WARDS = 9
MEETINGS_A_DAY = 4
DAYS = 30


def now() -> datetime:
    """Read the clock."""
    return datetime.now(UTC)


@asynccontextmanager
async def our_bot(url: str, database: str) -> AsyncIterator[None]:
    """Run what `canbo run` runs for Telegram: polling, inbox, dispatch, database, channel."""
    async with Knowledge.open(database) as knowledge:
        if not (await knowledge.identities.find("telegram", "1000", "1000")).person_id:
            await populate(knowledge)
        channel = TelegramChannel(TOKEN, api_url=url)
        intake = Intake(knowledge, [channel], Dispatch(knowledge, Defaults("vi", HANOI)), now)
        await channel.start()
        await intake.start()
        polling = asyncio.create_task(Polling(channel, intake, now, poll=1).run())
        yield
        polling.cancel()
        await asyncio.gather(polling, return_exceptions=True)
        await intake.stop()
        await channel.stop()


@asynccontextmanager
async def our_sender(url: str) -> AsyncIterator[Send]:
    """Send by our Telegram channel."""
    channel = TelegramChannel(TOKEN, api_url=url)
    await channel.start()
    yield lambda chat: channel.send(chat, Reply(Html(TEXT)))
    await channel.stop()


async def populate(knowledge: Knowledge) -> None:
    """Make a committee with wards, a person a chat, and a month of meetings of every unit."""
    today = now().astimezone(HANOI).replace(hour=8, minute=0, second=0, microsecond=0)
    async with knowledge.database.edit() as session:
        for unit in range(1, WARDS + 2):
            above = 1 if unit > 1 else None
            session.add(Unit(id=unit, parent_id=above, name=f"Đơn vị {unit}", folded_name=f"don vi {unit}"))
            await session.flush()
            session.add_all(UnitTree(above_id=a, unit_id=unit) for a in {unit, 1})
        for person in range(1, AT_ONCE + 1):
            name = f"Người {person}"
            session.add(Person(id=person, name=name, folded_name=name.lower()))
            await session.flush()
            session.add(Post(person_id=person, unit_id=2 + person % WARDS))
            address = str(999 + person)
            session.add(
                Account(person_id=person, channel="telegram", address=address, linked_at=today, used_at=today)
            )
        for number in range(MEETINGS_A_DAY * DAYS * (WARDS + 1)):
            unit = 1 + number % (WARDS + 1)
            day, hour = divmod(number // (WARDS + 1), MEETINGS_A_DAY)
            session.add(
                Meeting(
                    unit_id=unit,
                    reach=Reach.BELOW,
                    title=f"Giao ban công tác tuần, nội dung số {number}",
                    starts_at=today + timedelta(days=day - DAYS // 2, hours=2 * hour),
                    place="Phòng họp số 1",
                    chair="Chánh Văn phòng",
                    source=str(number),
                )
            )
