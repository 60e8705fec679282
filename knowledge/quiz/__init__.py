"""Question banks and practice in the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from knowledge.models import Bank, Person, Practice, PracticeAnswer, Question, QuestionState, Reach
from knowledge.problems import ImportReport, Refusal
from knowledge.quiz.banks import as_parsed, asked_within, candidates, fill
from knowledge.quiz.choosing import chosen
from knowledge.quiz.marking import Given, Shown, is_right
from knowledge.quiz.practice import Asked, Standing, stand
from knowledge.quiz.remembering import remember
from knowledge.quiz.sources import Why, number_of_paper, open_passage, open_source
from knowledge.scope import overseen_by
from knowledge.study.views import planned_today
from knowledge.vietnamese.text import clean, fold

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from knowledge.database import Database
    from knowledge.quiz.parsed import ParsedQuestion
    from knowledge.quiz.questions import ParsedQuestions

RUN = 10
"""Questions of one practice."""
LONGEST_THOUGHT = 300.0
"""Seconds: whoever came back later was away."""

Reader = Callable[[Shown], Given | None]


class Quiz:
    """Question banks and practice in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def import_bank(
        self,
        parsed: ParsedQuestions,
        unit_id: int,
        reach: str,
        title: str,
        now: datetime,  # noqa: ARG002  # every import takes the time; a bank's rows carry none so far
        *,
        dry_run: bool = False,
    ) -> ImportReport:
        """Put the questions into the unit's bank of this title; the same again changes nothing."""
        async with self._database.edit() as session:
            return await fill(
                session, parsed, Bank(unit_id=unit_id, reach=reach, title=clean(title)), dry_run=dry_run
            )

    async def hand_in(
        self, person_id: int, parsed: ParsedQuestions, title: str, now: datetime, *, dry_run: bool
    ) -> ImportReport:
        """Import a bank for the unit that the person oversees and all below. Raises Refusal."""
        async with self._database.view() as session:
            unit_id = await session.scalar(overseen_by(person_id))
        if unit_id is None:
            raise Refusal(
                "Question banks are brought in by a unit's secretary or lead. You can practise: /luyen"
            )
        return await self.import_bank(parsed, unit_id, Reach.BELOW, title, now, dry_run=dry_run)

    async def questions(self, unit_id: int, title: str = "") -> list[ParsedQuestion]:
        """Return the questions of a unit's bank, or of all its banks, as they were read."""
        found = (
            select(Question)
            .join(Bank, Bank.id == Question.bank_id)
            .where(Bank.unit_id == unit_id, Question.state == QuestionState.ASKED)
            .where(*([Bank.folded_title == fold(title)] if title else []))
            .order_by(Bank.title, Question.id)
        )
        async with self._database.view() as session:
            return [as_parsed(question) for question in await session.scalars(found)]

    async def start(self, person_id: int, topic: str, cause: str, now: datetime, seed: str) -> Standing:
        """Begin a practice, or continue the unfinished one; the same cause begins it once. Raises Refusal."""
        planned: tuple[int, ...] = ()
        if not topic:
            async with self._database.view() as looking:
                planned = await planned_today(looking, person_id, now)
        async with self._database.edit() as session:
            # The person's row is the lock: two starts at once make one practice.
            await session.execute(select(Person.id).where(Person.id == person_id).with_for_update())
            mine = select(Practice).where(Practice.person_id == person_id)
            begun = await session.scalar(mine.where(Practice.cause == cause))
            open_ = await session.scalar(mine.where(Practice.finished_at.is_(None)))
            if practice := begun or open_:
                standing = await stand(session, practice, now, is_new=begun is not None)
                if begun or standing.asked:
                    return standing
            ids = await candidates(session, person_id, topic)
            taken = [key for key in planned if key in ids][:RUN] or await chosen(
                session, person_id, ids, count=RUN, now=now, seed=seed
            )
            practice = Practice(
                person_id=person_id,
                question_ids=taken,
                started_at=now,
                shown_at=now,
                finished_at=None,
                cause=cause,
            )
            session.add(practice)
            await session.flush()
            return await stand(session, practice, now)

    async def answer(
        self, person_id: int, practice_id: int, position: int, read: Reader, now: datetime
    ) -> Standing:
        """Note the first answer to a question and return its worth; a later one returns the first's.

        `read` reads the answer off the question as it is shown. Raises Refusal where it is none of its.
        """
        async with self._database.edit() as session:
            practice = await session.scalar(
                select(Practice)
                .where(Practice.id == practice_id, Practice.person_id == person_id)
                .with_for_update()
            )
            if practice is None:
                raise Refusal("This practice is not within your scope. Start your own with /luyen.")
            asked = (await stand(session, practice, now)).asked
            counts = asked is not None and asked.position == position
            if asked and counts:
                await note(session, practice, asked, read, now)
            return await stand(session, practice, now, position=position, is_first=counts)

    async def current(self, person_id: int) -> Standing | None:
        """Return where the person's unfinished practice stands; None where there is none."""
        async with self._database.view() as session:
            practice = await session.scalar(
                select(Practice).where(Practice.person_id == person_id, Practice.finished_at.is_(None))
            )
            return await stand(session, practice, None, is_new=False) if practice else None

    async def stop(self, person_id: int, now: datetime) -> Standing:
        """End the unfinished practice with the score so far; raises Refusal where there is none."""
        async with self._database.edit() as session:
            practice = await session.scalar(
                select(Practice)
                .where(Practice.person_id == person_id, Practice.finished_at.is_(None))
                .with_for_update()
            )
            if practice is None:
                raise Refusal("You have no unfinished practice. Start one with /luyen.")
            practice.finished_at = now
            return await stand(session, practice, now)

    async def why(self, person_id: int, question_id: int) -> Why:
        """Return where the answer of a question stands. Raises Refusal out of scope."""
        async with self._database.view() as session:
            question = await session.scalar(
                select(Question).join(Bank).where(Question.id == question_id, asked_within(person_id))
            )
            if question is None:
                raise Refusal("This question is not within your scope. Start a practice with /luyen.")
            connection = await session.connection()
            found = None
            if question.document_id and question.document_version:
                found = await open_passage(
                    connection, question.document_id, question.document_version, question.path, person_id
                )
            found = found or await open_source(connection, question.source, person_id)
            number = "" if found else await number_of_paper(connection, question.source, person_id)
            return Why(question.text, question.explanation, question.source, found, number)


async def note(session: AsyncSession, practice: Practice, asked: Asked, read: Reader, now: datetime) -> None:
    """Write down an answer, and what it says of the person's memory."""
    question = await session.get_one(Question, asked.question_id)
    given = taken(asked, read)
    right = is_right(question, given)
    session.add(
        PracticeAnswer(practice_id=practice.id, position=asked.position, given=given, is_right=right, at=now)
    )
    seconds = min((now - practice.shown_at).total_seconds(), LONGEST_THOUGHT)
    await remember(session, practice.person_id, question.id, right=right, seconds=seconds, now=now)
    practice.shown_at = now
    await session.flush()


def taken(asked: Asked, read: Reader) -> Given:
    """Read an answer off the question. Raises Refusal where it is none of its."""
    try:
        given = read(asked.shown)
    except IndexError:
        given = ()
    if given in {None, (), ""}:
        raise Refusal("This question has no such option. Please choose one that is shown.")
    return given or ()
