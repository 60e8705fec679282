"""How many of everything there are, for the technician."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from knowledge.models import Account, Document, Meeting, Notice, NoticeState, Person, Question

if TYPE_CHECKING:
    from knowledge.database import Database


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
