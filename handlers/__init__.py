"""What the bot says: the table of contents, in the order that /help shows it."""

from __future__ import annotations

from handlers import (
    account,
    agenda,
    assessments,
    bulletins,
    composing,
    deadlines,
    documents,
    group_quiz,
    help,  # noqa: A004  # named after its command
    people,
    quiet,
    quiz,
    reminders,
    sending,
    study,
    tasks,
)

__all__ = ["ROUTERS", "reminders"]  # the reminders register with the deadlines, whose router they share

# Plain text is offered to each in turn; documents come last, because a question may be anything.
ROUTERS = (
    quiet.router,
    agenda.router,
    deadlines.router,
    tasks.router,
    bulletins.router,
    assessments.router,
    study.router,
    composing.router,
    quiz.router,
    group_quiz.router,
    account.router,
    people.router,
    sending.router,
    help.router,
    documents.router,
)
