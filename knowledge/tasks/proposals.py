"""Deadlines written in a paper, proposed as tasks: a person confirms each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from knowledge.deadlines.written import WrittenDeadline, deadlines_in
from knowledge.models import Document, Passage
from knowledge.problems import Refusal
from knowledge.scope import visible_to
from knowledge.tasks.plans import next_working_day
from knowledge.tasks.whom import Recipient, fits, people_below, units_below
from knowledge.vietnamese.text import fold

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from knowledge.database import Database
    from knowledge.model.dated import ModelDeadlines

MOST_PROPOSED, MOST_KEPT = 30, 200
DAY = len("2026-06-30")
OFFICE_CLOSES = time(17)
MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}))?")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
QUARTERS = (3, 6, 9, 12)
"""The last months of the quarters."""
WEEKLY = re.compile(r"weekly:([A-Z]{2})")
QUARTERLY = re.compile(r"quarterly:(\d{1,2}) of the last month")
MONTHLY, YEARLY, WORKDAYS, DAYS = (
    re.compile(pattern)
    for pattern in (r"monthly:(\d{1,2})", r"yearly:(\d{2})-(\d{2})", r"workdays:(\d+)", r"days:(\d+)")
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A deadline of a paper, with the day that it comes to and who it is for, as far as that is clear."""

    document_id: int
    paper: str
    words: str
    who: str
    due: str
    due_on: date | None
    """None where the paper names no day that can be counted."""
    to: Recipient | None


class Proposals:
    """What papers ask to be done by when."""

    def __init__(self, database: Database, model: ModelDeadlines) -> None:
        self._database, self._model = database, model
        self._added: dict[tuple[int, int], list[WrittenDeadline]] = {}
        """What the model found in a version of a paper, kept while we run."""

    @property
    def has_model(self) -> bool:
        """Whether a model can be asked for more."""
        return self._model.is_there

    async def ask_model(self, person_id: int, document_id: int, today: date) -> int | None:
        """Let the model look for more in a paper; returns how many, None where it cannot. Raises Refusal."""
        async with self._database.view() as session:
            paper, text = await read(session, person_id, document_id)
        found = await self._model.find(text, person_id, today)
        if found is None:
            return None
        by_rule = {
            (each.due[:DAY], fold(each.words)) for each in deadlines_in(text, paper.issued_on or today)
        }
        new = [
            each
            for each in found
            if not any(each.due == due and fold(each.words) in words for due, words in by_rule)
        ]
        if len(self._added) >= MOST_KEPT:
            self._added.clear()
        self._added[document_id, paper.version] = new
        return len(new)

    async def of(self, person_id: int, document_id: int, today: date) -> list[Proposal]:
        """Return the deadlines that are still to come in a paper that the person reads. Raises Refusal."""
        async with self._database.view() as session:
            paper, text = await read(session, person_id, document_id)
            added = self._added.get((document_id, paper.version), [])
            issued = paper.issued_on or today
            units, people = await units_below(session, person_id), await people_below(session, person_id)
            named = paper.number or paper.title
            proposals = [
                proposal(document_id, named, each, issued, today, recipient(each.who, units, people))
                for each in dict.fromkeys([*deadlines_in(text, issued), *added])
            ]
        return [each for each in proposals if each.due_on is None or each.due_on >= today][:MOST_PROPOSED]


async def read(session: AsyncSession, person_id: int, document_id: int) -> tuple[Document, str]:
    """Return a paper that the person reads, with its text. Raises Refusal."""
    seen = visible_to(person_id, Document.unit_id, Document.reach)
    found = select(Document).where(Document.id == document_id, seen)
    paper = (await session.scalars(found)).one_or_none()
    if paper is None:
        raise Refusal("This paper is not within your scope.")
    passages = (
        select(Passage.text)
        .where(Passage.document_id == document_id, Passage.version == paper.version)
        .order_by(Passage.position)
    )
    return paper, "\n".join(await session.scalars(passages))


def proposal(  # noqa: PLR0917  # the parts of one
    document_id: int,
    paper: str,
    found: WrittenDeadline,
    issued: date,
    today: date,
    to: Recipient | None,
) -> Proposal:
    """Put a proposal together."""
    due_on = day_of(found.due, issued, today)
    return Proposal(document_id, paper, found.words, found.who, found.due, due_on, to)


def recipient(who: str, units: list[tuple[str, Recipient]], people: list[Recipient]) -> Recipient | None:
    """Return the one whom a body's name means; None where nobody or several are meant."""
    found = fits(fold(who), units, people) if who else []
    return found[0] if len(found) == 1 else None


def day_of(due: str, issued: date, today: date) -> date | None:
    """Return the day that a written deadline (of `deadlines_in`) comes to next; None where it names none."""
    if found := MOMENT.match(due):
        return date.fromisoformat(found[1])
    if found := MONTHLY.match(due):
        return next_of_month(int(found[1]), today)
    if (found := WEEKLY.fullmatch(due)) and found[1] in WEEKDAYS:
        return today + timedelta(days=(WEEKDAYS.index(found[1]) - today.weekday()) % 7)
    if found := QUARTERLY.fullmatch(due):
        months = [next_of_month(int(found[1]), today, month) for month in QUARTERS]
        return min(months)
    if found := YEARLY.match(due):
        month, day = int(found[1]), int(found[2])
        this_year = date(today.year, month, day)
        return this_year if this_year >= today else date(today.year + 1, month, day)
    if (found := WORKDAYS.match(due)) and " " not in due:
        day_ = issued
        for _ in range(int(found[1])):
            day_ = next_working_day(day_)
        return day_
    if (found := DAYS.match(due)) and " " not in due:
        return issued + timedelta(days=int(found[1]))
    return None


def next_of_month(day: int, today: date, only: int | None = None) -> date:
    """Return the next such day of a month, or of one month alone; the last day of shorter months."""
    month = today.replace(day=1)
    while True:
        following = (month + timedelta(days=32)).replace(day=1)
        last = (following - timedelta(days=1)).day
        found = month.replace(day=min(day, last))
        if found >= today and only in {None, month.month}:
            return found
        month = following


def due_at(day: date, like: datetime) -> datetime:
    """Return when offices close on a day, in the zone of another moment."""
    return datetime.combine(day, OFFICE_CLOSES, like.tzinfo)
