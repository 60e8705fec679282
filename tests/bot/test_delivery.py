"""Due notices on their way to people, over the whole bot minus the messengers."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.channels import Undeliverable
from knowledge.agenda.lines import ParsedAgenda, ParsedMeeting
from knowledge.messages.notices import queue
from knowledge.models import Account, Attendee, Meeting, Person
from scheduler.reminders import plan_meetings
from tests.conftest import NOON, OFFICE, Chat, Talk, accounts
from tests.letterbox import Letterbox, Post

ADA, SAM = 1, 2
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def post(chat: Chat) -> Post:
    return Post(chat.knowledge, Letterbox())


async def test_a_reminder_arrives_once_and_its_buttons_work(chat: Chat, post: Post) -> None:
    await chat.says("/han report tomorrow 12:00")
    assert await post.tick(NOON + 22 * HOUR - MINUTE) == []
    (text,) = await post.tick(NOON + 22 * HOUR)
    assert text == "ada: Reminder: <b>report</b> is due 12:00, Tuesday, 03/03/2026 (today)."
    assert await post.tick(NOON + 22 * HOUR) == []
    chat.later(hours=22)
    # The channel has no buttons: a typed 2 is the second one.
    assert "11:00" in (await chat.says("2")).text
    (text,) = await post.tick(NOON + 23 * HOUR)
    assert "Done: <b>report</b>" in (await chat.says("1")).text
    assert await post.tick(NOON + 24 * HOUR) == []


async def test_a_late_reminder_says_so(chat: Chat, post: Post) -> None:
    await chat.says("/han report tomorrow 12:00")
    assert await post.tick(NOON + 25 * HOUR) == [
        "ada: Reminder: <b>report</b> was due 12:00, Tuesday, 03/03/2026 (today)."
    ]


async def test_what_is_too_late_expires(chat: Chat, post: Post) -> None:
    await chat.says("/han report tomorrow 12:00")
    assert await post.knowledge.outbox.expire(NOON + 2 * DAY) == 1
    assert await post.tick(NOON + 2 * DAY) == []
    assert await post.states() == [("deadline", "expired", None)]


async def test_given_work_is_told_to_both(talk: Talk, post: Post) -> None:
    sam, ada = talk("sam"), talk("ada")
    await sam.says("/giao Ada: nộp <báo cáo> trước thứ sáu 17h")
    (told,) = await post.tick(NOON)
    assert told.startswith("ada: Sam Example gave the task\n\n📌 <b>nộp &lt;báo cáo&gt;</b>")
    await ada.says("2")
    await ada.says("đã gửi qua thư")
    (told,) = await post.tick(NOON)
    assert told.startswith("sam: Ada Example handed in: đã gửi qua thư")
    assert await post.tick(NOON + 4 * DAY) == []


async def test_a_notice_that_became_pointless_is_dropped(chat: Chat, post: Post) -> None:
    row = await post.knowledge.deadlines.add(ADA, "A", NOON + DAY, "a", NOON)
    async with post.knowledge.database.write() as connection:
        for person, kind in (
            (ADA, "deadline"),
            (SAM, "deadline"),
            (SAM, "task"),
            (SAM, "task_news"),
            (6, "meeting"),
        ):
            await queue(
                connection,
                person_id=person,
                kind=kind,
                subject_id=row.id,
                cause=f"forged {kind} {person}",
                due_at=NOON,
                expires_at=NOON + DAY,
            )
    assert [text.split(":")[0] for text in await post.tick(NOON)] == ["ada"]
    assert [state for _, state, _ in await post.states()] == ["waiting", "sent", *["cancelled"] * 4]
    assert chat.sender == "ada"


async def test_a_meeting_is_announced_unless_it_moved_or_left_the_scope(chat: Chat, post: Post) -> None:
    meetings = [
        ParsedMeeting("", str(number), title, NOON + HOUR / 2, None, place="Hall", attendance="Ada Example")
        for number, title in enumerate(("Stays", "Moves", "Leaves"))
    ]
    await post.knowledge.agenda.import_meetings(ParsedAgenda(meetings), OFFICE, "unit", "week", NOON)
    await plan_meetings(post.knowledge, NOON)
    async with post.knowledge.database.edit() as session:
        (await session.get_one(Meeting, 2)).starts_at = NOON + HOUR
        gone = await session.get_one(Meeting, 3)
        gone.unit_id = 4
        await session.delete(await session.get_one(Attendee, (3, ADA)))
    (text,) = await post.tick(NOON)
    assert text == "ada: A meeting starts at 12:30:\n\n<b>12:30</b> Stays\nPlace: Hall"
    assert "Stays" in (await chat.says("1")).text
    assert [state for _, state, _ in await post.states()] == ["sent", "cancelled", "cancelled"]


async def test_the_suspended_hear_nothing(chat: Chat, post: Post) -> None:
    await chat.says("/han report today 13:00")
    async with post.knowledge.database.edit() as session:
        (await session.get_one(Person, ADA)).suspended_at = NOON
    assert await post.tick(NOON + 50 * MINUTE) == []
    assert await post.states() == [("deadline", "cancelled", None)]


async def add_accounts(post: Post, *accounts: tuple[str, str]) -> None:
    async with post.knowledge.database.edit() as session:
        for number, (channel, address) in enumerate(accounts, 1):
            used_at = NOON + number * MINUTE
            session.add(
                Account(person_id=ADA, channel=channel, address=address, linked_at=NOON, used_at=used_at)
            )


async def test_the_latest_account_comes_first_and_closed_ones_are_passed_over(chat: Chat, post: Post) -> None:
    await add_accounts(post, ("test", "ada-2"), ("test", "ada-3"), ("pigeon", "ada-4"))
    post.box.trouble["ada-3"] = Undeliverable("blocked", permanent=True)
    await chat.says("/han report today 13:00")
    (text,) = await post.tick(NOON + 50 * MINUTE)
    assert text.startswith("ada-2: ")
    assert [a.address for a in await accounts(post.knowledge.people, ADA)] == ["ada-4", "ada-2", "ada"]


async def test_trouble_that_passes_is_tried_again(chat: Chat, post: Post) -> None:
    post.box.trouble["ada"] = Undeliverable("slow down", permanent=False, retry_after=30)
    await chat.says("/han report today 13:00")
    at = NOON + 50 * MINUTE
    assert await post.tick(at) == []
    assert await post.states() == [("deadline", "waiting", "slow down")]
    post.box.trouble.clear()
    assert await post.tick(at + timedelta(seconds=29)) == []
    assert len(await post.tick(at + timedelta(seconds=30))) == 1


@pytest.mark.parametrize(("trouble", "problem"), [(True, "blocked"), (False, "no account")])
async def test_nobody_at_home_is_a_failure_with_its_reason(
    chat: Chat,
    post: Post,
    *,
    trouble: bool,
    problem: str,
) -> None:
    await chat.says("/han report today 13:00")
    post.box.trouble["ada"] = Undeliverable("blocked", permanent=True)
    if not trouble:
        await post.knowledge.people.mark_unreachable("test", "ada", NOON)
    assert await post.tick(NOON + 50 * MINUTE) == []
    assert await post.states() == [("deadline", "failed", problem)]


async def test_a_kind_that_nobody_writes_is_a_failure(chat: Chat, post: Post) -> None:
    async with post.knowledge.database.write() as connection:
        await queue(
            connection,
            person_id=ADA,
            kind="unknown",
            subject_id=1,
            cause="unknown",
            due_at=NOON,
            expires_at=NOON + DAY,
        )
    assert await post.tick(NOON) == []
    assert await post.states() == [("unknown", "failed", "no handler of unknown")]
    assert chat.sender == "ada"


@pytest.mark.parametrize("has_buttons", [False, True])
async def test_a_notice_leaves_the_open_question_open(chat: Chat, post: Post, *, has_buttons: bool) -> None:
    post.box.has_buttons = has_buttons
    await chat.says("/han report today 13:00")
    await chat.says("/han plan")
    await post.tick(NOON + 50 * MINUTE)
    assert "Noted: <b>plan</b>" in (await chat.says("tomorrow")).text


@pytest.mark.parametrize(
    ("trouble", "state"),
    [
        (Undeliverable("BadRequest", permanent=False, repeatable=False), "failed"),
        (Undeliverable("Uncertain", permanent=False, repeatable=False, uncertain=True), "waiting"),
        (Undeliverable("Unsent", permanent=False), "waiting"),
    ],
)
async def test_what_is_refused_fails_and_what_may_have_been_lost_is_repeated(
    chat: Chat, post: Post, trouble: Undeliverable, state: str
) -> None:
    await chat.says("/han report today 13:00")
    post.box.trouble["ada"] = trouble
    await post.tick(NOON + 50 * MINUTE)
    assert await post.states() == [("deadline", state, str(trouble))]


async def test_a_file_that_does_not_follow_its_words_repeats_nothing(chat: Chat, post: Post) -> None:
    await chat.says("/han report today 13:00")
    trouble = Undeliverable("file: Uncertain", permanent=False)
    trouble.said = True
    post.box.trouble["ada"] = trouble
    await post.tick(NOON + 50 * MINUTE)
    assert await post.states() == [("deadline", "sent", None)]


async def test_a_chat_that_moved_is_followed_and_remembered(chat: Chat, post: Post) -> None:
    await chat.says("/han report today 13:00")
    post.box.trouble["ada"] = Undeliverable("moved", permanent=False, repeatable=False, moved_to="ada-new")
    (text,) = await post.tick(NOON + 50 * MINUTE)
    assert text.startswith("ada-new: ")
    assert [account.address for account in await accounts(post.knowledge.people, ADA)] == ["ada-new"]


async def test_after_an_outage_a_person_gets_one_message_and_its_buttons_work(chat: Chat, post: Post) -> None:
    for title in ("first", "second", "third"):
        await chat.says(f"/han {title} today 13:00")
    await chat.says("/han fresh today 14:59")
    # What is on time does not wait for what is late already.
    fresh, late = await post.tick(NOON + 65 * MINUTE)
    assert [text.split(":")[0] for text in (late, fresh)] == ["ada", "ada"]
    assert "3 notices were held up:" in late
    assert [late.count(f"<b>{title}</b>") for title in ("first", "second", "third", "fresh")] == [1, 1, 1, 0]
    assert "<b>fresh</b>" in fresh
    buttons = [button.label for _, reply in post.box.sent for row in reply.buttons for button in row]
    assert sum(label.startswith("2. ") for label in buttons) == len(buttons) // 4
    assert [state for _, state, _ in await post.states()] == ["sent"] * 4
    reply = next(reply for _, reply in post.box.sent if "held up" in reply.text)
    second = next(button.data for row in reply.buttons for button in row if button.label.startswith("2. "))
    assert "<b>second</b>" in (await chat.forges(second)).text
