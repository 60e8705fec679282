"""Units, the people in them, and who may come in."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Table


class Role(StrEnum):
    """What a person may do in a unit and below it."""

    MEMBER = "member"
    SECRETARY = "secretary"
    LEAD = "lead"
    ADMIN = "admin"
    AUDITOR = "auditor"


class Reach(StrEnum):
    """Who may see what a unit publishes."""

    UNIT = "unit"
    BELOW = "below"
    EVERYONE = "everyone"


class Unit(Table):
    """A body of the organisation; levels are data, not code."""

    __tablename__ = "units"

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    name: Mapped[str]
    folded_name: Mapped[str] = mapped_column(index=True)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]

    __table_args__ = (UniqueConstraint("parent_id", "folded_name"),)


class UnitAlias(Table):
    """Another name of a unit: a short form, or a merged unit that old papers name."""

    __tablename__ = "unit_aliases"

    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True)
    folded_name: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]


class UnitTree(Table):
    """Every pair of a unit and one at or above it, so that a subtree is one look-up."""

    __tablename__ = "unit_tree"

    above_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True, index=True)


class Person(Table):
    """Somebody in the roster."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    folded_name: Mapped[str] = mapped_column(index=True)
    phone: Mapped[str | None] = mapped_column(unique=True)
    """E.164, such as +84912345678."""
    email: Mapped[str | None] = mapped_column(unique=True)
    language: Mapped[str | None]
    timezone: Mapped[str | None]
    suspended_at: Mapped[datetime | None]


class Post(Table):
    """A person's place in a unit, with the role it gives."""

    __tablename__ = "posts"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    title: Mapped[str] = mapped_column(default="")
    role: Mapped[str] = mapped_column(default=Role.MEMBER)

    __table_args__ = (UniqueConstraint("person_id", "unit_id", "role"),)


class Account(Table):
    """A person's identity in one channel."""

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    channel: Mapped[str]
    address: Mapped[str]
    linked_at: Mapped[datetime]
    used_at: Mapped[datetime]
    """The last time the person wrote from here; notices go to the latest."""
    unreachable_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("channel", "address"),)


class Invitation(Table):
    """A one-time code (or the end of a link) that joins a person's account; only its hash is kept."""

    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class JoinAttempt(Table):
    """A code or contact that was refused; guessing is limited by counting these."""

    __tablename__ = "join_attempts"

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str]
    address: Mapped[str]
    at: Mapped[datetime]

    __table_args__ = (Index(None, "channel", "address", "at"),)


class AuditEntry(Table):
    """Who did what to whom, when; never message texts."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    person_id: Mapped[int | None]
    """None: the technician at the command line."""
    action: Mapped[str]
    subject: Mapped[str]
