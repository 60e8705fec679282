"""How notices fare: how many wait, were sent, seen or failed, why, and how late they were."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Row, Select, case, func, literal, select

from knowledge.models import Account, Bulletin, Meeting, Notice, NoticeState, Person, Post
from knowledge.scope import OVERSEERS, units_held

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection
    from sqlalchemy.orm import InstrumentedAttribute

    from knowledge.database import Database

LOOKS_BACK = timedelta(days=7)
MOST_SHOWN = 10
MOST_NAMED = 20
ABOUT_BULLETINS = ("bulletin", "bulletin_nudge")
ABOUT_MEETINGS = ("meeting", "invitation", "attendance")
GIVEN_UP = (NoticeState.FAILED, NoticeState.EXPIRED)
WAITS = (NoticeState.WAITING, NoticeState.SENDING)


@dataclass(frozen=True, slots=True)
class Fared:
    """The notices of one kind about one row, or of one kind altogether (subject 0)."""

    kind: str
    subject_id: int
    title: str
    first_due_at: datetime
    states: Mapping[str, int]
    reasons: Mapping[str, int]
    """Why some were given up, and how many each."""
    seen: int
    lateness: tuple[timedelta, timedelta] | None
    """Median and 99th percentile of what was sent; None before anything was."""

    @property
    def waiting(self) -> int:
        """Return how many have not been sent yet."""
        return sum(self.states.get(state, 0) for state in WAITS)


class Tracking:
    """What became of the notices to the people of one's units."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def latest(self, person_id: int, now: datetime) -> list[Fared]:
        """Return how the latest notices fare that are due, those to the person's units alone."""
        about = case((Notice.kind.in_((*ABOUT_BULLETINS, *ABOUT_MEETINGS)), Notice.subject_id), else_=0)
        reason = case((Notice.state.in_(GIVEN_UP), func.coalesce(Notice.problem, Notice.state)), else_="")
        counted = (
            select(
                Notice.kind,
                about.label("subject_id"),
                Notice.state,
                reason.label("reason"),
                func.count().label("count_"),
                func.count(Notice.seen_at).label("seen"),
                func.min(Notice.due_at).label("due_at"),
            )
            .where(*self._mine(person_id, now))
            .group_by(Notice.kind, about, Notice.state, reason)
        )
        async with self._database.read() as connection:
            groups: dict[tuple[str, int], list[Row[*tuple[Any, ...]]]] = defaultdict(list)
            for row in (await connection.execute(counted)).all():
                groups[row.kind, row.subject_id].append(row)
            newest = sorted(groups.items(), key=lambda each: max(row.due_at for row in each[1]), reverse=True)
            return [
                Fared(
                    kind,
                    subject,
                    await title_of(connection, kind, subject),
                    min(row.due_at for row in found),
                    summed((row.state, row.count_) for row in found),
                    summed((row.reason, row.count_) for row in found if row.reason),
                    sum(row.seen for row in found),
                    await self._lateness(connection, person_id, kind, subject, now),
                )
                for (kind, subject), found in newest[:MOST_SHOWN]
            ]

    async def unreached(self, person_id: int) -> tuple[str, ...]:
        """Return the people of one's units whom nothing reaches at all now."""
        open_account = select(Account.id).where(
            Account.person_id == Person.id, Account.unreachable_at.is_(None)
        )
        closed = (
            select(Person.name)
            .where(in_units_of(person_id, Person.id), Person.suspended_at.is_(None))
            .where(select(Account.id).where(Account.person_id == Person.id).exists(), ~open_account.exists())
            .order_by(Person.folded_name)
            .limit(MOST_NAMED)
        )
        async with self._database.read() as connection:
            return tuple((await connection.execute(closed)).scalars())

    def _mine(self, person_id: int, now: datetime) -> tuple[ColumnElement[bool], ...]:
        return (
            Notice.due_at > now - LOOKS_BACK,
            Notice.due_at <= now,
            Notice.state != NoticeState.CANCELLED,
            in_units_of(person_id, Notice.person_id),
        )

    async def _lateness(
        self, connection: AsyncConnection, person_id: int, kind: str, subject: int, now: datetime
    ) -> tuple[timedelta, timedelta] | None:
        about = Notice.subject_id == subject if subject else literal(value=True)
        sent = select(Notice.due_at, Notice.sent_at).where(
            *self._mine(person_id, now), Notice.kind == kind, about, Notice.sent_at.is_not(None)
        )
        late = sorted(
            max(row.sent_at - row.due_at, timedelta()) for row in (await connection.execute(sent)).all()
        )
        return (late[len(late) // 2], late[len(late) * 99 // 100]) if late else None


def summed(counts: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Add counts up by their name."""
    found: dict[str, int] = {}
    for name, count in counts:
        found[name] = found.get(name, 0) + count
    return found


def in_units_of(keeper: int, person: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Return the condition of people with a post in a unit that somebody keeps."""
    posts: Select[int] = select(Post.person_id).where(Post.unit_id.in_(units_held(keeper, OVERSEERS)))
    return person.in_(posts)


async def title_of(connection: AsyncConnection, kind: str, subject: int) -> str:
    """Return what the notices speak of, where that has a name."""
    if kind in ABOUT_BULLETINS:
        found = select(Bulletin.text).where(Bulletin.id == subject)
    elif kind in ABOUT_MEETINGS:
        found = select(Meeting.title).where(Meeting.id == subject)
    else:
        return ""
    return await connection.scalar(found) or ""
