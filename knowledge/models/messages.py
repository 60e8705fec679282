"""What comes in, what goes out, and what a chat is waiting for."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Table


class Chat(Table):
    """One conversation: the open question and the numbered buttons, so that any replica can answer."""

    __tablename__ = "chats"

    channel: Mapped[str] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(primary_key=True)
    expects: Mapped[str | None]
    """The step that the next typed line answers, packed like a button's data."""
    choices: Mapped[list[str]] = mapped_column(JSON, default=list)
    """The data of the last reply's buttons; a typed 2 presses the second."""


class Event(Table):
    """The inbox: one update of a messenger, committed before it is confirmed."""

    __tablename__ = "inbox"

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str]
    event: Mapped[str]
    """The messenger's own id of the update; a repeat is dropped by it."""
    address: Mapped[str]
    """The chat, for order: events of one address are answered one after another."""
    payload: Mapped[str | None]
    """The update as JSON; emptied when it is settled."""
    received_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    leased_by: Mapped[str | None]
    """The process that works on it; after the lease any other may."""
    settled_at: Mapped[datetime | None]
    problem: Mapped[str | None]
    """Why it was set aside (quarantined); None for an answered one."""

    __table_args__ = (
        UniqueConstraint("channel", "event"),
        Index(None, "settled_at", "channel", "address"),
    )


class NoticeState(StrEnum):
    """Where a notice stands: waiting, sending (leased), then one of the ends."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class Notice(Table):
    """The outbox: who is told what, from when until when; written in the transaction that caused it."""

    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[str]
    """Which handler writes the words, such as "deadline"."""
    subject_id: Mapped[int]
    """The row it speaks of."""
    cause: Mapped[str] = mapped_column(unique=True)
    """The same cause is one notice, however often it is planned."""
    is_urgent: Mapped[bool]
    """Whether it goes before what is not."""
    due_at: Mapped[datetime]
    free_at: Mapped[datetime]
    """From when it may be claimed: due, a lease that ends, or the next attempt."""
    expires_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default=NoticeState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    """How often it was claimed and not handed back untried."""
    sent_at: Mapped[datetime | None]
    sent_as: Mapped[str | None]
    """The message that it became (channel:address:message), where the channel can name it."""
    seen_at: Mapped[datetime | None]
    """When the person first pressed a button of that message."""
    problem: Mapped[str | None]

    __table_args__ = (
        Index(
            "ix_outbox_open",
            "is_urgent",
            "free_at",
            sqlite_where=text("state IN ('waiting', 'sending')"),
            postgresql_where=text("state IN ('waiting', 'sending')"),
        ),
        Index(None, "kind", "subject_id"),
        Index(None, "sent_as"),
    )


class WebSession(Table):
    """A browser that talks to the bot; only the token's hash is kept."""

    __tablename__ = "web_sessions"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(unique=True)
    """The chat's address in the web channel."""
    created_at: Mapped[datetime]
    used_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=0)
    """Of the chat's newest bubble; raising it locks the row, so that writers of one chat take turns."""


class WebMessage(Table):
    """One bubble on the chat page, kept so that a page which was offline catches up."""

    __tablename__ = "web_messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str]
    from_person: Mapped[bool]
    html: Mapped[str]
    buttons: Mapped[list[list[list[str]]]] = mapped_column(JSON, default=list)
    """Rows of [label, data]."""
    file: Mapped[dict[str, object] | None] = mapped_column(JSON(none_as_null=True))
    """Name and size of a file that came or goes with it; of one that goes, what it is found by too."""
    at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=0)
    """Raised by each edit: a page asks for what is newer than it has."""
    event: Mapped[str]
    """The page's or the answer's own key: the same key is the same bubble."""

    __table_args__ = (UniqueConstraint("address", "version"), UniqueConstraint("address", "event"))


class Key(Table):
    """A secret that every replica must know, such as the one that signs links to files."""

    __tablename__ = "keys"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[bytes] = mapped_column(LargeBinary)


class MadeFile(Table):
    """A file that was made for one person, or goes along with a bulletin; nobody else gets it."""

    __tablename__ = "made_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    name: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime] = mapped_column(index=True)
