"""Quiet hours, and how long before a meeting one hears of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from knowledge.agenda.lines import ParsedAgenda, ParsedMeeting
from knowledge.organisation.wishes import quiet_until
from scheduler.reminders import plan_meetings
from tests.conftest import HANOI, NOON, OFFICE, Chat, Talk
from tests.letterbox import Letterbox, Post

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


async def rings(chat: Chat, at: datetime) -> list[str]:
    return await Post(chat.knowledge, Letterbox(), "en").tick(at)


async def test_what_comes_in_quiet_hours_waits_and_comes_together(talk: Talk) -> None:
    ada, sam = talk("ada"), talk("sam")
    said = await ada.says("/imlang 22h-6h30")
    assert "Quiet hours: 22:00 to 06:30" in said.text
    for text in ("Một", "Hai"):
        await sam.says(f"/thongbao {text}")
        await sam.presses("Send to 2")
    night = NOON.replace(hour=23)
    assert {text.split(":")[0] for text in await rings(ada, night)} == {"sam"}
    assert await rings(ada, night + 3 * HOUR) == []
    (text,) = await rings(ada, night.replace(hour=6, minute=30) + timedelta(days=1))
    assert text.startswith("ada: 2 notices were held up:")


async def test_urgent_ones_pass_only_where_the_unit_allows_it(talk: Talk) -> None:
    ada, sam = talk("ada"), talk("sam")
    await ada.says("/imlang 11h-14h")
    await ada.says("/han nộp báo cáo 12:40")
    assert await rings(ada, NOON + 20 * MINUTE) == []
    assert "Only leads and secretaries" in (await ada.says("/imlang cho phép khẩn")).text
    assert "pass the quiet hours" in (await sam.says("/imlang cho phép khẩn")).text
    await ada.says("/han gọi phường 13:00")
    told = await rings(ada, NOON + 30 * MINUTE)
    assert [text for text in told if "gọi phường" in text]
    assert "any more" in (await sam.says("/imlang khẩn tắt")).text
    await ada.says("/han gọi lại 13:20")
    assert await rings(ada, NOON + 45 * MINUTE) == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("im lặng từ 22h đến 6h", "22:00 to 06:00"),
        ("dat gio im lang 23h-5h30", "23:00 to 05:30"),
        ("tắt giờ im lặng", "are off"),
        ("gio im lang", "no quiet hours"),
        ("im lang", "no quiet hours"),
    ],
)
async def test_a_plain_line_does_too(chat: Chat, typed: str, said: str) -> None:
    assert said in (await chat.says(typed)).text


async def test_they_end_when_one_says_so(chat: Chat) -> None:
    await chat.says("/imlang 22h-6h")
    assert "22:00 to 06:00" in (await chat.says("/imlang")).text
    assert "are off" in (await chat.says("/imlang tắt")).text
    assert "no quiet hours" in (await chat.says("/imlang")).text


@pytest.mark.parametrize("typed", ["25h-6h", "22", "đêm", "22h61-6h", "-"])
async def test_what_cannot_be_read_says_how(chat: Chat, typed: str) -> None:
    assert "from when to when" in (await chat.says(f"/imlang {typed}")).text


HELSINKI = ZoneInfo("Europe/Helsinki")


@pytest.mark.parametrize(
    ("zone", "now", "start", "end", "until"),
    [
        (HANOI, "2026-03-02 23:00", 1320, 360, "2026-03-03 06:00"),
        (HANOI, "2026-03-02 05:59", 1320, 360, "2026-03-02 06:00"),
        (HANOI, "2026-03-02 06:00", 1320, 360, None),
        (HANOI, "2026-03-02 12:30", 720, 780, "2026-03-02 13:00"),
        (HANOI, "2026-03-02 13:00", 720, 780, None),
        (HANOI, "2026-03-02 12:30", 720, 720, None),
        (HANOI, "2026-03-02 12:30", None, 780, None),
        (HANOI, "2026-12-31 23:30", 1380, 0, "2027-01-01 00:00"),
        # The clocks jump at three: the hour that is not there has passed when they ring.
        (HELSINKI, "2026-03-29 02:30", 60, 210, "2026-03-29 03:30"),
        (HELSINKI, "2026-10-25 02:30", 60, 240, "2026-10-25 04:00"),
    ],
)
def test_until_when_it_is_quiet(
    zone: ZoneInfo, now: str, start: int | None, end: int, until: str | None
) -> None:
    def local(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=zone)

    found = quiet_until(local(now), start, end)
    assert found == (local(until) if until else None)


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("nhắc tôi trước họp 15 phút", 15),
        ("nhac truoc hop 1 gio", 60),
        ("nhắc em trước mỗi cuộc họp 45p", 45),
        ("Nhắc tôi 20 phút trước họp", 20),
        ("remind me 10 minutes before meetings", 10),
    ],
)
async def test_how_long_before_a_meeting_is_ones_own_choice(talk: Talk, typed: str, minutes: int) -> None:
    ada = talk("ada")
    assert f"{minutes} minutes before each" in (await ada.says(typed)).text
    meeting = ParsedMeeting("", "1", "Giao ban", NOON + 2 * HOUR, None, attendance="Ada Example; Sam Example")
    await ada.knowledge.agenda.import_meetings(ParsedAgenda([meeting]), OFFICE, "unit", "week", NOON)
    starts = NOON + 2 * HOUR
    due: dict[int, datetime] = {}
    for minute in range(0, 121, 5):
        at = NOON + minute * MINUTE
        await plan_meetings(ada.knowledge, at)
        for notice in await ada.knowledge.outbox.claim(at, 10, urgent=True):
            due.setdefault(notice.person_id, at)
    assert due[1] == starts - minutes * MINUTE
    assert due[2] == starts - 30 * MINUTE


async def test_never_is_a_choice_too(talk: Talk) -> None:
    ada = talk("ada")
    assert "not remind you before meetings" in (await ada.says("đừng nhắc tôi trước họp")).text
    meeting = ParsedMeeting("", "1", "Giao ban", NOON + HOUR / 4, None, attendance="Ada Example")
    await ada.knowledge.agenda.import_meetings(ParsedAgenda([meeting]), OFFICE, "unit", "week", NOON)
    assert await plan_meetings(ada.knowledge, NOON) == 0
    assert "at most a day" in (await ada.says("nhắc tôi trước họp 2000 phút")).text
