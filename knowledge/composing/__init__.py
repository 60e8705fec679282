"""Questions made from papers: proposed, looked at by a person, and set aside when their article changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from knowledge.composing.quarantine import set_aside
from knowledge.composing.rules import composed
from knowledge.composing.storage import (
    propose,
    readable,
    rest_on_newest,
    sources_of,
    waiting_one,
    waits_for,
)
from knowledge.models import Bank, Document, Passage, Question, QuestionState
from knowledge.problems import Refusal
from knowledge.quiz.banks import as_parsed, filled, hash_of
from knowledge.quiz.parsed import ParsedQuestion
from knowledge.scope import visible_to

if TYPE_CHECKING:
    from knowledge.composing.written import ModelQuestions
    from knowledge.database import Database

MOST_OTHERS = 2000
"""Passages of other papers from which distractors come."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question that a person has to look at."""

    id: int
    question: ParsedQuestion
    is_quarantined: bool
    left: int
    """How many wait, this one included."""


class Composing:
    """Questions from papers, for those who oversee the papers' units."""

    def __init__(self, database: Database, model: ModelQuestions) -> None:
        self._database, self._model = database, model

    @property
    def has_model(self) -> bool:
        """Whether a model can be asked for more."""
        return self._model.is_there

    async def compose(self, person_id: int, document_id: int) -> int:
        """Propose questions from a paper by rules; what was proposed once is not again. Raises Refusal."""
        async with self._database.edit() as session:
            document, unit_id, reach = await readable(session, person_id, document_id)
            sources = await sources_of(session, document)
            other = (
                select(Passage.text)
                .join(Document, Document.id == Passage.document_id)
                .where(Document.id != document_id, Passage.version == Document.version)
                .where(visible_to(person_id, Document.unit_id, Document.reach))
                .order_by(Passage.id.desc())
                .limit(MOST_OTHERS)
            )
            others = (await session.scalars(other)).all()
            seed = f"{document_id}:{document.version}"
            return await propose(session, person_id, (unit_id, reach), composed(sources, others, seed))

    async def ask_model(self, person_id: int, document_id: int, today: date) -> int | None:
        """Propose what a model writes; returns how many, None where it cannot be asked. Raises Refusal."""
        async with self._database.view() as session:
            document, unit_id, reach = await readable(session, person_id, document_id)
            sources = await sources_of(session, document)
        found = await self._model.write(sources, person_id, today)
        if found is None:
            return None
        async with self._database.edit() as session:
            document, unit_id, reach = await readable(session, person_id, document_id)
            return await propose(session, person_id, (unit_id, reach), found)

    async def next(self, person_id: int, after: int = 0, document_id: int | None = None) -> Waiting | None:
        """Return the next question that waits for this person, behind one; None where none does."""
        waiting = select(Question).join(Bank).where(waits_for(person_id))
        if document_id is not None:
            waiting = waiting.where(Question.document_id == document_id)
        async with self._database.view() as session:
            left = await session.scalar(select(func.count()).select_from(waiting.subquery())) or 0
            ordered = waiting.order_by((Question.id <= after), Question.id)
            found = await session.scalar(ordered.limit(1))
            if found is None:
                return None
            return Waiting(found.id, as_parsed(found), found.state == QuestionState.QUARANTINED, left)

    async def get(self, person_id: int, question_id: int) -> Waiting:
        """Return a question that waits for this person. Raises Refusal."""
        async with self._database.view() as session:
            found = await waiting_one(session, person_id, question_id)
            return Waiting(found.id, as_parsed(found), found.state == QuestionState.QUARANTINED, 1)

    async def approve(self, person_id: int, question_id: int) -> None:
        """Let a question be asked, as the article stands now. Raises Refusal."""
        async with self._database.edit() as session:
            question = await waiting_one(session, person_id, question_id)
            await rest_on_newest(session, question)
            question.state = QuestionState.ASKED

    async def rewrite(self, person_id: int, question_id: int, parsed: ParsedQuestion) -> None:
        """Put another wording in a question's place, and let it be asked. Raises Refusal."""
        async with self._database.edit() as session:
            question = await waiting_one(session, person_id, question_id)
            same = select(Question.id).where(
                Question.bank_id == question.bank_id,
                Question.text_hash == hash_of(parsed.text),
                Question.id != question_id,
            )
            if await session.scalar(same) is not None:
                raise Refusal("This bank asks the same question already. Please word it differently.")
            filled(question, parsed).version += 1
            await rest_on_newest(session, question)
            question.state = QuestionState.ASKED

    async def drop(self, person_id: int, question_id: int) -> None:
        """Throw a question away; it is not proposed again. Raises Refusal."""
        async with self._database.edit() as session:
            question = await waiting_one(session, person_id, question_id)
            question.state = QuestionState.DROPPED

    async def set_aside(self, now: datetime) -> int:
        """Quarantine the questions whose article changed or lost force, and tell their owners."""
        async with self._database.edit() as session:
            return await set_aside(session, now)
