"""Approved replies about a paper that has changed: out of use until somebody approves them again."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from knowledge.documents.enquiries.staff import approvers
from knowledge.documents.enquiries.telling import tell
from knowledge.models import Document, DocumentState, Enquiry, EnquiryState

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection


async def set_aside(connection: AsyncConnection, document_id: int, now: datetime) -> int:
    """Take the approved replies about a paper out of use, tell their unit, and return how many there were.

    Called in the transaction that writes the paper's new version or withdraws it, after the paper's own row:
    the replies change with the same number.
    """
    of_paper = select(Document.change).where(Document.id == document_id)
    change = (await connection.execute(of_paper)).scalar_one()
    about = (Enquiry.document_id == document_id, Enquiry.state == EnquiryState.APPROVED)
    query = select(Enquiry.id, Enquiry.unit_id, Enquiry.reply_document_id).where(*about)
    rows = (await connection.execute(query.with_for_update())).all()
    for row in rows:
        await connection.execute(
            update(Enquiry).where(Enquiry.id == row.id).values(state=EnquiryState.SET_ASIDE)
        )
        await withdraw(connection, row.reply_document_id, change)
        for person_id in await approvers(connection, row.unit_id):
            await tell(connection, person_id, "reply_set_aside", row.id, now, round=str(change))
    return len(rows)


async def withdraw(connection: AsyncConnection, reply_document_id: int, change: int) -> None:
    """Let an approved reply be found no longer."""
    gone = update(Document).where(Document.id == reply_document_id)
    await connection.execute(gone.values(state=DocumentState.WITHDRAWN, change=change))
