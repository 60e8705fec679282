"""Question banks and practice in the database."""

from __future__ import annotations

import random
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from knowledge.models import Bank, Person, Practice, PracticeAnswer, Question
from knowledge.problems import ImportReport, Refusal
from knowledge.quiz.banks import as_parsed, candidates, fill
from knowledge.quiz.practice import Asked, Standing, stand
from knowledge.vietnamese.text import clean, fold

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from knowledge.database import Database
    from knowledge.quiz.questions import ParsedQuestion, ParsedQuestions

RUN = 10
"""Questions of one practice."""


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

    async def questions(self, unit_id: int, title: str = "") -> list[ParsedQuestion]:
        """Return the questions of a unit's bank, or of all its banks, as they were read."""
        found = (
            select(Question)
            .join(Bank, Bank.id == Question.bank_id)
            .where(Bank.unit_id == unit_id, *([Bank.folded_title == fold(title)] if title else []))
            .order_by(Bank.title, Question.id)
        )
        async with self._database.view() as session:
            return [as_parsed(question) for question in await session.scalars(found)]

    async def start(self, person_id: int, topic: str, cause: str, now: datetime, seed: str) -> Standing:
        """Begin a practice, or continue the unfinished one; the same cause begins it once. Raises Refusal."""
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
            # Not a secret: the same event must give the same questions.
            chosen = random.Random(seed).sample(ids, min(RUN, len(ids)))  # noqa: S311  # a draw, no secret
            practice = Practice(
                person_id=person_id, question_ids=chosen, started_at=now, finished_at=None, cause=cause
            )
            session.add(practice)
            await session.flush()
            return await stand(session, practice, now)

    async def answer(
        self, person_id: int, practice_id: int, position: int, choice: int, now: datetime
    ) -> Standing:
        """Note the first answer to a question and return its worth; a later one returns the first's."""
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
                await self._note(session, practice, asked, choice, now)
            return await stand(session, practice, now, position=position, is_first=counts)

    async def _note(
        self, session: AsyncSession, practice: Practice, asked: Asked, choice: int, now: datetime
    ) -> None:
        if not 0 <= choice < len(asked.options):
            raise Refusal("This question has no such option. Please choose one that is shown.")
        insert = sqlite.insert if self._database.is_sqlite else postgresql.insert
        right = select(Question.right).where(Question.id == practice.question_ids[asked.position])
        await session.execute(
            insert(PracticeAnswer)
            .values(
                practice_id=practice.id,
                position=asked.position,
                choice=choice,
                is_right=await session.scalar(right) == choice,
                at=now,
            )
            .on_conflict_do_nothing()
        )

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
