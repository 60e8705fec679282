"""The files that papers were read from, for those who may read the papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from knowledge.models import Document, DocumentFile, DocumentState
from knowledge.scope import Viewer, visible_to

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection


async def original(
    connection: AsyncConnection, document_id: int, version: int, viewer: Viewer
) -> tuple[str, bytes] | None:
    """Return name and content of a version's file; None where there is none, out of scope, or withdrawn."""
    found = (
        select(DocumentFile.name, DocumentFile.content)
        .join(Document, Document.id == DocumentFile.document_id)
        .where(
            DocumentFile.document_id == document_id,
            DocumentFile.version == version,
            Document.state == DocumentState.PUBLISHED,
            visible_to(viewer, Document.unit_id, Document.reach),
        )
    )
    row = (await connection.execute(found)).one_or_none()
    return None if row is None else (row.name, row.content)
