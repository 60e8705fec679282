"""The frozen questions of an assessment, kept in memory: an answer a second must not read them anew."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from typing import TYPE_CHECKING

from sqlalchemy import select

from knowledge.models import AssessmentQuestion

if TYPE_CHECKING:
    from knowledge.database import Database

MOST_KEPT = 20
"""Assessments; each some hundred kilobytes."""


class QuestionShelf:
    """Finds an assessment's questions by id; a corrected key is another version."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: OrderedDict[tuple[int, int], Mapping[int, AssessmentQuestion]] = OrderedDict()

    async def of(self, assessment_id: int, version: int) -> Mapping[int, AssessmentQuestion]:
        """Return the questions as this version has them."""
        key = (assessment_id, version)
        if key not in self._kept:
            async with self._database.view() as session:
                found = await session.scalars(
                    select(AssessmentQuestion).where(AssessmentQuestion.assessment_id == assessment_id)
                )
                self._kept[key] = {question.id: question for question in found}
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]
