"""What people of one's units asked and got no answer to, or none of use; and the month in numbers."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Select, case, func, or_, select

from knowledge.documents.enquiries.likeness import ALIKE, asks, grouped, likeness
from knowledge.documents.enquiries.staff import ANSWERERS, answered_by
from knowledge.documents.votes import WHOLE
from knowledge.models import Asked, Enquiry, EnquiryState, Origin, Post, Vote
from knowledge.scope import units_held

if TYPE_CHECKING:
    from knowledge.database import Database

MOST_READ = 300
"""The newest questions that are looked at: more nobody pages through."""
TAKEN_UP = (EnquiryState.OPEN, EnquiryState.ANSWERED, EnquiryState.APPROVED)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Questions that ask the same, without who asked them."""

    asked_id: int
    """The newest of them."""
    question: str
    count: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Month:
    """What was asked of the papers."""

    asked: int
    answered: int
    good: int
    bad: int


class Unanswered:
    """Questions without an answer, for those who keep the papers of a unit."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keeps_papers(self, person_id: int) -> bool:
        """Tell whether the person is secretary or lead of any unit."""
        async with self._database.read() as connection:
            return bool(await connection.scalar(select(units_held(person_id, ANSWERERS).exists())))

    async def questions(self, person_id: int) -> list[Wanted]:
        """Return what stayed without an answer, the newest first, alike questions together."""
        bad = (Vote.asked_id == Asked.id) & (Vote.passage_id == WHOLE) & (Vote.value == -1)
        useless = select(Vote.asked_id).where(bad).exists()
        query = (
            select(Asked.id, Asked.question, Asked.asked_at)
            .where(of_held_units(person_id), or_(Asked.origin == Origin.NOBODY, useless))
            .order_by(Asked.asked_at.desc(), Asked.id.desc())
            .limit(MOST_READ)
        )
        taken = (
            select(Enquiry.question)
            .where(answered_by(person_id), Enquiry.state.in_(TAKEN_UP))
            .order_by(Enquiry.id.desc())
            .limit(MOST_READ)
        )
        async with self._database.read() as connection:
            asked = [(row.id, row.question, row.asked_at) for row in await connection.execute(query)]
            questions = list((await connection.execute(taken)).scalars())
        return await asyncio.to_thread(sorted_out, asked, questions)

    async def month(self, person_id: int, since: datetime) -> Month:
        """Count what the people of one's units asked since a moment, and what they thought of it."""
        mine = (of_held_units(person_id), Asked.asked_at >= since)
        answered = func.sum(case((Asked.origin != Origin.NOBODY, 1), else_=0))
        query = select(func.count(), answered).where(*mine)
        votes = (
            select(
                func.sum(case((Vote.value == 1, 1), else_=0)), func.sum(case((Vote.value == -1, 1), else_=0))
            )
            .join(Asked, Asked.id == Vote.asked_id)
            .where(*mine, Vote.passage_id == WHOLE)
        )
        async with self._database.read() as connection:
            asked = (await connection.execute(query)).one()
            cast = (await connection.execute(votes)).one()
        return Month(asked[0], asked[1] or 0, cast[0] or 0, cast[1] or 0)


def of_held_units(person_id: int) -> ColumnElement[bool]:
    """Return the condition of the questions of people in the units that the person keeps the papers of."""
    people: Select[int] = select(Post.person_id).where(Post.unit_id.in_(units_held(person_id, ANSWERERS)))
    return Asked.person_id.in_(people)


def sorted_out(asked: list[tuple[int, str, datetime]], taken: list[str]) -> list[Wanted]:
    """Group questions by likeness, without those that somebody has taken up."""
    known = [asks(question) for question in taken]
    groups = grouped(asked, lambda row: row[1])
    return [
        Wanted(*group[0][:2], count=len(group), last_at=group[0][2])
        for group in groups
        if not any(likeness(asks(group[0][1]), one) >= ALIKE for one in known)
    ]
