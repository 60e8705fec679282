"""What a person may practise for an assessment, row by row of its blueprint."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import select

from knowledge.assessments.rows import draws_of
from knowledge.models import Assessment, AssessmentQuestion, Bank, Question, QuestionKind
from knowledge.quiz.banks import asked_within
from knowledge.study.forecast import Pool

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession


async def pools_of(session: AsyncSession, person_id: int, assessment: Assessment | None) -> list[Pool]:
    """Return the pools of an assessment, a topic each; without one, those of all that may be practised."""
    asked = select(Question.id, Question.kind, Question.options, Question.topic, Bank.title).join(Bank)
    found = (await session.execute(asked.where(asked_within(person_id)).order_by(Question.id))).all()
    guesses = {row.id: guess_of(row.kind, len(row.options)) for row in found}
    if assessment is None:
        topics: dict[str, list[int]] = defaultdict(list)
        for row in found:
            topics[row.topic or row.title].append(row.id)
        return [pool(topic, len(keys), keys, guesses) for topic, keys in topics.items()]
    frozen = await session.execute(
        select(AssessmentQuestion.question_id, AssessmentQuestion.row, AssessmentQuestion.topic).where(
            AssessmentQuestion.assessment_id == assessment.id, AssessmentQuestion.is_dropped.is_(False)
        )
    )
    rows: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for key, place, topic in frozen:
        rows[place][topic].append(key if key is not None and key in guesses else 0)
    return [
        pool(topic, share, [key for key in keys if key], guesses)
        for row, draw in enumerate(draws_of(assessment))
        for topic, keys, share in shared(rows[row], draw.count)
    ]


def shared(topics: dict[str, list[int]], count: int) -> list[tuple[str, list[int], int]]:
    """Share a row's questions out to the topics it draws from, by their sizes; the largest gets the rest."""
    whole = sum(map(len, topics.values()))
    ranked = sorted(topics.items(), key=lambda each: len(each[1]))
    given, result = 0, []
    for place, (topic, keys) in enumerate(ranked):
        share = count - given if place == len(ranked) - 1 else round(count * len(keys) / whole)
        given += share
        result.append((topic, keys, share))
    return result


def pool(topic: str, count: int, keys: list[int], guesses: dict[int, float]) -> Pool:
    """Put a pool together."""
    return Pool(topic, count, tuple(keys), tuple(guesses[key] for key in keys))


def guess_of(kind: str, options: int) -> float:
    """Return how probably a question is guessed."""
    return 1 / options if kind == QuestionKind.SINGLE else 0.05
