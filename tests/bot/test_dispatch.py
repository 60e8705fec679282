from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from handlers.chat import Html, IncomingFile, Reply, Request
from handlers.routing import File
from knowledge import Knowledge, Refusal
from tests.conftest import Chat, Talk, accounts


async def test_a_mistyped_command_gets_the_nearest_as_a_button(chat: Chat) -> None:
    assert "/lihc" in (await chat.says("/lihc")).text
    first = await chat.presses("/lich")
    assert "02/03/2026" in first.text


async def test_a_command_like_nothing_points_to_help(chat: Chat) -> None:
    reply = await chat.says("/zzzzzzzzzz")
    assert not reply.buttons
    assert "/trogiup" in reply.text


async def test_a_typed_number_presses_the_button(chat: Chat) -> None:
    await chat.says("/lihc")
    assert "02/03/2026" in (await chat.says("1")).text


@pytest.mark.parametrize("text", ["", "   ", "\u200b\u202e\u2066", "\x00"])
async def test_no_text_gets_a_sentence(chat: Chat, text: str) -> None:
    assert "no text" in (await chat.says(text)).text


async def test_a_hundred_thousand_characters_get_a_sentence(chat: Chat) -> None:
    assert "100000 characters" in (await chat.says("x" * 100_000)).text


@pytest.mark.parametrize(
    "text", ["😀", "\u202eabc\u202c", "?!...", "<b>&", "'; DROP TABLE people; --", "مرحبا", "1"]
)
async def test_odd_text_is_answered(chat: Chat, text: str) -> None:
    reply = await chat.says(text)
    assert reply.text
    assert "code" not in reply.text


@pytest.mark.parametrize(
    "data", ["", "old.button", "account.language", "quiz.answer:x:y", "agenda.day:1:2:3:4", ":::", "/"]
)
async def test_an_outdated_or_forged_button_gets_a_sentence(chat: Chat, data: str) -> None:
    reply = await chat.forges(data)
    assert "code" not in reply.text


async def test_what_cannot_be_read_gets_a_sentence(chat: Chat) -> None:
    assert "only text and papers" in (await chat.does(unreadable=True)).text


async def test_in_a_group_only_commands_are_answered_and_privately(chat: Chat) -> None:
    assert await chat.tries(text="hello", is_group=True, address="group") is None
    reply = await chat.tries(text="/lich", is_group=True, address="group")
    assert reply
    assert "private chat" in reply.text


async def test_a_strangers_button_does_nothing(talk: Talk) -> None:
    assert "older message" in (await talk("nobody").forges("agenda.day:0")).text


async def test_a_failure_inside_is_apologised_for_with_a_code(
    chat: Chat, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await chat.knowledge.database.close()
    monkeypatch.setattr(chat.knowledge.agenda, "_database", None)
    reply = await chat.says("/lich")
    assert "Something went wrong" in reply.text


async def test_answers_come_in_the_language_of_the_app_for_strangers(talk: Talk) -> None:
    stranger = talk("nobody")
    for language, script in (("bn-BD", "\u0980"), ("vi", "đ"), ("xx", "đ")):
        stranger.language = language
        text = (await stranger.says("hello")).text
        assert any(c == "đ" if script == "đ" else "\u0980" <= c <= "\u09ff" for c in text), language


async def test_notices_go_to_where_one_wrote_last(chat: Chat) -> None:
    people = chat.knowledge.people
    await people.link(1, "test", "phone", chat.clock.now + timedelta(minutes=1))
    await chat.says("/lich")
    assert (await accounts(people, 1))[0].address == "phone"
    chat.later(hours=2)
    await chat.says("/lich")
    assert (await accounts(people, 1))[0].address == "ada"
    await people.mark_unreachable("test", "ada", chat.clock.now)
    await chat.says("/lich")
    assert (await accounts(people, 1))[0].address == "ada"


async def test_a_late_answer_is_apologised_for_and_its_work_is_not_cut_off(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.dispatch.SLOWEST_ANSWER", 0.05)
    async with chat.knowledge.database.write():
        assert "Something went wrong" in (await chat.says("/han gọi phường trước thứ sáu 17h")).text
    monkeypatch.undo()
    async with asyncio.timeout(20):
        while "gọi phường" not in (await chat.says("/han")).text:
            continue  # each look awaits the database


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """A handler that says how long a file is."""

    async def count(request: Request, _: Knowledge) -> Reply:
        assert request.file
        return Reply(Html(f"{request.text}: {len(await request.file.load())} bytes"))

    monkeypatch.setattr("bot.dispatch.FILES", [File(lambda _folded: True, count)])


@pytest.mark.usefixtures("counted")
async def test_a_file_reaches_its_handler_with_the_caption(chat: Chat) -> None:
    assert (await chat.sends("a.pdf", b"12345", "\u200bnew")).text == "new: 5 bytes"


@pytest.mark.usefixtures("counted")
async def test_a_file_that_does_not_arrive_gets_its_sentence(chat: Chat) -> None:
    async def load() -> bytes:
        raise Refusal("That message is too large to send. Please shorten it.")

    assert "too large" in (await chat.does(file=IncomingFile("a.pdf", None, load))).text


@pytest.mark.usefixtures("counted")
async def test_files_of_strangers_and_groups_are_never_fetched(talk: Talk) -> None:
    async def load() -> bytes:
        raise AssertionError

    file = IncomingFile("a.pdf", 5, load)
    assert "only text and papers" in (await talk("mallory").does(file=file)).text
    assert await talk("ada").tries(file=file, is_group=True, address="group") is None


@pytest.mark.parametrize(
    ("typed", "said"), [("han", "no open deadlines"), ("Trợ giúp", "/lich"), ("việc", "open tasks")]
)
async def test_a_command_without_its_slash_is_meant_where_nothing_else_is_said(
    chat: Chat, typed: str, said: str
) -> None:
    assert said in (await chat.says(typed)).text
