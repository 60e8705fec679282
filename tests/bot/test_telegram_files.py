"""Files to and from Telegram: what is fetched, what is not, and that a file's trouble repeats no words."""

from __future__ import annotations

import struct
import traceback
from collections.abc import AsyncIterator
from typing import Any

import orjson
import pytest

from bot.channels import Undeliverable
from bot.channels.files import LONGEST_NAME, MOST_BYTES, tidy
from bot.channels.telegram import files
from bot.channels.telegram.channel import TelegramChannel
from bot.files import Files
from handlers.chat import Html, Incoming, IncomingFile, OutgoingFile, PaperFile, Reply
from knowledge import Knowledge, Refusal
from knowledge.documents import ReadDocument
from knowledge.models import Account
from tests.bot.botapi import TOKEN, BotApi, Refused, hands_in, message, says, too_many
from tests.conftest import NOON, OFFICE, gather_cast

ADA, GRACE = 7, 8
PAPER = OutgoingFile(PaperFile(1, 1), "Quy chế họp.txt", 7)
CONTENT = b"\x00\xffwhole"
SIZE = {"width": 1, "height": 1, "file_unique_id": "u"}


def read(channel: TelegramChannel, update: dict[str, Any]) -> Incoming:
    incoming = channel.read(orjson.dumps({"update_id": 1, **update}).decode())
    assert incoming
    return incoming


def sent_file(channel: TelegramChannel, update: dict[str, Any]) -> IncomingFile:
    file = read(channel, update).file
    assert file
    return file


async def test_a_document_comes_with_its_caption(telegram: TelegramChannel, botapi: BotApi) -> None:
    botapi.files["d1"] = CONTENT
    incoming = read(telegram, hands_in("d1", "Quyết định 12.pdf", 7, caption="for the office"))
    assert (incoming.text, incoming.unreadable) == ("for the office", False)
    assert incoming.file
    assert (incoming.file.name, incoming.file.size) == ("Quyết định 12.pdf", 7)
    assert await incoming.file.load() == CONTENT
    assert TOKEN not in repr(incoming)


async def test_of_a_photo_the_largest_size_is_taken(telegram: TelegramChannel, botapi: BotApi) -> None:
    botapi.files["large"] = CONTENT
    sizes = [
        {**SIZE, "file_id": "small"},
        {**SIZE, "file_id": "large", "width": 9},
        {**SIZE, "file_id": "mid"},
    ]
    file = sent_file(telegram, message(photo=sizes))
    assert file.name == "anh.jpg"
    assert await file.load() == CONTENT


def test_what_is_played_is_no_file() -> None:
    channel = TelegramChannel(TOKEN)
    playable = {"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1, "duration": 1}
    gif = message(animation=playable, document={"file_id": "f", "file_unique_id": "u"})
    assert read(channel, gif).file is None
    assert read(channel, gif).unreadable
    named = {"file_id": "f", "file_unique_id": "u", "mime_type": "application/pdf"}
    assert sent_file(channel, message(document=named)).name == "tep.pdf"


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\x\\a.pdf", "a.pdf"),
        ('a"\r\nb.pdf', "ab.pdf"),
        ("...", "tep"),
        ("", "tep"),
        ("đ" * 300 + ".pdf", "đ" * (LONGEST_NAME - 4) + ".pdf"),
    ],
)
def test_a_name_is_only_a_name(given: str, name: str) -> None:
    assert tidy(given, "tep") == name


async def test_what_is_told_to_be_too_large_is_not_asked_for(
    telegram: TelegramChannel, botapi: BotApi
) -> None:
    with pytest.raises(Refusal, match="larger than 20 MB"):
        await sent_file(telegram, hands_in("d1", "a.pdf", MOST_BYTES + 1)).load()
    assert not botapi.calls


@pytest.mark.parametrize("told", ["nothing", "less", "the truth"])
async def test_what_is_too_large_is_cut_off(telegram: TelegramChannel, botapi: BotApi, told: str) -> None:
    botapi.files["d1"] = b"x" * (MOST_BYTES + 1)
    botapi.expected.add("file is too big")
    if told != "the truth":
        botapi.told["d1"] = None if told == "nothing" else 5
    with pytest.raises(Refusal, match="larger than 20 MB"):
        await sent_file(telegram, hands_in("d1", "a.pdf", None)).load()


