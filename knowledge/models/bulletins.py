"""Bulletins: what a unit tells everybody below it, who has seen it, and what they answered."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Table


class BulletinState(StrEnum):
    """Where a bulletin stands."""

    DRAFT = "draft"
    SENT = "sent"
    WITHDRAWN = "withdrawn"


class Bulletin(Table):
    """A text for everybody in a unit and below, with a question where one is asked."""

    __tablename__ = "bulletins"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str]
    question: Mapped[str] = mapped_column(default="")
    choices: Mapped[list[str]] = mapped_column(JSON, default=list)
    """What is answered to the question; empty without one."""
    state: Mapped[str] = mapped_column(default=BulletinState.DRAFT)
    version: Mapped[int] = mapped_column(default=1)
    """Raised by each correction, and by the withdrawal."""
    nudges: Mapped[int] = mapped_column(default=0)
    """How often the silent were reminded."""
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    nudged_at: Mapped[datetime | None]
    cause: Mapped[str] = mapped_column(unique=True)
    """The event that made it: an update which is answered twice makes it once."""


class BulletinFile(Table):
    """A file that goes along with a bulletin: its readers may have it."""

    __tablename__ = "bulletin_files"

    bulletin_id: Mapped[int] = mapped_column(ForeignKey("bulletins.id"), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("made_files.id"), primary_key=True, index=True)


class BulletinReader(Table):
    """Somebody whom a bulletin was sent to, counted in one unit."""

    __tablename__ = "bulletin_readers"

    bulletin_id: Mapped[int] = mapped_column(ForeignKey("bulletins.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    seen_at: Mapped[datetime | None]
    answer: Mapped[int | None]
    """The place of the choice; None while silent."""
    answered_at: Mapped[datetime | None]
