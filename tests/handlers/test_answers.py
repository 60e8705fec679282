"""Answers lead on: to the article, to the paper's force, to the question after, and to people."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select, update

from knowledge import Knowledge
from knowledge.documents import ReadDocument
from knowledge.models import Asked, Document, DocumentState, Origin
from tests.conftest import NOON, OFFICE, Chat, Talk
from tests.knowledge.documents_files import DECISION

QUESTION = "Chủ tịch tiếp công dân ngày nào hằng tháng?"
FEES = """# Hướng dẫn thu lệ phí cấp giấy phép xây dựng
Điều 1. Cấp tỉnh
Lệ phí cấp giấy phép xây dựng ở cấp tỉnh là 150.000 đồng.
Điều 2. Cấp xã
Lệ phí cấp giấy phép xây dựng ở cấp xã là 75.000 đồng.
Điều 3. Thời hạn
Thời hạn cấp giấy phép xây dựng là 20 ngày làm việc."""


async def put(knowledge: Knowledge, text: str, source: str = "a.txt") -> None:
    read = ReadDocument(tuple(text.split("\n")))
    await knowledge.documents.import_document(read, OFFICE, "unit", source, NOON)


async def noted(chat: Chat) -> list[Asked]:
    async with chat.knowledge.database.edit() as session:
        return list(await session.scalars(select(Asked).order_by(Asked.id)))


async def test_a_number_opens_the_source(chat: Chat) -> None:
    await put(chat.knowledge, DECISION)
    reply = await chat.says(QUESTION)
    article = await chat.does(button=reply.choices[0], message="1")  # what a typed 1 presses
    assert "<b>Điều 2. Lịch tiếp công dân</b>" in article.text
    await chat.says(QUESTION)
    assert "12/QĐ-UBND" in (await chat.presses("See the paper")).text


async def test_what_was_asked_is_noted_with_its_sources(chat: Chat) -> None:
    await put(chat.knowledge, DECISION)
    reply = await chat.does(text=QUESTION, event="same")
    await chat.does(text=QUESTION, event="same")
    await chat.says("giá vàng thế giới")
    found, nothing = await noted(chat)
    assert (found.question, found.origin) == (QUESTION, Origin.PAPERS)
    assert f":{found.passages[0]}:" in reply.buttons[0][0].data
    assert (nothing.origin, nothing.passages) == (Origin.NOBODY, [])


@pytest.mark.parametrize("line", ["thế còn cấp xã?", "the con cap xa", "Cấp xã thì sao?"])
async def test_a_follow_up_takes_the_topic_along(chat: Chat, line: str) -> None:
    await put(chat.knowledge, FEES, "b.md")
    assert "150.000" in (await chat.says("Lệ phí cấp giấy phép xây dựng cấp tỉnh là bao nhiêu?")).text
    reply = await chat.says(line)
    assert reply.text.startswith("About “Lệ phí cấp giấy phép xây dựng cấp tỉnh là bao nhiêu” – ")
    assert "75.000" in reply.text.split("</blockquote>")[0]
    again = await chat.says("thời hạn?")
    assert "– thời hạn:" in again.text
    assert "20 ngày làm việc" in again.text.split("</blockquote>")[0]


async def test_a_follow_up_is_no_longer_one_later_or_for_others(talk: Talk) -> None:
    ada, sam = talk("ada"), talk("sam")
    await put(ada.knowledge, FEES, "b.md")
    await ada.says("Lệ phí cấp giấy phép xây dựng cấp tỉnh là bao nhiêu?")
    assert "About “" not in (await sam.says("thế còn cấp xã?")).text
    ada.later(minutes=11)
    assert "About “" not in (await ada.says("thế còn cấp xã?")).text


async def test_force_is_told_from_the_registry(talk: Talk) -> None:
    ada = talk("ada")
    await put(ada.knowledge, DECISION)
    await ada.says(QUESTION)
    assert "In force" in (await ada.says("còn hiệu lực không?")).text
    assert "In force" in (await ada.says("12/QĐ-UBND còn hiệu lực không?")).text
    async with ada.knowledge.database.edit() as session:
        await session.execute(update(Document).values(in_force_to=date(2026, 2, 1)))
    assert "⛔ No longer in force since 02/02/2026." in (await ada.says(QUESTION)).text
    assert "⛔ No longer in force" in (await ada.says("văn bản nào thay thế?")).text
    for name in ("eve", "grace"):
        outsider = talk(name)
        assert "12/QĐ-UBND –" not in (await outsider.says("12/QĐ-UBND còn hiệu lực không?")).text
        assert "found nothing" in (await outsider.says("còn hiệu lực không?")).text


async def test_an_older_version_and_a_withdrawn_paper_say_so(talk: Talk) -> None:
    ada, eve = talk("ada"), talk("eve")
    await put(ada.knowledge, DECISION)
    old = (await ada.says(QUESTION)).buttons[0][0].data
    await put(ada.knowledge, DECISION.replace("ngày 15", "ngày 25"))
    reply = await ada.forges(old)
    assert "older version" in reply.text
    assert "ngày 15" in reply.text
    ada.last = reply
    newest = await ada.presses("The newest version")
    assert "ngày 25" in newest.text
    assert "older version" not in newest.text
    async with ada.knowledge.database.edit() as session:
        await session.execute(update(Document).values(state=DocumentState.WITHDRAWN))
    assert "has been withdrawn by its office" in (await ada.forges(old)).text
    assert "not within your scope" in (await eve.forges(old)).text


@pytest.mark.parametrize("text", ["???", "🙂🙂", "Где взять справку?", "今天天气怎么样", "99/QĐ-UBND " * 3])
async def test_strange_questions_get_a_sentence(chat: Chat, text: str) -> None:
    await put(chat.knowledge, DECISION)
    reply = await chat.says(text)
    assert any(
        said in reply.text for said in ("found nothing", "no words", "no paper", "not within your scope")
    )


async def test_several_papers_of_one_number_are_each_named(chat: Chat) -> None:
    for n in range(3):
        text = DECISION.replace("tiếp công dân", f"tiếp công dân phường {n}").replace("ngày 15", f"ngày 1{n}")
        await put(chat.knowledge, text, f"{n}.txt")
    reply = await chat.says("Theo 12/QĐ-UBND chủ tịch tiếp công dân ngày nào hằng tháng?")
    assert reply.text.count("12/QĐ-UBND – Quyết định") == 3
    assert "See the paper" in str(reply.buttons)
    assert "1." in (await chat.says("12/QĐ-UBND còn hiệu lực không?")).text


async def test_an_article_leads_to_those_it_names(chat: Chat) -> None:
    await put(
        chat.knowledge, FEES + "\nĐiều 4. Miễn\nHộ nghèo được miễn khoản thu quy định tại Điều 2.", "b.md"
    )
    await chat.says("Hộ nghèo được miễn khoản thu nào?")
    await chat.presses("Read Điều 4")
    assert "75.000" in (await chat.presses("→ Điều 2")).text


async def test_a_number_that_is_no_choice_is_no_question(chat: Chat) -> None:
    await put(chat.knowledge, DECISION)
    assert "see no words" in (await chat.says("7")).text


async def test_after_a_card_its_paper_is_meant(talk: Talk) -> None:
    ada, eve = talk("ada"), talk("eve")
    await put(ada.knowledge, DECISION)
    await put(ada.knowledge, FEES, "b.md")
    await ada.says("Lệ phí cấp giấy phép xây dựng cấp tỉnh là bao nhiêu?")
    assert "12/QĐ-UBND" in (await ada.says("/vb 12")).text
    reply = await ada.says("con hieu luc khong")
    assert "12/QĐ-UBND" in reply.text
    assert "In force" in reply.text
    assert "12/QĐ-UBND" in (await ada.says("văn bản nào thay thế?")).text
    assert "150.000" in (await ada.says("Lệ phí cấp giấy phép xây dựng cấp tỉnh?")).text
    await eve.does(text="x")
    assert "12/QĐ-UBND" not in (await eve.forges("documents.about:1")).text


async def test_words_in_quotation_marks_that_nobody_wrote(talk: Talk) -> None:
    ada = talk("ada")
    await put(ada.knowledge, DECISION)
    exact = await ada.says("“niêm yết lịch tiếp công dân”")
    assert "The papers say this:" in exact.text
    near = await ada.says("“lịch tiếp công dân niêm yết ở trụ sở”")
    assert near.text.startswith("No paper has exactly these words. The nearest:")
    assert "Văn phòng niêm yết" in near.text
    assert "found nothing" in (await ada.says("“giá vàng thế giới”")).text
    assert "found nothing" in (await talk("eve").says("“niêm yết lịch tiếp công dân”")).text
