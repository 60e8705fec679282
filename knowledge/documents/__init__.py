"""Papers: reading files, structure, search, answers."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from knowledge.documents import answers, articles
from knowledge.documents.answers import Answer
from knowledge.documents.articles import Article
from knowledge.documents.originals import original
from knowledge.documents.reading import ReadDocument, guard
from knowledge.documents.search import ranking
from knowledge.documents.search.candidates import Filters
from knowledge.documents.search.exact import phrases, unquoted
from knowledge.documents.search.following import Following
from knowledge.documents.search.ranking import PassageHit, Ranking, readable
from knowledge.documents.search.terms import number_key
from knowledge.documents.storage import fingerprint, store
from knowledge.documents.structure import named
from knowledge.documents.structure.head import Head
from knowledge.documents.understanding import understood
from knowledge.models import Document, DocumentKind, DocumentState, Passage
from knowledge.problems import ImportReport, Refusal
from knowledge.scope import Viewer

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from knowledge.database import Database
    from knowledge.files import Workshop
    from knowledge.model.embeddings import Embeddings

__all__ = ["Answer", "Article", "Documents", "Filters", "Paper", "PassageHit", "ReadDocument"]

RERANKED = 10


@dataclass(frozen=True, slots=True)
class Paper:
    """A document's line in a list."""

    id: int
    title: str
    number: str
    issued_on: date | None
    first_passage_id: int
    passages: int

    @property
    def name(self) -> str:
        """Return number and title as one line."""
        return named(self.title, self.number)


class Documents:
    """Papers in the database."""

    def __init__(
        self,
        database: Database,
        workshop: Workshop,
        folder: Path | None = None,
        meaning: Embeddings | None = None,
    ) -> None:
        self._database = database
        self._workshop = workshop
        self._meaning = meaning
        self.index = Following(database, folder)

    async def import_document(
        self,
        read: ReadDocument,
        unit_id: int,
        reach: str,
        source: str,
        now: datetime,
        *,
        kind: str = DocumentKind.PAPER,
        head: Head | None = None,
        content: bytes | None = None,
        claim: Callable[[AsyncConnection], Awaitable[None]] | None = None,
        stored: Callable[[AsyncConnection, ImportReport], Awaitable[None]] | None = None,
        beside: bool = False,
        dry_run: bool = False,
    ) -> ImportReport:
        """Store a paper and its passages; the same source with other content becomes its new version.

        `head` overrides what the paper says of itself: a person confirmed it. `content` is the file's.
        `claim` runs first in the same transaction, and may refuse; `stored` runs last. `beside`: it is
        another paper, even where the text of one is the same.
        """
        guard(source, read.paragraphs)
        structure = await understood(self._workshop, read.paragraphs, source)
        if not structure.passages:
            raise Refusal("{name}: no text was found in it.", name=source)
        structure = replace(structure, head=head or structure.head)
        row: dict[str, object] = {
            "unit_id": unit_id,
            "reach": str(reach),
            "kind": str(kind),
            "source": source,
            "content_hash": fingerprint(read.paragraphs, kind),
            "imported_at": now,
        }
        async with self._database.write() as connection:
            if claim:
                await claim(connection)
            report = await store(
                connection,
                row,
                structure,
                content,
                confirmed=head is not None,
                beside=beside,
                dry_run=dry_run,
            )
            if stored and not dry_run:
                await stored(connection, report)
        report.remarks.extend(read.remarks)
        return report

    async def search(
        self, query: str, viewer: Viewer, limit: int = 5, *, filters: Filters | None = None
    ) -> list[PassageHit]:
        """Return the best passages that the person may read, best first."""
        return (await self.rank(query, viewer, limit, filters=filters)).hits

    async def rank(
        self, query: str, viewer: Viewer, limit: int = 10, *, filters: Filters | None = None
    ) -> Ranking:
        """Return the best passages with what the question's terms are worth to this person."""
        lexical = ranking.rank(self._database, self.index, query, viewer, limit, filters=filters)
        if filters is not None or self._meaning is None:
            return await lexical
        # By words and by meaning at the same time: the endpoint gets 1.5 seconds at most.
        found, near = await asyncio.gather(lexical, self._meaning.find(query, viewer, limit))
        return await ranking.joined(self._database, found, [passage for passage, _ in near], viewer, limit)

    async def answer(self, question: str, viewer: Viewer, topic: str = "") -> Answer:
        """Return what the papers say about a question, word for word; no quotes where they say nothing.

        A follow-up brings its topic along, whose words count less.
        """
        found = await self.rank(f"{topic}\n{question}" if topic else question, viewer, RERANKED)
        answer = answers.compose(answers.following(found, question) if topic else found, question)
        if answer.quotes or not phrases(question):
            return answer
        return replace(await self.answer(unquoted(question), viewer, topic), is_near=True)

    async def article(self, passage_id: int, viewer: Viewer) -> Article | None:
        """Return the whole article that a passage belongs to; None out of scope."""
        async with self._database.read() as connection:
            return await articles.article(connection, passage_id, viewer)

    async def file(self, document_id: int, version: int, viewer: Viewer) -> tuple[str, bytes] | None:
        """Return name and content of a version's file; None out of scope, withdrawn, or without one."""
        async with self._database.read() as connection:
            return await original(connection, document_id, version, viewer)

    async def titles(self, viewer: Viewer, limit: int = 100, offset: int = 0) -> list[Paper]:
        """List the papers that the person may read, newest first."""
        return await self._papers(viewer, limit, offset, None)

    async def find_by_number(self, numbers: Iterable[str], viewer: Viewer) -> list[Paper]:
        """Return the readable papers that carry one of these numbers, however they are typed."""
        keys = {number_key(n) for n in numbers} - {""}
        return await self._papers(viewer, 100, 0, keys)

    async def _papers(self, viewer: Viewer, limit: int, offset: int, keys: set[str] | None) -> list[Paper]:
        query = (
            select(
                Document.id,
                Document.title,
                Document.number,
                Document.issued_on,
                func.min(Passage.id),
                func.count(Passage.id),
            )
            .join(Passage, (Passage.document_id == Document.id) & (Passage.version == Document.version))
            .where(
                Document.id.in_(readable(viewer)),
                Document.kind == DocumentKind.PAPER,
                Document.state == DocumentState.PUBLISHED,
            )
            .group_by(Document.id)
            .order_by(
                func.coalesce(Document.issued_on, func.date(Document.imported_at)).desc(), Document.id.desc()
            )
            .limit(limit)
            .offset(offset)
        )
        if keys is not None:
            query = query.where(Document.number_key.in_(sorted(keys)))
        async with self._database.read() as connection:
            return [Paper(*row) for row in await connection.execute(query)]
