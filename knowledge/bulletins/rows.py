"""Bulletins as the outside sees them, and who may see what of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Select, func, select

from knowledge.models import (
    Bulletin,
    BulletinFile,
    BulletinReader,
    BulletinState,
    MadeFile,
    Unit,
)
from knowledge.problems import Refusal
from knowledge.scope import OVERSEERS, everybody_below, units_held

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

KIND = "bulletin"
NUDGE = "bulletin_nudge"


@dataclass(frozen=True, slots=True)
class BulletinRow:
    """A bulletin as those see it who write and follow it."""

    id: int
    unit_id: int
    unit: str
    text: str
    question: str
    choices: tuple[str, ...]
    state: str
    files: tuple[str, ...]
    people: int
    """Readers; of a draft, those it would go to."""
    sent_at: datetime | None
    nudged_at: datetime | None


@dataclass(frozen=True, slots=True)
class Received:
    """A bulletin as one of its readers gets it."""

    id: int
    unit: str
    text: str
    question: str
    choices: tuple[str, ...]
    is_withdrawn: bool
    version: int
    files: tuple[tuple[int, str, int], ...]
    """Id, name and size in bytes of each."""
    seen_at: datetime | None
    answer: int | None


def seen_by(person_id: int) -> Select[Bulletin]:
    """Select the bulletins of the units that a person writes for; drafts are their author's alone."""
    return select(Bulletin).where(
        Bulletin.unit_id.in_(units_held(person_id, OVERSEERS)),
        (Bulletin.state != BulletinState.DRAFT) | (Bulletin.author_id == person_id),
    )


async def seen(session: AsyncSession, person_id: int, bulletin_id: int) -> Bulletin:
    """Return a bulletin of a unit that the person writes for. Raises Refusal."""
    return there(await session.scalar(seen_by(person_id).where(Bulletin.id == bulletin_id)))


async def written(session: AsyncSession, person_id: int, bulletin_id: int) -> Bulletin:
    """Return a bulletin of a unit that the person writes for, and hold it. Raises Refusal."""
    found = seen_by(person_id).where(Bulletin.id == bulletin_id).with_for_update()
    return there(await session.scalar(found))


def there(bulletin: Bulletin | None) -> Bulletin:
    """Return what was found. Raises Refusal."""
    if bulletin is None:
        raise Refusal("This announcement is not within your scope. /thongbao shows yours.")
    return bulletin


async def draft_of(session: AsyncSession, person_id: int, bulletin_id: int) -> Bulletin:
    """Return one's own draft. Raises Refusal."""
    bulletin = await written(session, person_id, bulletin_id)
    if bulletin.state != BulletinState.DRAFT:
        raise Refusal("This announcement is out already. You can correct or withdraw it: /thongbao")
    return bulletin


async def row_of(session: AsyncSession, bulletin: Bulletin) -> BulletinRow:
    """Put together what is shown of a bulletin."""
    files = (
        select(MadeFile.name)
        .join(BulletinFile, BulletinFile.file_id == MadeFile.id)
        .where(BulletinFile.bulletin_id == bulletin.id)
        .order_by(MadeFile.id)
    )
    people = (
        everybody_below(bulletin.unit_id).subquery()
        if bulletin.state == BulletinState.DRAFT
        else select(BulletinReader).where(BulletinReader.bulletin_id == bulletin.id).subquery()
    )
    return BulletinRow(
        bulletin.id,
        bulletin.unit_id,
        (await session.get_one(Unit, bulletin.unit_id)).name,
        bulletin.text,
        bulletin.question,
        tuple(bulletin.choices),
        bulletin.state,
        tuple(await session.scalars(files)),
        await session.scalar(select(func.count()).select_from(people)) or 0,
        bulletin.sent_at,
        bulletin.nudged_at,
    )
