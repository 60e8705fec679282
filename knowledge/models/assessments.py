"""Assessments: what is asked of whom and when, who sits them, and each answer as it was given."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Table


class AssessmentState(StrEnum):
    """Where an assessment stands; whether it is open, the clock says."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class Shows(StrEnum):
    """When those who sat it see what was right."""

    AT_ONCE = "at_once"
    AFTER = "after"
    """Once nobody can sit it any more."""
    NEVER = "never"


class Assessment(Table):
    """What a unit asks of everybody in it and below, within a span of time."""

    __tablename__ = "assessments"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    title: Mapped[str]
    blueprint: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """Rows of topic, difficulty (0: any) and count."""
    minutes: Mapped[int]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    late_minutes: Mapped[int] = mapped_column(default=0)
    """How long after the closing whoever began in time may go on."""
    pass_percent: Mapped[int]
    attempts: Mapped[int] = mapped_column(default=1)
    shows: Mapped[str] = mapped_column(default=Shows.AFTER)
    names_to_leads: Mapped[bool] = mapped_column(default=False)
    """Whether leads see names beside the numbers of their units."""
    seed: Mapped[str]
    state: Mapped[str] = mapped_column(default=AssessmentState.DRAFT)
    version: Mapped[int] = mapped_column(default=1)
    """Raised by each correction of its questions."""
    nudges: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    nudged_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    """When the results were told after the closing."""
    cause: Mapped[str] = mapped_column(unique=True)
    """The event that made it: an update which is answered twice makes it once."""


class AssessmentQuestion(Table):
    """A question as the assessment asks it: what changes in the bank later changes nothing here."""

    __tablename__ = "assessment_questions"

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessments.id"), index=True)
    question_id: Mapped[int | None] = mapped_column(ForeignKey("questions.id", ondelete="SET NULL"))
    row: Mapped[int]
    """Of the blueprint that it can be drawn for."""
    topic: Mapped[str]
    difficulty: Mapped[int]
    text: Mapped[str]
    kind: Mapped[str]
    options: Mapped[list[str]] = mapped_column(JSON)
    prompts: Mapped[list[str]] = mapped_column(JSON)
    rights: Mapped[list[int]] = mapped_column(JSON)
    explanation: Mapped[str]
    source: Mapped[str]
    is_dropped: Mapped[bool] = mapped_column(default=False)
    """Taken out of every score."""


class Sitting(Table):
    """One person's attempt at an assessment, or at a trial of it."""

    __tablename__ = "sittings"

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessments.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    """Where it is counted."""
    attempt: Mapped[int]
    is_mock: Mapped[bool]
    seed: Mapped[str]
    items: Mapped[list[int]] = mapped_column(JSON)
    """Ids of the assessment's questions, in this sitting's order."""
    marks: Mapped[list[int]] = mapped_column(JSON, default=list)
    """Positions that the person wants to come back to."""
    position: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)
    handed_in_at: Mapped[datetime | None]
    right: Mapped[int | None]
    """Set when it is handed in, and again when a key is corrected."""
    total: Mapped[int | None]
    late_answers: Mapped[int] = mapped_column(default=0)
    """Answers that came after the end and were refused."""
    cause: Mapped[str] = mapped_column(unique=True)

    __table_args__ = (UniqueConstraint("assessment_id", "person_id", "is_mock", "attempt"),)


class SittingAnswer(Table):
    """The answer that stands for one question of a sitting."""

    __tablename__ = "sitting_answers"

    sitting_id: Mapped[int] = mapped_column(ForeignKey("sittings.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    given: Mapped[Any] = mapped_column(JSON)
    changes: Mapped[int] = mapped_column(default=1)
    """How often it was given: a press from a screen that has not seen the last one is no answer."""
    at: Mapped[datetime]


class StudyPlan(Table):
    """Whom the bot tells each day what to practise for an assessment, and when."""

    __tablename__ = "study_plans"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessments.id"))
    minute: Mapped[int]
    """Of the person's day."""
    told_on: Mapped[date | None]
