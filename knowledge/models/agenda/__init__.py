"""The agenda's tables."""

from knowledge.models.agenda.conferences import CheckIn, ConnectionPoint, PointReport
from knowledge.models.agenda.feeds import DigestWish, Feed
from knowledge.models.agenda.meetings import (
    AgendaItem,
    Answer,
    Attendee,
    AttendeeRole,
    Booking,
    ChangeKind,
    ChangeNews,
    Facility,
    Meeting,
    MeetingChange,
    MeetingPaper,
    MeetingState,
    PaperSeen,
)
from knowledge.models.agenda.programmes import (
    AgendaIntake,
    Programme,
    ProgrammeLine,
    ProgrammeState,
    ProgrammeVersion,
    RecurringMeeting,
)

__all__ = [
    "AgendaIntake",
    "AgendaItem",
    "Answer",
    "Attendee",
    "AttendeeRole",
    "Booking",
    "ChangeKind",
    "ChangeNews",
    "CheckIn",
    "ConnectionPoint",
    "DigestWish",
    "Facility",
    "Feed",
    "Meeting",
    "MeetingChange",
    "MeetingPaper",
    "MeetingState",
    "PaperSeen",
    "PointReport",
    "Programme",
    "ProgrammeLine",
    "ProgrammeState",
    "ProgrammeVersion",
    "RecurringMeeting",
]
