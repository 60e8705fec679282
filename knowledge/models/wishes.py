"""How people, and units for them, wish to be told."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Table


class PersonWish(Table):
    """When a person wants to hear of meetings, and when of nothing; minutes of their own day."""

    __tablename__ = "person_wishes"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    meeting_minutes: Mapped[int | None]
    """How long before a meeting; None for the usual half an hour."""
    quiet_from: Mapped[int | None]
    quiet_to: Mapped[int | None]
    """The end of the quiet hours; before their beginning where they go over midnight."""


class UnitWish(Table):
    """What a unit allows for its people."""

    __tablename__ = "unit_wishes"

    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True)
    urgent_passes: Mapped[bool] = mapped_column(default=False)
    """Whether what tells of a moment passes quiet hours."""
