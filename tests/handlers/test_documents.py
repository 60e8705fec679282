"""People ask the papers, read around a quote, and leaf through the list."""

from __future__ import annotations

from knowledge import Knowledge
from knowledge.documents import ReadDocument
from tests.conftest import COMMITTEE, NOON, OFFICE, Chat, Talk
from tests.knowledge.documents_files import DECISION


async def put(
    knowledge: Knowledge, text: str, source: str = "a.txt", unit: int = OFFICE, reach: str = "unit"
) -> None:
    read = ReadDocument(tuple(text.split("\n")))
    await knowledge.documents.import_document(read, unit, reach, source, NOON)


async def test_a_question_is_answered_in_the_papers_own_words(chat: Chat) -> None:
    await put(chat.knowledge, DECISION)
    reply = await chat.says("chu tich tiep cong dan ngay nao hang thang")
    assert reply.text.startswith("The papers say this:")
    assert "<blockquote>1. Chủ tịch tiếp công dân vào ngày 15 hằng tháng" in reply.text
    assert "<i>Điều 2, khoản 1, 12/QĐ-UBND – Quyết định" in reply.text
    article = await chat.presses("Read Điều 2")
    assert article.edit
    assert "<b>Điều 2. Lịch tiếp công dân</b>" in article.text
    assert "3. Bộ phận một cửa" in article.text
    assert "Điều 1. Phạm vi" in (await chat.presses("◀ Before")).text
    assert "Điều 2. Lịch" in (await chat.presses("After ▶")).text


async def test_ask_alone_waits_for_the_question(chat: Chat) -> None:
    await put(chat.knowledge, DECISION)
    assert "What would you like to know" in (await chat.says("/hoi")).text
    assert "ngày 15" in (await chat.says("chủ tịch tiếp công dân ngày nào hằng tháng")).text
    assert "ngày 15" in (await chat.says("/ask chủ tịch tiếp công dân ngày nào hằng tháng")).text


async def test_nothing_found_has_a_next_step(chat: Chat) -> None:
    reply = await chat.says("/hoi giá vàng thế giới")
    assert "I have found nothing about this in the papers you may read." in reply.text
    assert "/vanban" in reply.text
    assert "I see no words" in (await chat.says("🙂")).text


async def test_outsiders_see_nothing_by_any_way(talk: Talk) -> None:
    ada = talk("ada")
    await put(ada.knowledge, DECISION)
    reply = await ada.says("/hoi chủ tịch tiếp công dân ngày nào hằng tháng")
    forged = reply.buttons[0][0].data
    for name in ("eve", "grace"):
        outsider = talk(name)
        asked = await outsider.says("/hoi chủ tịch tiếp công dân ngày nào, theo 12/QĐ-UBND")
        assert "found nothing" in asked.text
        assert "not within your scope" in (await outsider.forges(forged)).text
        assert "no papers that you may read" in (await outsider.says("/vanban")).text


async def test_a_long_article_is_read_in_parts(chat: Chat) -> None:
    clauses = "\n".join(f"{n}. Khoản {n} nói về công việc " + "rất dài " * 80 + "." for n in range(1, 9))
    await put(chat.knowledge, f"Điều 1. Việc\n{clauses}\nĐiều 2. Hết\n" + "x" * 7000)
    await chat.says("/hoi khoản 8 nói về công việc")
    first = await chat.presses("Read Điều 1")
    assert "Part 1 of 2" in first.text
    assert len(first.text) < 4000
    last = await chat.presses("Next part")
    assert "Part 2 of 2" in last.text
    assert "Khoản 8" in last.text
    endless = await chat.presses("After ▶")
    assert "Part 1 of 3" in endless.text


async def test_papers_are_listed_newest_first(chat: Chat) -> None:
    assert "no papers" in (await chat.says("/documents")).text
    await put(chat.knowledge, DECISION, "a.txt", COMMITTEE, "below")
    for n in range(9):
        await put(chat.knowledge, f"# Paper {n} <x> " + "long name " * 5 + f"\nText {n}.", f"{n}.md")
    reply = await chat.says("/vanban")
    assert "1. Paper 8 &lt;x&gt; long name" in reply.text
    older = await chat.presses("Older")
    assert "10. 12/QĐ-UBND – Quyết định ban hành Quy chế tiếp công dân (05/01/2026)" in older.text
    assert "1. Paper 8" in (await chat.presses("Newer")).text
    await chat.presses("Paper 8")
    assert "Text 8." in (await chat.presses("Read")).text
