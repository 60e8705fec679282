"""Writing notices: rows of the outbox, in the transaction of what caused them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, literal, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from knowledge.models import Notice, NoticeState

OPEN = (NoticeState.WAITING, NoticeState.SENDING)
URGENT = ("deadline", "meeting", "pointchase", "task")
"""Kinds that tell of a moment: news and digests to thousands do not hold them up."""

Writer = AsyncConnection | AsyncSession
"""A transaction that somebody else opened: a notice is written together with what caused it."""


def dialect_of(writer: Writer) -> str:
    """Name the database behind a transaction."""
    return writer.dialect.name if isinstance(writer, AsyncConnection) else writer.get_bind().dialect.name


def insert_into_outbox(dialect: str) -> sqlite.Insert | postgresql.Insert:
    """Start an INSERT that leaves a notice with the same cause alone, once told to."""
    return sqlite.insert(Notice) if dialect == "sqlite" else postgresql.insert(Notice)


async def queue(
    writer: Writer,
    *,
    person_id: int,
    kind: str,
    subject_id: int,
    cause: str,
    due_at: datetime,
    expires_at: datetime,
) -> bool:
    """Write a notice in the caller's transaction; False when this cause has one already."""
    values = {
        "person_id": person_id,
        "kind": kind,
        "subject_id": subject_id,
        "cause": cause,
        "due_at": due_at,
        "free_at": due_at,
        "expires_at": expires_at,
        "is_urgent": kind in URGENT,
        "state": NoticeState.WAITING,
        "attempts": 0,
    }
    statement = insert_into_outbox(dialect_of(writer)).values(values).on_conflict_do_nothing()
    written = await writer.execute(statement.returning(Notice.id))
    return written.first() is not None


async def queue_each(writer: Writer, recipients: Select[int, int, str, datetime, datetime], kind: str) -> int:
    """Write a notice for each row (person, subject, cause, due, expires) of a query; returns how many.

    One statement, however many they are; a cause that has a notice already is left alone.
    """
    found = recipients.subquery()
    person, subject, cause, due, expires = found.c
    rows = select(
        person,
        literal(kind),
        subject,
        cause,
        due,
        due.label("free_at"),
        expires,
        literal(kind in URGENT),
        literal(NoticeState.WAITING.value),
        literal(0),
    )
    columns = [
        "person_id",
        "kind",
        "subject_id",
        "cause",
        "due_at",
        "free_at",
        "expires_at",
        "is_urgent",
        "state",
        "attempts",
    ]
    # SQLite cannot tell the ON of a conflict from that of a join without a WHERE.
    statement = insert_into_outbox(dialect_of(writer)).from_select(columns, rows.where(literal(value=True)))
    written = await writer.execute(statement.on_conflict_do_nothing())
    count: int = written.rowcount  # type: ignore[attr-defined]  # an INSERT has one
    return max(count, 0)


def cause_of(word: str, *columns: ColumnElement[Any] | InstrumentedAttribute[Any]) -> ColumnElement[str]:
    """Join a word and columns into a cause, in SQL."""
    whole: ColumnElement[str] = literal(word)
    for column in columns:
        whole = whole + ":" + cast(column, String)
    return whole


async def cancel_for(
    writer: Writer,
    kinds: Sequence[str],
    subject_id: int,
    *,
    keep: str = "",
    states: Sequence[NoticeState] = OPEN,
) -> None:
    """Call off, in the caller's transaction, what was still to be said about a row; `keep` is one's cause."""
    await writer.execute(
        update(Notice)
        .where(
            Notice.kind.in_(kinds),
            Notice.subject_id == subject_id,
            Notice.state.in_(states),
            Notice.cause != keep,
        )
        .values(state=NoticeState.CANCELLED)
        .execution_options(synchronize_session=False),
    )
