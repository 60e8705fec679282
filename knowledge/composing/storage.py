"""Questions from papers in the database: which papers and questions are whose, and what they rest on."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, func, select

from knowledge.composing.rules import Composed, Source
from knowledge.documents.structure import named
from knowledge.models import (
    Bank,
    Document,
    DocumentKind,
    DocumentState,
    Passage,
    Question,
    QuestionState,
    Reach,
    Relation,
)
from knowledge.problems import Refusal
from knowledge.quiz.banks import filled, hash_of
from knowledge.scope import OVERSEERS, overseen_by, units_held, visible_to
from knowledge.vietnamese.text import fold

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

TITLES = {
    Reach.UNIT: "Câu hỏi từ văn bản nội bộ",
    Reach.BELOW: "Câu hỏi từ văn bản",
    Reach.EVERYONE: "Câu hỏi từ văn bản chung",
}
"""Of the banks that such questions go into: a bank reaches nobody whom its papers do not."""
MOST_PROPOSED = 30
WAITING = (QuestionState.PROPOSED, QuestionState.QUARANTINED)


def waits_for(person_id: int) -> ColumnElement[bool]:
    """Return the condition under which a question (joined with its bank) waits for the person."""
    return Bank.unit_id.in_(units_held(person_id, OVERSEERS)) & Question.state.in_(WAITING)


async def waiting_one(session: AsyncSession, person_id: int, question_id: int) -> Question:
    """Return a question that waits for this person, held. Raises Refusal."""
    found = await session.scalar(
        select(Question).join(Bank).where(Question.id == question_id, waits_for(person_id))
    )
    if found is None:
        raise Refusal("This question does not wait for you any more. /soancau shows what does.")
    return found


async def readable(session: AsyncSession, person_id: int, document_id: int) -> tuple[Document, int, str]:
    """Return a paper that the person can read, with the unit and reach of what is made from it.

    That is the paper's unit where the person oversees it, else the person's own: whoever is below there can
    read the paper too. Raises Refusal.
    """
    found = await session.scalar(
        select(Document).where(
            Document.id == document_id,
            Document.kind == DocumentKind.PAPER,
            Document.state == DocumentState.PUBLISHED,
            visible_to(person_id, Document.unit_id, Document.reach),
        )
    )
    held = units_held(person_id, OVERSEERS).subquery()
    unit_id = await session.scalar(overseen_by(person_id))
    if found is None or unit_id is None:
        raise Refusal("Questions are made by a unit's secretary or lead from papers they can read: /vanban")
    if await session.scalar(select(held.c.unit_id).where(held.c.unit_id == found.unit_id)) is not None:
        return found, found.unit_id, found.reach
    return found, unit_id, Reach.UNIT if found.reach == Reach.UNIT else Reach.BELOW


async def sources_of(session: AsyncSession, document: Document) -> list[Source]:
    """Return the passages of a paper's newest version."""
    found = await session.execute(
        select(Passage.path, Passage.text)
        .where(Passage.document_id == document.id, Passage.version == document.version)
        .order_by(Passage.position)
    )
    paper = " ".join(filter(None, (document.type.capitalize(), document.number))) or named(
        document.title, document.number
    )
    topic = document.title[:100]
    return [Source(document.id, document.version, path, paper, text, topic) for path, text in found]


async def propose(
    session: AsyncSession, person_id: int, place: tuple[int, str], found: Sequence[Composed]
) -> int:
    """Put questions into a unit's bank of this reach, to be looked at; returns how many are new."""
    unit_id, reach = place
    title = TITLES[Reach(reach)]
    known = select(Bank).where(Bank.unit_id == unit_id, Bank.title == title, Bank.reach == reach)
    bank = await session.scalar(known)
    if bank is None:
        bank = Bank(unit_id=unit_id, reach=reach, title=title, folded_title=fold(title))
        session.add(bank)
        await session.flush()
    hashes = set(await session.scalars(select(Question.text_hash).where(Question.bank_id == bank.id)))
    count = 0
    for each in found:
        if (key := hash_of(each.question.text)) in hashes or count >= MOST_PROPOSED:
            continue
        hashes.add(key)
        count += 1
        row = filled(Question(bank_id=bank.id), each.question)
        row.state, row.owner_id = QuestionState.PROPOSED, person_id
        row.document_id, row.document_version = each.source.document_id, each.source.version
        row.path, row.passage_hash = each.source.path, digest(each.source.text)
        session.add(row)
    await session.flush()
    return count


async def rest_on_newest(session: AsyncSession, question: Question) -> None:
    """Note the article as it stands now: the person has compared the question with it."""
    document = await session.get(Document, question.document_id) if question.document_id else None
    if document is None:
        return
    text = await session.scalar(
        select(Passage.text)
        .where(Passage.document_id == document.id, Passage.version == document.version)
        .where(Passage.path == question.path)
        .order_by(Passage.position)
    )
    question.document_version = document.version
    question.relations_seen = await session.scalar(select(func.max(Relation.id))) or 0
    question.passage_hash = digest(text) if text is not None else question.passage_hash


def digest(text: str) -> str:
    """Return what tells one text of a passage from another."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()