async def test_what_does_not_arrive_is_a_sentence_without_the_token(
    telegram: TelegramChannel, botapi: BotApi, capsys: pytest.CaptureFixture[str]
) -> None:
    botapi.files["d1"] = CONTENT
    botapi.expected.add("invalid file_id")
    away = TelegramChannel(TOKEN, api_url="http://127.0.0.1:9")
    await away.start()
    botapi.faults.append(("getFile", Refused(500, "oh")))
    for channel, file_id in ((telegram, "d1"), (telegram, "unknown"), (away, "d1")):
        with pytest.raises(Refusal, match="did not arrive") as trouble:
            await sent_file(channel, hands_in(file_id, "a.pdf", 7)).load()
        assert TOKEN not in "".join(traceback.format_exception(trouble.value))
    del botapi.files["d1"]
    with pytest.raises(Refusal, match="did not arrive"):
        await files.fetch(telegram._request, telegram.bot.base_url, f"{botapi.url}/file/botx", "d1", 7)
    await away.stop()
    assert TOKEN not in "".join(capsys.readouterr())


@pytest.fixture
async def courier(botapi: BotApi, memory: Knowledge) -> AsyncIterator[TelegramChannel]:
    """The channel, with a paper of the office that Ada may read and Grace may not."""
    await gather_cast(memory)
    async with memory.database.edit() as session:
        for person, address in ((1, ADA), (4, GRACE)):
            row = Account(
                person_id=person, channel="telegram", address=str(address), linked_at=NOON, used_at=NOON
            )
            session.add(row)
    words = ReadDocument(paragraphs=("Điều 1. Phạm vi", "Việc họp."))
    await memory.documents.import_document(words, OFFICE, "unit", PAPER.name, NOON, content=CONTENT)
    papers = Files(memory, lambda: NOON, public_url="https://canbo.example.vn")
    channel = TelegramChannel(TOKEN, api_url=botapi.url, papers=papers)
    await channel.start()
    yield channel
    await channel.stop()


async def test_a_paper_follows_the_words(courier: TelegramChannel, botapi: BotApi) -> None:
    await courier.answer(read(courier, says("x", ADA)), Reply(Html("Here:"), file=PAPER))
    assert [c.method for c in botapi.calls] == ["sendMessage", "sendDocument"]
    (sent,) = botapi.sent(ADA, "sendDocument")
    assert sent["document"] == {"name": PAPER.name, "content": CONTENT}
    await courier.send(str(ADA), Reply(Html("Again"), file=PAPER))
    assert len(botapi.sent(ADA, "sendDocument")) == 2


async def test_a_picture_is_shown_and_a_table_is_a_document(
    courier: TelegramChannel, botapi: BotApi, memory: Knowledge
) -> None:
    picture = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 1170, 2532)
    for name, content, shown in (("tuần.png", picture, True), ("tuần.xlsx", b"PK", False)):
        kept = await memory.made_files.keep(1, name, content, NOON)
        made = OutgoingFile.made(kept, name, content, is_picture=shown)
        for person in (ADA, GRACE):
            await courier.answer(read(courier, says("x", person)), Reply(Html("Here:"), file=made))
    (sent,) = botapi.sent(ADA, "sendPhoto")
    assert sent["photo"] == {"name": "tuần.png", "content": picture}
    (sent,) = botapi.sent(ADA, "sendDocument")
    assert sent["document"] == {"name": "tuần.xlsx", "content": b"PK"}
    assert not botapi.sent(GRACE, "sendPhoto")
    assert not botapi.sent(GRACE, "sendDocument")


async def test_a_picture_that_is_too_heavy_to_be_shown_is_a_document(
    courier: TelegramChannel, botapi: BotApi, memory: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MOST_SHOWN", 3)
    kept = await memory.made_files.keep(1, "a.png", b"PNG!", NOON)
    made = OutgoingFile.made(kept, "a.png", b"PNG!", is_picture=True)
    await courier.send(str(ADA), Reply(Html("Here:"), file=made))
    assert [c.method for c in botapi.calls] == ["sendMessage", "sendDocument"]


async def test_grace_and_strangers_get_no_file(courier: TelegramChannel, botapi: BotApi) -> None:
    for stranger in (GRACE, 99):
        await courier.answer(read(courier, says("x", stranger)), Reply(Html("Here:"), file=PAPER))
    assert {c.method for c in botapi.calls} == {"sendMessage"}


async def test_a_file_that_is_too_large_becomes_a_link(
    courier: TelegramChannel, botapi: BotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MOST_SENT", 3)
    await courier.answer(read(courier, says("x", ADA)), Reply(Html("Here:"), file=PAPER))
    assert "https://canbo.example.vn/file/s/" in botapi.texts(ADA)[1]


async def test_a_files_trouble_repeats_no_words(courier: TelegramChannel, botapi: BotApi) -> None:
    botapi.faults.append(("sendDocument", too_many(1)))
    await courier.answer(read(courier, says("x", ADA)), Reply(Html("Here:"), file=PAPER))
    assert len(botapi.sent(ADA, "sendDocument")) == 1
    botapi.faults.append(("sendDocument", "cut"))
    with pytest.raises(Undeliverable) as trouble:
        await courier.answer(read(courier, says("x", ADA)), Reply(Html("Here:"), file=PAPER))
    assert not trouble.value.repeatable
