"""Writing a paper: its row, its passages, the papers it names, and its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update

from knowledge.documents.enquiries.aside import set_aside
from knowledge.documents.search.terms import number_key
from knowledge.documents.structure import Structure, named
from knowledge.documents.structure.head import Head
from knowledge.models import Counter, Document, DocumentFile, DocumentState, Passage, Relation
from knowledge.problems import ImportReport
from knowledge.vietnamese.text import fold

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

COUNTER = "documents"
"""Raised with each change of a paper; the index follows it."""


def head_row(head: Head) -> dict[str, object]:
    """Return the columns that hold a paper's head."""
    return {
        "title": head.title,
        "number": head.number,
        "number_key": number_key(head.number),
        "type": head.type,
        "issuer": head.issuer,
        "place": head.place,
        "abstract": head.abstract,
        "signer": head.signer,
        "signer_post": head.signer_post,
        "receivers": list(head.receivers),
        "issued_on": head.issued_on,
        "in_force_from": head.in_force_from,
        "in_force_to": head.in_force_to,
        "unsure": sorted(head.unsure),
        "folded": fold(f"{head.number} {head.type} {head.issuer} {head.title}"),
    }


async def next_change(connection: AsyncConnection) -> int:
    """Raise the counter of changes and return it; other writers wait until this transaction ends.

    So a change is visible only after all smaller ones: who has followed up to one has missed nothing.
    """
    raised = update(Counter).where(Counter.name == COUNTER).values(value=Counter.value + 1)
    return (await connection.execute(raised.returning(Counter.value))).scalar_one()


async def store(
    connection: AsyncConnection,
    row: dict[str, object],
    structure: Structure,
    content: bytes | None,
    *,
    dry_run: bool,
) -> ImportReport:
    """Write a paper that is new or has changed, as a new version; earlier ones stay to be cited."""
    report = ImportReport(str(row["source"]))
    old = (
        await connection.execute(
            select(Document.id, Document.content_hash, Document.reach, Document.version, Document.state)
            .where(
                Document.unit_id == row["unit_id"],
                (Document.source == row["source"]) | (Document.content_hash == row["content_hash"]),
            )
            .order_by((Document.source == row["source"]).desc())
            .limit(1)
        )
    ).first()
    known = (row["content_hash"], row["reach"], DocumentState.PUBLISHED)
    if old and (old.content_hash, old.reach, old.state) == known:
        report.same = 1
        return report
    report.added, report.changed = (0, 1) if old else (1, 0)
    report.changes.append(named(structure.head.title, structure.head.number))
    if dry_run:
        return report
    version = old.version + 1 if old else 1
    row = {
        **row,
        **head_row(structure.head),
        "state": DocumentState.PUBLISHED,
        "version": version,
        "change": await next_change(connection),
    }
    if old:
        await connection.execute(update(Document).where(Document.id == old.id).values(row))
        await connection.execute(delete(Relation).where(Relation.document_id == old.id))
        await set_aside(connection, old.id, row["imported_at"])  # type: ignore[arg-type]  # a row's columns are of many types
        document_id = old.id
    else:
        document_id = (
            await connection.execute(insert(Document).values(row).returning(Document.id))
        ).scalar_one()
    await store_passages(connection, document_id, version, structure)
    await store_relations(connection, document_id, structure)
    if content is not None:
        file = {"name": row["source"], "size": len(content), "content": content}
        await connection.execute(
            insert(DocumentFile).values(document_id=document_id, version=version, **file)
        )
    return report


async def store_relations(connection: AsyncConnection, document_id: int, structure: Structure) -> None:
    """Write which papers this one names."""
    rows = [
        {
            "document_id": document_id,
            "kind": r.kind,
            "number": r.number,
            "number_key": number_key(r.number),
            "name": r.name,
            "issued_on": r.issued_on,
            "part": r.part,
            "path": r.path,
        }
        for r in structure.references
    ]
    if rows:
        await connection.execute(insert(Relation), rows)


async def store_passages(
    connection: AsyncConnection,
    document_id: int,
    version: int,
    structure: Structure,
) -> None:
    """Write all passages of a paper, in bulk."""
    rows = [
        {
            "document_id": document_id,
            "version": version,
            "position": position,
            "article": d.article,
            "path": d.path,
            "context": d.context,
            "heading": d.heading,
            "text": d.text,
        }
        for position, d in enumerate(structure.passages)
    ]
    await connection.execute(insert(Passage), rows)
