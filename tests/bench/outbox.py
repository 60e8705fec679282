"""The outbox: its ceiling, the whole way against a bare client, urgent ones beside a broadcast, its size.

`python -m tests.bench.outbox [--json]`, five minutes; the four figures that a push is judged by.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import statistics
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import aiohttp
import orjson
import structlog
from rich.console import Console
from rich.table import Table
from sqlalchemy import insert, select, text

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.polling import Polling
from bot.delivery import Delivery
from bot.dispatch import Defaults, Dispatch
from bot.intake import Intake
from knowledge import Knowledge
from knowledge.messages.notices import queue
from knowledge.messages.outbox import Settlement
from knowledge.models import Deadline, Notice, NoticeState
from scheduler.pace import Pace
from scheduler.sender import Sender
from tests.bench.__main__ import stub
from tests.bench.databases import KINDS, database
from tests.bench.peers import TOKEN
from tests.bench.stub import update
from tests.trials.messenger import Messenger, listening
from tests.trials.world import LEAD, build, left

PEOPLE = 5000
ROUNDS = 3
CEILING, BATCH = 20_000, 200
URGENT = 40
MANY = 1_000_000
AT_ONCE = 100
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """Read the clock."""
    return datetime.now(UTC)


async def ceiling(kind: str) -> float:
    """Return the rows claimed and settled a second, without any network."""
    async with database(kind) as url:
        await build(url, 10)
        async with Knowledge.open(url) as knowledge:
            await fill(knowledge, CEILING, NoticeState.WAITING)
            began = time.perf_counter()
            while due := await knowledge.outbox.claim(now(), BATCH):
                await knowledge.outbox.settle([Settlement(each, NoticeState.SENT) for each in due], now())
            return CEILING / (time.perf_counter() - began)


async def fill(knowledge: Knowledge, count: int, state: str) -> None:
    """Write so many notices."""
    at = now() - timedelta(minutes=1)
    common = {
        "person_id": 1,
        "kind": "bulletin",
        "subject_id": 1,
        "is_urgent": False,
        "due_at": at,
        "free_at": at,
        "expires_at": at + timedelta(days=1),
        "state": state,
        "attempts": 1,
        "sent_at": at if state == NoticeState.SENT else None,
        "sent_as": None,
    }
    for start in range(0, count, 10_000):
        rows = [
            {
                **common,
                "cause": f"bulletin:1:1:{n}",
                "sent_as": f"telegram:{n}:{n}" if state == NoticeState.SENT else None,
            }
            for n in range(start, min(start + 10_000, count))
        ]
        async with knowledge.database.write() as connection:
            await connection.execute(insert(Notice), rows)


@asynccontextmanager
async def sender_of(knowledge: Knowledge, url: str, pace: Pace) -> AsyncIterator[Sender]:
    """Run what `canbo run` runs to send, at a pace."""
    channel = TelegramChannel(TOKEN, api_url=url)
    channel.pace = channel._calls._pace = pace
    dispatch = Dispatch(knowledge, Defaults("vi", HANOI))
    sender = Sender(knowledge, Delivery(knowledge, {"telegram": channel}, dispatch), now)
    await channel.start()
    try:
        yield sender
    finally:
        await channel.stop()


async def announced(knowledge: Knowledge, words: str) -> None:
    """Let the lead announce something to everybody."""
    row = await knowledge.bulletins.draft(LEAD, words, words, now())
    await knowledge.bulletins.send(LEAD, row.id, now())


async def ours(kind: str, url: str, counter: aiohttp.ClientSession) -> float:
    """Return the messages a second of a broadcast, the whole way, with the limits lifted."""
    async with database(kind) as address:
        await build(address, PEOPLE)
        async with Knowledge.open(address) as knowledge:
            await announced(knowledge, "Họp chi bộ 14h thứ sáu tại phòng họp số 2, đề nghị dự đủ.")
            async with sender_of(knowledge, url, Pace()) as sender:
                seconds = await timed(counter, sender.start)
                await sender.idle()
                await sender.stop()
            return PEOPLE / seconds


async def bare(url: str, counter: aiohttp.ClientSession) -> float:
    """Return the messages a second of an aiohttp client that posts the same bodies and does nothing else."""
    words = "📢 <b>Thành ủy</b>\n\nHọp chi bộ 14h thứ sáu tại phòng họp số 2, đề nghị dự đủ."
    markup = {"inline_keyboard": [[{"text": "✓ Đã xem", "callback_data": "bulletins.seen:1"}]]}
    chats = iter(range(PEOPLE))
    async with aiohttp.ClientSession() as session:

        async def worker() -> None:
            for chat in chats:
                body = {
                    "chat_id": 1001 + chat,
                    "text": words,
                    "parse_mode": "HTML",
                    "reply_markup": markup,
                    "link_preview_options": {"is_disabled": True},
                }
                async with session.post(
                    f"{url}/bot{TOKEN}/SendMessage",
                    data=orjson.dumps(body),
                    headers={"Content-Type": "application/json"},
                ) as response:
                    orjson.loads(await response.read())

        async def start() -> None:
            await asyncio.gather(*(worker() for _ in range(AT_ONCE)))

        return PEOPLE / await timed(counter, start)


async def timed(counter: aiohttp.ClientSession, start: Callable[[], Awaitable[None]]) -> float:
    """Begin a round at the stub, start, and return its seconds from first to last message."""
    order = orjson.dumps({"updates": PEOPLE, "chats": 1, "text": ""})
    async with counter.post("/begin", data=order):
        pass
    await start()
    async with counter.post("/wait") as response:
        return float(orjson.loads(await response.read()))


async def urgent_beside_a_broadcast(kind: str) -> list[float]:
    """Return the seconds from due to sent of reminders that fall due while 30 a second go to thousands."""
    async with database(kind) as address, listening(Messenger(answers_after=0.05)) as messenger:
        await build(address, PEOPLE)
        async with Knowledge.open(address) as knowledge:
            await announced(knowledge, "Gửi toàn thể.")
            async with sender_of(knowledge, messenger.url, Pace(30, 1.0)) as sender:
                await sender.start()
                await asyncio.sleep(3)
                for number in range(URGENT):
                    await remind(knowledge, 100 + number)
                    await asyncio.sleep(0.4)
                waited = 0.0
                while (late := await lateness(knowledge)) and len(late) < URGENT and waited < 30:
                    await asyncio.sleep(0.5)
                    waited += 0.5
                assert await left(knowledge), "the broadcast ended before the reminders"
                await sender.stop()
            return late


async def answers_beside_a_broadcast(kind: str) -> list[float]:
    """Return the seconds from a typed line to its answer while 30 a second go to thousands."""
    async with database(kind) as address, listening(Messenger(answers_after=0.05)) as messenger:
        await build(address, PEOPLE)
        async with Knowledge.open(address) as knowledge:
            await announced(knowledge, "Gửi toàn thể.")
            channel = TelegramChannel(TOKEN, api_url=messenger.url)
            dispatch = Dispatch(knowledge, Defaults("vi", HANOI))
            intake = Intake(knowledge, [channel], dispatch, now)
            sender = Sender(knowledge, Delivery(knowledge, {"telegram": channel}, dispatch), now)
            await channel.start()
            await intake.start()
            await sender.start()
            polling = asyncio.create_task(Polling(channel, intake, now, poll=5).run())
            await asyncio.sleep(3)
            waits = [await typed(messenger, number) for number in range(URGENT)]
            assert await left(knowledge), "the broadcast ended before the answers"
            polling.cancel()
            await asyncio.gather(polling, return_exceptions=True)
            await sender.stop()
            await intake.stop()
            await channel.stop()
    return sorted(waits)


async def typed(messenger: Messenger, number: int) -> float:
    """Let somebody type, and return the seconds until the answer is there."""
    chat = PEOPLE - 500 + number
    messenger.typed.append(orjson.loads(update(number + 1, chat, "/trogiup")))
    began = time.monotonic()
    async with asyncio.timeout(30):
        while True:
            for at, where, text_ in messenger.arrivals:
                if at >= began and where == chat and not text_.startswith("📢"):
                    return at - began
            await asyncio.sleep(0.005)


async def remind(knowledge: Knowledge, person: int) -> None:
    """Let a reminder of a deadline fall due this moment."""
    async with knowledge.database.edit() as session:
        at = now()
        row = Deadline(
            person_id=person,
            title="Nộp báo cáo",
            due_at=at + timedelta(hours=1),
            remind_at=at,
            cause=f"{person}",
        )
        session.add(row)
        await session.flush()
        await queue(
            session,
            person_id=person,
            kind="deadline",
            subject_id=row.id,
            cause=f"remind:{person}",
            due_at=at,
            expires_at=at + timedelta(hours=2),
        )


async def lateness(knowledge: Knowledge) -> list[float]:
    """Return the seconds from due to sent of the urgent ones that were sent."""
    sent = select(Notice.due_at, Notice.sent_at).where(
        Notice.is_urgent.is_(True), Notice.sent_at.is_not(None)
    )
    async with knowledge.database.read() as connection:
        rows = (await connection.execute(sent)).all()
    return sorted((row.sent_at - row.due_at).total_seconds() for row in rows)


async def size(kind: str) -> tuple[float, float]:
    """Return the megabytes of a million settled notices, and the milliseconds of a look beside them."""
    async with database(kind) as address:
        await build(address, 10)
        async with Knowledge.open(address) as knowledge:
            await fill(knowledge, MANY, NoticeState.SENT)
            looks = []
            for _ in range(200):
                began = time.perf_counter()
                await knowledge.outbox.claim(now(), BATCH)
                looks.append(time.perf_counter() - began)
            async with knowledge.database.read() as connection:
                if kind == "SQLite":
                    pages = await connection.scalar(
                        text("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
                    )
                else:
                    pages = await connection.scalar(text("SELECT pg_total_relation_size('outbox')"))
            return float(pages or 0) / 2**20, statistics.median(looks) * 1000


async def measure() -> dict[str, object]:
    """Measure everything, rounds of us and the bare client turn by turn."""
    found: dict[str, object] = {}
    for kind in KINDS:
        found[f"{kind}: claimed and settled a second"] = [round(await ceiling(kind)) for _ in range(ROUNDS)]
    async with stub() as url, aiohttp.ClientSession(url) as counter:
        rates: dict[str, list[int]] = {}
        for _ in range(ROUNDS):
            rates.setdefault("bare client: sent a second", []).append(round(await bare(url, counter)))
            for kind in KINDS:
                rates.setdefault(f"{kind}: sent a second", []).append(round(await ours(kind, url, counter)))
        found.update(rates)
    for kind in KINDS:
        late = await urgent_beside_a_broadcast(kind)
        found[f"{kind}: urgent ones beside a broadcast, seconds late"] = [
            round(statistics.median(late), 2),
            round(late[-1], 2),
        ]
        answered = await answers_beside_a_broadcast(kind)
        found[f"{kind}: answers beside a broadcast, seconds"] = [
            round(statistics.median(answered), 2),
            round(answered[-1], 2),
        ]
        megabytes, look = await size(kind)
        found[f"{kind}: MB of 1,000,000 notices; ms of a look beside them"] = [
            round(megabytes),
            round(look, 2),
        ]
    return found


def main() -> None:
    """Measure, then print a table, or JSON on request."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.outbox", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    found = asyncio.run(measure())
    if options.json:
        sys.stdout.write(orjson.dumps(found, option=orjson.OPT_INDENT_2).decode() + "\n")
        return
    page = Table("figure", "values", title="The outbox")
    for name, values in found.items():
        page.add_row(name, str(values))
    Console().print(page)


if __name__ == "__main__":
    main()
