"""Writing a paper: its row, its passages, and the terms they are found by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update

from knowledge.documents.structure import Structure, named
from knowledge.documents.terms import weigh
from knowledge.models import Document, Passage, PassageTerm
from knowledge.problems import ImportReport

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection


def weigh_all(structure: Structure) -> list[dict[int, float]]:
    """Return the terms of each passage; paper, chapter and heading are found with it."""
    head = f"{structure.title}\n{structure.number}"
    return [
        weigh(
            "\n".join(
                (head, d.path, d.context, d.heading, d.text)
                if d.text != d.heading
                else (head, d.path, d.text)
            )
        )
        for d in structure.passages
    ]


async def store(
    connection: AsyncConnection,
    row: dict[str, object],
    structure: Structure,
    weights: list[dict[int, float]],
    *,
    dry_run: bool,
) -> ImportReport:
    """Write a paper that is new or has changed."""
    report = ImportReport(str(row["source"]))
    old = (
        await connection.execute(
            select(Document.id, Document.content_hash, Document.reach)
            .where(
                Document.unit_id == row["unit_id"],
                (Document.source == row["source"]) | (Document.content_hash == row["content_hash"]),
            )
            .order_by((Document.source == row["source"]).desc())
            .limit(1)
        )
    ).first()
    if old and (old.content_hash, old.reach) == (row["content_hash"], row["reach"]):
        report.same = 1
        return report
    report.added, report.changed = (0, 1) if old else (1, 0)
    report.changes.append(named(structure.title, structure.number))
    if dry_run:
        return report
    if old:
        await connection.execute(update(Document).where(Document.id == old.id).values(row))
        await connection.execute(delete(PassageTerm).where(PassageTerm.document_id == old.id))
        await connection.execute(delete(Passage).where(Passage.document_id == old.id))
        document_id = old.id
    else:
        document_id = (
            await connection.execute(insert(Document).values(row).returning(Document.id))
        ).scalar_one()
    await store_passages(connection, document_id, structure, weights)
    return report


async def store_passages(
    connection: AsyncConnection, document_id: int, structure: Structure, weights: list[dict[int, float]]
) -> None:
    """Write all passages of a paper, then the terms they are found by, in bulk."""
    rows = [
        {
            "document_id": document_id,
            "position": position,
            "article": d.article,
            "path": d.path,
            "heading": d.heading,
            "text": d.text,
        }
        for position, d in enumerate(structure.passages)
    ]
    await connection.execute(insert(Passage), rows)
    order = select(Passage.id).where(Passage.document_id == document_id).order_by(Passage.position)
    ids = (await connection.execute(order)).scalars().all()
    terms = [
        {"term": term, "passage_id": passage_id, "document_id": document_id, "weight": weight}
        for passage_id, found in zip(ids, weights, strict=True)
        for term, weight in found.items()
    ]
    # In the order of the key: pages of the tree are filled one after another.
    terms.sort(key=lambda t: t["term"])
    if terms:
        await connection.execute(insert(PassageTerm), terms)
