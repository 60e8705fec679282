"""Everything the bot remembers, behind one door: `Knowledge`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from alembic.util import CommandError
from sqlalchemy.exc import SQLAlchemyError

from knowledge import migrations
from knowledge.agenda import Agenda
from knowledge.agenda.attending import Attending
from knowledge.agenda.conferences import Conferences
from knowledge.agenda.conferences.checking_in import CheckIns
from knowledge.agenda.digests import Digests
from knowledge.agenda.exports import Exports
from knowledge.agenda.facilities import Facilities
from knowledge.agenda.finding import Finding
from knowledge.agenda.intakes import Intakes
from knowledge.agenda.invitations import MeetingInvitations
from knowledge.agenda.items import AgendaItems
from knowledge.agenda.news import News
from knowledge.agenda.papers import MeetingPapers
from knowledge.agenda.programmes import Programmes
from knowledge.assessments import Assessments
from knowledge.bulletins import Bulletins
from knowledge.bulletins.readers import BulletinReaders
from knowledge.composing import Composing
from knowledge.composing.written import ModelQuestions
from knowledge.database import Database
from knowledge.deadlines import Deadlines
from knowledge.documents import Documents
from knowledge.documents.answers.asked import AskedQuestions
from knowledge.documents.enquiries.book import Enquiries
from knowledge.documents.enquiries.replies import Replies
from knowledge.documents.enquiries.unanswered import Unanswered
from knowledge.documents.filings import Filings
from knowledge.documents.registry import Registry
from knowledge.documents.shelf import Shelf
from knowledge.documents.votes import Votes
from knowledge.engines import in_memory
from knowledge.files import Workshop
from knowledge.keys import Keys
from knowledge.messages.chats import Chats
from knowledge.messages.inbox import Inbox
from knowledge.messages.made_files import MadeFiles
from knowledge.messages.outbox import Outbox
from knowledge.messages.tracking import Tracking
from knowledge.messages.turn import SendingTurn
from knowledge.messages.uploads import Uploads
from knowledge.messages.webchat import WebChat
from knowledge.model.dated import ModelDeadlines
from knowledge.model.embeddings import Embeddings
from knowledge.model.endpoint import Endpoint, ModelSettings
from knowledge.model.written import Writer
from knowledge.organisation.identity import Identities, Identity
from knowledge.organisation.invitations import Invitations
from knowledge.organisation.people import People
from knowledge.organisation.units import Units
from knowledge.organisation.wishes import Wishes
from knowledge.problems import ImportReport, Problem, Refusal
from knowledge.quiz import Quiz
from knowledge.quiz.groups import GroupQuizzes
from knowledge.study import Study
from knowledge.tasks import Tasks
from knowledge.tasks.acting import TaskActs
from knowledge.tasks.proposals import Proposals
from knowledge.tasks.totals import TaskTotals

__all__ = ["Identity", "ImportReport", "Knowledge", "ModelSettings", "Problem", "Refusal"]


async def database_ready(database: Database) -> None:
    """Reach the database and bring it up to date; Refusal where that cannot be."""
    try:
        await migrations.upgrade(database)
    except (SQLAlchemyError, OSError, CommandError) as error:
        raise Refusal(
            "The database {place} cannot be opened ({reason}). Check CANBO_DATABASE_URL and whether it runs.",
            place=database.place,
            reason=type(error).__name__,
        ) from error


class Knowledge:
    """The one door to what the bot knows; each attribute is a noun, each of its methods one transaction.

    `workshop` alone is no noun: the child process in which files that people hand in are parsed.
    """

    def __init__(  # noqa: PLR0915  # a line a noun
        self, database: Database, index: Path | None = None, endpoint: Endpoint | None = None
    ) -> None:
        self.database = database
        self.workshop = Workshop()
        self.identities = Identities(database)
        self.units = Units(database)
        self.people = People(database)
        self.invitations = Invitations(database)
        self.wishes = Wishes(database)
        self.agenda = Agenda(database)
        self.programmes = Programmes(database)
        self.intakes = Intakes(database, self.programmes)
        self.news = News(database)
        self.attending = Attending(database)
        self.invitations_to_meetings = MeetingInvitations(database)
        self.conferences = Conferences(database)
        self.check_ins = CheckIns(database)
        self.meeting_papers = MeetingPapers(database)
        self.agenda_items = AgendaItems(database)
        self.digests = Digests(database)
        self.finding = Finding(database)
        self.facilities = Facilities(database)
        self.deadlines = Deadlines(database)
        self.tasks = Tasks(database)
        self.task_acts = TaskActs(database)
        self.task_proposals = Proposals(database, ModelDeadlines(database, endpoint))
        self.task_totals = TaskTotals(database)
        self.bulletins = Bulletins(database)
        self.bulletin_readers = BulletinReaders(database)
        self.quiz = Quiz(database)
        self.group_quizzes = GroupQuizzes(database)
        self.assessments = Assessments(database)
        self.study = Study(database)
        self.composing = Composing(database, ModelQuestions(database, endpoint))
        self.embeddings = Embeddings(database, endpoint)
        self.documents = Documents(
            database, self.workshop, index, self.embeddings if self.embeddings.is_there else None
        )
        self.registry = Registry(database)
        self.filings = Filings(database, self.documents, self.workshop)
        self.shelf = Shelf(database)
        self.asked = AskedQuestions(database)
        self.votes = Votes(database)
        self.enquiries = Enquiries(database)
        self.replies = Replies(database, self.documents)
        self.unanswered = Unanswered(database)
        self.writer = Writer(database, endpoint)
        self.chats = Chats(database)
        self.inbox = Inbox(database)
        self.outbox = Outbox(database)
        self.tracking = Tracking(database)
        self.sending_turn = SendingTurn(database)
        self.uploads = Uploads(database)
        self.made_files = MadeFiles(database)
        self.webchat = WebChat(database)
        self.keys = Keys(database)
        self.exports = Exports(database, self.keys)

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        url: str,
        *,
        alone: bool = False,
        folder: Path | None = None,
        model: ModelSettings | None = None,
    ) -> AsyncIterator[Knowledge]:
        """Connect, bring the tables up to date, and disconnect on the way out.

        `alone` refuses a second process on one SQLite file. The text index lies beside that file; with
        PostgreSQL it lies in `folder`, or in memory.
        """
        database = Database(url)
        endpoint = Endpoint(model) if model else None
        try:
            if alone:
                database.hold_alone()
            await database_ready(database)
            knowledge = cls(database, index_folder(database, folder), endpoint)
            try:
                yield knowledge
            finally:
                await knowledge.sending_turn.close()
                knowledge.workshop.close()
                await knowledge.documents.index.close()
        finally:
            if endpoint:
                await endpoint.close()
            await database.close()


def index_folder(database: Database, folder: Path | None) -> Path | None:
    """Return where the text index lies; None for memory."""
    if database.is_sqlite:
        return None if in_memory(database.url) else Path(str(database.url.database)).with_suffix(".index")
    return folder / "canbo.index" if folder else None
