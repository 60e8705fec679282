"""Sitting an assessment: begun, each answer stored when it is given, handed in, told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select

from knowledge.assessments.answering import AnswerStore, Status, Stored, taken
from knowledge.assessments.beginning import begun
from knowledge.assessments.handing_in import AT_ONCE, hand_in_all, result_of, tell_keys
from knowledge.assessments.questions import QuestionShelf
from knowledge.assessments.rows import sat_by, there
from knowledge.assessments.sitting_rows import (
    Answered,
    Kept,
    SittingResult,
    SittingView,
    as_given,
    laid_out,
)
from knowledge.models import Assessment, Person, QuestionKind, Sitting, SittingAnswer
from knowledge.problems import Refusal
from knowledge.quiz.sources import Why, number_of_paper, open_source

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Row

    from knowledge.database import Database
    from knowledge.quiz.marking import Given

SITTING = (
    select(
        Sitting.id,
        Sitting.assessment_id,
        Sitting.seed,
        Sitting.items,
        Sitting.marks,
        Sitting.position,
        Sitting.is_mock,
        Sitting.started_at,
        Sitting.ends_at,
        Sitting.handed_in_at,
        Assessment.title,
        Assessment.version,
    )
    .join(Assessment, Assessment.id == Sitting.assessment_id)
    .where(Sitting.id == bindparam("sitting"), Sitting.person_id == bindparam("person"))
)
ANSWERS = select(SittingAnswer.position, SittingAnswer.given, SittingAnswer.changes).where(
    SittingAnswer.sitting_id == bindparam("sitting")
)
"""Made once: to put a statement together takes longer than to run it."""


class Sittings:
    """Assessments from the side of whoever sits them."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._shelf = QuestionShelf(database)
        self._store = AnswerStore(database)

    async def begin(
        self, person_id: int, assessment_id: int, cause: str, now: datetime, *, is_mock: bool = False
    ) -> SittingView:
        """Begin a sitting, or go on with the one that is open; the same cause begins once. Raises Refusal."""
        async with self._database.edit() as session:
            # The person's row is the lock: two devices that begin at once begin one sitting.
            await session.execute(select(Person.id).where(Person.id == person_id).with_for_update())
            assessment = there(
                await session.scalar(
                    select(Assessment).where(Assessment.id == assessment_id, sat_by(person_id))
                )
            )
            mine = (
                select(Sitting)
                .where(Sitting.person_id == person_id, Sitting.assessment_id == assessment_id)
                .where(Sitting.is_mock.is_(is_mock))
            )
            known = await session.scalar(mine.where(Sitting.cause == cause))
            open_ = await session.scalar(mine.where(Sitting.handed_in_at.is_(None), Sitting.ends_at > now))
            sitting = known or open_
            if sitting is None:
                count = await session.scalar(select(func.count()).select_from(mine.subquery())) or 0
                sitting = await begun(
                    session, assessment, person_id, count=count, cause=cause, now=now, is_mock=is_mock
                )
            number = sitting.id
        return await self.look(person_id, number)

    async def look(self, person_id: int, sitting_id: int, position: int | None = None) -> SittingView:
        """Return a sitting at a question, or where its person left it. Raises Refusal."""
        row = await self._row(person_id, sitting_id)
        return await self._view(row, row.position if position is None else position)

    async def has_begun(self, person_id: int, assessment_id: int) -> bool:
        """Whether the person has begun to sit it, trials left out."""
        return bool(
            await self._database.look_up(
                select(Sitting.id).where(
                    Sitting.assessment_id == assessment_id,
                    Sitting.person_id == person_id,
                    Sitting.is_mock.is_(False),
                )
            )
        )

    async def open_one(self, person_id: int, now: datetime) -> SittingView | None:
        """Return the sitting that the person is in the middle of, the last begun; else None."""
        found = await self._database.look_up(
            select(Sitting.id)
            .where(Sitting.person_id == person_id, Sitting.handed_in_at.is_(None), Sitting.ends_at > now)
            .order_by(Sitting.id.desc())
        )
        return await self.look(person_id, found[0].id) if found else None

    async def answer(
        self,
        person_id: int,
        sitting_id: int,
        position: int,
        read: Callable[[SittingView], Given | None],
        *,
        changes: int | None,
        now: datetime,
    ) -> Kept:
        """Store an answer; the view stands at the next question. `changes` is what the screen had seen.

        `read` reads it off the question as it is shown; None is no answer, and nothing happens. Raises
        Refusal where the answer is none of the question's.
        """
        row = await self._row(person_id, sitting_id)
        view = await self._view(row, position)
        given = taken(view, read)
        if given is None:
            return Kept(view=view, is_kept=False, is_read=False)
        status, stands = await self._store.put(Stored(sitting_id, view.position, given, changes, now))
        answered = {**view.answered, **({view.position: stands} if stands else {})}
        # Of several right ones each press is an answer, and the question stays until its person goes on.
        stays = status is not Status.KEPT or view.shown.kind == QuestionKind.SEVERAL
        following = view.position if stays else min(view.position + 1, view.total - 1)
        questions = await self._shelf.of(row.assessment_id, row.version)
        shown = laid_out(row.seed, questions[row.items[following]])
        seen = replace(view, answered=answered, position=following, shown=shown)
        return Kept(view=seen, is_kept=status is Status.KEPT, is_late=status is Status.LATE)

    async def mark(
        self, person_id: int, sitting_id: int, position: int, *, on: bool, now: datetime
    ) -> SittingView:
        """Mark a question to come back to, or take the mark away. Raises Refusal."""
        async with self._database.edit() as session:
            sitting = await session.scalar(
                select(Sitting)
                .where(Sitting.id == sitting_id, Sitting.person_id == person_id)
                .with_for_update()
            )
            if sitting is None:
                raise outside()
            if sitting.handed_in_at is None and sitting.ends_at > now:
                others = {each for each in sitting.marks if each != position}
                sitting.marks = sorted(others | ({position} if on else set()))
        return await self.look(person_id, sitting_id, position)

    async def hand_in(self, person_id: int, sitting_id: int, now: datetime) -> SittingResult:
        """End a sitting and count it; again, only tell. Raises Refusal."""
        await self._row(person_id, sitting_id)
        async with self._database.edit() as session:
            await hand_in_all(session, [sitting_id], now)
        return await self.result(person_id, sitting_id, now)

    async def hand_in_expired(self, now: datetime) -> int:
        """End what is past its time and tell its people, and of keys shown now; returns how many."""
        count = 0
        while True:
            async with self._database.edit() as session:
                ended = await hand_in_all(session, None, now)
            count += ended
            if ended < AT_ONCE:
                break
        async with self._database.edit() as session:
            await tell_keys(session, now)
        return count

    async def result(self, person_id: int, sitting_id: int, now: datetime) -> SittingResult:
        """Return how a sitting went, with the key where it may be shown. Raises Refusal."""
        row = await self._row(person_id, sitting_id)
        questions = await self._shelf.of(row.assessment_id, row.version)
        async with self._database.view() as session:
            return await result_of(session, row.id, questions, now)

    async def results(self, person_id: int, now: datetime) -> list[SittingResult]:
        """Return how the person's latest sittings went, trials left out."""
        found = await self._database.look_up(
            select(Sitting.id)
            .where(Sitting.person_id == person_id, Sitting.handed_in_at.is_not(None))
            .where(Sitting.is_mock.is_(False))
            .order_by(Sitting.id.desc())
            .limit(5)
        )
        return [await self.result(person_id, each.id, now) for each in found]

    async def why(self, person_id: int, sitting_id: int, position: int, now: datetime) -> Why:
        """Return where the answer stands, of a sitting whose key is shown. Raises Refusal."""
        result = await self.result(person_id, sitting_id, now)
        found = next((each for each in result.marked or () if each.position == position), None)
        if found is None:
            raise Refusal("The key of this assessment is not shown. /ketqua shows what is.")
        async with self._database.read() as connection:
            opened = await open_source(connection, found.source, person_id)
            number = "" if opened else await number_of_paper(connection, found.source, person_id)
        return Why(found.shown.text, found.explanation, found.source, opened, number)

    async def _row(self, person_id: int, sitting_id: int) -> Row[*tuple]:  # type: ignore[type-arg]  # SITTING's columns
        found = await self._database.look_up(SITTING, {"sitting": sitting_id, "person": person_id})
        if not found:
            raise outside()
        return found[0]

    async def _view(self, row: Row[*tuple], position: int) -> SittingView:  # type: ignore[type-arg]  # the same
        questions = await self._shelf.of(row.assessment_id, row.version)
        position = min(max(position, 0), len(row.items) - 1)
        answers = await self._database.look_up(ANSWERS, {"sitting": row.id})
        return SittingView(
            id=row.id,
            assessment_id=row.assessment_id,
            title=row.title,
            is_mock=row.is_mock,
            position=position,
            total=len(row.items),
            shown=laid_out(row.seed, questions[row.items[position]]),
            answered={each.position: Answered(as_given(each.given), each.changes) for each in answers},
            marks=frozenset(row.marks),
            started_at=row.started_at,
            ends_at=row.ends_at,
            handed_in_at=row.handed_in_at,
        )


def outside() -> Refusal:
    """Say that a sitting is somebody else's."""
    return Refusal("This sitting is not within your scope. /kiemtra shows your assessments.")
