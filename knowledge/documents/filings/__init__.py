"""Papers that secretaries hand in: read, shown, corrected, and stored once they are confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from knowledge.documents.confirmed import FILED, note, subject_of
from knowledge.documents.filings.heads import FIELDS, as_json, corrected, doubtful, from_json
from knowledge.documents.filings.taking import Taken, mine, take_one, theirs, twin_of
from knowledge.documents.reading import HandedIn, ReadDocument
from knowledge.documents.registry.finding import Entry
from knowledge.documents.structure import named
from knowledge.documents.structure.head import Head
from knowledge.documents.structure.references import Reference
from knowledge.documents.understanding import understood
from knowledge.models import Filing, Reach, Unit
from knowledge.organisation.units import UnitRow
from knowledge.problems import ImportReport, Refusal
from knowledge.scope import kept_by

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from knowledge.database import Database
    from knowledge.documents import Documents
    from knowledge.files import Workshop

__all__ = ["FilingRow", "Filings", "Stored", "Taken", "Waiting"]


@dataclass(frozen=True, slots=True)
class FilingRow:
    """A paper that waits to be confirmed, with what was understood of it."""

    id: int
    name: str
    unit_id: int
    unit: str
    reach: str
    head: Head
    paragraphs: tuple[str, ...]
    articles: int
    references: tuple[Reference, ...]
    """The papers that it names."""
    twin: Entry | None
    """The paper of this unit that it seems to be a new version of."""
    twin_source: str

    @property
    def doubtful(self) -> frozenset[str]:
        """Return the names of the fields that should be looked at."""
        return doubtful(self.head)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A line of the list of papers that wait."""

    id: int
    name: str
    head: Head
    is_clear: bool
    """Whether nothing in it is doubtful, and it seems to be no new version of another."""


@dataclass(frozen=True, slots=True)
class Stored:
    """The paper that a filing became."""

    id: int
    name: str
    is_same: bool
    """Whether it was there already, with the same text and the same head."""


