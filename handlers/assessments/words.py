"""How assessments are said."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.chat import Html, Request, lines, words
from knowledge.assessments.rows import AssessmentRow, Draw
from knowledge.models import AssessmentState, Difficulty, Shows

SHORT = 30
"""Characters of a title on a button."""


def card(request: Request, row: AssessmentRow) -> Html:
    """Say all that those who sit it have to know."""
    parts = [
        request.say("📝 <b>{title}</b>", title=row.title),
        request.say("{unit} · {state}", unit=row.unit, state=words(state_of(request, row))),
        request.say("Open: {opens} – {closes}", opens=row.opens_at, closes=row.closes_at),
        request.say(
            "{questions} questions, {minutes} minutes, pass mark {percent} %",
            questions=row.questions,
            minutes=row.minutes,
            percent=row.pass_percent,
        ),
        request.say_count("One attempt", "{count} attempts", row.attempts),
        shows_of(request, row),
    ]
    if row.late_minutes:
        parts.append(
            request.say_count(
                "Whoever began in time may go on for one minute after the closing.",
                "Whoever began in time may go on for {count} minutes after the closing.",
                row.late_minutes,
            )
        )
    return lines(*parts)


def state_of(request: Request, row: AssessmentRow) -> Html:
    """Say where it stands."""
    if row.state == AssessmentState.DRAFT:
        return request.say("draft")
    if row.state == AssessmentState.CANCELLED:
        return request.say("called off")
    if request.now < row.opens_at:
        return request.say("not open yet")
    return request.say("open") if request.now < row.closes_at else request.say("closed")


def shows_of(request: Request, row: AssessmentRow) -> Html:
    """Say when the key is shown."""
    if row.shows == Shows.AT_ONCE:
        return request.say("The key is shown once you hand in.")
    if row.shows == Shows.AFTER:
        return request.say("The key is shown after the closing.")
    return request.say("The key is not shown.")


def drawn(request: Request, draw: Draw) -> Html:
    """Say a row of the blueprint."""
    topic = draw.topic or words(request.say("all topics"))
    if draw.difficulty:
        return request.say(
            "• {topic}: {count} ({level})",
            topic=topic,
            count=draw.count,
            level=words(level(request, draw.difficulty)),
        )
    return request.say("• {topic}: {count}", topic=topic, count=draw.count)


def level(request: Request, difficulty: int) -> Html:
    """Name a level of difficulty."""
    if difficulty == Difficulty.EASY:
        return request.say("easy")
    return request.say("medium") if difficulty == Difficulty.MEDIUM else request.say("hard")


def left(request: Request, ends_at: datetime) -> Html:
    """Say until when there is time, and how long that is."""
    minutes = -(-max(ends_at - request.now, timedelta(0)) // timedelta(minutes=1))
    clock = request.clock(ends_at)
    return request.say_count(
        "⏱ until {clock} (one minute left)", "⏱ until {clock} ({count} minutes left)", minutes, clock=clock
    )
