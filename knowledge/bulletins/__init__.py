"""Bulletins in the database: drafted, sent to everybody below, counted, corrected, withdrawn."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, literal, select, update

from knowledge.bulletins.counts import Counts, counts_of
from knowledge.bulletins.rows import (
    KIND,
    NUDGE,
    BulletinRow,
    draft_of,
    row_of,
    seen,
    seen_by,
    written,
)
from knowledge.bulletins.telling import WORTH_TELLING, tell, waiting
from knowledge.messages.notices import cancel_for, cause_of, queue_each
from knowledge.models import (
    Bulletin,
    BulletinFile,
    BulletinReader,
    BulletinState,
    MadeFile,
    Notice,
    NoticeState,
    Unit,
)
from knowledge.organisation.units import UnitRow, Units
from knowledge.problems import Refusal
from knowledge.scope import OVERSEERS, everybody_below, overseen_by, units_held

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from knowledge.database import Database

LONGEST_TEXT = 3000
"""Characters: one message of every channel, with a question below it."""
MOST_FILES = 10
NUDGE_EVERY = timedelta(minutes=10)
MOST_LISTED = 10


class Bulletins:
    """What units tell those below them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def draft(
        self, person_id: int, text: str, cause: str, now: datetime, *, unit: str = ""
    ) -> BulletinRow:
        """Begin a bulletin of a unit by its name, or of the person's own; once a cause. Raises Refusal."""
        found = await Units(self._database).find(unit, person_id) if unit else None
        async with self._database.edit() as session:
            known = (await session.scalars(select(Bulletin).where(Bulletin.cause == cause))).one_or_none()
            if known is None:
                unit_id = found and (await within(session, person_id, found)).id
                known = Bulletin(
                    unit_id=unit_id or await own_unit(session, person_id),
                    author_id=person_id,
                    text=checked(text),
                    choices=[],
                    created_at=now,
                    cause=cause,
                )
                session.add(known)
                await session.flush()
            return await row_of(session, known)

    async def redraft(self, person_id: int, bulletin_id: int, text: str) -> BulletinRow:
        """Give a draft another text. Raises Refusal."""
        async with self._database.edit() as session:
            bulletin = await draft_of(session, person_id, bulletin_id)
            bulletin.text = checked(text)
            return await row_of(session, bulletin)

    async def ask(
        self, person_id: int, bulletin_id: int, question: str, choices: tuple[str, ...]
    ) -> BulletinRow:
        """Put a question below a draft; an empty one takes it away. Raises Refusal."""
        async with self._database.edit() as session:
            bulletin = await draft_of(session, person_id, bulletin_id)
            bulletin.question, bulletin.choices = question, list(choices)
            return await row_of(session, bulletin)

    async def address(self, person_id: int, bulletin_id: int, unit: str) -> BulletinRow:
        """Send a draft to another unit and below, one that the person writes for. Raises Refusal."""
        found = await Units(self._database).find(unit, person_id)
        async with self._database.edit() as session:
            bulletin = await draft_of(session, person_id, bulletin_id)
            bulletin.unit_id = (await within(session, person_id, found)).id
            return await row_of(session, bulletin)

    async def attach(
        self, person_id: int, bulletin_id: int, name: str, content: bytes, now: datetime
    ) -> BulletinRow:
        """Let a file go along with a draft. Raises Refusal."""
        async with self._database.edit() as session:
            bulletin = await draft_of(session, person_id, bulletin_id)
            count = select(func.count()).where(BulletinFile.bulletin_id == bulletin_id)
            if (await session.scalar(count) or 0) >= MOST_FILES:
                raise Refusal("An announcement takes at most {limit} files.", limit=MOST_FILES)
            file = MadeFile(person_id=person_id, name=name, content=content, made_at=now)
            session.add(file)
            await session.flush()
            session.add(BulletinFile(bulletin_id=bulletin_id, file_id=file.id))
            await session.flush()
            return await row_of(session, bulletin)

    async def drop(self, person_id: int, bulletin_id: int) -> None:
        """Throw a draft away. Raises Refusal."""
        async with self._database.edit() as session:
            bulletin = await draft_of(session, person_id, bulletin_id)
            await session.execute(delete(BulletinFile).where(BulletinFile.bulletin_id == bulletin_id))
            await session.delete(bulletin)

    async def send(self, person_id: int, bulletin_id: int, now: datetime) -> BulletinRow:
        """Write down whom it goes to and a notice for each, all or nothing; once. Raises Refusal."""
        async with self._database.edit() as session:
            bulletin = await written(session, person_id, bulletin_id)
            if bulletin.state == BulletinState.DRAFT:
                bulletin.state, bulletin.sent_at = BulletinState.SENT, now
                people = everybody_below(bulletin.unit_id).subquery()
                rows = select(literal(bulletin_id), people.c.person_id, people.c.unit_id)
                readers = insert(BulletinReader).from_select(["bulletin_id", "person_id", "unit_id"], rows)
                await session.execute(readers)
                await tell(session, bulletin, now)
            await session.flush()
            return await row_of(session, bulletin)

    async def nudge(self, person_id: int, bulletin_id: int, now: datetime) -> int:
        """Tell it again to those who are silent, and nobody else; returns how many. Raises Refusal."""
        async with self._database.edit() as session:
            bulletin = await written(session, person_id, bulletin_id)
            if bulletin.state != BulletinState.SENT:
                raise Refusal("This announcement is not out, so nobody is reminded of it.")
            if bulletin.nudged_at and now < bulletin.nudged_at + NUDGE_EVERY:
                raise Refusal("They were reminded a moment ago. Please wait ten minutes.")
            bulletin.nudges, bulletin.nudged_at = bulletin.nudges + 1, now
            silent = BulletinReader.answered_at if bulletin.choices else BulletinReader.seen_at
            recipients = (
                select(
                    BulletinReader.person_id,
                    BulletinReader.bulletin_id,
                    cause_of(f"{NUDGE}:{bulletin_id}:{bulletin.nudges}", BulletinReader.person_id),
                    literal(now, Notice.due_at.type).label("due"),
                    literal(now + WORTH_TELLING, Notice.due_at.type).label("expires"),
                )
                .where(BulletinReader.bulletin_id == bulletin_id, silent.is_(None))
                .where(~waiting(bulletin_id).exists())
            )
            await session.flush()
            return await queue_each(session, recipients, NUDGE)

    async def correct(self, person_id: int, bulletin_id: int, text: str, now: datetime) -> BulletinRow:
        """Give what is out another text: those who have it get the new one in its place. Raises Refusal."""
        async with self._database.edit() as session:
            bulletin = await written(session, person_id, bulletin_id)
            if bulletin.state != BulletinState.SENT:
                raise Refusal("This announcement is not out. You can write a new one: /thongbao")
            bulletin.text, bulletin.version = checked(text), bulletin.version + 1
            unseen = update(BulletinReader).where(BulletinReader.bulletin_id == bulletin_id)
            await session.execute(unseen.values(seen_at=None))
            await tell(session, bulletin, now)
            return await row_of(session, bulletin)

    async def withdraw(self, person_id: int, bulletin_id: int, now: datetime) -> BulletinRow:
        """Take back what is out: nobody else gets it, and those who have it are told. Raises Refusal."""
        async with self._database.edit() as session:
            bulletin = await written(session, person_id, bulletin_id)
            if bulletin.state == BulletinState.SENT:
                bulletin.state, bulletin.version = BulletinState.WITHDRAWN, bulletin.version + 1
                # What may be on its way is told of the withdrawal like what arrived.
                await cancel_for(session, (KIND, NUDGE), bulletin_id, states=(NoticeState.WAITING,))
                await tell(session, bulletin, now)
            return await row_of(session, bulletin)

    async def get(self, person_id: int, bulletin_id: int) -> BulletinRow:
        """Return a bulletin of a unit that the person writes for. Raises Refusal."""
        async with self._database.view() as session:
            return await row_of(session, await seen(session, person_id, bulletin_id))

    async def listing(self, person_id: int) -> list[BulletinRow]:
        """Return the latest of the units that the person writes for."""
        found = seen_by(person_id).order_by(Bulletin.id.desc()).limit(MOST_LISTED)
        async with self._database.view() as session:
            return [await row_of(session, each) for each in await session.scalars(found)]

    async def counts(self, person_id: int, bulletin_id: int) -> Counts:
        """Return who has it, has seen it and has answered, by unit. Raises Refusal."""
        async with self._database.view() as session:
            return await counts_of(session, await seen(session, person_id, bulletin_id))


def checked(text: str) -> str:
    """Return a bulletin's text. Raises Refusal."""
    if len(text) > LONGEST_TEXT:
        raise Refusal(
            "The announcement is too long ({count} characters; {limit} at most). Please shorten it, "
            "or send it as a file.",
            count=len(text),
            limit=LONGEST_TEXT,
        )
    return text


async def within(session: AsyncSession, person_id: int, unit: UnitRow) -> UnitRow:
    """Return a unit that the person writes for. Raises Refusal."""
    held = select(Unit.id).where(Unit.id == unit.id, Unit.id.in_(units_held(person_id, OVERSEERS)))
    if await session.scalar(held) is None:
        raise Refusal("Writing to “{unit}” is not within your scope.", unit=unit.name)
    return unit


async def own_unit(session: AsyncSession, person_id: int) -> int:
    """Return the unit that the person writes for, the first of several. Raises Refusal."""
    unit = await session.scalar(overseen_by(person_id))
    if unit is None:
        raise Refusal("Announcements are written by secretaries and leads. Please ask your secretary.")
    return unit
