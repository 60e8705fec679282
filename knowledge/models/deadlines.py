"""Deadlines."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, false
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Table


class Deadline(Table):
    """Something a person wants to finish by some moment, or to be reminded of."""

    __tablename__ = "deadlines"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    title: Mapped[str]
    due_at: Mapped[datetime]
    remind_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    is_reminder: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Only to be reminded of, at that very moment."""
    rule: Mapped[str] = mapped_column(default="", server_default="")
    """How it comes again (RRULE); empty for once."""
    cause: Mapped[str] = mapped_column(unique=True)
    """The event that made it: an update which is answered twice makes it once."""

    __table_args__ = (Index(None, "person_id", "done_at", "due_at"),)
