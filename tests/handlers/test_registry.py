"""People ask for papers by number, name or day, and see their cards."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.conftest import COMMITTEE, WARD_B, Chat, Talk
from tests.knowledge.registry.papers import file, relate

NOT_YOURS = "This paper is not within your scope."


async def shelve(chat: Chat) -> int:
    """Put papers on the shelf; return the id of one that is replaced."""
    of: dict[str, Any] = {"issuer": "Thành ủy Bình Giang", "place": "Bình Giang", "type": "quy định"}
    old = await file(
        chat.knowledge, "31-QĐ/TU", "Quy định về họp", date(2024, 1, 5), content=b"31", signer="Lê Văn A",
        signer_post="Bí thư", **of,
    )  # fmt: skip
    new = await file(chat.knowledge, "40-QĐ/TU", "Quy định về họp không giấy", date(2026, 2, 1), **of)
    await relate(chat.knowledge, new, "replaces", "31-QĐ/TU")
    await relate(chat.knowledge, new, "implements", "12-NQ/TW", "Nghị quyết số 12-NQ/TW của Trung ương")
    await relate(chat.knowledge, new, "amends", "7-QĐ/XX", part="Điều 3")
    return old


@pytest.mark.parametrize("line", ["/vb 31", "31 qđ tu", "/paper 31-QĐ/TU", "quy định 31", "/vb 3l-QĐ/TU"])
async def test_a_paper_shows_its_card(chat: Chat, line: str) -> None:
    await shelve(chat)
    text = (await chat.says(line)).text
    assert "<b>31-QĐ/TU – Quy định về họp</b>" in text
    assert "Issued by: Thành ủy Bình Giang\nDate: Bình Giang, 05/01/2024\nSigned by: Lê Văn A, Bí thư" in text
    assert "⛔ No longer in force since 01/02/2026, replaced by 40-QĐ/TU – Quy định về họp không giấy" in text
    other = (await chat.presses("→ 40-QĐ/TU")).text
    assert "✅ In force, as far as is known" in other
    assert "Replaces: 31-QĐ/TU – Quy định về họp" in other
    assert "Implements: Nghị quyết số 12-NQ/TW của Trung ương" in other
    assert "Amends: Điều 3, 7-QĐ/XX" in other


async def test_a_card_leads_to_articles_contents_and_file(chat: Chat) -> None:
    await shelve(chat)
    await chat.says("/vb 31")
    sent = await chat.presses("Get the file")
    assert sent.file is not None
    assert sent.file.size == 2
    await chat.says("/vb 31")
    listed = await chat.presses("Contents")
    assert "• Điều 1. Phạm vi" in listed.text
    assert "Hai." in (await chat.presses("Điều 2")).text
    await chat.says("/vb 31")
    await chat.presses("Contents")
    assert "31-QĐ/TU" in (await chat.presses("◀ Card")).text
    assert "31-QĐ/TU" in (await chat.presses("Read")).text


async def test_several_papers_that_fit_are_asked_about(chat: Chat) -> None:
    for n in range(8):
        await file(chat.knowledge, f"{n}/QĐ-UBND", f"Quyết định về đất đai, lần {n}", date(2026, 1, n + 1))
    reply = await chat.says("/vb quyết định về đất đai")
    assert "8 papers fit. Which one?" in reply.text
    assert "1. 7/QĐ-UBND – Quyết định về đất đai, lần 7 (08/01/2026)" in reply.text
    assert "7. " in (await chat.presses("More")).text
    assert "0/QĐ-UBND" in (await chat.presses("0/QĐ-UBND")).text
    long = await chat.says("/vb quyết định về đất đai của ủy ban nhân dân thành phố trong tháng 1 năm 2026")
    assert "papers fit" in long.text or NOT_YOURS in long.text


async def test_vb_alone_waits_for_the_paper(chat: Chat) -> None:
    await shelve(chat)
    assert "Which paper?" in (await chat.says("/vb")).text
    assert "31-QĐ/TU" in (await chat.says("31")).text


async def test_a_list_takes_filters(chat: Chat) -> None:
    await shelve(chat)
    assert "<b>31-QĐ/TU – Quy định về họp</b>" in (await chat.says("/vanban quy định 2024")).text
    assert NOT_YOURS in (await chat.says("/vanban chỉ thị")).text


async def test_a_question_about_a_paper_goes_to_the_answers(chat: Chat) -> None:
    await shelve(chat)
    assert "Type:" not in (await chat.says("quy định 31 nói gì về trách nhiệm?")).text


async def test_papers_out_of_scope_are_as_if_there_were_none(talk: Talk) -> None:
    ada = talk("ada")
    old = await shelve(ada)
    await file(ada.knowledge, "5-NQ/ĐU", "Nghị quyết của phường", date(2026, 1, 1), unit=WARD_B)
    own = await file(ada.knowledge, "9-CT/TU", "Chỉ thị", date(2023, 1, 1), unit=COMMITTEE, reach="below")
    unknown = (await ada.says("/vb 99-NQ/TU")).text
    assert NOT_YOURS in unknown
    assert (await ada.says("/vb 5-NQ/ĐU")).text == unknown
    await ada.says("/vb 31")
    forged = [b.data for row in ada.last.buttons for b in row] if ada.last else []
    for name in ("grace", "eve"):
        outsider = talk(name)
        for line in ("/vb 31", "31-QĐ/TU", "/vb quy định về họp", "/vanban quy định", "tìm văn bản về họp"):
            assert (await outsider.says(line)).text == unknown, line
        for data in [
            *forged,
            f"documents.card:{old}",
            f"documents.file:{old}",
            f"documents.contents:{old}:0",
        ]:
            reply = await outsider.forges(data)
            assert "not within your scope" in reply.text
            assert reply.file is None
    await relate(ada.knowledge, old, "replaces", "9-CT/TU")
    assert "✅" in (await talk("grace").forges(f"documents.card:{own}")).text
    assert "⛔" in (await talk("ada").forges(f"documents.card:{own}")).text


@pytest.mark.parametrize(
    "data",
    ["documents.card:999999", "documents.more:-5:nq", "documents.contents:1:99999999", "documents.file:0"],
)
async def test_forged_buttons_open_nothing(chat: Chat, data: str) -> None:
    assert NOT_YOURS in (await chat.forges(data)).text
