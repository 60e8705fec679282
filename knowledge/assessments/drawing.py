"""From a blueprint to questions: what can be drawn, what is frozen, and what one sitting gets."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import select

from knowledge.assessments.rows import Draw
from knowledge.models import AssessmentQuestion, Bank, Question
from knowledge.problems import Refusal
from knowledge.quiz.banks import alike, asked_within
from knowledge.vietnamese.text import fold

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

MOST_QUESTIONS = 200
MOST_TOPICS = 12


class Drawn(Protocol):
    """What can be drawn for a row of the blueprint."""

    id: int
    row: int


async def pool(session: AsyncSession, person_id: int) -> list[tuple[Question, str]]:
    """Return the questions that a person can ask, each with its bank's title."""
    found = await session.execute(
        select(Question, Bank.title).join(Bank).where(asked_within(person_id)).order_by(Question.id)
    )
    return [(question, title) for question, title in found]


def fitting(questions: Sequence[tuple[Question, str]], draw: Draw) -> list[Question]:
    """Return what can be drawn for a row."""
    wanted = fold(draw.topic)
    return [
        question
        for question, title in questions
        if (not draw.difficulty or question.difficulty == draw.difficulty)
        and (not wanted or alike(wanted, question.topic or title) or alike(wanted, title))
    ]


def shared_out(questions: Sequence[tuple[Question, str]], blueprint: Sequence[Draw]) -> list[list[Question]]:
    """Give each row its questions, none to two rows; the narrowest row chooses first. Raises Refusal."""
    rows = [fitting(questions, draw) for draw in blueprint]
    taken: set[int] = set()
    shared: list[list[Question]] = [[] for _ in blueprint]
    for place in sorted(range(len(rows)), key=lambda n: len(rows[n]) - blueprint[n].count):
        left = [question for question in rows[place] if question.id not in taken]
        draw = blueprint[place]
        if len(left) < draw.count:
            raise Refusal(
                "The banks hold {there} questions for “{topic}”, and {count} are asked for. "
                "Ask for fewer, or bring in more with: canbo import questions",
                there=len(left),
                topic=draw.topic or "*",
                count=draw.count,
            )
        # Where a later row may want the same questions, this one leaves it what it can.
        others = [n for n in range(len(rows)) if not shared[n] and n != place]
        wanted = {question.id for n in others for question in rows[n]}
        own = [question for question in left if question.id not in wanted]
        both = [question for question in left if question.id in wanted]
        shared[place] = own + both[: max(draw.count - len(own), 0)]
        taken |= {question.id for question in shared[place]}
    return shared


async def spelt(session: AsyncSession, person_id: int, blueprint: Sequence[Draw]) -> tuple[Draw, ...]:
    """Name the topics of a blueprint as the banks do, however they were typed. Raises Refusal."""
    titles = await pool(session, person_id)
    names = list(dict.fromkeys(name for q, title in titles for name in (q.topic, title) if name))
    return tuple(replace(draw, topic=named(draw.topic, names)) for draw in blueprint)


def named(typed: str, names: Sequence[str]) -> str:
    """Return the name that was meant: the same without marks and case, else the nearest that fits."""
    if not typed:
        return ""
    fitting = [name for name in names if alike(fold(typed), name)]
    if not fitting:
        raise Refusal(
            "The banks hold nothing about “{topic}”. They hold: {topics}",
            topic=typed[:60],
            topics="; ".join(names[:MOST_TOPICS]),
        )
    # Part of several names means all of them, so it stays as it was typed.
    exact = [name for name in fitting if fold(name) == fold(typed)]
    return exact[0] if exact else fitting[0] if len(fitting) == 1 else typed


async def freeze(
    session: AsyncSession, assessment_id: int, person_id: int, blueprint: Sequence[Draw]
) -> None:
    """Copy the questions into the assessment: what changes in the bank later changes nothing here."""
    if not 0 < sum(draw.count for draw in blueprint) <= MOST_QUESTIONS:
        raise Refusal("An assessment asks 1 to {limit} questions.", limit=MOST_QUESTIONS)
    titles = await pool(session, person_id)
    names = {question.id: question.topic or title for question, title in titles}
    for row, questions in enumerate(shared_out(titles, blueprint)):
        session.add_all(frozen(assessment_id, row, each, names[each.id]) for each in questions)
    await session.flush()


def frozen(assessment_id: int, row: int, question: Question, topic: str) -> AssessmentQuestion:
    """Copy one question."""
    return AssessmentQuestion(
        assessment_id=assessment_id,
        question_id=question.id,
        row=row,
        topic=topic,
        difficulty=question.difficulty,
        text=question.text,
        kind=question.kind,
        options=question.options,
        prompts=question.prompts,
        rights=question.rights,
        explanation=question.explanation,
        source=question.source,
    )


def drawn(questions: Sequence[Drawn], blueprint: Sequence[Draw], seed: str) -> list[int]:
    """Draw one sitting's questions, shuffled; the same seed draws the same."""
    draw = random.Random(seed)  # noqa: S311  # a draw that can be repeated when somebody asks
    chosen: list[int] = []
    for row, wanted in enumerate(blueprint):
        there = sorted(each.id for each in questions if each.row == row)
        chosen += draw.sample(there, min(wanted.count, len(there)))
    draw.shuffle(chosen)
    return chosen


@dataclass(frozen=True, slots=True)
class Topic:
    """What the banks hold of a topic."""

    name: str
    count: int
    levelled: int
    """Of these, the questions that bear a level of difficulty."""


async def topics(session: AsyncSession, person_id: int) -> list[Topic]:
    """Return the topics that a person can ask about, the largest first."""
    levels: dict[str, list[bool]] = {}
    for question, title in await pool(session, person_id):
        levels.setdefault(question.topic or title, []).append(bool(question.difficulty))
    found = [Topic(name, len(each), sum(each)) for name, each in levels.items()]
    return sorted(found, key=lambda topic: -topic.count)[:MOST_TOPICS]
