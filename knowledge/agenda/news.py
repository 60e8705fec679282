"""What changed, told to those it touches: several changes in one message, at once where a meeting is near."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from knowledge.agenda.seeing import seen_by
from knowledge.messages.notices import queue
from knowledge.models import ChangeNews, Meeting, MeetingChange, Notice, Person

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement, Row, Select, Update

    from knowledge.database import Database

KIND = "agenda_news"
UNINVITED = "uninvited"
"""Said to whom a meeting was taken off the agenda: beside the kinds of changes."""
SETTLING = timedelta(minutes=2)
"""How long it is waited for further changes: who edits a week makes several."""
NEAR = timedelta(hours=36)
"""Changes of meetings that start within this time are told at once, others by the morning digest."""
UNREAD = timedelta(hours=26)
"""How long the digest has for the others: some people have turned it off."""
TOLD_FOR = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class NewsRow:
    """One change of a meeting that the person sees, or saw until it changed."""

    change_id: int
    meeting_id: int
    kind: str
    title: str
    starts_at: datetime
    ends_at: datetime | None
    place: str
    before: dict[str, object]
    after: dict[str, object]
    why: str


@dataclass(frozen=True, slots=True)
class Untold:
    """A change that a person has not been told of."""

    change_id: int
    person_id: int
    at: datetime
    starts_at: datetime
    earlier: datetime | None
    """When the meeting was to start before it changed."""

    @property
    def first(self) -> datetime:
        """Return the earlier of both starts."""
        return min(self.starts_at, self.earlier or self.starts_at)


class News:
    """Changes on their way to those they touch."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def plan(self, now: datetime) -> int:
        """Write a notice for each person whose news are due; returns how many."""
        async with self._database.read() as connection:
            found = (await connection.execute(untold())).all()
        by_person: dict[int, list[Untold]] = defaultdict(list)
        for row in found:
            by_person[row.person_id].append(read_untold(row))
        due = {person: news for person, news in by_person.items() if is_due(news, now)}
        for person, news in due.items():
            await self._write(person, news, now)
        return len(due)

    async def _write(self, person_id: int, news: Iterable[Untold], now: datetime) -> None:
        changes = sorted(each.change_id for each in news)
        cause = f"{KIND}:{person_id}:{changes[-1]}"
        async with self._database.write() as connection:
            await queue(
                connection,
                person_id=person_id,
                kind=KIND,
                subject_id=person_id,
                cause=cause,
                due_at=now,
                expires_at=now + TOLD_FOR,
            )
            notice = (await connection.execute(select(Notice.id).where(Notice.cause == cause))).scalar_one()
            await connection.execute(tells(notice, person_id, ChangeNews.change_id.in_(changes), now))

    async def take(self, person_id: int, notice_id: int, now: datetime) -> list[NewsRow]:
        """Let a digest tell what has settled and nobody told, and return it; again, the same."""
        async with self._database.write() as connection:
            settled = select(MeetingChange.id).where(MeetingChange.at <= now - SETTLING)
            await connection.execute(tells(notice_id, person_id, ChangeNews.change_id.in_(settled), now))
        return await self.of_notice(person_id, notice_id)

    async def of_notice(self, person_id: int, notice_id: int) -> list[NewsRow]:
        """Return what a notice tells: the same however often it is sent."""
        query = (
            select(MeetingChange, Meeting)
            .join(ChangeNews, ChangeNews.change_id == MeetingChange.id)
            .join(Meeting, Meeting.id == MeetingChange.meeting_id)
            .where(ChangeNews.person_id == person_id, ChangeNews.notice_id == notice_id)
            .order_by(Meeting.starts_at, MeetingChange.id)
        )
        async with self._database.view() as session:
            found = (await session.execute(query)).all()
            ids = [meeting.id for _, meeting in found]
            mine = select(Meeting.id).where(Meeting.id.in_(ids), seen_by(person_id))
            seen = set(await session.scalars(mine))
        return merged([row_of(change, meeting, sees=meeting.id in seen) for change, meeting in found])


def tells(notice_id: int, person_id: int, which: ColumnElement[bool], now: datetime) -> Update:
    """Give those of a person's news that nobody told to a notice."""
    nobodys = (ChangeNews.person_id == person_id, ChangeNews.notice_id.is_(None))
    return update(ChangeNews).where(*nobodys, which).values(notice_id=notice_id, told_at=now)


def untold() -> Select[int, int, datetime, datetime, dict[str, object]]:
    """Select the changes that nobody told, of people who are not suspended."""
    return (
        select(
            ChangeNews.change_id,
            ChangeNews.person_id,
            MeetingChange.at,
            Meeting.starts_at,
            MeetingChange.before,
        )
        .join(MeetingChange, MeetingChange.id == ChangeNews.change_id)
        .join(Meeting, Meeting.id == MeetingChange.meeting_id)
        .join(Person, Person.id == ChangeNews.person_id)
        .where(ChangeNews.notice_id.is_(None), Person.suspended_at.is_(None))
        .order_by(ChangeNews.change_id)
    )


def read_untold(row: Row[int, int, datetime, datetime, dict[str, object]]) -> Untold:
    """Read a row of `untold`."""
    change_id, person_id, at, starts_at, before = row
    earlier = before.get("starts_at")
    moment = datetime.fromisoformat(str(earlier)) if earlier else None
    return Untold(change_id, person_id, at, starts_at, moment)


def is_due(news: list[Untold], now: datetime) -> bool:
    """Tell whether news are to be told now: settled, and of a meeting near or left by the digest."""
    if max(each.at for each in news) > now - SETTLING:
        return False
    return any(each.first <= now + NEAR for each in news) or any(each.at <= now - UNREAD for each in news)


def row_of(change: MeetingChange, meeting: Meeting, *, sees: bool) -> NewsRow:
    """Return a change as it is told; to whom it was taken from, only what they saw before."""
    if not sees:
        title = str(change.before.get("title", meeting.title))
        earlier = change.before.get("starts_at")
        start = datetime.fromisoformat(str(earlier)) if earlier else meeting.starts_at
        return NewsRow(change.id, meeting.id, UNINVITED, title, start, None, "", {}, {}, "")
    return NewsRow(
        change.id,
        meeting.id,
        change.kind,
        meeting.title,
        meeting.starts_at,
        meeting.ends_at,
        meeting.place,
        change.before,
        change.after,
        change.why,
    )


def merged(rows: list[NewsRow]) -> list[NewsRow]:
    """Put several changes of one meeting together: from what it first was to what it is now."""
    first: dict[int, NewsRow] = {}
    for row in rows:
        known = first.get(row.meeting_id)
        if known is None:
            first[row.meeting_id] = row
            continue
        before = {**row.before, **known.before}
        kind = known.kind if known.kind == "published" and row.kind == "changed" else row.kind
        first[row.meeting_id] = NewsRow(
            row.change_id,
            row.meeting_id,
            kind,
            row.title,
            row.starts_at,
            row.ends_at,
            row.place,
            before,
            {**known.after, **row.after},
            row.why or known.why,
        )
    return list(first.values())
