"""How messages fare: /gui, for those who keep a unit."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from textwrap import shorten

from handlers.chat import Html, Reply, Request, lines, paragraphs, words
from handlers.routing import Router
from knowledge import Knowledge, Refusal
from knowledge.messages.tracking import Fared

router = Router("sending")

LONGEST_TITLE = 60


@router.command("gui", "sending", summary="For secretaries and leads: /gui shows how messages fare")
async def sending(request: Request, knowledge: Knowledge) -> Reply:
    """Say how the messages of the last days fare; the numbers follow while one looks on."""

    async def anew() -> Html:
        return await fared(request, knowledge)

    buttons = ((again.button(words(request.say("↻ Look again"))),),)
    return Reply(await anew(), buttons, watches=anew)


@router.button("again")
async def again(request: Request, knowledge: Knowledge) -> Reply:
    """Say it anew."""
    return replace(await sending(request, knowledge), edit=True)


async def fared(request: Request, knowledge: Knowledge) -> Html:
    """Say how the messages to the person's units fare. Raises Refusal."""
    if not await knowledge.people.oversees(request.person.id):
        raise Refusal("Secretaries and leads see how messages fare. Please ask your secretary.")
    found = await knowledge.tracking.latest(request.person.id, request.now)
    if not found:
        return request.say("No messages were due in your units within seven days.")
    parts = [request.say("<b>Messages of the last seven days</b>, to the people of your units")]
    parts += [one(request, each) for each in found]
    if people := await knowledge.tracking.unreached(request.person.id):
        parts.append(
            request.say(
                "Nothing reaches these people (they blocked the bot or left): {names}. "
                "They can be reached again once they write to the bot.",
                names=", ".join(people),
            )
        )
    return paragraphs(*parts)


def one(request: Request, each: Fared) -> Html:
    """Say how the messages of one kind or about one thing fare."""
    states = each.states
    title = shorten(each.title, LONGEST_TITLE, placeholder=" …")
    head = (
        request.say(
            "<b>{kind}</b>: {title} ({when})",
            kind=kind_of(request, each.kind),
            title=title,
            when=each.first_due_at,
        )
        if title
        else request.say("<b>{kind}</b>", kind=kind_of(request, each.kind))
    )
    numbers = [request.say("sent {count}", count=states.get("sent", 0))]
    if each.seen:
        numbers.append(request.say("seen {count}", count=each.seen))
    if each.waiting:
        numbers.append(request.say("waiting {count}", count=each.waiting))
    if failed := states.get("failed", 0):
        numbers.append(request.say("⚠ failed {count}", count=failed))
    if expired := states.get("expired", 0):
        numbers.append(request.say("too late {count}", count=expired))
    said = [head, Html(" · ".join(numbers))]
    said += [
        request.say("• {reason}: {count}", reason=reason_of(request, reason), count=count)
        for reason, count in each.reasons.items()
    ]
    if each.lateness:
        median, slowest = each.lateness
        said.append(
            request.say(
                "Late by {median} (half), {slowest} (99 in 100)",
                median=span(request, median),
                slowest=span(request, slowest),
            )
        )
    return lines(*said)


def span(request: Request, late: timedelta) -> str:
    """Say how long, in the unit that fits."""
    seconds = late.total_seconds()
    if seconds < 1:
        return words(request.say("under 1 second"))
    if seconds < 120:  # noqa: PLR2004  # two minutes are said in seconds
        return words(request.say_count("{count} second", "{count} seconds", round(seconds)))
    return words(request.say_count("{count} minute", "{count} minutes", round(seconds / 60)))


def kind_of(request: Request, kind: str) -> str:
    """Name a kind of message."""
    known = {
        "bulletin": request.say("Announcement"),
        "bulletin_nudge": request.say("Reminder of an announcement"),
        "meeting": request.say("Meeting reminder"),
        "invitation": request.say("Invitation"),
        "attendance": request.say("Answers to an invitation"),
        "deadline": request.say("Deadline reminders"),
        "digest": request.say("Morning digests"),
        "agenda_news": request.say("Changes of the agenda"),
        "programme": request.say("Decisions on the week's programme"),
        "task": request.say("Task reminders"),
        "task_news": request.say("News of tasks"),
        "point": request.say("Connection points"),
        "pointchase": request.say("Connection points that are silent"),
        "enquiry": request.say("Questions to the unit"),
        "enquiry_reminder": request.say("Reminders of questions to the unit"),
        "enquiry_reply": request.say("Replies to questions"),
    }
    return words(known.get(kind) or request.say("Other messages"))


def reason_of(request: Request, reason: str) -> str:
    """Say why a message did not arrive, for people."""
    known = {
        "no account": request.say("has not joined yet"),
        "Forbidden": request.say("has blocked the bot"),
        "expired": request.say("its time was over before it could be sent"),
    }
    return words(known.get(reason) or request.say("the messenger refused it ({reason})", reason=reason))
