"""Quizzes in groups: of questions that everybody may read; nobody has to be named."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from knowledge.models import (
    Bank,
    GroupAnswer,
    GroupName,
    GroupPoll,
    GroupQuiz,
    Question,
    QuestionKind,
    QuestionState,
    Reach,
)
from knowledge.problems import Refusal
from knowledge.quiz.banks import alike, within
from knowledge.vietnamese.text import clean, fold

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from knowledge.database import Database

ROUND = 5
"""Questions of one quiz."""
LONGEST_NAME = 60
MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class GroupQuestion:
    """The question that a group stands at."""

    quiz_id: int
    position: int
    total: int
    text: str
    options: tuple[str, ...]
    right: int
    explanation: str
    source: str
    answered: int
    """How many have answered it."""


@dataclass(frozen=True, slots=True)
class GroupTable:
    """How a quiz went; names only of those who want to be named."""

    quiz_id: int
    total: int
    people: int
    mean: float
    named: tuple[tuple[str, int], ...]


class GroupQuizzes:
    """Quizzes that groups take together."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def start(
        self, person_id: int, place: tuple[str, str], topic: str, cause: str, now: datetime
    ) -> GroupQuestion:
        """Begin a quiz in a group (channel and address); once a cause. Raises Refusal."""
        async with self._database.edit() as session:
            quiz = await session.scalar(select(GroupQuiz).where(GroupQuiz.cause == cause))
            if quiz is None:
                ids = await open_to_all(session, person_id, topic)
                # Not a secret: the same event must give the same questions.
                chosen = random.Random(cause).sample(ids, min(ROUND, len(ids)))  # noqa: S311  # a draw
                quiz = GroupQuiz(
                    channel=place[0], address=place[1], question_ids=chosen, started_at=now, cause=cause
                )
                session.add(quiz)
                await session.flush()
            return await standing(session, quiz)

    async def went_out(self, poll: str, quiz_id: int, position: int) -> None:
        """Note what the messenger calls the poll of a question."""
        insert = sqlite.insert if self._database.is_sqlite else postgresql.insert
        row = insert(GroupPoll).values(poll=poll, quiz_id=quiz_id, position=position)
        async with self._database.write() as connection:
            await connection.execute(row.on_conflict_do_nothing())

    async def vote(self, poll: str, sender: str, choice: int | None) -> None:
        """Count somebody's choice in a poll; one that is not ours is nobody's."""
        async with self._database.edit() as session:
            found = await session.get(GroupPoll, poll)
            if found is not None and choice is not None:
                quiz = await session.get_one(GroupQuiz, found.quiz_id)
                await self._count(session, quiz, found.position, sender, choice)

    async def answer(
        self, place: tuple[str, str], quiz_id: int, position: int, sender: str, choice: int
    ) -> GroupQuestion:
        """Count somebody's press on a letter; the first counts. Raises Refusal outside of its group."""
        async with self._database.edit() as session:
            quiz = await in_group(session, place, quiz_id)
            await self._count(session, quiz, position, sender, choice)
            return await standing(session, quiz)

    async def _count(
        self, session: AsyncSession, quiz: GroupQuiz, position: int, sender: str, choice: int
    ) -> None:
        """Count an answer to the open question; a second one, or one to an earlier, changes nothing."""
        if quiz.finished_at is not None or position != quiz.position:
            return
        question = await session.get(Question, quiz.question_ids[position])
        if question is None or not 0 <= choice < len(question.options):
            return
        insert = sqlite.insert if self._database.is_sqlite else postgresql.insert
        row = insert(GroupAnswer).values(
            quiz_id=quiz.id, position=position, sender=sender, is_right=choice in question.rights
        )
        await session.execute(row.on_conflict_do_nothing())

    async def go_on(
        self, place: tuple[str, str], quiz_id: int, position: int, now: datetime
    ) -> GroupQuestion | GroupTable:
        """Close a question; return the next, or the table. Raises Refusal where somebody was faster."""
        async with self._database.edit() as session:
            quiz = await in_group(session, place, quiz_id)
            if position != quiz.position or quiz.finished_at is not None:
                raise Refusal("The next question is out already. Please look below.")
            if position + 1 == len(quiz.question_ids):
                quiz.finished_at = now
                return await table(session, quiz)
            quiz.position += 1
            await session.flush()
            return await standing(session, quiz)

    async def name(self, place: tuple[str, str], quiz_id: int, sender: str, name: str) -> GroupTable:
        """Put somebody into the table by name, as they ask; again, take it out. Raises Refusal."""
        async with self._database.edit() as session:
            quiz = await in_group(session, place, quiz_id)
            known = await session.get(GroupName, (quiz_id, sender))
            if known is not None:
                await session.delete(known)
            else:
                session.add(GroupName(quiz_id=quiz_id, sender=sender, name=clean(name)[:LONGEST_NAME] or "–"))
            await session.flush()
            return await table(session, quiz)


