"""What was asked of the papers, what people thought of the answers, and what was handed on to a unit."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Table


class Origin(StrEnum):
    """Who answered."""

    NOBODY = "nobody"
    PAPERS = "papers"
    MODEL = "model"
    UNIT = "unit"


class Asked(Table):
    """A question with what was answered; kept for a while, for follow-ups and for the secretary's list."""

    __tablename__ = "questions_asked"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    event: Mapped[str] = mapped_column(unique=True)
    question: Mapped[str]
    asked_at: Mapped[datetime] = mapped_column(index=True)
    origin: Mapped[str] = mapped_column(default=Origin.NOBODY)
    passages: Mapped[list[int]] = mapped_column(JSON, default=list)
    """The passages that were quoted, in the order shown."""
    confidence: Mapped[float] = mapped_column(default=0.0)

    __table_args__ = (Index(None, "person_id", "asked_at"),)


class Vote(Table):
    """What somebody thought of an answer, or of one of its sources."""

    __tablename__ = "answer_votes"

    asked_id: Mapped[int] = mapped_column(
        ForeignKey("questions_asked.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    passage_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """The source that is meant; 0 for the whole answer."""
    value: Mapped[int]
    """1 or -1; 0 once it was taken back."""
    event: Mapped[str] = mapped_column(default="")
    """What changed it last: a press that is answered twice changes it once."""
    at: Mapped[datetime]


class EnquiryState(StrEnum):
    """Where a question to a unit stands."""

    OPEN = "open"
    ANSWERED = "answered"
    APPROVED = "approved"
    SET_ASIDE = "set_aside"
    """It was approved, and then its paper was changed or withdrawn."""
    DECLINED = "declined"


class Enquiry(Table):
    """A question that went to the unit which owns the paper."""

    __tablename__ = "enquiries"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"))
    """The paper it is about, where there is one."""
    document_version: Mapped[int | None]
    """Of that paper, when the reply was approved."""
    event: Mapped[str] = mapped_column(unique=True)
    question: Mapped[str]
    asked_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default=EnquiryState.OPEN)
    reply: Mapped[str] = mapped_column(default="")
    """What was answered, or why it was declined."""
    replied_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    replied_at: Mapped[datetime | None]
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    approved_at: Mapped[datetime | None]
    reply_document_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"))
    """Once approved, the reply is found like a paper: its row there, of kind "reply"."""
    hits: Mapped[int] = mapped_column(default=0)
    """How often the approved reply has answered somebody since."""

    __table_args__ = (Index(None, "unit_id", "state"),)


class EnquiryAsker(Table):
    """Somebody who waits for the reply to an enquiry: the first, and those who asked the same since."""

    __tablename__ = "enquiry_askers"

    enquiry_id: Mapped[int] = mapped_column(ForeignKey("enquiries.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    event: Mapped[str] = mapped_column(unique=True)
    asked_at: Mapped[datetime]
    value: Mapped[int] = mapped_column(default=0)
    """What they thought of the reply: 1 or -1, 0 for nothing said."""
    voted: Mapped[str] = mapped_column(default="")
    """The event that changed the value last."""


class EnquiryDraft(Table):
    """A reply that was typed and not sent yet: it is shown once more before it goes."""

    __tablename__ = "enquiry_drafts"

    enquiry_id: Mapped[int] = mapped_column(ForeignKey("enquiries.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    text: Mapped[str]


class ModelUse(Table):
    """What a person used of the model on a day."""

    __tablename__ = "model_use"

    day: Mapped[date] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    answers: Mapped[int] = mapped_column(default=0)
    tokens_in: Mapped[int] = mapped_column(default=0)
    tokens_out: Mapped[int] = mapped_column(default=0)
