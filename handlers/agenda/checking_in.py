"""Checking in at a meeting: by the code on the hall's screen, or by oneself."""

from __future__ import annotations

import re
from dataclasses import replace

from handlers.agenda import points
from handlers.agenda.programme_words import cut
from handlers.agenda.routing import router
from handlers.chat import Button, Reply, Request, lines, paragraphs, words
from handlers.routing import OtherMatterError
from knowledge import Knowledge
from knowledge.agenda.conferences.checking_in import CheckedIn, Involved
from knowledge.organisation.invitations import looks_like_code

LONGEST_LABEL = 30
ASKS = re.compile(
    r"(?:toi )?(?:muon |xin )?diem danh(?: (?:hop|du hop|hoi nghi))?"
    r"|toi (?:da )?(?:co mat|den roi)|check ?in|i am here"
)


@router.command("diemdanh", "checkin", summary="Check in at a meeting, or report who is present: /diemdanh")
async def check_in(request: Request, knowledge: Knowledge) -> Reply:
    """Check in by the code that was typed, or show the meetings that are on."""
    if request.text:
        done = await knowledge.check_ins.by_code(request.person.id, request.text, request.now)
        if done is None:
            return Reply(
                request.say(
                    "No meeting has the code “{code}”. Please type the eight signs on the hall's screen.",
                    code=cut(request.text),
                )
            )
        return welcomed(request, done)
    involved = await knowledge.check_ins.on_now(request.person.id, request.now)
    if not involved:
        return Reply(
            request.say(
                "No meeting to which you are invited is on now. Checking in begins an hour before the start. "
                "In a hall with a code on its screen, type that code."
            )
        )
    text = paragraphs(
        request.say("<b>On now:</b>"),
        lines(*(request.say("{when} {title}", **when_and_what(request, each)) for each in involved)),
    )
    return Reply(text, tuple(button for each in involved for button in buttons_of(request, each)))


def when_and_what(request: Request, meeting: Involved) -> dict[str, str]:
    """Return a meeting's hour and title."""
    return {"when": request.clock(meeting.starts_at), "title": cut(meeting.title)}


def buttons_of(request: Request, meeting: Involved) -> list[tuple[Button, ...]]:
    """Return what somebody can do at a meeting that is on."""
    rows: list[tuple[Button, ...]] = []
    title = meeting.title if len(meeting.title) <= LONGEST_LABEL else f"{meeting.title[: LONGEST_LABEL - 1]}…"
    if meeting.is_expected and meeting.checked_in_at is None:
        rows.append(
            (here.button(words(request.say("✓ I am here: {title}", title=title)), meeting.meeting_id),)
        )
    if meeting.reports_point:
        label = words(request.say("Numbers of my hall: {title}", title=title))
        rows.append((points.opened.button(label, meeting.reports_point),))
    return rows


@router.text(lambda folded: ASKS.fullmatch(folded) is not None)
async def in_words(request: Request, knowledge: Knowledge) -> Reply:
    """Show the meetings that are on to whoever says that they are there."""
    return await check_in(replace(request, text=""), knowledge)


@router.text(looks_like_code)
async def by_code(request: Request, knowledge: Knowledge) -> Reply:
    """Check in by a code alone; a line that is none is another matter."""
    done = await knowledge.check_ins.by_code(request.person.id, request.text, request.now)
    if done is None:
        raise OtherMatterError
    return welcomed(request, done)


@router.button("here")
async def here(request: Request, knowledge: Knowledge, meeting_id: int) -> Reply:
    """Check in by oneself, where one is expected."""
    return welcomed(request, await knowledge.check_ins.by_oneself(request.person.id, meeting_id, request.now))


def welcomed(request: Request, done: CheckedIn) -> Reply:
    """Say that somebody is checked in, where and since when."""
    values = {"title": cut(done.title), "time": request.clock(done.at)}
    if done.is_again:
        first = request.say("You are checked in already, since {time}. Nothing more to do.", **values)
    else:
        first = request.say(
            "✓ You are checked in, at {time}. Thank you, {name}.", name=request.person.name, **values
        )
    about = [request.say("<b>{title}</b>", **values)]
    if done.point:
        about.append(request.say("Connection point: {point}", point=cut(done.point)))
    if done.is_late:
        about.append(request.say("The meeting had begun: it is noted that you came late."))
    return Reply(paragraphs(first, lines(*about)))
