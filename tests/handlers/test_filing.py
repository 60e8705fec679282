"""Secretaries send papers, correct what was read, and save them; nobody else can."""

from __future__ import annotations

import io
import zipfile

import pytest

from handlers.chat import IncomingFile, Reply
from tests.conftest import Chat, Talk
from tests.knowledge.documents_files import DECISION

OVER = "no longer waiting"


async def sends(chat: Chat, text: str, name: str = "qd.txt", **more: object) -> Reply:
    """Send a file."""
    return await sends_bytes(chat, text.encode(), name, **more)


async def sends_bytes(chat: Chat, content: bytes, name: str, **more: object) -> Reply:
    async def load() -> bytes:
        return content

    return await chat.does(file=IncomingFile(name, len(content), load), **more)


async def test_a_paper_is_sent_corrected_saved_and_asked_about(talk: Talk) -> None:
    sam, ada = talk("sam"), talk("ada")
    shown = await sends(sam, DECISION)
    assert "Number: 12/QĐ-UBND" in shown.text
    assert "Seen by: only Office" in shown.text
    assert "not within your scope" in (await ada.says("/vb 12/QĐ-UBND")).text
    assert "Number: 13/QĐ-UBND" in (await sam.says("số 13/QĐ-UBND")).text
    assert "Date: 06/01/2026" in (await sam.says("ngày 6/1/2026")).text
    await sam.presses("Correct")
    await sam.presses("Signer")
    assert "Signer: Trần Văn A" in (await sam.says("Trần Văn A")).text
    await sam.presses("Who sees it")
    assert "Seen by: Office and all units below it" in (await sam.presses("all units below")).text
    save = next(b.data for row in sam.last.buttons for b in row if b.label == "Save") if sam.last else ""
    assert "Saved: 13/QĐ-UBND" in (await sam.presses("Save")).text
    assert OVER in (await sam.forges(save)).text
    card = (await ada.says("/vb 13/QĐ-UBND")).text
    assert "Trần Văn A" in card
    file = await ada.presses("Get the file")
    assert file.file is not None
    assert file.file.size == len(DECISION.encode())
    assert "ngày 15" in (await ada.says("chủ tịch tiếp công dân ngày nào hằng tháng")).text
    assert "not within your scope" in (await talk("eve").says("/vb 13/QĐ-UBND")).text


async def test_the_same_file_again_changes_nothing_and_another_may_be_a_new_version(talk: Talk) -> None:
    sam = talk("sam")
    await sends(sam, DECISION)
    await sam.presses("Save")
    assert "filed already" in (await sends(sam, DECISION)).text
    await sends(sam, DECISION + "\nĐiều 9. Thêm\nBổ sung.")
    assert "Is this a new version of 12/QĐ-UBND" in (await sam.presses("Save")).text
    assert "Saved as a new version" in (await sam.presses("A new version")).text
    await sends(sam, DECISION + "\nĐiều 10. Nữa\nKhác.")
    await sam.presses("Save")
    assert "Saved: 12/QĐ-UBND" in (await sam.presses("Another paper")).text
    assert len(await sam.knowledge.documents.titles(None)) == 2


async def test_only_secretaries_file_papers(talk: Talk) -> None:
    for name in ("ada", "lea", "grace", "adam", "eve"):
        assert "Only a secretary files papers" in (await sends(talk(name), DECISION)).text
    assert await talk("ada").knowledge.documents.titles(None) == []


async def test_a_waiting_paper_is_its_secretarys_alone(talk: Talk) -> None:
    await sends(talk("sam"), DECISION)
    for name in ("ada", "grace", "eve", "lea"):
        for button in ("check:1", "save:1", "saved:1:0", "drop:1", "fix:1", "field:1:number", "reaches:1",
                       "reach:1:everyone", "move:1:2"):  # fmt: skip
            assert OVER in (await talk(name).forges(f"documents.{button}")).text
    sam = talk("sam")
    assert "Seen by: only Office" in (await sam.forges("documents.reach:1:all")).text
    assert "Seen by: only Office" in (await sam.forges("documents.move:1:4")).text
    assert OVER in (await sam.forges("documents.field:1:unit_id")).text


async def test_a_secret_paper_is_refused_and_nothing_is_kept(talk: Talk) -> None:
    sam = talk("sam")
    reply = await sends(sam, "MẬT\n" + DECISION)
    assert "mark of state secrecy" in reply.text
    assert OVER in (await sam.forges("documents.check:1")).text


