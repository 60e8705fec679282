"""Meetings with everything that goes along with them, as far as one person sees them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Select, and_, func, select

from knowledge.agenda.seeing import seen_by
from knowledge.models import Meeting, MeetingState, Post, Unit, UnitTree
from knowledge.scope import Viewer
from knowledge.vietnamese.text import clean

if TYPE_CHECKING:
    from sqlalchemy import Row
    from sqlalchemy.ext.asyncio import AsyncConnection

NO_LETTERS = re.compile("[\ud800-\udfff\ufffe\uffff\x85]")
MOST = 2000
"""Meetings of one file or feed."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A meeting on its way out; its texts have no signs that calendars and tables refuse."""

    id: int
    unit_id: int
    unit: str
    is_cancelled: bool
    sequence: int
    changed_at: datetime | None
    starts_at: datetime
    ends_at: datetime | None
    title: str
    place: str = ""
    chair: str = ""
    attendance: str = ""
    prepared_by: str = ""
    invitation: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """A unit that is named at the head of a programme, with what stands above it."""

    id: int
    name: str
    above: tuple[str, ...] = ()
    """Names from the nearest to the top."""


def exported(viewer: Viewer) -> Select[*tuple[object, ...]]:
    """Select what goes along of the meetings that the viewer sees, in order of time."""
    return (
        select(
            Meeting.id,
            Meeting.unit_id,
            Unit.name,
            (Meeting.state == MeetingState.CANCELLED).label("is_cancelled"),
            Meeting.sequence,
            Meeting.changed_at,
            Meeting.starts_at,
            Meeting.ends_at,
            Meeting.title,
            Meeting.place,
            Meeting.chair,
            Meeting.attendance,
            Meeting.prepared_by,
            Meeting.invitation,
            Meeting.note,
        )
        .join(Unit, Unit.id == Meeting.unit_id)
        .where(seen_by(viewer))
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(MOST)
    )


def units_in(viewer: Viewer, start: datetime, end: datetime) -> Select[int, str, int]:
    """Select the units of which the viewer sees something in [start, end), with how much, most first."""
    count = func.count(Meeting.id)
    return (
        select(Unit.id, Unit.name, count)
        .join(Meeting, Meeting.unit_id == Unit.id)
        .where(seen_by(viewer), taking_place(start, end))
        .group_by(Unit.id, Unit.name)
        .order_by(count.desc(), Unit.name, Unit.id)
    )


def taking_place(start: datetime, end: datetime) -> ColumnElement[bool]:
    """Return the condition for what takes place in [start, end)."""
    return and_(Meeting.starts_at >= start, Meeting.starts_at < end, Meeting.state == MeetingState.PLANNED)


def as_exported(rows: Iterable[Row[*tuple[object, ...]]]) -> list[Exported]:
    """Return the rows of that statement, their texts cleaned."""
    return [Exported(*(fit(value) if isinstance(value, str) else value for value in row)) for row in rows]  # type: ignore[arg-type]  # in the order of the columns


def fit(text: str) -> str:
    """Return a text without what neither XML nor calendars take."""
    return NO_LETTERS.sub("", clean(text))


async def body_of(connection: AsyncConnection, unit_id: int) -> Body | None:
    """Return a unit with the names above it."""
    found = (await connection.execute(select(Unit.id, Unit.name).where(Unit.id == unit_id))).first()
    if found is None:
        return None
    above = (
        select(Unit.id, Unit.parent_id, Unit.name)
        .join(UnitTree, UnitTree.above_id == Unit.id)
        .where(UnitTree.unit_id == unit_id)
    )
    tree = {row.id: (row.parent_id, row.name) for row in await connection.execute(above)}
    names, at = [], tree[unit_id][0] if unit_id in tree else None
    while at in tree:
        parent, name = tree[at]
        names.append(clean(name))
        at = parent
    return Body(found.id, clean(found.name), tuple(names))


async def home_of(connection: AsyncConnection, person_id: int) -> int | None:
    """Return the unit of a person's first post."""
    first = select(Post.unit_id).where(Post.person_id == person_id).order_by(Post.id).limit(1)
    return (await connection.execute(first)).scalar_one_or_none()
