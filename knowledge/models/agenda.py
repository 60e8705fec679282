"""Meetings."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Table
from knowledge.models.organisation import Reach


class Meeting(Table):
    """One line of a unit's work programme."""

    __tablename__ = "meetings"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    reach: Mapped[str] = mapped_column(default=Reach.UNIT)
    title: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    place: Mapped[str] = mapped_column(default="")
    chair: Mapped[str] = mapped_column(default="")
    attendance: Mapped[str] = mapped_column(default="")
    """Who is invited, in the programme's own words."""
    note: Mapped[str] = mapped_column(default="")
    source: Mapped[str]
    """The imported file's own key of this meeting: the same key is the same meeting."""

    __table_args__ = (
        UniqueConstraint("unit_id", "source"),
        Index(None, "starts_at"),
        Index(None, "unit_id", "starts_at"),
    )


class Attendee(Table):
    """A person invited by name; sees the meeting whatever its reach, and is reminded."""

    __tablename__ = "attendees"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)


class MeetingPaper(Table):
    """A document that a meeting works on; shown to those who may read the document."""

    __tablename__ = "meeting_papers"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True)
    document_id: Mapped[int] = mapped_column(
        ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True, index=True
    )
