"""Papers for the registry's tests, and what they say about each other."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import insert

from knowledge import Knowledge
from knowledge.documents import ReadDocument
from knowledge.documents.search.terms import number_key
from knowledge.documents.structure.head import Head
from knowledge.models import Relation
from tests.conftest import NOON, OFFICE


async def file(
    knowledge: Knowledge,
    number: str,
    title: str,
    day: date | None = None,
    *,
    unit: int = OFFICE,
    reach: str = "unit",
    content: bytes | None = None,
    **head: Any,  # noqa: ANN401  # fields of a head, by name
) -> int:
    """Store a paper of two articles with this head; return its id."""
    of = {"title": title, "number": number, "issued_on": day, **head}
    read = ReadDocument((f"{number} {title}", "Điều 1. Phạm vi", "Một.", "Điều 2. Trách nhiệm", "Hai."))
    source = f"{number or title} {day} {unit}.txt".replace("/", "-")
    await knowledge.documents.import_document(
        read,
        unit,
        reach,
        source,
        NOON,
        head=Head(**of),
        content=content,
    )
    found = await knowledge.documents.titles(None, 1000)
    return max(paper.id for paper in found)


async def relate(
    knowledge: Knowledge,
    document_id: int,
    kind: str,
    number: str,
    name: str = "",
    day: date | None = None,
    part: str = "",
) -> None:
    """Let a paper say what it does to another."""
    row = {"document_id": document_id, "kind": kind, "number": number, "number_key": number_key(number)}
    async with knowledge.database.write() as connection:
        await connection.execute(
            insert(Relation).values(**row, name=name, issued_on=day, part=part, path="Điều 2")
        )
