"""What the organiser sees: who took part, how it went, and which questions have to be looked at."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from knowledge.assessments.handing_in import given_in, questions_of
from knowledge.assessments.items import ItemStatistics, Response, analysed
from knowledge.assessments.rows import organised
from knowledge.assessments.sitting_rows import counted
from knowledge.assessments.turnout import (
    PersonResult,
    UnitTurnout,
    overseen,
    people_of,
    sees_names,
    unit_turnout,
)
from knowledge.models import (
    AssessmentQuestion,
    Sitting,
)
from knowledge.problems import Refusal
from knowledge.quiz.marking import bare, is_right

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from knowledge.database import Database
    from knowledge.quiz.marking import Given

A_TIME = 500
"""Sittings that are read at a time."""


@dataclass(frozen=True, slots=True)
class Item:
    """A question beside its statistics."""

    question: AssessmentQuestion
    statistics: ItemStatistics


class Results:
    """What came of assessments, for those who oversee them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def turnout(self, person_id: int, assessment_id: int) -> list[UnitTurnout]:
        """Count by unit, in numbers, within the units that the person oversees. Raises Refusal."""
        async with self._database.view() as session:
            assessment = await overseen(session, person_id, assessment_id)
            rows = await people_of(session, assessment, person_id)
            passes = assessment.pass_percent
        units: dict[str, list[PersonResult]] = {}
        for row in rows:
            units.setdefault(row.unit, []).append(row)
        return [unit_turnout(unit, people, passes) for unit, people in units.items()]

    async def people(self, person_id: int, assessment_id: int) -> list[PersonResult]:
        """List each person with the best attempt. Raises Refusal where names are not for this viewer."""
        async with self._database.view() as session:
            assessment = await overseen(session, person_id, assessment_id)
            if not await sees_names(session, assessment, person_id):
                raise Refusal("This assessment shows numbers by unit, and no names.")
            return await people_of(session, assessment, person_id)

    async def percents(self, person_id: int, assessment_id: int) -> list[int]:
        """Return the best result of each who handed in, in per cent, within the person's units."""
        async with self._database.view() as session:
            assessment = await overseen(session, person_id, assessment_id)
            rows = await people_of(session, assessment, person_id)
        return sorted(100 * row.right // row.total for row in rows if row.right is not None and row.total)

    async def sees_names(self, person_id: int, assessment_id: int) -> bool:
        """Whether the person sees who did how. Raises Refusal."""
        async with self._database.view() as session:
            assessment = await overseen(session, person_id, assessment_id)
            return await sees_names(session, assessment, person_id)

    async def items(self, person_id: int, assessment_id: int) -> list[Item]:
        """Analyse the questions by first attempts, for who organises it. Raises Refusal."""
        async with self._database.view() as session:
            assessment = await organised(session, person_id, assessment_id)
            questions = await questions_of(session, {assessment.id})
            responses = [each async for each in responses_of(session, assessment.id, questions)]
        # Some hundred thousand answers take a second, in which the bot must go on.
        found = await asyncio.to_thread(analysed, responses)
        return [Item(questions[each.question_id], each) for each in found]

    async def correct_key(
        self, person_id: int, assessment_id: int, question_id: int, rights: Sequence[int] | None
    ) -> int:
        """Give a question another key, or (None) take it out of every score; count all anew.

        Returns how many results changed. Raises Refusal.
        """
        async with self._database.edit() as session:
            assessment = await organised(session, person_id, assessment_id)
            question = await session.scalar(
                select(AssessmentQuestion).where(
                    AssessmentQuestion.id == question_id, AssessmentQuestion.assessment_id == assessment_id
                )
            )
            if question is None:
                raise Refusal("This question is not of this assessment.")
            if rights is None:
                question.is_dropped = True
            else:
                question.rights, question.is_dropped = list(rights), False
            assessment.version += 1
            await session.flush()
            return await recount(session, assessment_id)


async def recount(session: AsyncSession, assessment_id: int) -> int:
    """Count every sitting that was handed in anew; returns how many came out differently."""
    questions = await questions_of(session, {assessment_id})
    handed_in = select(Sitting).where(
        Sitting.assessment_id == assessment_id, Sitting.handed_in_at.is_not(None)
    )
    changed = 0
    for sittings in in_parts((await session.scalars(handed_in.order_by(Sitting.id))).all()):
        given = await given_in(session, [each.id for each in sittings])
        for sitting in sittings:
            numbers = counted(sitting.items, questions, given.get(sitting.id, {}))
            changed += numbers != (sitting.right, sitting.total)
            sitting.right, sitting.total = numbers
    return changed


def in_parts(sittings: Sequence[Sitting]) -> Iterator[Sequence[Sitting]]:
    """Yield sittings so many at a time."""
    for start in range(0, len(sittings), A_TIME):
        yield sittings[start : start + A_TIME]


async def responses_of(
    session: AsyncSession, assessment_id: int, questions: Mapping[int, AssessmentQuestion]
) -> AsyncIterator[Response]:
    """Yield each answer of first attempts, beside how the rest of its sitting went."""
    first = select(Sitting).where(
        Sitting.assessment_id == assessment_id,
        Sitting.is_mock.is_(False),
        Sitting.attempt == 1,
        Sitting.handed_in_at.is_not(None),
    )
    for sittings in in_parts((await session.scalars(first.order_by(Sitting.id))).all()):
        given = await given_in(session, [each.id for each in sittings])
        for sitting in sittings:
            for response in responses_in(sitting.items, questions, given.get(sitting.id, {})):
                yield response


def responses_in(
    items: Sequence[int], questions: Mapping[int, AssessmentQuestion], given: Mapping[int, Given]
) -> Iterator[Response]:
    """Yield the answers of one sitting; what was left out counts as wrong, as it does in the score."""
    rights = [n in given and is_right(questions[key], given[n]) for n, key in enumerate(items)]
    for n, key in enumerate(items):
        yield Response(
            key,
            written(given.get(n)),
            rights[n],
            (sum(rights) - rights[n]) / (len(items) - 1) if len(items) > 1 else 0.0,
            sum(rights) / len(items),
        )


def written(given: Given | None) -> str:
    """Write an answer the same whenever it means the same; empty where there is none."""
    if given is None:
        return ""
    return bare(given) if isinstance(given, str) else ",".join(map(str, given))
