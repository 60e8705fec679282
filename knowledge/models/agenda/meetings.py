"""Meetings: what is published, who comes, what is worked on, and every change."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Table
from knowledge.models.organisation import Reach


class MeetingState(StrEnum):
    """Whether a meeting takes place."""

    PLANNED = "planned"
    CANCELLED = "cancelled"


class Meeting(Table):
    """One line of a unit's work programme, as it was published."""

    __tablename__ = "meetings"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    reach: Mapped[str] = mapped_column(default=Reach.UNIT)
    state: Mapped[str] = mapped_column(default=MeetingState.PLANNED, server_default=MeetingState.PLANNED)
    title: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    place: Mapped[str] = mapped_column(default="")
    chair: Mapped[str] = mapped_column(default="")
    attendance: Mapped[str] = mapped_column(default="")
    """Who is invited, in the programme's own words."""
    prepared_by: Mapped[str] = mapped_column(default="", server_default="")
    """Which body prepares it ("Chuẩn bị")."""
    followed_by: Mapped[str] = mapped_column(default="", server_default="")
    """Which leader of the office follows it ("Lãnh đạo VP theo dõi")."""
    invitation: Mapped[str] = mapped_column(default="", server_default="")
    """The number of the invitation letter ("Giấy mời số")."""
    note: Mapped[str] = mapped_column(default="")
    source: Mapped[str]
    """Its own key within its unit: the same key is the same meeting."""
    organiser_id: Mapped[int | None]
    """The person who published it, and is told of answers; None where it came from the command line."""
    sequence: Mapped[int] = mapped_column(default=0, server_default="0")
    """How often it was changed since it was published: calendars follow it."""
    changed_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("unit_id", "source"),
        Index(None, "starts_at"),
        Index(None, "unit_id", "starts_at"),
    )


class AttendeeRole(StrEnum):
    """Why somebody is at a meeting."""

    CHAIR = "chair"
    KEY = "key"
    INVITED = "invited"
    SUBSTITUTE = "substitute"


class Answer(StrEnum):
    """What an invited person said; empty until they do."""

    NONE = ""
    ATTENDS = "attends"
    ABSENT = "absent"
    SENDS = "sends"
    """Somebody else goes instead."""


class Attendee(Table):
    """A person invited by name or by post; sees the meeting whatever its reach, and is reminded."""

    __tablename__ = "attendees"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    role: Mapped[str] = mapped_column(default=AttendeeRole.INVITED, server_default=AttendeeRole.INVITED)
    post: Mapped[str] = mapped_column(default="", server_default="")
    """The post by which the person was invited, empty where it was the name."""
    answer: Mapped[str] = mapped_column(default=Answer.NONE, server_default="")
    reason: Mapped[str] = mapped_column(default="", server_default="")
    substitute_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """Who goes instead; that person is an attendee too, as a substitute."""
    answered_at: Mapped[datetime | None]
    nudged_at: Mapped[datetime | None]
    point_id: Mapped[int | None] = mapped_column(ForeignKey("connection_points.id"))
    """Where the person is expected, at a conference."""

    # With the meeting in it: a person's meetings of many years are read from the index alone.
    __table_args__ = (Index(None, "point_id"), Index(None, "person_id", "meeting_id"))


class AgendaItem(Table):
    """A point of a meeting's own agenda."""

    __tablename__ = "agenda_items"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    title: Mapped[str]
    presenter: Mapped[str] = mapped_column(default="")


class MeetingPaper(Table):
    """A document that a meeting works on; shown to those who may read the document."""

    __tablename__ = "meeting_papers"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True)
    document_id: Mapped[int] = mapped_column(
        ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_items.id", ondelete="SET NULL"))
    """The point that it belongs to; None where it is the meeting's."""
    is_added: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Put on by who organises it: it stays when the programme is published again."""


class PaperSeen(Table):
    """That a person has opened a meeting's paper ("đã xem")."""

    __tablename__ = "papers_seen"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    seen_at: Mapped[datetime]


class Facility(Table):
    """A room or a car: only one meeting has it at a time."""

    __tablename__ = "facilities"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    kind: Mapped[str]
    """room or car."""
    name: Mapped[str]
    folded_name: Mapped[str] = mapped_column(index=True)
    places: Mapped[int | None]
    """How many people it holds."""

    __table_args__ = (UniqueConstraint("unit_id", "folded_name"),)


class Booking(Table):
    """That a meeting has a room or a car."""

    __tablename__ = "bookings"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facilities.id"), primary_key=True, index=True)


class ChangeKind(StrEnum):
    """What happened to a published meeting."""

    PUBLISHED = "published"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    RESTORED = "restored"


class MeetingChange(Table):
    """Who did what to a meeting, when and why; values before and after of the fields that differ."""

    __tablename__ = "meeting_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """None: the technician at the command line."""
    why: Mapped[str] = mapped_column(default="")
    before: Mapped[dict[str, object]] = mapped_column(JSON, default=dict)
    after: Mapped[dict[str, object]] = mapped_column(JSON, default=dict)


class ChangeNews(Table):
    """That a person is touched by a change, and when they were told of it."""

    __tablename__ = "change_news"

    change_id: Mapped[int] = mapped_column(
        ForeignKey("meeting_changes.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    told_at: Mapped[datetime | None]
    notice_id: Mapped[int | None]
    """The notice that tells it: what it told stays the same when it is sent again."""

    __table_args__ = (Index(None, "person_id", "told_at"),)
