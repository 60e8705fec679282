"""How many of everything there are, for the technician."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from knowledge.models import (
    Account,
    Document,
    DocumentState,
    Embedding,
    Meeting,
    Notice,
    NoticeState,
    Passage,
    Person,
    Question,
)

if TYPE_CHECKING:
    from knowledge.database import Database


async def measured(database: Database, model: str) -> tuple[int, int]:
    """Return how many passages have an embedding of this model, and how many could have one."""
    current = (
        select(func.count(Passage.id))
        .join(Document, Document.id == Passage.document_id)
        .where(Passage.version == Document.version, Document.state == DocumentState.PUBLISHED)
    )
    have = current.join(Embedding, Embedding.passage_id == Passage.id).where(Embedding.model == model)
    async with database.read() as connection:
        return (
            (await connection.execute(have)).scalar_one(),
            (await connection.execute(current)).scalar_one(),
        )


async def count(database: Database) -> dict[str, int]:
    """Return the numbers of people, accounts, meetings, documents, questions and failed notices."""
    tables = {
        "people": Person,
        "accounts": Account,
        "meetings": Meeting,
        "documents": Document,
        "questions": Question,
    }
    numbers = [
        select(func.count()).select_from(table).scalar_subquery().label(name)
        for name, table in tables.items()
    ]
    failed = select(func.count()).where(Notice.state == NoticeState.FAILED).scalar_subquery().label("failed")
    async with database.read() as connection:
        return dict((await connection.execute(select(*numbers, failed))).one()._mapping)  # noqa: SLF001  # its public name
