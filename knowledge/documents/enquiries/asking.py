"""Handing a question on: to which unit it goes, and whether it waits there already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, insert, select

from knowledge.documents.enquiries import rows
from knowledge.documents.enquiries.rows import EnquiryRow
from knowledge.documents.enquiries.staff import ANSWERERS
from knowledge.documents.enquiries.telling import tell_answerers
from knowledge.models import (
    Asked,
    Document,
    DocumentState,
    Enquiry,
    EnquiryAsker,
    EnquiryState,
    Passage,
    Person,
    Post,
    Unit,
)
from knowledge.problems import Refusal
from knowledge.scope import units_held, visible_to
from knowledge.vietnamese.text import fold

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

MOST_OPEN = 5
"""Enquiries that one person may be waiting for at a time."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A unit that a question may go to."""

    unit_id: int
    unit: str


@dataclass(frozen=True, slots=True)
class Place:
    """A question with where it goes."""

    question: str
    unit_id: int
    document_id: int | None


@dataclass(frozen=True, slots=True)
class Sent:
    """An enquiry that somebody waits for now."""

    row: EnquiryRow
    joined: bool
    """Whether it was open already, from them or from somebody else."""


async def place_of_answer(
    connection: AsyncConnection, person_id: int, asked_id: int, unit_id: int
) -> Place | list[Choice]:
    """Find where one's own question goes; several units where no paper tells. Raises Refusal."""
    mine = select(Asked.question, Asked.passages).where(Asked.id == asked_id, Asked.person_id == person_id)
    asked = (await connection.execute(mine)).first()
    if asked is None:
        raise Refusal("This answer is not within your scope, or is no longer kept. Please ask again: /hoi.")
    if asked.passages and (paper := await owner(connection, person_id, asked.passages[0])):
        return Place(asked.question, *paper)
    posts = await own_units(connection, person_id)
    if unit_id:
        posts = [choice for choice in posts if choice.unit_id == unit_id]
    if not posts:
        raise Refusal("You have no post in this unit, so nobody there can be asked.")
    return Place(asked.question, posts[0].unit_id, None) if len(posts) == 1 else posts


async def owner(
    connection: AsyncConnection, person_id: int, passage_id: int
) -> tuple[int, int | None] | None:
    """Return the unit and id of the paper that a passage stands in; None where it cannot be read any more.

    A passage of an approved reply leads to what that reply is about.
    """
    query = (
        select(Document.unit_id, Document.id, Enquiry.id.label("enquiry_id"), Enquiry.document_id)
        .join(Passage, Passage.document_id == Document.id)
        .outerjoin(Enquiry, Enquiry.reply_document_id == Document.id)
        .where(
            Passage.id == passage_id,
            Document.state == DocumentState.PUBLISHED,
            visible_to(person_id, Document.unit_id, Document.reach),
        )
    )
    row = (await connection.execute(query)).first()
    if row is None:
        return None
    return row.unit_id, row.document_id if row.enquiry_id else row.id


async def own_units(connection: AsyncConnection, person_id: int) -> list[Choice]:
    """Return the units in which the person has a post, in the order of the posts."""
    query = (
        select(Unit.id, Unit.name)
        .join(Post, Post.unit_id == Unit.id)
        .join(Person, Person.id == Post.person_id)
        .where(Person.id == person_id, Person.suspended_at.is_(None))
        .order_by(Post.id)
    )
    return list({row.id: Choice(*row) for row in await connection.execute(query)}.values())


async def hand_on(
    connection: AsyncConnection, person_id: int, place: Place, event: str, now: datetime
) -> Sent:
    """Open an enquiry, or join the open one that asks the same. Raises Refusal."""
    enquiry_id = await same_open(connection, place)
    joined = enquiry_id is not None
    if enquiry_id and await is_waiting(connection, person_id, enquiry_id):
        return Sent(
            (await rows.found(connection, Enquiry.id == enquiry_id, viewer=person_id))[0], joined=True
        )
    await refuse_too_many(connection, person_id)
    if enquiry_id is None:
        enquiry_id = await open_enquiry(connection, person_id, place, event, now)
        await tell_answerers(connection, enquiry_id, place.unit_id, person_id, now)
    row = {"enquiry_id": enquiry_id, "person_id": person_id, "event": event, "asked_at": now}
    await connection.execute(insert(EnquiryAsker).values(row | {"value": 0, "voted": ""}))
    return Sent((await rows.found(connection, Enquiry.id == enquiry_id, viewer=person_id))[0], joined=joined)


async def is_waiting(connection: AsyncConnection, person_id: int, enquiry_id: int) -> bool:
    """Tell whether the person waits for this enquiry already."""
    mine = (EnquiryAsker.enquiry_id == enquiry_id) & (EnquiryAsker.person_id == person_id)
    return await connection.scalar(select(EnquiryAsker.enquiry_id).where(mine)) is not None


async def refuse_too_many(connection: AsyncConnection, person_id: int) -> None:
    """Refuse one more enquiry to whom waits for as many as one may."""
    waiting = (
        select(func.count())
        .select_from(EnquiryAsker)
        .join(Enquiry, Enquiry.id == EnquiryAsker.enquiry_id)
        .where(EnquiryAsker.person_id == person_id, Enquiry.state == EnquiryState.OPEN)
    )
    if (await connection.scalar(waiting) or 0) >= MOST_OPEN:
        raise Refusal(
            "You already wait for {count} replies. Please wait for one of them before you ask again.",
            count=MOST_OPEN,
        )


async def same_open(connection: AsyncConnection, place: Place) -> int | None:
    """Return the open enquiry that asks the same in the same place, whoever asked it."""
    query = (
        select(Enquiry.id, Enquiry.question)
        .where(
            Enquiry.unit_id == place.unit_id,
            Enquiry.state == EnquiryState.OPEN,
            Enquiry.document_id.is_not_distinct_from(place.document_id),
        )
        .order_by(Enquiry.id)
    )
    wanted = plain(place.question)
    rows = await connection.execute(query)
    return next((row.id for row in rows if plain(row.question) == wanted), None)


def plain(question: str) -> str:
    """Return a question as it is compared with others: words only."""
    return " ".join("".join(c if c.isalnum() else " " for c in fold(question)).split())


async def open_enquiry(
    connection: AsyncConnection, person_id: int, place: Place, event: str, now: datetime
) -> int:
    """Write a new enquiry and return its id."""
    values = {
        "person_id": person_id,
        "unit_id": place.unit_id,
        "document_id": place.document_id,
        "event": event,
        "question": place.question,
        "asked_at": now,
        "state": EnquiryState.OPEN,
        "reply": "",
        "hits": 0,
    }
    return (await connection.execute(insert(Enquiry).values(values).returning(Enquiry.id))).scalar_one()


async def place_of_unanswered(connection: AsyncConnection, person_id: int, asked_id: int) -> Place:
    """Return a question of somebody in one's units, and which of these units answers it. Raises Refusal."""
    query = select(Asked.question, Post.unit_id).join(Post, Post.person_id == Asked.person_id)
    mine = query.where(Asked.id == asked_id, Post.unit_id.in_(units_held(person_id, ANSWERERS)))
    row = (await connection.execute(mine.order_by(Post.id))).first()
    if row is None:
        raise Refusal("This question is not within your scope. /cauhoi shows those of your units.")
    return Place(row.question, row.unit_id, None)
