"""Enquiries: from the person who asks to the unit that owns the paper, and back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, delete, func, insert, select, update

from knowledge.documents.enquiries import rows
from knowledge.documents.enquiries.asking import (
    Choice,
    Place,
    Sent,
    hand_on,
    open_enquiry,
    place_of_answer,
    place_of_unanswered,
)
from knowledge.documents.enquiries.rows import Asker, EnquiryRow
from knowledge.documents.enquiries.staff import answered_by, approvers
from knowledge.documents.enquiries.telling import settle, tell
from knowledge.documents.reading import refuse_secret
from knowledge.models import Enquiry, EnquiryAsker, EnquiryDraft, EnquiryState, Person
from knowledge.problems import Refusal
from knowledge.scope import Viewer
from knowledge.vietnamese.text import clean

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from knowledge.database import Database

LONGEST_REPLY = 3000


class Enquiries:
    """Questions that people answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def ask(
        self, person_id: int, asked_id: int, unit_id: int, *, event: str, now: datetime
    ) -> Sent | list[Choice]:
        """Hand one's own question on to the unit of its first source; the same event does so once.

        Without a source it goes to one's own unit: `unit_id`, or, for 0, the only one; several are returned
        to choose from. Raises Refusal.
        """
        async with self._database.write() as connection:
            # Whoever asks twice at once takes turns: what they wait for is counted.
            await connection.execute(select(Person.id).where(Person.id == person_id).with_for_update())
            known = select(EnquiryAsker.enquiry_id).where(
                EnquiryAsker.event == event, EnquiryAsker.person_id == person_id
            )
            if (enquiry_id := await connection.scalar(known)) is not None:
                return Sent(await one(connection, enquiry_id, person_id), joined=False)
            place = await place_of_answer(connection, person_id, asked_id, unit_id)
            if isinstance(place, Place):
                return await hand_on(connection, person_id, place, event, now)
            return place

    async def get(self, person_id: int, id: int) -> tuple[EnquiryRow, list[Asker]] | None:
        """Return an enquiry that the person may answer, with who waits for it; None for everybody else."""
        async with self._database.read() as connection:
            found = await rows.found(connection, Enquiry.id == id, answered_by(person_id), viewer=person_id)
            return (found[0], await rows.askers(connection, id)) if found else None

    async def to_answer(self, person_id: int, id: int) -> tuple[EnquiryRow, list[Asker]]:
        """Return an open enquiry that the person may answer, with who waits for it. Raises Refusal."""
        found = await self.get(person_id, id)
        if found is None:
            raise rows.not_yours()
        refuse_settled(found[0])
        return found

    async def mine(self, person_id: int, id: int) -> EnquiryRow | None:
        """Return an enquiry for which the person waits or waited; None for everybody else."""
        async with self._database.read() as connection:
            found = await rows.found(connection, Enquiry.id == id, waits(person_id), viewer=person_id)
            return found[0] if found else None

    async def waiting(self, person_id: int, limit: int, offset: int = 0) -> tuple[list[EnquiryRow], int]:
        """Return the open enquiries that the person may answer, the oldest first, and how many there are."""
        mine = (Enquiry.state == EnquiryState.OPEN, answered_by(person_id))
        count = select(func.count()).select_from(Enquiry).where(*mine)
        async with self._database.read() as connection:
            found = await rows.found(connection, *mine, viewer=person_id, limit=limit, offset=offset)
            return found, await connection.scalar(count) or 0

    async def draft(self, person_id: int, id: int, text: str) -> EnquiryRow:
        """Keep a typed reply until it is sent or written anew. Raises Refusal."""
        text = clean(text)
        if len(text) > LONGEST_REPLY:
            raise Refusal(
                "That reply is too long ({count} characters; {limit} at most). Please shorten it.",
                count=len(text),
                limit=LONGEST_REPLY,
            )
        refuse_secret("", text.split("\n"))
        async with self._database.write() as connection:
            await rows.held(connection, id, answered_by(person_id))
            mine = (EnquiryDraft.enquiry_id == id) & (EnquiryDraft.person_id == person_id)
            await connection.execute(delete(EnquiryDraft).where(mine))
            values = {"enquiry_id": id, "person_id": person_id, "text": text}
            await connection.execute(insert(EnquiryDraft).values(values))
            return await one(connection, id, person_id)

    async def reply(self, person_id: int, id: int, now: datetime) -> EnquiryRow:
        """Send one's draft to everybody who waits, once, and offer it for approval. Raises Refusal."""
        async with self._database.write() as connection:
            row = await rows.held(connection, id, answered_by(person_id))
            text = await drafted(connection, person_id, id)
            if not row.is_open and row.replied_by == person_id and not text:
                return await one(connection, id, person_id)
            refuse_settled(row)
            if not text:
                raise Refusal("Nothing is written yet. Please press Reply and type the answer.")
            await settle(connection, row, EnquiryState.ANSWERED, text, by=person_id, now=now)
            for approver in await approvers(connection, row.unit_id):
                if approver != person_id:
                    await tell(connection, approver, "enquiry_approval", id, now)
            return await one(connection, id, person_id)

    async def decline(self, person_id: int, id: int, reason: str, now: datetime) -> EnquiryRow:
        """Say that a question is not the unit's to answer, once, and tell who waits. Raises Refusal."""
        reason = clean(reason)[:LONGEST_REPLY]
        refuse_secret("", reason.split("\n"))
        async with self._database.write() as connection:
            row = await rows.held(connection, id, answered_by(person_id))
            if row.state == EnquiryState.DECLINED and row.replied_by == person_id:
                return await one(connection, id, person_id)
            refuse_settled(row)
            await settle(connection, row, EnquiryState.DECLINED, reason, by=person_id, now=now)
            return await one(connection, id, person_id)

    async def rate(self, person_id: int, id: int, value: int, event: str) -> int:
        """Vote on a reply that one waited for; the same vote again takes it back. Raises Refusal."""
        mine = (EnquiryAsker.enquiry_id == id, EnquiryAsker.person_id == person_id)
        async with self._database.write() as connection:
            query = select(EnquiryAsker.value, EnquiryAsker.voted).where(*mine).with_for_update()
            old = (await connection.execute(query)).first()
            if old is None or value not in {1, -1}:
                raise Refusal("This reply is not within your scope.")
            if old.voted == event:
                return int(old.value)
            new = 0 if old.value == value else value
            await connection.execute(update(EnquiryAsker).where(*mine).values(value=new, voted=event))
            return new

    async def take_up(self, person_id: int, asked_id: int, *, event: str, now: datetime) -> EnquiryRow:
        """Open an enquiry, for which nobody waits, for a question without an answer. Raises Refusal."""
        async with self._database.write() as connection:
            known = await connection.scalar(select(Enquiry.id).where(Enquiry.event == event))
            if known is None:
                place = await place_of_unanswered(connection, person_id, asked_id)
                known = await open_enquiry(connection, person_id, place, event, now)
            return await one(connection, known, person_id)


def waits(person_id: int) -> ColumnElement[bool]:
    """Return the condition of the enquiries whose reply the person waits or waited for."""
    return Enquiry.id.in_(select(EnquiryAsker.enquiry_id).where(EnquiryAsker.person_id == person_id))


def refuse_settled(row: EnquiryRow) -> None:
    """Refuse to answer an enquiry twice."""
    if row.state == EnquiryState.DECLINED:
        raise Refusal("{name} has declined this enquiry already.", name=row.replier)
    if not row.is_open:
        raise Refusal("{name} has answered this enquiry already.", name=row.replier)


async def one(connection: AsyncConnection, id: int, viewer: Viewer = None) -> EnquiryRow:
    """Return an enquiry that is known to exist."""
    return (await rows.found(connection, Enquiry.id == id, viewer=viewer))[0]


async def drafted(connection: AsyncConnection, person_id: int, id: int) -> str:
    """Return the person's draft; empty where there is none."""
    mine = (EnquiryDraft.enquiry_id == id) & (EnquiryDraft.person_id == person_id)
    return await connection.scalar(select(EnquiryDraft.text).where(mine)) or ""
