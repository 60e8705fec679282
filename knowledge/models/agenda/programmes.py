"""Programmes on their way: what a secretary sent in, drafts, what repeats, what was published."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Table
from knowledge.models.organisation import Reach


class AgendaIntake(Table):
    """A programme that was handed in and is being looked at; nothing of it is stored before it is saved."""

    __tablename__ = "agenda_intakes"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    event: Mapped[str] = mapped_column(unique=True)
    """What brought it: the same event brings it once."""
    name: Mapped[str]
    """The file's, or empty for a text that was pasted."""
    content_hash: Mapped[str]
    lines: Mapped[list[dict[str, object]]] = mapped_column(JSON)
    """Each meeting that was understood, as `Line` packs it, with the fields that are doubtful."""
    problems: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    created_at: Mapped[datetime]


class ProgrammeState(StrEnum):
    """Where a programme stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    PUBLISHED = "published"


class Programme(Table):
    """A unit's week: drafted, approved by a lead, published, and published again when it changes."""

    __tablename__ = "programmes"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    first_day: Mapped[date]
    """The Monday."""
    reach: Mapped[str] = mapped_column(default=Reach.UNIT)
    state: Mapped[str] = mapped_column(default=ProgrammeState.DRAFT)
    version: Mapped[int] = mapped_column(default=0)
    """How often it was published."""
    revision: Mapped[int] = mapped_column(default=0)
    """Raised by every edit: who edits an older one is told what changed."""
    drafted_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """The lead who approved or returned it."""
    remark: Mapped[str] = mapped_column(default="")
    """Why it was returned."""
    changed_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("unit_id", "first_day"),)


class ProgrammeLine(Table):
    """A meeting of a draft; it becomes, or changes, a Meeting when the programme is published."""

    __tablename__ = "programme_lines"

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id", ondelete="CASCADE"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id", ondelete="SET NULL"))
    recurring_id: Mapped[int | None] = mapped_column(ForeignKey("recurring_meetings.id", ondelete="SET NULL"))
    starts_at: Mapped[datetime]
    values: Mapped[dict[str, object]] = mapped_column(JSON)
    """The meeting's fields, as `Line` packs them."""
    is_dropped: Mapped[bool] = mapped_column(default=False)
    """The published meeting is cancelled when this is published."""
    override_reason: Mapped[str] = mapped_column(default="")
    """Why a conflict was accepted."""
    override_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    revision: Mapped[int] = mapped_column(default=0)
    """The programme's revision that touched it last."""
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class ProgrammeVersion(Table):
    """A programme as it was published, kept for those who ask what it said."""

    __tablename__ = "programme_versions"

    programme_id: Mapped[int] = mapped_column(
        ForeignKey("programmes.id", ondelete="CASCADE"), primary_key=True
    )
    version: Mapped[int] = mapped_column(primary_key=True)
    published_at: Mapped[datetime]
    published_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    lines: Mapped[list[dict[str, object]]] = mapped_column(JSON)


class RecurringMeeting(Table):
    """A meeting that repeats: it is put into each new draft of its unit."""

    __tablename__ = "recurring_meetings"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    rule: Mapped[str]
    """An RRULE of RFC 5545, without its name."""
    starts_at: Mapped[datetime]
    """The first time."""
    values: Mapped[dict[str, object]] = mapped_column(JSON)
    created_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    ended_at: Mapped[datetime | None]
