"""Coming in, speaking one's language, and what administrators do."""

from __future__ import annotations

import re

import pytest

from tests.conftest import Chat, Talk

CODE = re.compile(r"<code>(\w{8})</code>")


async def invited(talk: Talk, name: str = "ada") -> str:
    found = CODE.search((await talk("adam").says(f"/moi {name}")).text)
    assert found
    return found[1]


@pytest.mark.parametrize("line", ["hello", "/lich", "/start", "/start hello", "🙂", "1"])
async def test_a_stranger_gets_one_sentence(talk: Talk, line: str) -> None:
    reply = await talk("stranger").says(line)
    assert reply.text.startswith("I serve the people")
    assert reply.asks_contact
    assert not reply.buttons


@pytest.mark.parametrize(("language", "word"), [("vi", "mã mời"), ("bn", "কোড"), ("fr", "mã mời")])
async def test_a_stranger_in_their_language(talk: Talk, language: str, word: str) -> None:
    stranger = talk("stranger")
    stranger.language = language
    assert word in (await stranger.says("?")).text


@pytest.mark.parametrize("form", ["{code}", "/start {code}", " {code} "])
async def test_a_code_lets_in_once(talk: Talk, form: str) -> None:
    code = await invited(talk)
    assert "Hello, Ada Example" in (await talk("new").says(form.format(code=code))).text
    assert "Hello, Ada Example" in (await talk("new").says("/start")).text
    assert "need no code" in (await talk("new").says(f"{code[:6]}2A")).text
    assert "not valid" in (await talk("other").says(code)).text


async def test_guessing_ends_after_five(talk: Talk) -> None:
    code = await invited(talk)
    guesser = talk("guesser")
    for _ in range(5):
        assert "not valid" in (await guesser.says("2222AAAA")).text
    assert "Too many" in (await guesser.says(code)).text
    guesser.later(hours=1.1)
    assert "Hello" in (await guesser.says(code)).text


async def test_ones_own_contact_lets_in(talk: Talk) -> None:
    assert "with this number" in (await talk("new").shares("84900000001", own=False)).text
    assert "Hello, Ada" in (await talk("new").shares("84900000001")).text
    assert "Hello, Ada" in (await talk("new").shares("84900000002")).text  # known already: nothing moves


async def test_me_in_three_languages(chat: Chat) -> None:
    assert "• Specialist, Office" in (await chat.says("/toi")).text
    vietnamese = await chat.presses("Tiếng Việt")
    assert vietnamese.edit
    assert "Ngôn ngữ: Tiếng Việt" in vietnamese.text
    assert "ভাষা: বাংলা" in (await chat.presses("বাংলা")).text
    assert "কোন ভাষায়" in (await chat.says("/language")).text
    assert "do not speak" in (await (await reset(chat)).forges("account.language:xx")).text


async def reset(chat: Chat) -> Chat:
    await chat.presses("English")
    return chat


async def test_eve_has_no_post(talk: Talk) -> None:
    assert "no post" in (await talk("eve").says("/me")).text


async def test_time_zone(chat: Chat) -> None:
    assert "Asia/Ho_Chi_Minh" in (await chat.says("/muigio")).text
    assert "no time zone" in (await chat.says("/muigio Moon")).text
    assert "Asia/Dhaka" in (await chat.says("/muigio Asia/Dhaka")).text
    assert "Asia/Dhaka" in (await chat.says("/toi")).text


@pytest.mark.parametrize("name", ["ada", "sam", "lea", "grace", "eve"])
@pytest.mark.parametrize("command", ["/moi", "/moi sam", "/khoa sam", "/mokhoa sam", "/gotaikhoan sam"])
async def test_others_are_refused(talk: Talk, name: str, command: str) -> None:
    assert "Only administrators" in (await talk(name).says(command)).text


@pytest.mark.parametrize("action", ["invite", "suspend", "resume", "unlink", "ask_suspend", "ask_unlink"])
async def test_forged_buttons_find_nobody(talk: Talk, action: str) -> None:
    assert "not within your scope" in (await talk("grace").forges(f"people.{action}:1")).text


async def test_suspending_takes_everything_at_once(talk: Talk) -> None:
    adam, ada = talk("adam"), talk("ada")
    assert "Suspend Ada Example (Specialist, Office)?" in (await adam.says("/khoa ada")).text
    assert "Ada" in (await ada.says("/toi")).text
    await adam.presses("Suspend")
    for line in ("/toi", "/start", "hello"):
        assert "not active" in (await ada.says(line)).text
    assert "Send /mokhoa" in (await adam.says("/moi ada")).text
    assert "access again" in (await adam.says("/mokhoa ada")).text
    assert "Ada" in (await ada.says("/toi")).text
    await adam.says("/khoa ada")
    await adam.presses("Suspend")
    assert "access again" in (await adam.presses("Resume")).text


async def test_unlinking_makes_a_stranger(talk: Talk) -> None:
    adam = talk("adam")
    assert "Unlink all accounts of Ada" in (await adam.says("/gotaikhoan ada")).text
    assert (await adam.presses("Unlink")).text == "1 account is unlinked."
    assert "I serve" in (await talk("ada").says("/toi")).text
    assert "Ada" in (await adam.says("/moi")).buttons[0][0].label
    assert CODE.search((await adam.presses("Ada")).text)


@pytest.mark.parametrize(
    ("command", "says"),
    [("/moi", "pass this code"), ("/khoa", "Suspend Ada"), ("/mokhoa", "again"), ("/gotaikhoan", "Unlink")],
)
async def test_several_who_fit_are_offered(talk: Talk, command: str, says: str) -> None:
    adam = talk("adam")
    assert len((await adam.says(f"{command} example")).buttons) == 5  # all but Eve, who is in no unit
    assert says in (await adam.presses("Ada")).text


async def test_nobody_named(talk: Talk) -> None:
    adam = talk("adam")
    assert "add a name" in (await adam.says("/khoa")).text
    assert "Nobody in your units" in (await adam.says("/khoa eve")).text
    assert "has joined" in (await adam.says("/moi")).text
    assert "cannot suspend yourself" in (await adam.forges("people.suspend:5")).text
