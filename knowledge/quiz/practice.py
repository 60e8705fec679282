"""Where a practice stands: at a question, or at its score."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from knowledge.models import Bank, Practice, PracticeAnswer, Question
from knowledge.quiz.banks import within

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession


@dataclass(frozen=True, slots=True)
class Asked:
    """The question that a practice stands at."""

    position: int
    """Counted from 0."""
    total: int
    text: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """A question that was answered, and what was right."""

    position: int
    text: str
    options: tuple[str, ...]
    choice: int
    right: int
    is_right: bool
    """As it was judged then; a key that was corrected since changes no score."""
    explanation: str
    source: str


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

    A question that left the person's scope in the meantime is passed over.
    """
    answers = {
        row.position: row
        for row in await session.scalars(
            select(PracticeAnswer).where(PracticeAnswer.practice_id == practice.id)
        )
    }
    seen = await session.scalars(
        select(Question).join(Bank).where(Question.id.in_(practice.question_ids), within(practice.person_id))
    )
    questions = {question.id: question for question in seen}
    rows = [questions.get(key) for key in practice.question_ids]
    left = [(n, row) for n, row in enumerate(rows) if row and n not in answers]
    if not left and now and practice.finished_at is None:
        practice.finished_at = now
    results = {n: result(row, answers[n]) for n, row in enumerate(rows) if row and n in answers}
    ended = not left or practice.finished_at is not None
    return Standing(
        practice_id=practice.id,
        asked=None if ended else Asked(left[0][0], len(rows), left[0][1].text, tuple(left[0][1].options)),
        score=score(answers.values(), results.values()) if ended else None,
        result=results.get(position),
        is_first=is_first,
        is_new=is_new,
    )


def result(question: Question, answer: PracticeAnswer) -> Result:
    """Put an answer beside its question."""
    return Result(
        position=answer.position,
        text=question.text,
        options=tuple(question.options),
        choice=answer.choice,
        right=question.right,
        is_right=answer.is_right,
        explanation=question.explanation,
        source=question.source,
    )


def score(answers: Iterable[PracticeAnswer], results: Iterable[Result]) -> Score:
    """Count every answer; list the wrong ones that may still be shown."""
    rights = [answer.is_right for answer in answers]
    return Score(sum(rights), len(rights), tuple(r for r in results if not r.is_right))
