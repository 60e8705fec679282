"""Conferences: connection points, who came, and what the points report."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Table


class ConnectionPoint(Table):
    """A hall in a unit from which people take part in a conference."""

    __tablename__ = "connection_points"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    name: Mapped[str]
    folded_name: Mapped[str]
    reporter_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    expected: Mapped[int] = mapped_column(default=0)
    """How many people are to come; the list of them may be longer or shorter."""
    code: Mapped[str] = mapped_column(unique=True)
    """Eight characters by which one checks in, during the meeting only."""
    chased: Mapped[int] = mapped_column(default=0)
    """Steps of chasing that were taken while it was silent."""

    __table_args__ = (UniqueConstraint("meeting_id", "unit_id", "folded_name"), Index(None, "meeting_id"))


class CheckIn(Table):
    """That a person is present at a conference or meeting."""

    __tablename__ = "check_ins"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    point_id: Mapped[int | None] = mapped_column(ForeignKey("connection_points.id"))
    at: Mapped[datetime]
    way: Mapped[str]
    """code (also by QR), self, or reporter."""
    is_late: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (Index(None, "point_id"),)


class PointReport(Table):
    """What a point's reporter told last, in numbers."""

    __tablename__ = "point_reports"

    point_id: Mapped[int] = mapped_column(
        ForeignKey("connection_points.id", ondelete="CASCADE"), primary_key=True
    )
    expected: Mapped[int]
    present: Mapped[int]
    excused: Mapped[int] = mapped_column(default=0)
    substitutes: Mapped[int] = mapped_column(default=0)
    late: Mapped[int] = mapped_column(default=0)
    reasons: Mapped[str] = mapped_column(default="")
    reported_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    reported_at: Mapped[datetime]
