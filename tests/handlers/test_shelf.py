"""A secretary corrects, withdraws and puts back published papers from their cards; nobody else can."""

from __future__ import annotations

from tests.conftest import WARD_B, Chat, Talk
from tests.knowledge.documents_files import DECISION
from tests.knowledge.registry.papers import file

ACTIONS = ("amend:{}", "amended:{}:number", "withdraw:{}", "withdrawn:{}", "restore:{}")
LINE = "/vb 12/QĐ-UBND"


async def shelve(sam: Chat) -> None:
    """Let the secretary save a paper."""
    await sam.sends("qd.txt", DECISION.encode())
    await sam.presses("Save")


def labels(chat: Chat) -> list[str]:
    return [b.label for row in chat.last.buttons for b in row] if chat.last else []


async def test_a_paper_is_corrected_on_its_card(talk: Talk) -> None:
    sam, ada = talk("sam"), talk("ada")
    await shelve(sam)
    await sam.says(LINE)
    await sam.presses("Edit details")
    await sam.presses("Signer")
    assert "Signer: Trần Văn A" in (await sam.says("Trần Văn A")).text
    await sam.presses("Number")
    assert "Number: 4" in (await sam.says("4")).text
    await sam.presses("In force until")
    assert "could not read a day" in (await sam.says("abc")).text
    assert "In force until: 01/02/2026" in (await sam.says("1/2/2026")).text
    assert "⛔ No longer in force since 02/02/2026" in (await sam.presses("◀ Card")).text
    await sam.presses("Edit details")
    await sam.presses("In force until")
    assert "In force until: –" in (await sam.says("-")).text
    text = (await ada.says("/vb chủ tịch tiếp công dân")).text + (await ada.says("/vanban")).text
    assert "4 – " in text
    assert "12/QĐ-UBND" not in text


async def test_a_withdrawn_paper_is_gone_and_those_who_cite_it_are_told(talk: Talk) -> None:
    sam, ada = talk("sam"), talk("ada")
    await shelve(sam)
    asked = await ada.says("chủ tịch tiếp công dân ngày nào hằng tháng")
    assert "ngày 15" in asked.text
    await ada.says(LINE)
    read = next(b.data for row in ada.last.buttons for b in row if b.label == "Read") if ada.last else ""
    await sam.says(LINE)
    assert "Withdraw 12/QĐ-UBND" in (await sam.presses("Withdraw")).text
    assert "Withdrawn: 12/QĐ-UBND" in (await sam.presses("Yes")).text
    assert "withdrawn by its office" in (await ada.forges(read)).text
    assert "not within your scope" in (await ada.says(LINE)).text
    assert "12/QĐ-UBND" not in (await ada.says("/vanban")).text
    assert "ngày 15" not in (await ada.says("chủ tịch tiếp công dân ngày nào hằng tháng")).text
    sam.later(hours=23)
    assert "Published again" in (await sam.forges("documents.restore:1")).text
    assert "12/QĐ-UBND" in (await ada.says(LINE)).text
    assert "ngày 15" in (await ada.says("chủ tịch tiếp công dân ngày nào hằng tháng")).text


async def test_it_can_be_put_back_for_a_day_and_filed_again_after(talk: Talk) -> None:
    sam = talk("sam")
    await shelve(sam)
    await sam.forges("documents.withdrawn:1")
    assert "Undo" in labels(sam)
    sam.later(hours=25)
    assert "no longer be undone" in (await sam.presses("Undo")).text
    await sam.sends("qd.txt", DECISION.encode())
    assert "Saved: 12/QĐ-UBND" in (await sam.presses("Save")).text
    card = await sam.knowledge.registry.card(1, None, sam.clock.now.date())
    assert card is not None
    assert (card.is_withdrawn, card.version) == (False, 2)


async def test_only_secretaries_of_its_unit_may(talk: Talk) -> None:
    sam = talk("sam")
    await shelve(sam)
    theirs = await file(sam.knowledge, "5-NQ/ĐU", "Nghị quyết", unit=WARD_B, reach="everyone")
    for name, number in (("ada", 1), ("lea", 1), ("grace", 1), ("eve", 1), ("sam", theirs)):
        person = talk(name)
        await person.forges(f"documents.card:{number}")
        assert not {"Edit details", "Withdraw"}.intersection(labels(person))
        for action in ACTIONS:
            reply = await person.forges("documents." + action.format(number))
            assert "not within your scope" in reply.text or "no longer be undone" in reply.text
    assert "12/QĐ-UBND" in (await sam.says(LINE)).text
    assert "not within your scope" in (await sam.forges("documents.amended:1:unit_id")).text
