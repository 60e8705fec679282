"""Setting questions aside whose article has changed or is no longer in force."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select, tuple_

from knowledge.composing.storage import digest
from knowledge.documents.registry import relations, validity
from knowledge.documents.structure.places import label_of
from knowledge.messages.notices import queue
from knowledge.models import (
    Document,
    DocumentState,
    Passage,
    Question,
    QuestionState,
    Relation,
    RelationKind,
)

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

KIND = "question_set_aside"
WORTH_TELLING = timedelta(days=14)
CHANGES = (RelationKind.AMENDS, RelationKind.REPLACES, RelationKind.REPEALS)


async def set_aside(session: AsyncSession, now: datetime) -> int:
    """Quarantine what has to be looked at, and tell each owner once a paper; returns how many."""
    found = (
        await session.execute(
            select(Question, Document)
            .join(Document, Document.id == Question.document_id)
            .where(Question.state == QuestionState.ASKED)
        )
    ).all()
    if not found:
        return 0
    connection = await session.connection()
    over = await validity.ended(connection, None, now.date())
    touched = await touched_articles(connection, now)
    texts = await newest_texts(session, {document.id for _, document in found})
    count = 0
    for question, document in found:
        changed = texts.get((document.id, question.path)) != question.passage_hash
        gone = document.state == DocumentState.WITHDRAWN or document.id in over
        touching = touched.get((document.id, label_of(question.path)), 0)
        if gone or changed or touching > question.relations_seen:
            question.state = QuestionState.QUARANTINED
            count += 1
            await tell(session, question, document, now)
        else:
            question.document_version = document.version
    return count


async def tell(session: AsyncSession, question: Question, document: Document, now: datetime) -> None:
    """Tell the owner, once for all questions of a paper that are set aside together."""
    if question.owner_id is not None:
        await queue(
            session,
            person_id=question.owner_id,
            kind=KIND,
            subject_id=document.id,
            cause=f"{KIND}:{document.id}:{question.owner_id}:{now.date()}",
            due_at=now,
            expires_at=now + WORTH_TELLING,
        )


async def newest_texts(session: AsyncSession, documents: set[int]) -> dict[tuple[int, str], str]:
    """Return the digests of the passages of the newest versions, by paper and path."""
    found = await session.execute(
        select(Passage.document_id, Passage.path, Passage.text)
        .join(Document, Document.id == Passage.document_id)
        .where(tuple_(Passage.document_id, Passage.version).in_(select(Document.id, Document.version)))
        .where(Document.id.in_(documents))
        .order_by(Passage.position.desc())
    )
    return {(document, path): digest(text) for document, path, text in found}


async def touched_articles(connection: AsyncConnection, now: datetime) -> dict[tuple[int, str], int]:
    """Return the newest relation by which a paper in force changes an article ("Điều 5") of another."""
    said = await relations.said(connection, None, Relation.kind.in_(CHANGES), Relation.part != "")
    return {
        (each.target.id, label_of(article_of(each.part))): each.relation_id
        for each in said
        if each.effective_from and each.effective_from <= now.date()
    }


def article_of(part: str) -> str:
    """Return the article of a part: "khoản 2 Điều 5" speaks of "Điều 5"."""
    at = part.lower().find("điều ")
    return part[at:].replace("điều", "Điều", 1) if at >= 0 else part
