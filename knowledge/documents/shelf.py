"""Papers that are published, as the secretaries of their unit keep them: corrected, withdrawn, put back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from knowledge.documents.confirmed import CORRECTED, head_of, note, subject_of
from knowledge.documents.enquiries.aside import set_aside
from knowledge.documents.filings.heads import FIELDS, corrected
from knowledge.documents.storage import change, head_row, next_change
from knowledge.documents.structure import named
from knowledge.documents.structure.head import Head
from knowledge.models import AuditEntry, Document, DocumentKind, DocumentState, Role
from knowledge.scope import units_held

if TYPE_CHECKING:
    from sqlalchemy import Select
    from sqlalchemy.ext.asyncio import AsyncConnection

    from knowledge.database import Database

WITHDRAWN, RESTORED = "document_withdrawn", "document_restored"
UNDONE_WITHIN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Kept:
    """A paper as its secretary sees it."""

    id: int
    head: Head

    @property
    def name(self) -> str:
        """Return number and title as one line."""
        return named(self.head.title, self.head.number)


class Shelf:
    """Published papers; every method serves secretaries of the paper's unit, and nobody else."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, document_id: int, person_id: int) -> Kept | None:
        """Return a published paper; None for whoever is no secretary of its unit."""
        async with self._database.read() as connection:
            return await self._kept(connection, document_id, person_id, DocumentState.PUBLISHED)

    async def correct(
        self, document_id: int, person_id: int, field: str, value: str | date | None, now: datetime
    ) -> bool:
        """Change one field as the person gives it; what the paper does to others stays."""
        async with self._database.write() as connection:
            paper = await self._kept(connection, document_id, person_id, DocumentState.PUBLISHED)
            if paper is None or field not in FIELDS:
                return False
            head = corrected(paper.head, field, value)
            if head != paper.head:
                await change(connection, document_id, head_row(head))
                await note(connection, person_id, CORRECTED, subject_of(document_id), now)
            return True

    async def withdraw(self, document_id: int, person_id: int, now: datetime) -> Kept | None:
        """Take a paper back: nobody finds it, and those who cite it are told. None where it cannot be."""
        async with self._database.write() as connection:
            paper = await self._kept(connection, document_id, person_id, DocumentState.PUBLISHED)
            if paper and await self._turn(connection, document_id, DocumentState.WITHDRAWN):
                await set_aside(connection, document_id, now)
                await note(connection, person_id, WITHDRAWN, subject_of(document_id), now)
                return paper
        return None

    async def restore(self, document_id: int, person_id: int, now: datetime) -> Kept | None:
        """Put a paper back that was withdrawn a day ago at most; None where it cannot be."""
        lately = select(AuditEntry.id).where(
            AuditEntry.subject == subject_of(document_id),
            AuditEntry.action == WITHDRAWN,
            AuditEntry.at > now - UNDONE_WITHIN,
        )
        async with self._database.write() as connection:
            paper = await self._kept(connection, document_id, person_id, DocumentState.WITHDRAWN)
            if paper is None or (await connection.execute(lately)).first() is None:
                return None
            if not await self._turn(connection, document_id, DocumentState.PUBLISHED):
                return None
            await note(connection, person_id, RESTORED, subject_of(document_id), now)
            return paper

    @staticmethod
    async def _turn(connection: AsyncConnection, document_id: int, state: DocumentState) -> bool:
        """Set the state, unless somebody else has set it at the same moment."""
        raised = await next_change(connection)
        turned = update(Document).where(Document.id == document_id, Document.state != state)
        return bool((await connection.execute(turned.values(state=state, change=raised))).rowcount)

    @staticmethod
    async def _kept(
        connection: AsyncConnection, document_id: int, person_id: int, state: DocumentState
    ) -> Kept | None:
        row = (await connection.execute(own(document_id, person_id, state))).mappings().first()
        return Kept(document_id, head_of(row)) if row else None


def own(document_id: int, person_id: int, state: DocumentState) -> Select[tuple[object, ...]]:
    """Select a paper, if the person is a secretary of its unit."""
    return select(Document.__table__).where(
        Document.id == document_id,
        Document.kind == DocumentKind.PAPER,
        Document.state == state,
        Document.unit_id.in_(units_held(person_id, [Role.SECRETARY])),
    )
