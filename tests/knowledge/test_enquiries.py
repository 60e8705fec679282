"""Enquiries: who answers one need not be among the readers of the paper that it is about."""

from __future__ import annotations

from sqlalchemy import update

from knowledge import Knowledge
from knowledge.documents import ReadDocument
from knowledge.models import Document, Enquiry, Origin
from tests.conftest import NOON, OFFICE, WARD_B
from tests.knowledge.documents_files import DECISION

ADA, SAM, LEA = 1, 2, 3


async def test_a_paper_that_the_answerer_may_not_read_has_no_name(staffed: Knowledge) -> None:
    read = ReadDocument(tuple(DECISION.split("\n")))
    await staffed.documents.import_document(read, OFFICE, "unit", "a.txt", NOON)
    [hit, *_] = await staffed.documents.search("lịch tiếp công dân", ADA)
    asked = await staffed.asked.note(
        ADA, "e1", "Ai trực?", origin=Origin.PAPERS, passages=[hit.passage_id], confidence=0.5, now=NOON
    )
    await staffed.enquiries.ask(ADA, asked, 0, event="e2", now=NOON)
    [row], _ = await staffed.enquiries.waiting(SAM, 10)
    assert "12/QĐ-UBND" in row.paper
    async with staffed.database.edit() as session:
        await session.execute(update(Document).values(unit_id=WARD_B))
        await session.execute(update(Enquiry).values(unit_id=OFFICE))
    [row], _ = await staffed.enquiries.waiting(SAM, 10)
    assert (row.paper, row.document_id, row.paper_reach) == ("", None, "")
    drafted = await staffed.enquiries.draft(SAM, row.id, "Văn phòng trực.")
    replied = await staffed.enquiries.reply(SAM, row.id, NOON)
    mine = await staffed.enquiries.mine(ADA, row.id)
    assert mine is not None
    assert (drafted.paper, replied.paper, mine.paper) == ("", "", "")
    as_lead = await staffed.replies.get(LEA, row.id)
    assert as_lead is not None
    assert "12/QĐ-UBND" in as_lead.paper
