"""Where a practice stands: at a question, or at its score."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from knowledge.models import Bank, Practice, PracticeAnswer, Question
from knowledge.quiz.banks import asked_within
from knowledge.quiz.marking import Given, Shown, answer_of, show

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession


@dataclass(frozen=True, slots=True)
class Asked:
    """The question that a practice stands at."""

    position: int
    """Counted from 0."""
    total: int
    shown: Shown
    question_id: int


@dataclass(frozen=True, slots=True)
class Result:
    """A question that was answered, and what was right."""

    position: int
    question_id: int
    shown: Shown
    given: Given
    right: Given
    is_right: bool
    """As it was judged then; a key that was corrected since changes no score."""
    explanation: str
    source: str
    """Where it stands; empty where nobody said."""


@dataclass(frozen=True, slots=True)
class Score:
    """How a practice ended."""

    right: int
    answered: int
    wrong: tuple[Result, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a practice stands: at a question, or at its score."""

    practice_id: int
    asked: Asked | None
    score: Score | None
    result: Result | None = None
    """Of the position that was answered just now, or earlier."""
    is_first: bool = True
    """Whether this answer counted; a later one to the same question changes nothing."""
    is_new: bool = True
    """Whether the practice was begun just now."""


async def stand(
    session: AsyncSession,
    practice: Practice,
    now: datetime | None,
    *,
    position: int = -1,
    is_first: bool = True,
    is_new: bool = True,
) -> Standing:
    """Tell where a practice stands, and end it (when told the time) where nothing is left to ask.

    A question that left the person's scope in the meantime, or is no longer asked, is passed over.
    """
    answers = {
        row.position: row
        for row in await session.scalars(
            select(PracticeAnswer).where(PracticeAnswer.practice_id == practice.id)
        )
    }
    seen = await session.scalars(
        select(Question)
        .join(Bank)
        .where(Question.id.in_(practice.question_ids), asked_within(practice.person_id))
    )
    questions = {question.id: question for question in seen}
    rows = [questions.get(key) for key in practice.question_ids]
    left = [(n, row) for n, row in enumerate(rows) if row and n not in answers]
    if not left and now and practice.finished_at is None:
        practice.finished_at = now
    results = {n: result(practice, row, answers[n]) for n, row in enumerate(rows) if row and n in answers}
    ended = not left or practice.finished_at is not None
    return Standing(
        practice_id=practice.id,
        asked=None if ended else Asked(left[0][0], len(rows), laid_out(practice, *left[0]), left[0][1].id),
        score=score(answers.values(), results.values()) if ended else None,
        result=results.get(position),
        is_first=is_first,
        is_new=is_new,
    )


def laid_out(practice: Practice, position: int, question: Question) -> Shown:
    """Lay a question out as this practice shows it."""
    return show(question, question.text, f"{practice.id}:{position}", shuffled=False)


def result(practice: Practice, question: Question, answer: PracticeAnswer) -> Result:
    """Put an answer beside its question."""
    given = answer.given if isinstance(answer.given, str) else tuple(answer.given)
    return Result(
        position=answer.position,
        question_id=question.id,
        shown=laid_out(practice, answer.position, question),
        given=given,
        right=answer_of(question),
        is_right=answer.is_right,
        explanation=question.explanation,
        source=question.source,
    )


def score(answers: Iterable[PracticeAnswer], results: Iterable[Result]) -> Score:
    """Count every answer; list the wrong ones that may still be shown."""
    rights = [answer.is_right for answer in answers]
    return Score(sum(rights), len(rights), tuple(r for r in results if not r.is_right))
