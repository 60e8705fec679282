"""Tasks: work that was given, who holds it, where it stands, and all that happened to it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Table


class TaskState(StrEnum):
    """Where a task stands."""

    GIVEN = "given"
    ACKNOWLEDGED = "acknowledged"
    STARTED = "started"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


class Task(Table):
    """Work given to a person or to a unit; handed down, it is a part of its parent."""

    __tablename__ = "tasks"

    id: Mapped[int] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column(default="", index=True)
    """The ids from the topmost task down to this one, such as "1/5/9/"."""
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("tasks.id"), index=True)
    giver_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    holder_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    """Who does it; None where the unit itself holds it, by its leads and secretaries."""
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    """The unit that holds it, or in which its holder is counted."""
    title: Mapped[str]
    due_at: Mapped[datetime]
    is_urgent: Mapped[bool] = mapped_column(default=False)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"))
    """The paper that asks for it."""
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"))
    """The meeting that concluded it."""
    state: Mapped[str] = mapped_column(default=TaskState.GIVEN)
    percent: Mapped[int] = mapped_column(default=0)
    wanted_due_at: Mapped[datetime | None]
    """The extension that its holder asks for."""
    plan: Mapped[str]
    """How it is reminded of: the name of a plan."""
    revision: Mapped[int] = mapped_column(default=1)
    """Raised when its reminders are planned anew."""
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    """When it was submitted for the last time, or withdrawn."""
    cause: Mapped[str] = mapped_column(unique=True)
    """The event that made it, and the place among those of one event."""

    __table_args__ = (Index(None, "unit_id", "state", "due_at"),)


class TaskEvent(Table):
    """Something that happened to a task, in its holder's or giver's words."""

    __tablename__ = "task_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    act: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]


class TaskFile(Table):
    """A file that was handed in with a task, or given along with it."""

    __tablename__ = "task_files"

    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("made_files.id"), primary_key=True, index=True)
