"""The reader's side of bulletins: what one gets, has seen, and answers."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, bindparam, func, null, select, update

from knowledge.bulletins.rows import Received
from knowledge.models import (
    Bulletin,
    BulletinFile,
    BulletinReader,
    BulletinState,
    MadeFile,
    Person,
    Unit,
)
from knowledge.problems import Refusal
from knowledge.together import Together

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.database import Database

MOST_LISTED = 8
COLUMNS = (
    Bulletin.id,
    Unit.name.label("unit"),
    Bulletin.text,
    Bulletin.question,
    Bulletin.choices,
    Bulletin.state,
    Bulletin.version,
    BulletinReader.seen_at,
    BulletinReader.answer,
)
MINE = (
    select(*COLUMNS)
    .join(BulletinReader, BulletinReader.bulletin_id == Bulletin.id)
    .join(Unit, Unit.id == Bulletin.unit_id)
    .join(Person, Person.id == BulletinReader.person_id)
    .where(BulletinReader.person_id == bindparam("person"), Person.suspended_at.is_(None))
)
ONE = MINE.where(Bulletin.id == bindparam("bulletin"))
NEW = (*COLUMNS[:-2], null().label("seen_at"), null().label("answer"))
ANY = select(*NEW).join(Unit, Unit.id == Bulletin.unit_id).where(Bulletin.id == bindparam("bulletin"))
LATEST = MINE.order_by(Bulletin.id.desc()).limit(MOST_LISTED)
FILES = (
    select(MadeFile.id, MadeFile.name, func.length(MadeFile.content))
    .join(BulletinFile, BulletinFile.file_id == MadeFile.id)
    .where(BulletinFile.bulletin_id == bindparam("bulletin"))
    .order_by(MadeFile.id)
)
SEE = (
    update(BulletinReader)
    .where(
        BulletinReader.bulletin_id == bindparam("bulletin"),
        BulletinReader.person_id == bindparam("person"),
    )
    .values(
        seen_at=func.coalesce(BulletinReader.seen_at, bindparam("at", type_=BulletinReader.seen_at.type)),
        answer=func.coalesce(bindparam("choice", type_=BulletinReader.answer.type), BulletinReader.answer),
        answered_at=func.coalesce(
            bindparam("answered", type_=BulletinReader.answered_at.type), BulletinReader.answered_at
        ),
    )
)


class BulletinReaders:
    """What people get, and what they say to it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        # Thousands press within the same minute: many in one transaction.
        self._together: Together[dict[str, object], None] = Together(self._write)

    async def get(self, person_id: int, bulletin_id: int) -> Received:
        """Return a bulletin that was sent to the person. Raises Refusal."""
        values = {"person": person_id, "bulletin": bulletin_id}
        found = await self._database.look_up(ONE, values)
        if not found:
            raise Refusal("This announcement is not within your scope. /thongbao shows yours.")
        files = await self._database.look_up(FILES, {"bulletin": bulletin_id})
        return received(found[0], tuple((*file,) for file in files))

    async def unread(self, bulletin_id: int) -> Received | None:
        """Return a bulletin as those get it who have not seen it: for those whom its notices name."""
        found = await self._database.look_up(ANY, {"bulletin": bulletin_id})
        if not found:
            return None
        files = await self._database.look_up(FILES, {"bulletin": bulletin_id})
        return received(found[0], tuple((*file,) for file in files))

    async def latest(self, person_id: int) -> list[Received]:
        """Return the latest that were sent to the person, without their files."""
        return [received(row, ()) for row in await self._database.look_up(LATEST, {"person": person_id})]

    async def see(
        self, person_id: int, bulletin_id: int, now: datetime, choice: int | None = None
    ) -> Received:
        """Note that the person has seen it, and their answer; the newest answer counts. Raises Refusal."""
        there = await self.get(person_id, bulletin_id)
        if there.is_withdrawn:
            return there
        if choice is not None and not 0 <= choice < len(there.choices):
            raise Refusal("This answer is not asked for any more. /thongbao shows the announcement.")
        answered = None if choice is None else now
        await self._together.put(
            {"bulletin": bulletin_id, "person": person_id, "at": now, "choice": choice, "answered": answered}
        )
        return await self.get(person_id, bulletin_id)

    async def _write(self, seen: Sequence[dict[str, object]]) -> list[None]:
        async with self._database.write() as connection:
            await connection.execute(SEE, list(seen))
        return [None] * len(seen)


def received(row: Row[*tuple[Any, ...]], files: tuple[tuple[int, str, int], ...]) -> Received:
    """Put together what a reader sees."""
    return Received(
        id=row.id,
        unit=row.unit,
        text=row.text,
        question=row.question,
        choices=tuple(row.choices),
        is_withdrawn=row.state == BulletinState.WITHDRAWN,
        version=row.version,
        files=files,
        seen_at=row.seen_at,
        answer=row.answer,
    )
