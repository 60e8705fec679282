"""A connection point: its numbers, typed by its reporter; the QR code of its hall; who is missing."""

from __future__ import annotations

import re

from handlers.agenda.attendance_words import details, headline, title_of
from handlers.agenda.conference_lookups import point_of, totals_button
from handlers.agenda.exports import handed
from handlers.agenda.programme_words import cut
from handlers.agenda.routing import router
from handlers.chat import Button, Html, Reply, Request, lines, paragraphs, words
from handlers.routing import OtherMatterError
from knowledge import Knowledge, Refusal
from knowledge.agenda.conferences import PointCard
from knowledge.agenda.conferences.figures import Figures, figures_in
from knowledge.agenda.exports.sign import SignWords
from knowledge.vietnamese.clocks import CLOCK
from knowledge.vietnamese.text import fold

HERE = "/here"
"""The page to which a hall's QR code leads."""
MOST_NAMES = 60
LONGEST_NUMBERS = 120
NUMBER = re.compile(r"\d{1,6}")


@router.button("point")
async def opened(request: Request, knowledge: Knowledge, point_id: int) -> Reply:
    """Open a connection point."""
    return await card_of(request, knowledge, point_id)


async def card_of(
    request: Request, knowledge: Knowledge, point_id: int, *, first: Html | None = None
) -> Reply:
    """Show a connection point, and take its numbers as the next line that is typed."""
    card = await point_of(request, knowledge, point_id)
    parts = [first] if first else []
    parts += said(request, card)
    if not card.code:
        return Reply(paragraphs(*parts), buttons_of(request, card))
    parts.append(
        request.say(
            "To report, type the numbers, for example: "
            "present 45/50, excused 3 (2 ill, 1 away), substitutes 2, late 1"
        )
    )
    return Reply(paragraphs(*parts), buttons_of(request, card), expects=numbers.expect(point_id))


def said(request: Request, card: PointCard) -> list[Html]:
    """Say everything about a connection point."""
    point, conference = card.point, card.conference
    about = [
        request.say("<b>{point}</b>", point=cut(title_of(point))),
        request.say("{title}, {when}", title=cut(conference.title), when=conference.starts_at),
    ]
    if conference.is_cancelled:
        about.append(request.say("✗ This meeting was cancelled."))
    figures = [headline(request, point.figures), details(request, point.figures)]
    if point.reasons:
        figures.append(request.say("Reasons: {reasons}", reasons=cut(point.reasons)))
    told = [request.say("Checked in by themselves: {count}", count=point.checked_in)]
    if point.reporter:
        told.append(request.say("Reporter: {name}", name=point.reporter))
    if point.reported_at:
        told.append(request.say("Last report: {when}", when=point.reported_at))
    if card.code:
        told.append(request.say("Code of the hall: <code>{code}</code>", code=card.code))
    return [lines(*about), lines(*figures), lines(*told)]


def buttons_of(request: Request, card: PointCard) -> tuple[tuple[Button, ...], ...]:
    """Return what can be done with a connection point."""
    point, rows = card.point, list[tuple[Button, ...]]()
    if card.code:
        if point.figures.expected:
            label = words(
                request.say_count("All present: one", "All {count} are present", point.figures.expected)
            )
            rows.append((all_here.button(label, point.id),))
        rows.append((sign.button(words(request.say("QR code for the hall")), point.id),))
    if card.absent or card.excused:
        rows.append((missing.button(words(request.say("Who is missing")), point.id),))
    if card.conference.organises:
        rows.append(
            (
                change.button(words(request.say("Reporter, number")), point.id),
                remove.button(words(request.say("Remove")), point.id),
            )
        )
    rows.append((totals_button(request, card.conference),))
    return tuple(rows)


@router.step("numbers")
async def numbers(request: Request, knowledge: Knowledge, point_id: int) -> Reply:
    """Take the numbers of a point; what is no report is another matter."""
    card = await point_of(request, knowledge, point_id)
    read = figures_in(request.text, card.point.figures.expected)
    if read is None:
        folded = fold(request.text)
        is_other = not NUMBER.search(folded) or CLOCK.search(folded) or "?" in folded
        if is_other or len(folded) > LONGEST_NUMBERS or folded.startswith("nhac"):
            raise OtherMatterError
        return Reply(
            request.say(
                "I could not read the numbers in “{text}”. Please type for example: present 45/50, excused 3",
                text=cut(request.text),
            ),
            expects=numbers.expect(point_id),
        )
    figures, reasons = read
    return await noted(request, knowledge, point_id, figures, reasons)


