"""Taking in what a secretary hands in, and finding what it would be a new version of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import insert, or_, select

from knowledge.documents.confirmed import note
from knowledge.documents.filings.heads import as_json
from knowledge.documents.reading import HandedIn, ReadDocument
from knowledge.documents.registry.finding import Entry
from knowledge.documents.search.terms import number_key
from knowledge.documents.storage import fingerprint
from knowledge.documents.structure import Structure
from knowledge.documents.structure.head import Head
from knowledge.models import Document, DocumentFile, DocumentKind, DocumentState, Filing, Reach, Role
from knowledge.problems import Refusal, SecretPaper
from knowledge.scope import units_held

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncConnection


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file: it waits, it is there already, or it was refused."""

    name: str
    filing_id: int | None = None
    known: Entry | None = None
    refusal: Refusal | None = None


def mine(id: int, person_id: int) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions under which a filing is this person's, who still is a secretary there."""
    return (Filing.id == id, *theirs(person_id))


def theirs(person_id: int) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of all filings of a person who still is a secretary there."""
    held = Filing.unit_id.in_(units_held(person_id, [Role.SECRETARY]))
    return (Filing.person_id == person_id, held)


async def take_one(
    connection: AsyncConnection,
    row: dict[str, object],
    file: HandedIn,
    structure: Structure | None,
    now: datetime,
) -> Taken:
    """Keep one file until it is confirmed; the same event again returns what it kept."""
    if file.read is None or structure is None or not structure.passages:
        if isinstance(file.refusal, SecretPaper):
            await note(connection, row["person_id"], "secret_paper_refused", "file", now)
        nothing = Refusal("{name}: no text was found in it.", name=file.name)
        return Taken(file.name, refusal=file.refusal or nothing)
    before = select(Filing.id).where(Filing.event == row["event"])
    if (kept := (await connection.execute(before)).scalar()) is not None:
        return Taken(file.name, kept)
    if known := await known_as(connection, row["person_id"], file.read, file.content):
        return Taken(file.name, known=known)
    values = {
        **row,
        "reach": Reach.UNIT,
        "name": file.name,
        "content": file.content,
        "paragraphs": list(file.read.paragraphs),
        "head": as_json(structure.head),
        "created_at": now,
    }
    made = await connection.execute(insert(Filing).values(values).returning(Filing.id))
    return Taken(file.name, made.scalar_one())


async def known_as(
    connection: AsyncConnection, person_id: object, read: ReadDocument, content: bytes
) -> Entry | None:
    """Return the paper of the person's units that has the same text, or whose newest file is the same."""
    text = Document.content_hash == fingerprint(read.paragraphs, DocumentKind.PAPER)
    newest = (DocumentFile.document_id == Document.id) & (DocumentFile.version == Document.version)
    query = (
        select(Document.id, Document.title, Document.number, Document.issued_on)
        .outerjoin(DocumentFile, newest)
        .where(
            Document.unit_id.in_(units_held(int(str(person_id)), [Role.SECRETARY])),
            Document.kind == DocumentKind.PAPER,
            Document.state == DocumentState.PUBLISHED,
            or_(text, (DocumentFile.size == len(content)) & (DocumentFile.content == content)),
        )
        .order_by(Document.id)
        .limit(1)
    )
    row = (await connection.execute(query)).first()
    return Entry(*row) if row else None


async def twin_of(
    connection: AsyncConnection, unit_id: int, name: str, head: Head
) -> tuple[Entry, str] | None:
    """Return the unit's paper of the same file name, or of the same number and day, with its source."""
    key = number_key(head.number)
    same = Document.source == name
    if key and head.issued_on:
        same = or_(same, (Document.number_key == key) & (Document.issued_on == head.issued_on))
    query = (
        select(Document.id, Document.title, Document.number, Document.issued_on, Document.source)
        .where(Document.unit_id == unit_id, Document.state == DocumentState.PUBLISHED, same)
        .order_by(Document.id)
        .limit(1)
    )
    row = (await connection.execute(query)).first()
    return (Entry(row.id, row.title, row.number, row.issued_on), row.source) if row else None
