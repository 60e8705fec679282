"""How tasks are said."""

from __future__ import annotations

from textwrap import shorten

from handlers.chat import Html, Request, lines, words
from knowledge.models import TaskState
from knowledge.tasks.plans import Step
from knowledge.tasks.rows import TaskRow

LONGEST_TITLE = 200
SHORT = 40


def short(text: str, width: int = LONGEST_TITLE) -> str:
    """Shorten a title for a line of a chat."""
    return shorten(text, width, placeholder=" …")


def state_of(request: Request, task: TaskRow) -> str:
    """Say where a task stands."""
    said = {
        TaskState.GIVEN: request.say("not yet acknowledged"),
        TaskState.ACKNOWLEDGED: request.say("acknowledged"),
        TaskState.STARTED: request.say("in progress, {percent} %", percent=task.percent),
        TaskState.SUBMITTED: request.say("handed in, waits for {giver}", giver=task.giver),
        TaskState.RETURNED: request.say("returned to be completed"),
        TaskState.ACCEPTED: request.say("accepted"),
        TaskState.WITHDRAWN: request.say("withdrawn"),
    }
    return words(said[TaskState(task.state)])


def in_line(request: Request, task: TaskRow, number: int, *, names_holder: bool) -> Html:
    """Say a task in one line of a list."""
    values = {
        "number": number,
        "title": short(task.title),
        "due": task.due_at,
        "state": state_of(request, task),
    }
    mark = Html("🔴 ") if task.is_late(request.now) else Html("❗ ") if task.is_urgent else Html("")
    line = (
        request.say("{number}. {who}: {title} – {due} ({state})", who=task.who, **values)
        if names_holder
        else request.say("{number}. {title} – {due} ({state})", **values)
    )
    return Html(mark + line)


def card(request: Request, task: TaskRow) -> Html:
    """Say all of a task."""
    said = [request.say("📌 <b>{title}</b>", title=task.title)]
    said.append(request.say("{giver} → {who}", giver=task.giver, who=holder_of(task)))
    due = request.say("Due: <b>{due}</b>", due=task.due_at)
    if task.is_late(request.now):
        due = Html(f"{due} 🔴 {request.say('late')}")
    said.append(due)
    if task.is_urgent:
        said.append(request.say("❗ Urgent"))
    said.append(request.say("State: {state}", state=state_of(request, task)))
    if task.wanted_due_at:
        said.append(request.say("⏳ An extension is asked for, to {due}", due=task.wanted_due_at))
    if task.document:
        said.append(request.say("Paper: {name}", name=task.document))
    if task.meeting:
        said.append(request.say("Meeting: {name}", name=task.meeting))
    return lines(*said)


def holder_of(task: TaskRow) -> str:
    """Name the holder with the unit."""
    return f"{task.holder} ({task.unit})" if task.holder else task.unit


def plan_words(request: Request, planned: list[Step]) -> Html:
    """Say when a task will be reminded of."""
    if not planned:
        return request.say("No reminder is left before it is due.")
    said = [
        request.say("• {when}: to the giver, if it is still open", when=step.at)
        if step.to_giver
        else request.say("• {when}", when=step.at)
        for step in planned
    ]
    return lines(request.say("Reminders:"), *said)


def act_words(request: Request, act: str) -> str:
    """Say what somebody did."""
    said = {
        "given": request.say("gave the task"),
        "acknowledged": request.say("acknowledged"),
        "progressed": request.say("reported"),
        "submitted": request.say("handed in"),
        "taken_back": request.say("took back what was handed in"),
        "asked": request.say("asked for an extension"),
        "extended": request.say("granted the extension"),
        "not_extended": request.say("did not grant the extension"),
        "moved": request.say("moved the due day"),
        "accepted": request.say("accepted"),
        "returned": request.say("returned it"),
        "withdrawn": request.say("withdrew the task"),
        "attached": request.say("added a file"),
        "planned": request.say("chose other reminders"),
    }
    return words(said[act])
