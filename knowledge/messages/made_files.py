"""Files that were made for one person: a calendar, a table, a picture."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import insert, select, union_all

from knowledge.models import (
    Bulletin,
    BulletinFile,
    BulletinReader,
    BulletinState,
    MadeFile,
    Person,
    Task,
    TaskFile,
)
from knowledge.tasks.rows import seen_by

if TYPE_CHECKING:
    from knowledge.database import Database


class MadeFiles:
    """What was made and waits to be fetched, a week at the most; its person gets it.

    What goes along with a bulletin or a task stays: the readers and both sides get it too.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, person_id: int, name: str, content: bytes, now: datetime) -> int:
        """Keep a file for this person and return its id."""
        row = {"person_id": person_id, "name": name, "content": content, "made_at": now}
        async with self._database.write() as connection:
            kept = await connection.execute(insert(MadeFile).values(**row).returning(MadeFile.id))
            return kept.scalar_one()

    async def get(self, id: int, person_id: int) -> tuple[str, bytes] | None:
        """Return name and content; None for anybody else, and for a person who was suspended."""
        file = select(MadeFile.name, MadeFile.content).where(MadeFile.id == id)
        own = file.join(Person, Person.id == MadeFile.person_id).where(
            MadeFile.person_id == person_id, Person.suspended_at.is_(None)
        )
        told = (
            file.join(BulletinFile, BulletinFile.file_id == MadeFile.id)
            .join(Bulletin, Bulletin.id == BulletinFile.bulletin_id)
            .join(BulletinReader, BulletinReader.bulletin_id == Bulletin.id)
            .join(Person, Person.id == BulletinReader.person_id)
            .where(
                BulletinReader.person_id == person_id,
                Bulletin.state == BulletinState.SENT,
                Person.suspended_at.is_(None),
            )
        )
        handed_in = (
            file.join(TaskFile, TaskFile.file_id == MadeFile.id)
            .join(Task, Task.id == TaskFile.task_id)
            .where(seen_by(person_id))
        )
        async with self._database.read() as connection:
            row = (await connection.execute(union_all(own, told, handed_in))).first()
        return (row.name, row.content) if row else None
