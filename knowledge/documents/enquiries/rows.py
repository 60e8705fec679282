"""Rows of enquiries, as those who may see them do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

from knowledge.documents.structure import named
from knowledge.models import Document, Enquiry, EnquiryAsker, EnquiryState, Person, Post, Unit
from knowledge.problems import Refusal
from knowledge.scope import Viewer, visible_to

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

replier = aliased(Person)
reply_document = aliased(Document)


@dataclass(frozen=True, slots=True)
class EnquiryRow:
    """An enquiry with the names of those it concerns."""

    id: int
    unit_id: int
    unit: str
    question: str
    asked_at: datetime
    state: str
    reply: str
    replied_by: int | None
    replied_at: datetime | None
    replier: str
    hits: int
    document_id: int | None
    paper: str
    """The paper that it is about; empty where there is none within the viewer's scope."""
    paper_reach: str
    reach: str
    """Of the approved reply; empty before."""

    @property
    def is_open(self) -> bool:
        """Tell whether somebody still waits for the reply."""
        return self.state == EnquiryState.OPEN


@dataclass(frozen=True, slots=True)
class Asker:
    """Who waits for a reply, and from which unit."""

    id: int
    name: str
    unit: str


ROWS = (
    select(
        Enquiry.id,
        Enquiry.unit_id,
        Unit.name.label("unit"),
        Enquiry.question,
        Enquiry.asked_at,
        Enquiry.state,
        Enquiry.reply,
        Enquiry.replied_by,
        Enquiry.replied_at,
        replier.name.label("replier"),
        Enquiry.hits,
        Enquiry.document_id,
        Document.title,
        Document.number,
        Document.reach.label("paper_reach"),
        reply_document.reach,
    )
    .join(Unit, Unit.id == Enquiry.unit_id)
    .outerjoin(replier, replier.id == Enquiry.replied_by)
    .outerjoin(Document, Document.id == Enquiry.document_id)
    .outerjoin(reply_document, reply_document.id == Enquiry.reply_document_id)
)


async def found(
    connection: AsyncConnection,
    *conditions: ColumnElement[bool],
    viewer: Viewer = None,
    oldest: bool = True,
    limit: int = 100,
    offset: int = 0,
) -> list[EnquiryRow]:
    """Return the enquiries under these conditions, the oldest first unless told otherwise.

    Whoever answers an enquiry need not be among the readers of its paper: it is left out for them.
    """
    order = (Enquiry.asked_at, Enquiry.id) if oldest else (Enquiry.asked_at.desc(), Enquiry.id.desc())
    readable = visible_to(viewer, Document.unit_id, Document.reach).label("is_readable")
    query = ROWS.add_columns(readable).where(*conditions).order_by(*order).limit(limit).offset(offset)
    return [
        EnquiryRow(
            id=r.id,
            unit_id=r.unit_id,
            unit=r.unit,
            question=r.question,
            asked_at=r.asked_at,
            state=r.state,
            reply=r.reply,
            replied_by=r.replied_by,
            replied_at=r.replied_at,
            replier=r.replier or "",
            hits=r.hits,
            document_id=r.document_id if r.is_readable else None,
            paper=named(r.title, r.number) if r.title and r.is_readable else "",
            paper_reach=(r.paper_reach or "") if r.is_readable else "",
            reach=r.reach or "",
        )
        for r in await connection.execute(query)
    ]


async def held(connection: AsyncConnection, id: int, condition: ColumnElement[bool]) -> EnquiryRow:
    """Return an enquiry that meets the condition and hold it until the transaction ends. Raises Refusal."""
    lock = select(Enquiry.id).where(Enquiry.id == id, condition).with_for_update()
    if (await connection.execute(lock)).first() is None:
        raise not_yours()
    return (await found(connection, Enquiry.id == id))[0]


def not_yours() -> Refusal:
    """Make the refusal of what somebody may not answer, or what is not there."""
    return Refusal("This enquiry is not within your scope. /cauhoi shows those of your units.")


async def askers(connection: AsyncConnection, enquiry_id: int) -> list[Asker]:
    """Return who waits for the reply, in the order in which they asked, each with their first unit."""
    query = (
        select(Person.id, Person.name, Unit.name.label("unit"))
        .join(EnquiryAsker, EnquiryAsker.person_id == Person.id)
        .outerjoin(Post, Post.person_id == Person.id)
        .outerjoin(Unit, Unit.id == Post.unit_id)
        .where(EnquiryAsker.enquiry_id == enquiry_id)
        .order_by(EnquiryAsker.asked_at, Person.id, Post.id)
    )
    first: dict[int, Asker] = {}
    for row in await connection.execute(query):
        first.setdefault(row.id, Asker(row.id, row.name, row.unit or ""))
    return list(first.values())