class Filings:
    """Papers on their way in; each is its secretary's alone."""

    def __init__(self, database: Database, documents: Documents, workshop: Workshop) -> None:
        self._database = database
        self._documents = documents
        self._workshop = workshop

    async def units(self, person_id: int) -> list[UnitRow]:
        """Return the units whose papers the person files: where they hold the secretary's post."""
        async with self._database.read() as connection:
            return [UnitRow(*row) for row in await connection.execute(kept_by(person_id))]

    async def take(
        self, person_id: int, handed: Sequence[HandedIn], event: str, now: datetime
    ) -> list[Taken]:
        """Keep what was read until it is confirmed; the same event keeps it once. Raises Refusal."""
        units = await self.units(person_id)
        if not units:
            raise Refusal("Only a secretary files papers. Please send it to your office's secretary.")
        structures = [
            await understood(self._workshop, f.read.paragraphs, f.name) if f.read else None for f in handed
        ]
        async with self._database.write() as connection:
            taken = []
            for n, (file, structure) in enumerate(zip(handed, structures, strict=True)):
                row = {"person_id": person_id, "unit_id": units[0].id, "event": f"{event}#{n}"}
                taken.append(await take_one(connection, row, file, structure, now))
            return taken

    async def get(self, id: int, person_id: int) -> FilingRow | None:
        """Return a paper that the person handed in and has not confirmed; None for everybody else."""
        query = (
            select(Filing, Unit.name.label("unit"))
            .join(Unit, Unit.id == Filing.unit_id)
            .where(*mine(id, person_id))
        )
        async with self._database.view() as session:
            row = (await session.execute(query)).first()
        if row is None:
            return None
        kept: Filing = row[0]
        head = from_json(kept.head)
        structure = await understood(self._workshop, kept.paragraphs, kept.name)
        async with self._database.read() as connection:
            twin = await twin_of(connection, kept.unit_id, kept.name, head)
        return FilingRow(
            kept.id,
            kept.name,
            kept.unit_id,
            row[1],
            kept.reach,
            head,
            tuple(kept.paragraphs),
            len({p.article for p in structure.passages if p.path}),
            structure.references,
            twin[0] if twin else None,
            twin[1] if twin else "",
        )

    async def waiting(self, person_id: int) -> list[Waiting]:
        """List the papers that the person handed in and has not confirmed, in the order they came."""
        query = select(Filing.id, Filing.unit_id, Filing.name, Filing.head).where(*theirs(person_id))
        async with self._database.read() as connection:
            found = []
            for row in (await connection.execute(query.order_by(Filing.id))).all():
                head = from_json(row.head)
                twin = await twin_of(connection, row.unit_id, row.name, head)
                found.append(Waiting(row.id, row.name, head, is_clear=not (doubtful(head) or twin)))
            return found

    async def store_clear(self, person_id: int, now: datetime, limit: int) -> list[Stored]:
        """Store the person's papers of which everything is clear, one by one."""
        saved = []
        for paper in [w for w in await self.waiting(person_id) if w.is_clear][:limit]:
            # The one before may have made this a new version of it: that is asked about.
            filing = await self.get(paper.id, person_id)
            if filing is None or filing.twin:
                continue
            with suppress(Refusal):  # it stays and says why when it is saved by itself
                if stored := await self.store(paper.id, person_id, now):
                    saved.append(stored)
        return saved

    async def correct(self, id: int, person_id: int, field: str, value: str | date) -> bool:
        """Change one field of the head as the person gives it; False where there is no such paper."""
        filing = await self.get(id, person_id)
        if filing is None or field not in FIELDS:
            return False
        return await self._change(id, person_id, head=as_json(corrected(filing.head, field, value)))

    async def widen(self, id: int, person_id: int, reach: str) -> bool:
        """Set who will see it."""
        return reach in set(Reach) and await self._change(id, person_id, reach=reach)

    async def move(self, id: int, person_id: int, unit_id: int) -> bool:
        """Set whose paper it is: a unit in which the person is a secretary."""
        held = unit_id in {unit.id for unit in await self.units(person_id)}
        return held and await self._change(id, person_id, unit_id=unit_id)

    async def drop(self, id: int, person_id: int) -> bool:
        """Forget a paper that was handed in."""
        async with self._database.write() as connection:
            return bool((await connection.execute(delete(Filing).where(*mine(id, person_id)))).rowcount)

    async def store(
        self, id: int, person_id: int, now: datetime, *, as_version: bool = False
    ) -> Stored | None:
        """Store a confirmed paper, once; None where it was stored or dropped before. Raises Refusal."""
        filing = await self.get(id, person_id)
        if filing is None:
            return None
        source = filing.twin_source if filing.twin and as_version else filing.name
        if filing.twin and not as_version and filing.twin_source == filing.name:
            source = f"{id} {filing.name}"

        async def claim(connection: AsyncConnection) -> None:
            gone = await connection.execute(delete(Filing).where(*mine(id, person_id)).returning(Filing.id))
            if gone.first() is None:
                raise Refusal("This paper is no longer waiting: it was stored or dropped before.")

        async def stored(connection: AsyncConnection, report: ImportReport) -> None:
            await note(connection, person_id, FILED, subject_of(report.document_id or 0), now)

        async with self._database.read() as connection:
            kept = select(Filing.content).where(*mine(id, person_id))
            contents = list((await connection.execute(kept)).scalars())
        if not contents:
            return None
        report = await self._documents.import_document(
            ReadDocument(filing.paragraphs),
            filing.unit_id,
            filing.reach,
            source,
            now,
            head=replace(filing.head, unsure=frozenset()),
            content=contents[0],
            claim=claim,
            stored=stored,
            beside=filing.twin is not None and not as_version,
        )
        name = named(filing.head.title, filing.head.number)
        return Stored(report.document_id or 0, name, is_same=bool(report.same))

    async def _change(self, id: int, person_id: int, **values: object) -> bool:
        async with self._database.write() as connection:
            changed = update(Filing).where(*mine(id, person_id)).values(**values)
            return bool((await connection.execute(changed)).rowcount)
