"""Replies that a unit approved: they answer the like of their question, within their reach."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from knowledge.documents.enquiries import rows
from knowledge.documents.enquiries.aside import withdraw
from knowledge.documents.enquiries.book import drafted, one
from knowledge.documents.enquiries.known import KnownReply, counted, within
from knowledge.documents.enquiries.likeness import ALIKE, asks, likeness
from knowledge.documents.enquiries.rows import EnquiryRow
from knowledge.documents.enquiries.staff import approved_by
from knowledge.documents.search.candidates import Filters
from knowledge.documents.storage import next_change, store
from knowledge.documents.structure import Draft, Structure
from knowledge.documents.structure.head import Head
from knowledge.models import Document, DocumentKind, Enquiry, EnquiryDraft, EnquiryState, Reach
from knowledge.problems import Refusal

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from knowledge.database import Database
    from knowledge.documents import Documents

LOOKED_AT = 10
"""Hits of a search among which an approved reply must be."""
WIDENING = (Reach.UNIT, Reach.BELOW, Reach.EVERYONE)
OF_AN_ANSWER = (EnquiryState.ANSWERED, EnquiryState.SET_ASIDE, EnquiryState.APPROVED)


class Replies:
    """Approved replies, from the approval to their end."""

    def __init__(self, database: Database, documents: Documents) -> None:
        self._database = database
        self._documents = documents

    async def get(self, person_id: int, id: int) -> EnquiryRow | None:
        """Return an answered enquiry whose reply the person may approve; None for everybody else."""
        async with self._database.read() as connection:
            found = await rows.found(
                connection,
                Enquiry.id == id,
                approved_by(person_id),
                Enquiry.state.in_(OF_AN_ANSWER),
                viewer=person_id,
            )
            return found[0] if found else None

    async def to_approve(self, person_id: int, id: int) -> EnquiryRow:
        """Return an answered enquiry whose reply the person may approve. Raises Refusal."""
        row = await self.get(person_id, id)
        if row is None:
            raise rows.not_yours()
        return row

    async def approve(self, person_id: int, id: int, reach: str, now: datetime) -> EnquiryRow:
        """Let a reply answer others from now on, within a reach no wider than its paper's. Raises Refusal."""
        async with self._database.write() as connection:
            row = await self._held(connection, person_id, id)
            if reach not in reaches(row):
                raise Refusal("The reply cannot reach further than the paper that it is about.")
            if row.state == EnquiryState.APPROVED and row.reach == reach:
                return await one(connection, id, person_id)
            await publish(connection, row, reach, person_id, now)
            return await one(connection, id, person_id)

    async def rewrite(self, person_id: int, id: int, now: datetime) -> EnquiryRow:
        """Put one's draft in the place of a reply; an approved one stays approved. Raises Refusal."""
        async with self._database.write() as connection:
            row = await self._held(connection, person_id, id)
            text = await drafted(connection, person_id, id)
            if not text:
                return await one(connection, id, person_id)
            await connection.execute(update(Enquiry).where(Enquiry.id == id).values(reply=text))
            mine = (EnquiryDraft.enquiry_id == id) & (EnquiryDraft.person_id == person_id)
            await connection.execute(delete(EnquiryDraft).where(mine))
            row = await one(connection, id)
            if row.state == EnquiryState.APPROVED:
                await publish(connection, row, row.reach, person_id, now)
            return await one(connection, id, person_id)

    async def take_back(self, person_id: int, id: int) -> EnquiryRow:
        """Let a reply answer others no longer. Raises Refusal."""
        async with self._database.write() as connection:
            row = await self._held(connection, person_id, id)
            if row.state == EnquiryState.ANSWERED:
                return await one(connection, id, person_id)
            reply = select(Enquiry.reply_document_id).where(Enquiry.id == id)
            document_id = (await connection.execute(reply)).scalar_one()
            if document_id is not None:
                await withdraw(connection, document_id, await next_change(connection))
            ended = update(Enquiry).where(Enquiry.id == id).values(state=EnquiryState.ANSWERED)
            await connection.execute(ended)
            return await one(connection, id, person_id)

    async def alike(self, question: str, person_id: int, event: str, now: datetime) -> KnownReply | None:
        """Return the approved reply that answers a question, and count that it did, once for an event.

        It must be among the first that are found, and ask the same both ways.
        """
        # Among replies alone: papers that say more about it must not crowd them out.
        replies = Filters(kind=DocumentKind.REPLY)
        hits = await self._documents.search(question, person_id, LOOKED_AT, filters=replies)
        async with self._database.read() as connection:
            found = await within(connection, person_id, [hit.document_id for hit in hits])
        wanted = asks(question)
        fits = [(likeness(wanted, asks(row.question)), -row.enquiry_id, row) for row in found]
        best = max(fits, default=None)
        if best is None or best[0] < ALIKE:
            return None
        async with self._database.write() as connection:
            return await counted(connection, best[2], question, person_id, event=event, now=now)

    async def _held(self, connection: AsyncConnection, person_id: int, id: int) -> EnquiryRow:
        return await rows.held(connection, id, approved_by(person_id) & Enquiry.state.in_(OF_AN_ANSWER))


def reaches(row: EnquiryRow) -> tuple[Reach, ...]:
    """Return how far a reply may reach: no further than the paper that it is about."""
    if not row.paper_reach:
        return WIDENING
    return WIDENING[: WIDENING.index(Reach(row.paper_reach)) + 1]


async def publish(
    connection: AsyncConnection, row: EnquiryRow, reach: str, person_id: int, now: datetime
) -> None:
    """Store a reply like a paper, its question as the heading, so that it is found and rebuilt like one."""
    structure = Structure(Head(title=row.question), (Draft(0, "", row.question, row.reply),))
    source = f"hoi-dap-{row.id}"
    document = {
        "unit_id": row.unit_id,
        "reach": str(reach),
        "kind": str(DocumentKind.REPLY),
        "source": source,
        "content_hash": hashlib.sha256(f"{source}\n{row.question}\n{row.reply}".encode()).hexdigest(),
        "imported_at": now,
    }
    await store(connection, document, structure, None, dry_run=False)
    stored = select(Document.id).where(Document.unit_id == row.unit_id, Document.source == source)
    version = select(Document.version).where(Document.id == row.document_id)
    values = {
        "state": EnquiryState.APPROVED,
        "approved_by": person_id,
        "approved_at": now,
        "reply_document_id": (await connection.execute(stored)).scalar_one(),
        "document_version": await connection.scalar(version),
    }
    await connection.execute(update(Enquiry).where(Enquiry.id == row.id).values(values))
