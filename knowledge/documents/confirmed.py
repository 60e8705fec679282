"""Heads that secretaries confirmed: they outlast imports of the same paper, as far as the text allows."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from knowledge.documents.structure.head import Head
from knowledge.models import AuditEntry
from knowledge.vietnamese.text import fold

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import RowMapping
    from sqlalchemy.ext.asyncio import AsyncConnection

FILED, CORRECTED = "document_filed", "document_corrected"
"""What the audit says of a person who confirmed a paper's head."""
NAMES = tuple(field.name for field in fields(Head) if field.name != "unsure")
IDENTITY = ("number", "issuer", "type")
"""Where one of these is another, it is another paper: nothing of the confirmed head is kept."""


def subject_of(document_id: int) -> str:
    """Name a paper as the audit does."""
    return f"document:{document_id}"


async def note(
    connection: AsyncConnection, person_id: object, action: str, subject: str, now: datetime
) -> None:
    """Write into the audit who did what."""
    entry = {"at": now, "person_id": person_id, "action": action, "subject": subject}
    await connection.execute(insert(AuditEntry).values(entry))


async def is_confirmed(connection: AsyncConnection, document_id: int) -> bool:
    """Tell whether a person ever confirmed what is said of a paper."""
    query = select(AuditEntry.id).where(
        AuditEntry.subject == subject_of(document_id), AuditEntry.action.in_([FILED, CORRECTED])
    )
    return (await connection.execute(query.limit(1))).first() is not None


def head_of(row: RowMapping) -> Head:
    """Return the head that a paper's row holds."""
    told = {name: row[name] for name in NAMES}
    return Head(**{**told, "receivers": tuple(row["receivers"]), "unsure": frozenset(row["unsure"])})


def kept(confirmed: Head, read: Head) -> Head:
    """Return the head of a new text, with the confirmed fields that it does not contradict."""
    other = {name for name in NAMES if contradicts(confirmed, read, name)}
    if other.intersection(IDENTITY):
        return read
    stay = {name: getattr(confirmed, name) for name in NAMES if name not in other | confirmed.unsure}
    return replace(read, **stay, unsure=read.unsure - stay.keys())


def contradicts(confirmed: Head, read: Head, name: str) -> bool:
    """Tell whether the new text says for sure something else than was confirmed."""
    new, old = getattr(read, name), getattr(confirmed, name)
    return bool(new) and name not in read.unsure and fold(str(new)) != fold(str(old))