@router.button("allhere")
async def all_here(request: Request, knowledge: Knowledge, point_id: int) -> Reply:
    """Note that everybody who is expected is there."""
    card = await point_of(request, knowledge, point_id)
    expected = card.point.figures.expected
    figures = Figures(expected, expected, 0, card.point.figures.substitutes, card.point.figures.late)
    return await noted(request, knowledge, point_id, figures, "")


async def noted(
    request: Request, knowledge: Knowledge, point_id: int, figures: Figures, reasons: str
) -> Reply:
    """Write a point's numbers down and show them."""
    await knowledge.conferences.report(request.person.id, point_id, figures, reasons, request.now)
    first = request.say("✓ The numbers are noted. To correct them, type all of them again.")
    return await card_of(request, knowledge, point_id, first=first)


@router.button("missing")
async def missing(request: Request, knowledge: Knowledge, point_id: int) -> Reply:
    """Name those who are expected at a point and have not come."""
    card = await point_of(request, knowledge, point_id)
    parts = [request.say("<b>{point}</b>", point=cut(title_of(card.point)))]
    if card.absent:
        parts.append(
            lines(
                request.say("Not checked in ({count}):", count=len(card.absent)), *names(request, card.absent)
            )
        )
    if card.excused:
        parts.append(
            lines(request.say("Excused ({count}):", count=len(card.excused)), *names(request, card.excused))
        )
    back = opened.button(words(request.say("◀ Back")), point_id)
    return Reply(paragraphs(*parts), ((back,),), edit=True)


def names(request: Request, people: tuple[str, ...]) -> list[Html]:
    """List names, and how many more there are."""
    listed = [request.say("– {name}", name=name) for name in people[:MOST_NAMES]]
    if len(people) > MOST_NAMES:
        listed.append(request.say_count("and one more", "and {count} more", len(people) - MOST_NAMES))
    return listed


@router.button("sign")
async def sign(request: Request, knowledge: Knowledge, point_id: int) -> Reply:
    """Send the picture for the hall's screen."""
    card = await point_of(request, knowledge, point_id)
    if not card.code:
        raise Refusal(
            "“{title}” is over; nobody can check in any more. Please tell your hall's reporter.",
            title=card.conference.title,
        )
    link = f"{request.public_url}{HERE}/{card.code}" if request.public_url else card.code
    sign_words = SignWords(
        head=words(request.say("Check in here")),
        how=words(request.say("Scan the code, or type it to the bot in your chat")),
    )
    made = await knowledge.exports.sign(card, sign_words, link)
    text = request.say("Please show this on the hall's screen. It works only while the meeting is on.")
    return Reply(text, file=await handed(request, knowledge, made, is_picture=True))


@router.button("pointchange")
async def change(request: Request, knowledge: Knowledge, point_id: int) -> Reply:
    """Ask for another reporter or number of people."""
    card = await point_of(request, knowledge, point_id)
    return Reply(
        request.say(
            "{point}: type the full name of who reports, or the number of people who are expected.",
            point=cut(title_of(card.point)),
        ),
        expects=changed.expect(point_id),
    )


@router.step("pointchanged")
async def changed(request: Request, knowledge: Knowledge, point_id: int) -> Reply:
    """Give a point the reporter or number that was typed."""
    text = request.text.strip()
    expected = int(text) if NUMBER.fullmatch(text) else None
    await knowledge.conferences.change_point(
        request.person.id,
        point_id,
        request.now,
        reporter="" if expected is not None else text,
        expected=expected,
    )
    return await card_of(request, knowledge, point_id, first=request.say("✓ Changed."))


@router.button("pointremove")
async def remove(request: Request, knowledge: Knowledge, point_id: int) -> Reply:
    """Ask before a point is removed."""
    card = await point_of(request, knowledge, point_id)
    yes = removed.button(words(request.say("Remove")), point_id)
    back = opened.button(words(request.say("◀ Back")), point_id)
    return Reply(
        request.say(
            "Remove the connection point {point}? Who is expected there stays invited to the meeting.",
            point=cut(title_of(card.point)),
        ),
        ((yes, back),),
    )


@router.button("pointremoved")
async def removed(request: Request, knowledge: Knowledge, point_id: int) -> Reply:
    """Remove a point."""
    card = await point_of(request, knowledge, point_id)
    await knowledge.conferences.remove_point(request.person.id, point_id)
    return Reply(
        request.say("The connection point {point} is removed.", point=cut(title_of(card.point))),
        ((totals_button(request, card.conference),),),
        edit=True,
    )
