"""The index follows the database: before each search it takes over what has changed since."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import func, select

from knowledge.documents.search.passages import Entry, Source, entry
from knowledge.documents.search.textindex import Busy, Damaged, TextIndex
from knowledge.documents.storage import COUNTER
from knowledge.models import Counter, Document, DocumentState, Passage
from knowledge.problems import Refusal

if TYPE_CHECKING:
    from knowledge.database import Database

log = structlog.get_logger(__name__)

BATCH = 2000
"""Passages that are read at a time, about: a paper is never cut."""
PAPERS = 200
"""Papers that are looked at for a batch: counting all that are due for each would take the square of time."""
COMMIT = 20_000
"""Passages after which those who search see how far a long work has come."""
PATIENCE = 2.0
"""Seconds that a search waits for what has changed; longer work goes on behind it."""
GLANCE = 0.05
"""Seconds between two looks at what another process writes."""

CHANGED = select(Counter.value).where(Counter.name == COUNTER)
"""How far the database has come."""


@dataclass(frozen=True, slots=True)
class IndexState:
    """How the files of the index are."""

    passages: int = 0
    is_current: bool = False
    is_damaged: bool = False


class Following:
    """Keeps a text index as new as the database."""

    def __init__(self, database: Database, folder: Path | None) -> None:
        self._database = database
        self.index = TextIndex(folder)
        self._task: asyncio.Task[None] | None = None
        self._late = False
        self._checked = False
        self._opening = asyncio.Lock()

    async def catch_up(self, patience: float | None = PATIENCE) -> TextIndex:
        """Return the index with every change in it, or as far as it got in these seconds."""
        async with self._opening:
            if not self._checked:
                await self._undamaged(self._open)
                self._checked = True
        if self.index.held != await self._counter():
            if self._task is None or self._task.done():
                self._task = asyncio.create_task(self._undamaged(self._take_over))
                self._late = False
            # Once a search has waited in vain, the others need not until the work is done.
            if not self._late or patience is None:
                await asyncio.wait({self._task}, timeout=patience)
                self._late = not self._task.done()
            if self._task.done():
                self._task.result()
        return self.index

    async def rebuild(self) -> int:
        """Write the whole index anew; returns how many passages it holds."""
        if self._task is not None:
            await asyncio.wait({self._task})
        try:
            await self._wipe()
        except Busy as error:
            raise Refusal("Another canbo writes the text index at this moment. Try again.") from error
        self._checked = True
        await self._take_over()
        return self.index.size

    async def state(self) -> IndexState:
        """Look at the files without changing them."""
        if not self.index.is_there:
            return IndexState(is_current=not await self._counter())
        try:
            await asyncio.to_thread(self.index.open)
        except Damaged:
            return IndexState(is_damaged=True)
        return IndexState(self.index.size, self.index.held == await self._counter())

    async def close(self) -> None:
        """End what is under way, and let go of the files."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await self._task
        if self.index.is_open:
            await asyncio.to_thread(self.index.close)

    async def mend(self) -> None:
        """Throw away files that could not be read, and begin anew."""
        log.warning("index_damaged", action="it is written anew")
        await self._wipe()

    async def _counter(self) -> int:
        rows = await self._database.look_up(CHANGED)
        return rows[0][0]

    async def _undamaged(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do some work on the files; those that cannot be read are written anew."""
        try:
            await work()
        except Damaged:
            await self.mend()
            await self._take_over()

    async def _open(self) -> None:
        """Open the index, and have it take papers anew that are other ones in the database."""
        if not self.index.is_open:
            await asyncio.to_thread(self.index.open)
        if not await self._is_newer() and (others := await self._others()):
            await self._write(others, self.index.held)

    async def _is_newer(self) -> bool:
        """Tell whether the database has gone back behind the index."""
        held = self.index.held
        return held > await self._counter()

    async def _others(self) -> list[int]:
        """Return papers that the index holds otherwise than the database, as after a restored backup."""
        query = select(Document.id, Document.change).where(
            Document.change <= self.index.held, Document.state == DocumentState.PUBLISHED
        )
        async with self._database.read() as connection:
            stored = {row.id: row.change for row in await connection.execute(query)}
            newer = select(Document.id).where(Document.change > self.index.held)
            due = set((await connection.execute(newer)).scalars())
        held = await asyncio.to_thread(self.index.papers)
        return sorted({p for p, _ in stored.items() ^ held.items()} - due)

    async def _take_over(self) -> None:
        if await self._is_newer():
            log.info("index_newer_than_database", action="it is written anew")
            await self._wipe()
        target = await self._counter()
        begun = asyncio.get_running_loop().time()
        held, passages, open_ones = self.index.held, 0, 0
        try:
            while held < target:
                batch, last = await self._next_batch(held)
                last = last or target
                try:
                    written = await self._write(batch, last, goes_on=last < target and open_ones < COMMIT)
                except Busy:
                    # Another process follows too: look at what it writes, and go on where it stops.
                    await asyncio.sleep(GLANCE)
                    await asyncio.to_thread(self.index.reload)
                    held = self.index.held
                    continue
                held = last
                passages += written
                open_ones = 0 if self.index.held == held else open_ones + written
        finally:
            if self.index.held < held:
                await asyncio.shield(asyncio.to_thread(self.index.give_up))
        if passages > BATCH:
            seconds = asyncio.get_running_loop().time() - begun
            log.info("index_written", passages=passages, seconds=round(seconds, 1))

    async def _next_batch(self, held: int) -> tuple[list[int], int]:
        """Return the papers that changed next, and the last of their changes; 0 where none did."""
        due = (
            select(Document.id, Document.change, Document.version)
            .where(Document.change > held)
            .order_by(Document.change)
            .limit(PAPERS)
            .subquery()
        )
        sizes = (
            select(due.c.id, due.c.change, func.count(Passage.id))
            .outerjoin(Passage, (Passage.document_id == due.c.id) & (Passage.version == due.c.version))
            .group_by(due.c.id, due.c.change)
            .order_by(due.c.change)
        )
        async with self._database.read() as connection:
            rows = (await connection.execute(sizes)).all()
        papers: list[int] = []
        passages = last = 0
        for row in rows:
            if papers and passages + row[2] > BATCH:
                break
            papers.append(row[0])
            last = row[1]
            passages += row[2]
        return papers, last

    async def _write(self, papers: Sequence[int], held: int, *, goes_on: bool = False) -> int:
        sources = await self._sources(papers)

        def work() -> int:
            entries: list[Entry] = [entry(source) for source in sources]
            self.index.write(papers, entries, held, goes_on=goes_on)
            return len(entries)

        return await asyncio.to_thread(work)

    async def _sources(self, papers: Sequence[int]) -> list[Source]:
        query = (
            select(
                Passage.id.label("passage_id"),
                Passage.document_id,
                *(Document.change, Document.unit_id, Document.reach, Document.kind),
                *(Document.title, Document.number, Document.type, Document.issuer),
                *(Document.issued_on, Document.in_force_from, Document.in_force_to),
                *(Passage.path, Passage.context, Passage.heading, Passage.text),
            )
            .join(Document, Document.id == Passage.document_id)
            .where(
                Passage.document_id.in_(papers),
                Passage.version == Document.version,
                Document.state == DocumentState.PUBLISHED,
            )
            .order_by(Passage.document_id, Passage.position)
        )
        async with self._database.read() as connection:
            return [Source(**row) for row in (await connection.execute(query)).mappings()]

    async def _wipe(self) -> None:
        """Begin anew as soon as no other process writes."""
        for _ in range(int(PATIENCE / GLANCE)):
            with suppress(Busy):
                return await asyncio.to_thread(self.index.wipe)
            await asyncio.sleep(GLANCE)
        return await asyncio.to_thread(self.index.wipe)
