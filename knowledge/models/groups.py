"""A quiz in a group: its questions, the messenger's polls, who answered, and who wants to be named."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Table


class GroupQuiz(Table):
    """A few questions that a group answers together."""

    __tablename__ = "group_quizzes"

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str]
    address: Mapped[str]
    question_ids: Mapped[list[int]] = mapped_column(JSON)
    position: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    cause: Mapped[str] = mapped_column(unique=True)


class GroupPoll(Table):
    """A poll of the messenger's own, by the name that its answers bear."""

    __tablename__ = "group_polls"

    poll: Mapped[str] = mapped_column(primary_key=True)
    quiz_id: Mapped[int] = mapped_column(ForeignKey("group_quizzes.id"))
    position: Mapped[int]


class GroupAnswer(Table):
    """The first answer of somebody in the group, who may be nobody of the roster."""

    __tablename__ = "group_answers"

    quiz_id: Mapped[int] = mapped_column(ForeignKey("group_quizzes.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    sender: Mapped[str] = mapped_column(primary_key=True)
    is_right: Mapped[bool]


class GroupName(Table):
    """Somebody who wants to stand in the table by name."""

    __tablename__ = "group_names"

    quiz_id: Mapped[int] = mapped_column(ForeignKey("group_quizzes.id"), primary_key=True)
    sender: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
