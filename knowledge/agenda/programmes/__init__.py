"""Programmes: drafted by a secretary, approved by a lead, published, changed and published again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from knowledge.agenda.lines import ParsedMeeting, packed, unpacked
from knowledge.agenda.programmes import repeating, weeks
from knowledge.agenda.programmes.deciding import decide, publish_week
from knowledge.agenda.programmes.edits import refuse_stale, within
from knowledge.agenda.programmes.rights import decided_by, drafted_by, leads_of, may
from knowledge.agenda.programmes.rows import Clash, LineRow, ProgrammeRow, ProgrammeTitle
from knowledge.agenda.programmes.showing import row_of
from knowledge.models import Programme, ProgrammeLine, ProgrammeState, Unit
from knowledge.organisation.units import UnitRow
from knowledge.problems import Refusal
from knowledge.scope import kept_by

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from knowledge.agenda.programmes.deciding import Decision
    from knowledge.database import Database

__all__ = ["Clash", "LineRow", "ProgrammeRow", "ProgrammeTitle", "Programmes"]


class Programmes:
    """Weeks of units on their way to being published."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def units(self, person_id: int) -> list[UnitRow]:
        """Return the units whose programmes the person drafts: where they hold the secretary's post."""
        async with self._database.read() as connection:
            return [UnitRow(*row) for row in await connection.execute(kept_by(person_id))]

    async def titles(self, person_id: int, since: date) -> list[ProgrammeTitle]:
        """Return the programmes from a day on that the person drafts or decides on."""
        count = (
            select(func.count(ProgrammeLine.id))
            .where(ProgrammeLine.programme_id == Programme.id, ProgrammeLine.is_dropped.is_(False))
            .scalar_subquery()
        )
        mine = Programme.unit_id.in_(drafted_by(person_id))
        theirs = Programme.unit_id.in_(decided_by(person_id)) & (Programme.state != ProgrammeState.DRAFT)
        query = (
            select(Programme.id, Unit.name, Programme.first_day, Programme.state, Programme.version, count)
            .join(Unit, Unit.id == Programme.unit_id)
            .where(Programme.first_day >= since, mine | theirs)
            .order_by(Programme.first_day, Unit.name, Programme.id)
        )
        async with self._database.read() as connection:
            return [ProgrammeTitle(*row) for row in await connection.execute(query)]

    async def get(self, person_id: int, id: int) -> ProgrammeRow | None:
        """Return a programme; None for those who neither draft nor decide on it."""
        async with self._database.view() as session:
            programme = await self._found(session, person_id, id)
            return await row_of(session, programme, person_id) if programme else None

    async def week(self, person_id: int, unit_id: int, first_day: date, now: datetime) -> ProgrammeRow:
        """Return the unit's programme of a week, begun where there is none; Refusal without the right."""
        async with self._database.edit() as session:
            await self._drafting(session, person_id, unit_id)
            programme = await weeks.week_of(session, unit_id, first_day, person_id, now)
            return await row_of(session, programme, person_id)

    async def draft(
        self, person_id: int, unit_id: int, lines: Sequence[ParsedMeeting], now: datetime
    ) -> list[ProgrammeRow]:
        """Put lines into the programmes of their weeks; the same lines again change nothing."""
        async with self._database.edit() as session:
            await self._drafting(session, person_id, unit_id)
            rows = []
            for first_day in sorted({weeks.monday_of(line.starts_at) for line in lines}):
                programme = await weeks.week_of(session, unit_id, first_day, person_id, now)
                await self._refresh(session, programme)
                ours = [line for line in lines if weeks.monday_of(line.starts_at) == first_day]
                if await weeks.merge(session, programme, ours, person_id):
                    weeks.touch(programme, now)
                rows.append(await row_of(session, programme, person_id))
            return rows

    async def copy_last_week(self, person_id: int, id: int, now: datetime) -> ProgrammeRow:
        """Put last week's meetings into a programme, a week later; those that are there stay as they are."""
        async with self._database.edit() as session:
            programme = await self._edited(session, person_id, id)
            before = await session.scalar(
                select(Programme).where(
                    Programme.unit_id == programme.unit_id,
                    Programme.first_day == programme.first_day - weeks.WEEK,
                )
            )
            there = {(line.starts_at, line.values["title"]) for line in await weeks.lines_of(session, id)}
            copied = 0
            for line in await weeks.lines_of(session, before.id) if before else []:
                later = weeks.moved(unpacked(line.values), line.starts_at + weeks.WEEK)
                if line.is_dropped or line.recurring_id or (later.starts_at, later.title) in there:
                    continue
                session.add(weeks.new_line(programme, later, by=person_id))
                copied += 1
            if copied:
                await session.flush()
                weeks.touch(programme, now)
            return await row_of(session, programme, person_id)

    async def add(self, person_id: int, id: int, line: ParsedMeeting, now: datetime) -> ProgrammeRow:
        """Add a meeting to a programme."""
        async with self._database.edit() as session:
            programme = await self._edited(session, person_id, id)
            within(programme, line)
            weeks.touch(programme, now)
            session.add(weeks.new_line(programme, line, by=person_id))
            await session.flush()
            return await row_of(session, programme, person_id)

    async def change(  # who changes which line of which revision to what, when
        self, person_id: int, line_id: int, seen: int, values: dict[str, object], now: datetime
    ) -> ProgrammeRow:
        """Change fields of a line; Refusal where somebody changed it since the revision that was seen."""
        async with self._database.edit() as session:
            line, programme = await self._line(session, person_id, line_id, seen)
            wanted = replace(unpacked(line.values), **values)  # type: ignore[arg-type]  # fields of a line
            wanted = replace(wanted, unsure=wanted.unsure - set(values))
            if wanted.ends_at and wanted.ends_at <= wanted.starts_at:
                raise Refusal("“{title}” ends before it starts. Correct its hours.", title=wanted.title)
            within(programme, wanted)
            if packed(wanted) != line.values:
                weeks.touch(programme, now)
                weeks.write(line, wanted, programme, person_id)
            await session.flush()
            return await row_of(session, programme, person_id)

    async def drop(
        self, person_id: int, line_id: int, seen: int, now: datetime, *, back: bool = False
    ) -> ProgrammeRow:
        """Take a meeting out of a programme, or put it back; a published one is cancelled when published."""
        async with self._database.edit() as session:
            line, programme = await self._line(session, person_id, line_id, seen)
            if line.is_dropped == back:
                weeks.touch(programme, now)
                line.is_dropped = not back
                line.revision, line.changed_by = programme.revision, person_id
            await session.flush()
            return await row_of(session, programme, person_id)

    async def accept(
        self, person_id: int, line_id: int, seen: int, reason: str, now: datetime
    ) -> ProgrammeRow:
        """Accept a line's conflicts for a reason; only who may publish may."""
        async with self._database.edit() as session:
            line, programme = await self._line(session, person_id, line_id, seen)
            leads = await leads_of(session, programme.unit_id)
            if leads and not await may(session, decided_by(person_id), programme.unit_id):
                raise Refusal("Only a lead may accept a conflict. Please move one of the meetings.")
            programme.revision += 1
            programme.changed_at = now
            line.override_reason, line.override_by = reason, person_id
            line.revision = programme.revision
            await session.flush()
            return await row_of(session, programme, person_id)

    async def repeat(self, person_id: int, line_id: int, seen: int, rule: str) -> None:
        """Have a line's meeting put into each new week by a rule; the same meeting's older rule ends."""
        async with self._database.edit() as session:
            line, programme = await self._line(session, person_id, line_id, seen)
            await repeating.repeat(session, programme, line, rule, person_id)

    async def submit(self, person_id: int, id: int, seen: int, now: datetime) -> Decision:
        """Send a draft to the leads who decide; where there is none, publish it."""
        async with self._database.edit() as session:
            programme = await self._edited(session, person_id, id, seen)
            leads = await leads_of(session, programme.unit_id)
            if leads and person_id not in leads:
                return await decide(session, programme, ProgrammeState.SUBMITTED, person_id, leads, now)
            return await publish_week(session, programme, person_id, now)

    async def approve(self, person_id: int, id: int, seen: int, now: datetime) -> Decision:
        """Publish a programme that was submitted."""
        async with self._database.edit() as session:
            programme = await self._decided(session, person_id, id, seen)
            return await publish_week(session, programme, person_id, now)

    async def give_back(self, person_id: int, id: int, seen: int, remark: str, now: datetime) -> Decision:
        """Give a programme back to who drafted it, with a remark."""
        async with self._database.edit() as session:
            programme = await self._decided(session, person_id, id, seen)
            programme.remark = remark
            drafter = [programme.drafted_by]
            return await decide(session, programme, ProgrammeState.RETURNED, person_id, drafter, now)

    async def _found(self, session: AsyncSession, person_id: int, id: int) -> Programme | None:
        mine = Programme.unit_id.in_(drafted_by(person_id)) | Programme.unit_id.in_(decided_by(person_id))
        found: Programme | None = await session.scalar(select(Programme).where(Programme.id == id, mine))
        return found

    async def _drafting(self, session: AsyncSession, person_id: int, unit_id: int) -> None:
        held = drafted_by(person_id).union(decided_by(person_id)).subquery()
        if await session.scalar(select(held.c.unit_id).where(held.c.unit_id == unit_id)) is None:
            raise Refusal("Only a secretary or lead of the unit drafts its programme.")

    async def _edited(
        self, session: AsyncSession, person_id: int, id: int, seen: int | None = None
    ) -> Programme:
        programme = await self._found(session, person_id, id)
        if programme is None:
            raise Refusal("That programme is not within your scope.")
        refuse_stale(programme, seen)
        await self._refresh(session, programme)
        return programme

    async def _decided(self, session: AsyncSession, person_id: int, id: int, seen: int) -> Programme:
        query = select(Programme).where(Programme.id == id, Programme.unit_id.in_(decided_by(person_id)))
        programme = await session.scalar(query)
        if programme is None:
            raise Refusal("That programme is not within your scope.")
        if programme.state != ProgrammeState.SUBMITTED:
            raise Refusal("This programme does not wait for a decision. Open it to see how it stands.")
        refuse_stale(programme, seen)
        return programme

    async def _line(
        self, session: AsyncSession, person_id: int, line_id: int, seen: int
    ) -> tuple[ProgrammeLine, Programme]:
        line = await session.get(ProgrammeLine, line_id)
        if line is None:
            raise Refusal("That programme is not within your scope.")
        programme = await self._edited(session, person_id, line.programme_id)
        if line.revision > seen:
            raise Refusal(
                "“{title}” was changed by somebody else meanwhile. Look at it again, then change it.",
                title=str(line.values["title"])[:60],
            )
        return line, programme

    async def _refresh(self, session: AsyncSession, programme: Programme) -> None:
        if programme.state == ProgrammeState.PUBLISHED:
            await weeks.keep_in_step(session, programme)
