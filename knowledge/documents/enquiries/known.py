"""The approved replies that a person may read, and the count of what they answered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, insert, or_, select, update
from sqlalchemy.orm import aliased

from knowledge.documents.structure import named
from knowledge.models import Asked, Document, DocumentState, Enquiry, EnquiryState, Origin, Passage, Unit
from knowledge.scope import visible_to

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

paper = aliased(Document)


@dataclass(frozen=True, slots=True)
class KnownReply:
    """An approved reply that answers a question like the one it was written for."""

    enquiry_id: int
    question: str
    text: str
    unit: str
    at: datetime
    passage_id: int
    """Of the reply itself, where it is stored like a paper."""
    paper: str
    """The paper that it is about; empty where there is none within the person's scope."""
    paper_passage_id: int | None
    asked_id: int = 0
    """The question as it was noted, for votes."""


async def within(connection: AsyncConnection, person_id: int, document_ids: list[int]) -> list[KnownReply]:
    """Return the replies among documents that the person may read, with their paper where they may."""
    first, of_paper = (
        select(func.min(Passage.id))
        .where(Passage.document_id == document.id, Passage.version == document.version)
        .scalar_subquery()
        for document in (Document, paper)
    )
    # Set aside already when the paper changed; this holds whoever changed it.
    newest = (paper.id == Enquiry.document_id) & (paper.version == Enquiry.document_version)
    of_newest = (
        select(paper.id).where(newest, paper.state == DocumentState.PUBLISHED).correlate(Enquiry).exists()
    )
    query = (
        select(
            Enquiry.id,
            Enquiry.question,
            Enquiry.reply,
            Enquiry.approved_at,
            Unit.name.label("unit"),
            first.label("passage_id"),
            paper.title,
            paper.number,
            of_paper.label("paper_passage_id"),
        )
        .join(Document, Document.id == Enquiry.reply_document_id)
        .join(Unit, Unit.id == Enquiry.unit_id)
        .outerjoin(
            paper, (paper.id == Enquiry.document_id) & visible_to(person_id, paper.unit_id, paper.reach)
        )
        .where(
            Document.id.in_(document_ids),
            Document.state == DocumentState.PUBLISHED,
            Enquiry.state == EnquiryState.APPROVED,
            or_(Enquiry.document_id.is_(None), of_newest),
            visible_to(person_id, Document.unit_id, Document.reach),
        )
    )
    return [
        KnownReply(
            enquiry_id=r.id,
            question=r.question,
            text=r.reply,
            unit=r.unit,
            at=r.approved_at,
            passage_id=r.passage_id,
            paper=named(r.title, r.number) if r.title else "",
            paper_passage_id=r.paper_passage_id,
        )
        for r in await connection.execute(query)
    ]


async def counted(
    connection: AsyncConnection,
    reply: KnownReply,
    question: str,
    person_id: int,
    *,
    event: str,
    now: datetime,
) -> KnownReply:
    """Note that a reply answered somebody, once for an event, and return it with that note's id."""
    asked_id = await connection.scalar(select(Asked.id).where(Asked.event == event))
    if asked_id is None:
        values = {
            "person_id": person_id,
            "event": event,
            "question": question,
            "asked_at": now,
            "origin": Origin.UNIT,
            "passages": [reply.passage_id],
            "confidence": 1.0,
        }
        asked_id = (await connection.execute(insert(Asked).values(values).returning(Asked.id))).scalar_one()
        raised = update(Enquiry).where(Enquiry.id == reply.enquiry_id).values(hits=Enquiry.hits + 1)
        await connection.execute(raised)
    return replace(reply, asked_id=asked_id)
