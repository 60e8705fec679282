"""The papers of meetings and of the points of their agenda: who may read them, and who has opened them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from knowledge.agenda.seeing import seen_by
from knowledge.documents.structure import named
from knowledge.models import (
    AgendaItem,
    Attendee,
    AttendeeRole,
    Document,
    DocumentState,
    Meeting,
    MeetingPaper,
    MeetingState,
    PaperSeen,
)
from knowledge.scope import visible_to

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from knowledge.database import Database


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper of a meeting that the viewer may read."""

    document_id: int
    name: str
    item: int
    """The position of the agenda's point that it belongs to; 0 where it is the meeting's."""
    seen_at: datetime | None
    """When the viewer opened it first."""
    readers: int
    """How many of those invited by name have opened it."""


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A point of a meeting's agenda."""

    position: int
    title: str
    presenter: str


@dataclass(frozen=True, slots=True)
class Folder:
    """What a meeting works on, as one person sees it."""

    meeting_id: int
    title: str
    starts_at: datetime
    items: tuple[ItemRow, ...]
    papers: tuple[PaperRow, ...]
    invited: int


@dataclass(frozen=True, slots=True)
class UnreadPaper:
    """A paper that a person should read before a meeting."""

    meeting_id: int
    meeting: str
    starts_at: datetime
    name: str


class MeetingPapers:
    """Papers of meetings; each keeps its own reach."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, person_id: int, meeting_id: int) -> Folder | None:
        """Return a meeting's agenda and the papers that the person may read; None out of scope."""
        items = select(AgendaItem).where(AgendaItem.meeting_id == meeting_id).order_by(AgendaItem.position)
        invited = select(func.count()).where(
            Attendee.meeting_id == meeting_id, Attendee.role != AttendeeRole.SUBSTITUTE
        )
        async with self._database.view() as session:
            meeting = await session.scalar(
                select(Meeting).where(Meeting.id == meeting_id, seen_by(person_id))
            )
            if meeting is None:
                return None
            rows = [
                PaperRow(id_, named(title, number), item, seen, count)
                for id_, title, number, item, seen, count in await session.execute(
                    papers_of(person_id, meeting_id)
                )
            ]
            points = [ItemRow(i.position, i.title, i.presenter) for i in await session.scalars(items)]
            people = await session.scalar(invited) or 0
        return Folder(meeting.id, meeting.title, meeting.starts_at, tuple(points), tuple(rows), people)

    async def opened(self, person_id: int, meeting_id: int, document_id: int, now: datetime) -> bool:
        """Note that the person has opened a paper; False where they may not."""
        query = (
            select(MeetingPaper.document_id)
            .join(Document, Document.id == MeetingPaper.document_id)
            .join(Meeting, Meeting.id == MeetingPaper.meeting_id)
            .where(
                MeetingPaper.meeting_id == meeting_id,
                MeetingPaper.document_id == document_id,
                readable(person_id),
                seen_by(person_id),
            )
        )
        insert = sqlite.insert if self._database.is_sqlite else postgresql.insert
        values = {
            "meeting_id": meeting_id,
            "document_id": document_id,
            "person_id": person_id,
            "seen_at": now,
        }
        async with self._database.write() as connection:
            if (await connection.execute(query)).first() is None:
                return False
            await connection.execute(insert(PaperSeen).values(values).on_conflict_do_nothing())
            return True

    async def unread(self, person_id: int, start: datetime, end: datetime) -> list[UnreadPaper]:
        """Return what the person should read for the meetings in [start, end) to which they are invited."""
        query = (
            select(Meeting.id, Meeting.title, Meeting.starts_at, Document.title, Document.number)
            .join(MeetingPaper, MeetingPaper.meeting_id == Meeting.id)
            .join(Document, Document.id == MeetingPaper.document_id)
            .join(Attendee, and_(Attendee.meeting_id == Meeting.id, Attendee.person_id == person_id))
            .outerjoin(PaperSeen, opened_by(person_id))
            .where(
                Meeting.starts_at >= start,
                Meeting.starts_at < end,
                Meeting.state == MeetingState.PLANNED,
                PaperSeen.person_id.is_(None),
                readable(person_id),
            )
            .order_by(Meeting.starts_at, Meeting.id, Document.id)
        )
        async with self._database.read() as connection:
            return [
                UnreadPaper(id_, meeting, starts_at, named(title, number))
                for id_, meeting, starts_at, title, number in await connection.execute(query)
            ]


def papers_of(person_id: int, meeting_id: int) -> Select[*tuple[Any, ...]]:
    """Select the papers of a meeting that a person may read, with when they opened each, and how many did."""
    readers = (
        select(func.count(PaperSeen.person_id))
        .join(Attendee, invited_reader())
        .where(
            PaperSeen.meeting_id == MeetingPaper.meeting_id,
            PaperSeen.document_id == MeetingPaper.document_id,
        )
        .scalar_subquery()
    )
    return (
        select(
            Document.id,
            Document.title,
            Document.number,
            func.coalesce(AgendaItem.position, 0),
            PaperSeen.seen_at,
            readers,
        )
        .join(MeetingPaper, MeetingPaper.document_id == Document.id)
        .outerjoin(AgendaItem, AgendaItem.id == MeetingPaper.item_id)
        .outerjoin(PaperSeen, opened_by(person_id))
        .where(MeetingPaper.meeting_id == meeting_id, readable(person_id))
        .order_by(func.coalesce(AgendaItem.position, 0), Document.id)
    )


def opened_by(person_id: int) -> ColumnElement[bool]:
    """Return the condition that joins a meeting's paper to when a person opened it."""
    return and_(
        PaperSeen.meeting_id == MeetingPaper.meeting_id,
        PaperSeen.document_id == MeetingPaper.document_id,
        PaperSeen.person_id == person_id,
    )


def readable(person_id: int) -> ColumnElement[bool]:
    """Return the condition of papers that a person may read."""
    return and_(
        Document.state == DocumentState.PUBLISHED, visible_to(person_id, Document.unit_id, Document.reach)
    )


def invited_reader() -> ColumnElement[bool]:
    """Return the condition that joins who opened a paper to who is invited."""
    return and_(
        Attendee.meeting_id == PaperSeen.meeting_id,
        Attendee.person_id == PaperSeen.person_id,
        Attendee.role != AttendeeRole.SUBSTITUTE,
    )


async def has_papers(session: AsyncSession, person_id: int, meeting_id: int) -> bool:
    """Tell whether a meeting has a point on its agenda, or a paper that a person may read."""
    papers = (
        select(MeetingPaper.document_id)
        .join(Document, Document.id == MeetingPaper.document_id)
        .where(MeetingPaper.meeting_id == meeting_id, readable(person_id))
    )
    items = select(AgendaItem.id).where(AgendaItem.meeting_id == meeting_id)
    return bool(await session.scalar(select(or_(papers.exists(), items.exists()))))
