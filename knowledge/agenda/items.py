"""A meeting's own agenda as who organises it writes it: its points, and which papers belong to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from knowledge.agenda.conferences.rights import organised
from knowledge.agenda.papers import readable
from knowledge.documents.structure import named
from knowledge.models import AgendaItem, Document, MeetingPaper
from knowledge.problems import Refusal
from knowledge.vietnamese.text import clean

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from knowledge.database import Database

LONGEST_ITEM = 300
MOST_ITEMS = 60


class AgendaItems:
    """Points of meetings' agendas, with their papers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def attach(self, person_id: int, meeting_id: int, number: str, item: int) -> str:
        """Put a paper on a meeting, or on a point of its agenda; returns its name. Raises Refusal."""
        async with self._database.edit() as session:
            await organised(session, person_id, meeting_id)
            document = await paper_called(session, person_id, number)
            item_id = await item_at(session, meeting_id, item) if item else None
            row = await session.get(MeetingPaper, (meeting_id, document.id))
            if row is None:
                row = MeetingPaper(meeting_id=meeting_id, document_id=document.id)
                session.add(row)
            row.item_id, row.is_added = item_id, True
            return named(document.title, document.number)

    async def detach(self, person_id: int, meeting_id: int, document_id: int) -> None:
        """Take a paper off a meeting. Raises Refusal."""
        async with self._database.edit() as session:
            await organised(session, person_id, meeting_id)
            if row := await session.get(MeetingPaper, (meeting_id, document_id)):
                await session.delete(row)

    async def plan(self, person_id: int, meeting_id: int, items: list[tuple[str, str]]) -> int:
        """Write a meeting's agenda anew: titles and who presents; papers stay with their positions.

        Returns how many points there are. Raises Refusal.
        """
        async with self._database.edit() as session:
            await organised(session, person_id, meeting_id)
            query = select(AgendaItem).where(AgendaItem.meeting_id == meeting_id)
            there = {item.position: item for item in await session.scalars(query)}
            for position, (title, presenter) in enumerate(items[:MOST_ITEMS], 1):
                item = there.pop(position, None) or AgendaItem(meeting_id=meeting_id, position=position)
                item.title, item.presenter = clean(title)[:LONGEST_ITEM], clean(presenter)[:LONGEST_ITEM]
                session.add(item)
            for item in there.values():
                await session.delete(item)
            return len(items[:MOST_ITEMS])


async def paper_called(session: AsyncSession, person_id: int, number: str) -> Document:
    """Return the paper with this number, among those that the person may read. Raises Refusal."""
    query = select(Document).where(func.lower(Document.number) == clean(number).lower(), readable(person_id))
    found = list(await session.scalars(query.order_by(Document.id.desc()).limit(2)))
    if not found:
        raise Refusal(
            "No paper that you may read has the number “{number}”. Please send the file to me first.",
            number=number[:60],
        )
    return found[0]


async def item_at(session: AsyncSession, meeting_id: int, position: int) -> int:
    """Return the point of the agenda at a position. Raises Refusal."""
    query = select(AgendaItem.id).where(AgendaItem.meeting_id == meeting_id, AgendaItem.position == position)
    found = await session.scalar(query)
    if found is None:
        raise Refusal("The agenda has no point {number}.", number=position)
    return found
