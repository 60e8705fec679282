"""Programmes that secretaries hand in: read, shown, corrected item by item, and drafted once they say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from knowledge.agenda.lines import DAY, ParsedMeeting, packed, unpacked
from knowledge.agenda.publishing import key_of
from knowledge.models import AgendaIntake, Unit
from knowledge.problems import Problem, Refusal, rebuild
from knowledge.scope import kept_by

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from knowledge.agenda.programmes import ProgrammeRow, Programmes
    from knowledge.agenda.reading.handed import HandedProgramme
    from knowledge.database import Database

DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class IntakeLine:
    """A meeting that was understood."""

    number: int
    """From 1: what people call it by."""
    meeting: ParsedMeeting
    is_dropped: bool

    def is_past(self, now: datetime) -> bool:
        """Tell a meeting that would be over before anybody reads of it."""
        return not self.is_dropped and self.meeting.starts_at <= now


@dataclass(frozen=True, slots=True)
class IntakeRow:
    """A programme that waits to be saved."""

    id: int
    unit_id: int
    unit: str
    name: str
    lines: tuple[IntakeLine, ...]
    problems: tuple[Problem, ...] = ()
    """What could not be read: it stays in sight until the programme is saved."""

    @property
    def unsure(self) -> int:
        """Return how many lines should be looked at."""
        return sum(bool(line.meeting.unsure) and not line.is_dropped for line in self.lines)


class Intakes:
    """What was handed in and is being looked at; each is its secretary's alone."""

    def __init__(self, database: Database, programmes: Programmes) -> None:
        self._database = database
        self._programmes = programmes

    async def take(self, person_id: int, handed: HandedProgramme, event: str, now: datetime) -> IntakeRow:
        """Keep what was understood until it is saved; the same event keeps it once. Raises Refusal."""
        async with self._database.edit() as session:
            units = (await session.execute(kept_by(person_id))).all()
            if not units:
                raise Refusal(
                    "Only a secretary drafts the programme. Please send it to your office's secretary."
                )
            found = await session.scalar(select(AgendaIntake).where(AgendaIntake.event == event))
            if found is None:
                found = AgendaIntake(
                    person_id=person_id,
                    unit_id=units[0][0],
                    event=event,
                    name=handed.name,
                    content_hash=handed.content_hash,
                    lines=[as_kept(meeting) for meeting in in_order(handed.read.meetings)],
                    problems=[kept_problem(problem) for problem in handed.read.problems],
                    created_at=now,
                )
                session.add(found)
                await session.flush()
            unit = await session.get_one(Unit, found.unit_id)
            return row_of(found, unit.name)

    async def get(self, person_id: int, id: int) -> IntakeRow | None:
        """Return what the person handed in and has not saved; None for everybody else."""
        query = (
            select(AgendaIntake, Unit.name)
            .join(Unit, Unit.id == AgendaIntake.unit_id)
            .where(AgendaIntake.id == id, AgendaIntake.person_id == person_id)
        )
        async with self._database.view() as session:
            row = (await session.execute(query)).first()
        return row_of(row[0], row[1]) if row else None

    async def change(self, person_id: int, id: int, number: int, values: dict[str, object]) -> IntakeRow:
        """Correct fields of a line, which are sure from then on. Raises Refusal."""
        async with self._database.edit() as session:
            kept = await self._held(session, person_id, id)
            line = line_at(kept, number)
            meeting = replace(unpacked(line), **values)  # type: ignore[arg-type]  # fields of a line
            if meeting.ends_at and meeting.ends_at <= meeting.starts_at:
                raise Refusal("“{title}” ends before it starts. Correct its hours.", title=meeting.title)
            sure = set(values) | ({DAY} if "starts_at" in values else set())
            meeting = replace(meeting, unsure=meeting.unsure - sure)
            kept.lines = [as_kept(meeting) if n == number else each for n, each in enumerate(kept.lines, 1)]
            return await self._shown(session, kept)

    async def drop(self, person_id: int, id: int, number: int, *, back: bool = False) -> IntakeRow:
        """Leave a line out, or take it back in. Raises Refusal."""
        async with self._database.edit() as session:
            kept = await self._held(session, person_id, id)
            line = {**line_at(kept, number), DROPPED: not back}
            kept.lines = [line if n == number else each for n, each in enumerate(kept.lines, 1)]
            return await self._shown(session, kept)

    async def save(self, person_id: int, id: int, now: datetime) -> list[ProgrammeRow]:
        """Put the lines into the drafts of their weeks, and forget the intake. Raises Refusal."""
        found = await self.get(person_id, id)
        if found is None:
            raise gone()
        lines = [line.meeting for line in found.lines if not line.is_dropped]
        if not lines:
            raise Refusal("No meeting is left to save. Take one back in, or discard it all.")
        rows = await self._programmes.draft(person_id, found.unit_id, lines, now)
        await self.discard(person_id, id)
        return rows

    async def discard(self, person_id: int, id: int) -> None:
        """Forget an intake."""
        mine = (AgendaIntake.id == id) & (AgendaIntake.person_id == person_id)
        async with self._database.write() as connection:
            await connection.execute(delete(AgendaIntake).where(mine))

    async def _held(self, session: AsyncSession, person_id: int, id: int) -> AgendaIntake:
        query = select(AgendaIntake).where(AgendaIntake.id == id, AgendaIntake.person_id == person_id)
        kept: AgendaIntake | None = await session.scalar(query.with_for_update())
        if kept is None:
            raise gone()
        return kept

    async def _shown(self, session: AsyncSession, kept: AgendaIntake) -> IntakeRow:
        unit = await session.get_one(Unit, kept.unit_id)
        return row_of(kept, unit.name)


def gone() -> Refusal:
    """Make the refusal of what was saved, discarded or is somebody else's."""
    return Refusal("This programme was saved or discarded already. Send it again if you need it.")


def in_order(meetings: Sequence[ParsedMeeting]) -> list[ParsedMeeting]:
    """Return meetings in order of time; each keeps the key by which it was read."""
    return sorted((replace(m, key=key_of(m)) for m in meetings), key=lambda m: m.starts_at)


def as_kept(meeting: ParsedMeeting) -> dict[str, object]:
    """Return a line as it is kept."""
    return packed(meeting) | {DROPPED: False}


def line_at(kept: AgendaIntake, number: int) -> dict[str, object]:
    """Return a line by its number. Raises Refusal."""
    if not 1 <= number <= len(kept.lines):
        raise Refusal(
            "There is no line {number}. The last one is {last}.", number=number, last=len(kept.lines)
        )
    return kept.lines[number - 1]


def row_of(kept: AgendaIntake, unit: str) -> IntakeRow:
    """Return an intake as it is shown."""
    lines = tuple(
        IntakeLine(number, unpacked(line), bool(line.get(DROPPED)))
        for number, line in enumerate(kept.lines, 1)
    )
    problems = tuple(
        Problem(rebuild(Refusal, each["message"], each["values"]), each["line"], each["event"])
        for each in kept.problems
    )
    return IntakeRow(kept.id, kept.unit_id, unit, kept.name, lines, problems)


def kept_problem(problem: Problem) -> dict[str, object]:
    """Return a problem as JSON keeps it."""
    values = {name: str(value) for name, value in problem.refusal.values.items()}
    message = problem.refusal.message
    return {"message": message, "values": values, "line": problem.line, "event": problem.event}
