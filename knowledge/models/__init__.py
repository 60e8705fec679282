"""Tables, one file a noun; importing this package registers them all."""

from knowledge.models.agenda import Attendee, Meeting, MeetingPaper
from knowledge.models.deadlines import Deadline
from knowledge.models.documents import Document, Passage, PassageTerm
from knowledge.models.messages import Chat, Event, Notice, NoticeState, WebMessage, WebSession
from knowledge.models.organisation import (
    Account,
    AuditEntry,
    Invitation,
    JoinAttempt,
    Person,
    Post,
    Reach,
    Role,
    Unit,
    UnitAlias,
    UnitTree,
)
from knowledge.models.quiz import Bank, Practice, PracticeAnswer, Question

__all__ = [
    "Account",
    "Attendee",
    "AuditEntry",
    "Bank",
    "Chat",
    "Deadline",
    "Document",
    "Event",
    "Invitation",
    "JoinAttempt",
    "Meeting",
    "MeetingPaper",
    "Notice",
    "NoticeState",
    "Passage",
    "PassageTerm",
    "Person",
    "Post",
    "Practice",
    "PracticeAnswer",
    "Question",
    "Reach",
    "Role",
    "Unit",
    "UnitAlias",
    "UnitTree",
    "WebMessage",
    "WebSession",
]
