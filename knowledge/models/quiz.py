"""Question banks, and practice with them."""

from __future__ import annotations

from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Table
from knowledge.models.organisation import Reach


class QuestionKind(StrEnum):
    """How a question is answered."""

    SINGLE = "single"
    SEVERAL = "several"
    SHORT = "short"
    ORDER = "order"
    MATCH = "match"


class Difficulty(IntEnum):
    """How difficult a question is held to be."""

    UNKNOWN = 0
    EASY = 1
    MEDIUM = 2
    HARD = 3


class QuestionState(StrEnum):
    """Whether a question is asked."""

    ASKED = "asked"
    PROPOSED = "proposed"
    """Made from a document; somebody has to approve it."""
    QUARANTINED = "quarantined"
    """What it rests on has changed or is no longer in force."""
    DROPPED = "dropped"
    """Somebody threw it away; it is not proposed again."""


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
    """A question with what is right and where that stands."""

    __tablename__ = "questions"

    id: Mapped[int] = mapped_column(primary_key=True)
    bank_id: Mapped[int] = mapped_column(ForeignKey("banks.id", ondelete="CASCADE"))
    text: Mapped[str]
    text_hash: Mapped[str]
    """Of the folded text: the same question again is the same row."""
    kind: Mapped[str] = mapped_column(default=QuestionKind.SINGLE)
    options: Mapped[list[str]] = mapped_column(JSON)
    """As `ParsedQuestion` has them."""
    prompts: Mapped[list[str]] = mapped_column(JSON, default=list)
    rights: Mapped[list[int]] = mapped_column(JSON)
    """Indexes into `options`."""
    explanation: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")
    """The paper and article the answer stands in."""
    topic: Mapped[str] = mapped_column(default="")
    difficulty: Mapped[int] = mapped_column(default=Difficulty.UNKNOWN)
    author: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    """Raised by each change of what is asked or right."""
    state: Mapped[str] = mapped_column(default=QuestionState.ASKED)
    document_id: Mapped[int | None] = mapped_column(
        ForeignKey("documents.id", ondelete="SET NULL"), index=True
    )
    """The paper that it was made from, if it was."""
    document_version: Mapped[int | None]
    path: Mapped[str] = mapped_column(default="")
    """Of the passage, such as "Điều 5, khoản 2"."""
    passage_hash: Mapped[str] = mapped_column(default="")
    """Of the passage's text: another text means that the question has to be looked at."""
    relations_seen: Mapped[int] = mapped_column(default=0)
    """The newest relation between papers when a person last compared it: later ones may touch its article."""
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """Who had it made, and is told when it is quarantined."""

    __table_args__ = (UniqueConstraint("bank_id", "text_hash"),)


class Card(Table):
    """What a person is held to remember of a question, as FSRS has it."""

    __tablename__ = "cards"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True)
    state: Mapped[int]
    """Of FSRS: 1 learning, 2 review, 3 learning again."""
    step: Mapped[int | None]
    stability: Mapped[float]
    """Days until nine of ten would still know it."""
    difficulty: Mapped[float]
    """From 1 to 10, as FSRS has it; nothing to do with the question's own."""
    due_at: Mapped[datetime]
    reviewed_at: Mapped[datetime]


class Review(Table):
    """One answer in practice, beside what was expected: the forecast is measured by it."""

    __tablename__ = "reviews"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    is_right: Mapped[bool]
    expected: Mapped[float | None]
    """How probably it was still known; None of a question seen for the first time."""
    stability: Mapped[float | None]
    """Before the answer, in days; with `days`, what `expected` was made of."""
    days: Mapped[float | None]
    """Since the last answer."""
    seconds: Mapped[float]
    """From the question to the answer."""


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
    shown_at: Mapped[datetime]
    """Since when the open question has been asked."""


class PracticeAnswer(Table):
    """The first answer to one question of a run; a second press changes nothing."""

    __tablename__ = "practice_answers"

    practice_id: Mapped[int] = mapped_column(ForeignKey("practices.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    given: Mapped[Any] = mapped_column(JSON)
    """Indexes into the question's options, or of a short answer its text."""
    is_right: Mapped[bool]
    at: Mapped[datetime]
