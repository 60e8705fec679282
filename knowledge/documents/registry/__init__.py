"""The registry: papers by what people type, their cards, and whether they are in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from knowledge.documents.registry import finding, relations, validity
from knowledge.documents.registry.finding import Entry
from knowledge.documents.registry.relations import Link
from knowledge.documents.registry.validity import Force, Validity
from knowledge.documents.registry.wanted import wanted
from knowledge.documents.structure import named
from knowledge.documents.structure.places import label_of
from knowledge.models import Document, DocumentFile, DocumentKind, DocumentState, Passage, Role
from knowledge.scope import OVERSEERS, Viewer, units_held, visible_to

if TYPE_CHECKING:
    from sqlalchemy import RowMapping
    from sqlalchemy.ext.asyncio import AsyncConnection

    from knowledge.database import Database

__all__ = ["Card", "Entry", "Force", "Found", "Link", "Part", "Registry", "Validity"]


@dataclass(frozen=True, slots=True)
class Found:
    """The papers that fit, best first."""

    papers: tuple[Entry, ...]
    is_clear: bool = False
    """Whether the first is clearly the one that was meant."""


@dataclass(frozen=True, slots=True)
class Part:
    """An article of a paper, in its list of contents."""

    passage_id: int
    label: str
    heading: str


@dataclass(frozen=True, slots=True)
class Card:
    """All that is known of a paper; the fields are named as in `Document`."""

    id: int
    version: int
    title: str
    number: str
    type: str
    issuer: str
    place: str
    abstract: str
    signer: str
    signer_post: str
    issued_on: date | None
    unsure: tuple[str, ...]
    is_withdrawn: bool
    validity: Validity
    links: tuple[Link, ...]
    file_name: str
    """Empty where no file was kept."""
    file_size: int
    first_passage_id: int
    may_edit: bool
    """Whether the reader is a secretary of its unit."""
    gives_tasks: bool
    """Whether the reader may give tasks out of it."""

    @property
    def name(self) -> str:
        """Return number and title as one line."""
        return named(self.title, self.number)


class Registry:
    """Papers by number, name and day; no method tells anything of a paper out of the reader's scope."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, query: str, viewer: Viewer, now: datetime) -> Found:
        """Return the papers that fit what somebody typed: number, type, issuer, days, words."""
        sought = wanted(query, now)
        if sought.is_empty:
            return Found(())
        async with self._database.read() as connection:
            there = await finding.candidates(connection, sought, viewer)
        papers, is_clear = finding.fitting(there, sought)
        return Found(tuple(papers), is_clear)

    async def card(self, document_id: int, viewer: Viewer, on: date) -> Card | None:
        """Return all that is known of a paper; None out of scope."""
        async with self._database.read() as connection:
            row = await self._row(connection, document_id, viewer)
            if row is None:
                return None
            links = await relations.links_of(connection, document_id, row["number_key"], viewer)
            endings = await relations.incoming(connection, document_id, row["number_key"], viewer)
            file = (
                await connection.execute(
                    select(DocumentFile.name, DocumentFile.size).where(
                        DocumentFile.document_id == document_id, DocumentFile.version == row["version"]
                    )
                )
            ).first()
            first = select(func.min(Passage.id)).where(
                Passage.document_id == document_id, Passage.version == row["version"]
            )
            may_edit = (
                viewer is None
                or (
                    await connection.execute(
                        select(Document.id).where(
                            Document.id == document_id,
                            Document.unit_id.in_(units_held(viewer, [Role.SECRETARY])),
                        )
                    )
                ).first()
                is not None
            )
            gives = viewer is not None and await connection.scalar(
                select(units_held(viewer, OVERSEERS).exists())
            )
            return Card(
                id=document_id,
                validity=validity.judge(row["in_force_from"], row["in_force_to"], endings, on),
                links=tuple(links),
                file_name=file.name if file else "",
                file_size=file.size if file else 0,
                first_passage_id=(await connection.execute(first)).scalar_one(),
                may_edit=may_edit,
                gives_tasks=bool(gives),
                is_withdrawn=row["state"] == DocumentState.WITHDRAWN,
                unsure=tuple(row["unsure"]),
                **{name: row[name] for name in TOLD},
            )

    async def validity(self, document_id: int, viewer: Viewer, on: date) -> Validity | None:
        """Tell whether a paper is in force on a day, as the reader's papers tell; None out of scope."""
        async with self._database.read() as connection:
            row = await self._row(connection, document_id, viewer)
            if row is None:
                return None
            endings = await relations.incoming(connection, document_id, row["number_key"], viewer)
        return validity.judge(row["in_force_from"], row["in_force_to"], endings, on)

    async def ended(self, viewer: Viewer, on: date) -> set[int]:
        """Return the ids of the papers in scope that are no longer in force on a day."""
        async with self._database.read() as connection:
            return await validity.ended(connection, viewer, on)

    async def contents(self, document_id: int, viewer: Viewer, limit: int, offset: int) -> list[Part]:
        """Return the articles of a paper in order; nothing out of scope."""
        async with self._database.read() as connection:
            first = (
                select(func.min(Passage.id))
                .join(Document, (Document.id == Passage.document_id) & (Document.version == Passage.version))
                .where(Document.id == document_id, visible_to(viewer, Document.unit_id, Document.reach))
                .where(Document.state == DocumentState.PUBLISHED)
                .group_by(Passage.article)
            )
            rows = await connection.execute(
                select(Passage.id, Passage.path, Passage.heading, Passage.text)
                .where(Passage.id.in_(first))
                .order_by(Passage.position)
                .limit(limit)
                .offset(offset)
            )
            return [Part(r.id, label_of(r.path), r.heading or r.text.partition("\n")[0]) for r in rows]

    @staticmethod
    async def _row(connection: AsyncConnection, document_id: int, viewer: Viewer) -> RowMapping | None:
        query = select(Document.__table__).where(
            Document.id == document_id,
            Document.kind == DocumentKind.PAPER,
            visible_to(viewer, Document.unit_id, Document.reach),
        )
        return (await connection.execute(query)).mappings().first()


def first_line(text: str) -> str:
    """Return what a text begins with."""
    return text.partition("\n")[0]


TOLD = (
    *("version", "title", "number", "type", "issuer", "place"),
    *("abstract", "signer", "signer_post", "issued_on"),
)
"""Columns that a card shows as they are."""
