"""Writing a paper: its row, its passages, the papers it names, and its file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update

from knowledge.documents.confirmed import head_of, is_confirmed, kept
from knowledge.documents.enquiries.aside import set_aside
from knowledge.documents.search.terms import number_key
from knowledge.documents.structure import Structure, named
from knowledge.documents.structure.head import Head
from knowledge.models import Counter, Document, DocumentFile, DocumentState, Passage, Relation
from knowledge.problems import ImportReport
from knowledge.vietnamese.text import fold

if TYPE_CHECKING:
    from sqlalchemy import RowMapping
    from sqlalchemy.ext.asyncio import AsyncConnection

INDEX_VERSION = "3"
"""Raised when passages or terms are made differently, so that the next import makes them anew."""
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


def fingerprint(paragraphs: Iterable[str], kind: str) -> str:
    """Return the hash by which the same text is known again, whatever is said of the paper."""
    return hashlib.sha256("\n".join((INDEX_VERSION, kind, *paragraphs)).encode()).hexdigest()


async def store(
    connection: AsyncConnection,
    row: dict[str, object],
    structure: Structure,
    content: bytes | None,
    *,
    confirmed: bool = False,
    beside: bool = False,
    dry_run: bool,
) -> ImportReport:
    """Write a paper that is new or has changed, as a new version; earlier ones stay to be cited.

    `confirmed`: a person vouches for its head. `beside`: it is another paper than those of the same text.
    """
    report = ImportReport(str(row["source"]))
    head = structure.head
    old = await stored_as(connection, row, head if beside else None)
    is_text = old is not None and old["content_hash"] == row["content_hash"]
    if old and not confirmed and await is_confirmed(connection, old["id"]):
        head = head_of(old) if is_text else kept(head_of(old), head)
    if old and is_text and old["state"] == DocumentState.PUBLISHED:
        told = {"reach": row["reach"], **(head_row(head) if confirmed else {})}
        await amend(connection, report, old, told, content=content, now=row["imported_at"], dry_run=dry_run)
        return report
    report.added, report.changed = (0, 1) if old else (1, 0)
    report.changes.append(named(head.title, head.number))
    report.unsure = sorted(head.unsure)
    if not dry_run:
        await write(connection, report, old, row, replace(structure, head=head), content=content)
    return report


async def write(
    connection: AsyncConnection,
    report: ImportReport,
    old: RowMapping | None,
    row: dict[str, object],
    structure: Structure,
    *,
    content: bytes | None,
) -> None:
    """Write a version with all that belongs to it; replies about the one before are set aside."""
    version = old["version"] + 1 if old else 1
    row = {
        **row,
        **head_row(structure.head),
        "state": DocumentState.PUBLISHED,
        "version": version,
        "change": await next_change(connection),
    }
    if old:
        await connection.execute(update(Document).where(Document.id == old["id"]).values(row))
        await connection.execute(delete(Relation).where(Relation.document_id == old["id"]))
        await set_aside(connection, old["id"], row["imported_at"])  # type: ignore[arg-type]  # a row's columns are of many types
        document_id = int(old["id"])
    else:
        document_id = (
            await connection.execute(insert(Document).values(row).returning(Document.id))
        ).scalar_one()
    report.document_id = document_id
    await store_passages(connection, document_id, version, structure)
    await store_relations(connection, document_id, structure)
    if content is not None:
        await store_file(connection, document_id, version, report.source, content)


async def stored_as(
    connection: AsyncConnection, row: dict[str, object], another: Head | None
) -> RowMapping | None:
    """Return the paper of this unit that comes again: by its file's name, or else by its text.

    `another`: a person says that it is not the one of the same text, unless all is the same.
    """
    query = (
        select(Document.__table__)
        .where(
            Document.unit_id == row["unit_id"],
            (Document.source == row["source"]) | (Document.content_hash == row["content_hash"]),
        )
        .order_by((Document.source == row["source"]).desc(), Document.id)
    )
    found = (await connection.execute(query)).mappings().all()
    if another:
        told = replace(another, unsure=frozenset())
        found = [
            old
            for old in found
            if old["source"] == row["source"] or replace(head_of(old), unsure=frozenset()) == told
        ]
    return found[0] if found else None


async def amend(
    connection: AsyncConnection,
    report: ImportReport,
    old: RowMapping,
    told: dict[str, object],
    *,
    content: bytes | None,
    now: object,
    dry_run: bool,
) -> None:
    """Change what is said of a paper whose text is the same, and add its file where none was kept."""
    report.document_id = old["id"]
    differs = {name: value for name, value in told.items() if old[name] != value}
    report.unsure = list(differs.get("unsure", old["unsure"]))  # type: ignore[call-overload]  # names, in either
    adds = content is not None and not await has_file(connection, old["id"], old["version"])
    if not (differs or adds):
        report.same = 1
        return
    report.changed = 1
    report.changes.append(named(old["title"], old["number"]))
    if dry_run:
        return
    if differs:
        await change(connection, old["id"], differs)
    if "reach" in differs:  # a reply may reach no further than its paper
        await set_aside(connection, old["id"], now)  # type: ignore[arg-type]  # a row's columns are of many types
    if content is not None and adds:
        await store_file(connection, old["id"], old["version"], report.source, content)


async def change(connection: AsyncConnection, document_id: int, values: dict[str, object]) -> None:
    """Change a paper's row so that the index takes it over; its version stays."""
    row = {**values, "change": await next_change(connection)}
    await connection.execute(update(Document).where(Document.id == document_id).values(row))


async def has_file(connection: AsyncConnection, document_id: int, version: int) -> bool:
    """Tell whether the file of a version was kept."""
    query = select(DocumentFile.size).where(
        DocumentFile.document_id == document_id, DocumentFile.version == version
    )
    return (await connection.execute(query)).first() is not None


async def store_file(
    connection: AsyncConnection, document_id: int, version: int, name: str, content: bytes
) -> None:
    """Keep the file that a version was read from."""
    file = {"name": name, "size": len(content), "content": content}
    await connection.execute(insert(DocumentFile).values(document_id=document_id, version=version, **file))


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
