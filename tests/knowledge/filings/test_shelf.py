"""Published papers change for the secretaries of their unit only, on both kinds of database."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from knowledge import Knowledge
from knowledge.models import AuditEntry
from tests.conftest import NOON, WARD_B
from tests.knowledge.registry.papers import file, relate

SAM, ADA, GRACE, EVE = 2, 1, 4, 6
TODAY = NOON.date()


async def test_a_correction_keeps_relations_and_version(staffed: Knowledge) -> None:
    old = await file(staffed, "1-QĐ/TU", "Quy định")
    new = await file(staffed, "2-QĐ/TU", "Quy định mới")
    await relate(staffed, new, "replaces", "1-QĐ/TU")
    assert await staffed.shelf.correct(new, SAM, "signer", "Trần Văn A", NOON)
    card = await staffed.registry.card(new, SAM, TODAY)
    assert card is not None
    assert (card.signer, card.version, [link.document_id for link in card.links]) == ("Trần Văn A", 1, [old])
    async with staffed.database.read() as connection:
        noted = (await connection.execute(select(AuditEntry.action, AuditEntry.subject))).all()
    assert [tuple(row) for row in noted] == [("document_corrected", f"document:{new}")]


async def test_a_withdrawn_paper_is_in_no_list_and_comes_back(staffed: Knowledge) -> None:
    paper = await file(staffed, "1-QĐ/TU", "Quy định về họp trực tuyến")
    assert (await staffed.documents.search("trách nhiệm", ADA)) != []
    assert await staffed.shelf.withdraw(paper, SAM, NOON) is not None
    assert await staffed.shelf.withdraw(paper, SAM, NOON) is None
    assert await staffed.documents.titles(ADA) == []
    assert (await staffed.registry.find("1-QĐ/TU", ADA, NOON)).papers == ()
    assert await staffed.documents.search("trách nhiệm", ADA) == []
    assert await staffed.shelf.restore(paper, SAM, NOON + timedelta(days=1)) is None
    assert await staffed.shelf.restore(paper, SAM, NOON + timedelta(hours=23)) is not None
    assert (await staffed.documents.search("trách nhiệm", ADA)) != []


async def test_others_change_nothing(staffed: Knowledge) -> None:
    paper = await file(staffed, "1-QĐ/TU", "Quy định", reach="everyone")
    theirs = await file(staffed, "2-QĐ/TU", "Quy định", unit=WARD_B, reach="everyone")
    for person, document in ((ADA, paper), (GRACE, paper), (EVE, paper), (SAM, theirs)):
        assert await staffed.shelf.get(document, person) is None
        assert not await staffed.shelf.correct(document, person, "number", "9", NOON)
        assert await staffed.shelf.withdraw(document, person, NOON) is None
        assert await staffed.shelf.restore(document, person, NOON) is None
    assert len(await staffed.documents.titles(None)) == 2