async def in_group(session: AsyncSession, place: tuple[str, str], quiz_id: int) -> GroupQuiz:
    """Return a quiz of this group, held. Raises Refusal."""
    quiz = await session.scalar(
        select(GroupQuiz)
        .where(GroupQuiz.id == quiz_id, GroupQuiz.channel == place[0], GroupQuiz.address == place[1])
        .with_for_update()
    )
    if quiz is None:
        raise Refusal("This quiz is not of this group. /dovui begins one.")
    return quiz


async def open_to_all(session: AsyncSession, person_id: int, topic: str) -> list[int]:
    """Return the questions that everybody may read, of a topic. Raises Refusal."""
    found = await session.execute(
        select(Question.id, Question.topic, Bank.title)
        .join(Bank)
        .where(within(person_id), Bank.reach == Reach.EVERYONE)
        .where(Question.state == QuestionState.ASKED, Question.kind == QuestionKind.SINGLE)
        .order_by(Question.id)
    )
    rows = found.all()
    wanted = fold(topic)
    ids = [row.id for row in rows if not wanted or alike(wanted, row.topic) or alike(wanted, row.title)]
    if not ids:
        raise Refusal("There are no questions for everybody about this. /dovui alone takes any.")
    return ids


async def standing(session: AsyncSession, quiz: GroupQuiz) -> GroupQuestion:
    """Return the question that a quiz stands at. Raises Refusal where it is gone."""
    question = await session.get(Question, quiz.question_ids[quiz.position])
    if question is None:
        raise Refusal("This question is gone. /dovui begins another quiz.")
    answered = await session.scalars(
        select(GroupAnswer.sender).where(
            GroupAnswer.quiz_id == quiz.id, GroupAnswer.position == quiz.position
        )
    )
    return GroupQuestion(
        quiz.id,
        quiz.position,
        len(quiz.question_ids),
        question.text,
        tuple(question.options),
        question.rights[0],
        question.explanation,
        question.source,
        len(list(answered)),
    )


async def table(session: AsyncSession, quiz: GroupQuiz) -> GroupTable:
    """Count a quiz: how many took part, the mean, and those who want to be named."""
    answers = await session.execute(
        select(GroupAnswer.sender, GroupAnswer.is_right).where(GroupAnswer.quiz_id == quiz.id)
    )
    scores: Counter[str] = Counter()
    for sender, is_right in answers:
        scores[sender] += is_right
    names = await session.scalars(select(GroupName).where(GroupName.quiz_id == quiz.id))
    named = sorted(((row.name, scores[row.sender]) for row in names), key=lambda each: (-each[1], each[0]))
    mean = sum(scores.values()) / len(scores) if scores else 0.0
    return GroupTable(quiz.id, len(quiz.question_ids), len(scores), mean, tuple(named[:MOST_NAMED]))