async def test_the_same_event_files_once_and_a_dropped_paper_is_gone(talk: Talk) -> None:
    sam = talk("sam")
    await sends(sam, DECISION, event="one")
    await sends(sam, DECISION, event="one")
    assert OVER in (await sam.forges("documents.check:2")).text
    await sam.forges("documents.check:1")
    assert "Dropped" in (await sam.presses("Drop")).text
    assert OVER in (await sam.forges("documents.save:1")).text


async def test_files_of_a_zip_are_listed_and_opened_one_by_one(talk: Talk) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", DECISION)
        archive.writestr("b.txt", "MẬT\n" + DECISION)
        archive.writestr("c.txt", DECISION.replace("12/QĐ-UBND", "14/QĐ-UBND"))
    sam = talk("sam")
    reply = await sends_bytes(sam, packed.getvalue(), "papers.zip")
    assert "3 files:" in reply.text
    assert "✗ " in reply.text
    assert "Number: 14/QĐ-UBND" in (await sam.presses("14/QĐ-UBND")).text
    assert "Saved: 14/QĐ-UBND" in (await sam.presses("Save")).text


def packed(**papers: str) -> bytes:
    """Return a ZIP of papers by name."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in papers.items():
            archive.writestr(f"{name}.txt", text)
    return file.getvalue()


async def test_the_clear_ones_of_a_zip_are_saved_at_once(talk: Talk) -> None:
    sam = talk("sam")
    papers = {f"p{n}": DECISION.replace("12/QĐ", f"{n}/QĐ") for n in range(20, 28)}
    listed = await sends_bytes(sam, packed(**papers, odd="Một dòng không rõ là gì.\nHai."), "papers.zip")
    assert "9 files:" in listed.text
    assert "9 papers wait to be saved:" in listed.text
    assert "⚠ " in (await sam.presses("After")).text
    assert OVER not in (await sam.presses("Save all 8 clear ones")).text
    assert sam.last is not None
    assert "8 papers saved." in sam.last.text
    assert "One paper waits to be saved:" in sam.last.text
    assert len(await sam.knowledge.documents.titles(None)) == 8
    for name in ("ada", "eve", "grace"):
        other = await talk(name).forges("documents.waiting:0")
        assert "No paper waits" in other.text
        assert "0 papers saved" in (await talk(name).forges("documents.saveclear")).text


async def test_of_two_that_seem_the_same_only_one_is_saved_unasked(talk: Talk) -> None:
    sam = talk("sam")
    await sends_bytes(sam, packed(a=DECISION, b=DECISION + "\nĐiều 9. Thêm\nBổ sung."), "papers.zip")
    reply = await sam.presses("Save all 2 clear ones")
    assert "One paper saved." in reply.text
    assert "⚠ 12/QĐ-UBND" in reply.text
    await sam.presses("12/QĐ-UBND")
    assert "Is this a new version" in (await sam.presses("Save")).text


async def test_papers_that_it_names_are_listed(talk: Talk) -> None:
    shown = await sends(talk("sam"), DECISION + "\nĐiều 9. Hiệu lực\nThay thế Quyết định số 7/QĐ-UBND.")
    assert "Replaces: " in shown.text
    assert "7/QĐ-UBND" in shown.text


async def test_a_bare_number_at_the_field_prompt_is_its_value(talk: Talk) -> None:
    sam = talk("sam")
    await sends(sam, DECISION)
    for typed in ("1", "2", "3", "4"):
        await sam.presses("Correct")
        await sam.presses("Number")
        assert f"Number: {typed}\n" in (await sam.says(typed)).text


@pytest.mark.parametrize("line", ["số lượng cuộc họp tuần này?", "mai họp gì"])
async def test_other_lines_are_other_matters(talk: Talk, line: str) -> None:
    sam = talk("sam")
    await sends(sam, DECISION)
    assert "I have read this paper" not in (await sam.says(line)).text


async def test_a_day_that_cannot_be_read_is_asked_for_again(talk: Talk) -> None:
    sam = talk("sam")
    await sends(sam, DECISION)
    assert "could not read a day" in (await sam.says("ngày abc")).text
    assert "Date: 07/01/2026" in (await sam.says("7/1/2026")).text
