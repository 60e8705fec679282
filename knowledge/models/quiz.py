"""Question banks, and practice with them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Table
from knowledge.models.organisation import Reach


class Bank(Table):
    """Questions that a unit publishes together."""

    __tablename__ = "banks"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    reach: Mapped[str] = mapped_column(default=Reach.UNIT)
    title: Mapped[str]
    folded_title: Mapped[str]

    __table_args__ = (UniqueConstraint("unit_id", "title"),)


class Question(Table):
    """A single-choice question."""

    __tablename__ = "questions"

    id: Mapped[int] = mapped_column(primary_key=True)
    bank_id: Mapped[int] = mapped_column(ForeignKey("banks.id", ondelete="CASCADE"))
    text: Mapped[str]
    text_hash: Mapped[str]
    """Of the folded text: the same question again is the same row."""
    options: Mapped[list[str]] = mapped_column(JSON)
    right: Mapped[int]
    """Index into `options`."""
    explanation: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")
    """The paper and article the answer stands in."""
    topic: Mapped[str] = mapped_column(default="")

    __table_args__ = (UniqueConstraint("bank_id", "text_hash"),)


class Practice(Table):
    """One run of questions; where it stands survives a restart."""

    __tablename__ = "practices"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    question_ids: Mapped[list[int]] = mapped_column(JSON)
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    cause: Mapped[str] = mapped_column(unique=True)
    """The event that began it: an update which is answered twice begins it once."""


class PracticeAnswer(Table):
    """The first answer to one question of a run; a second press changes nothing."""

    __tablename__ = "practice_answers"

    practice_id: Mapped[int] = mapped_column(ForeignKey("practices.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    choice: Mapped[int]
    is_right: Mapped[bool]
    at: Mapped[datetime]
