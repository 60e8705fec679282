"""A meeting's card: what, when, where; whether one comes; and for who organises it, who answered what."""

from __future__ import annotations

from handlers.agenda.checking_in import here
from handlers.agenda.conferences import totals
from handlers.agenda.exports import ics
from handlers.agenda.papers import folder
from handlers.agenda.programme_words import cut
from handlers.agenda.routing import router
from handlers.chat import Button, Html, Reply, Request, lines, paragraphs, words
from handlers.routing import command_button
from knowledge import Knowledge
from knowledge.agenda.cards import AttendeeRow, MeetingCard
from knowledge.agenda.conferences.rights import LASTS, OPENS_BEFORE
from knowledge.agenda.conferences.totals import TOP
from knowledge.messages.outbox import Due
from knowledge.models import Answer, AttendeeRole

MOST_PEOPLE = 40
LONGEST_REASON = 300


@router.button("meeting")
async def opened(request: Request, knowledge: Knowledge, meeting_id: int) -> Reply:
    """Open a meeting's card."""
    return await card_of(request, knowledge, meeting_id)


async def card_of(
    request: Request, knowledge: Knowledge, meeting_id: int, *, first: Html | None = None
) -> Reply:
    """Show a meeting's card, or say that there is none for this person."""
    card = await knowledge.attending.card(request.person.id, meeting_id)
    if card is None:
        return Reply(request.say("This meeting is not within your scope."))
    parts = [first] if first else []
    return Reply(paragraphs(*parts, *said(request, card)), buttons_of(request, card))


def said(request: Request, card: MeetingCard) -> list[Html]:
    """Say everything about a meeting."""
    start = request.clock(card.starts_at)
    time = f"{start}–{request.clock(card.ends_at)}" if card.ends_at else start
    day = card.starts_at.astimezone(request.person.timezone).date()
    about = [request.say("<b>{time}</b> {title}", time=time, title=cut(card.title))]
    if card.is_cancelled:
        about.append(request.say("✗ This meeting was cancelled."))
    if card.place:
        about.append(request.say("Place: {place}", place=cut(card.place)))
    if card.chair:
        about.append(request.say("Chair: {chair}", chair=cut(card.chair)))
    if card.attendance:
        about.append(request.say("Invited: {people}", people=cut(card.attendance)))
    if card.note:
        about.append(request.say("Note: {note}", note=cut(card.note)))
    parts = [request.say("<b>{day}</b>", day=day), lines(*about)]
    if card.mine and card.mine.answer:
        parts.append(request.say("Your answer: {answer}", answer=words(answer_of(request, card.mine))))
    if card.organises and card.people:
        parts.append(
            request.say(
                "Answers: {coming} come, {absent} do not, {sent} send somebody, {silent} are silent.",
                coming=card.count(Answer.ATTENDS),
                absent=card.count(Answer.ABSENT),
                sent=card.count(Answer.SENDS),
                silent=card.silent,
            )
        )
    return parts


def answer_of(request: Request, row: AttendeeRow) -> Html:
    """Say an answer."""
    if row.answer == Answer.ATTENDS:
        return request.say("comes")
    if row.answer == Answer.SENDS:
        return request.say("sends {name}", name=row.substitute)
    if row.answer == Answer.ABSENT:
        return (
            request.say("does not come ({reason})", reason=row.reason)
            if row.reason
            else request.say("does not come")
        )
    return request.say("has not answered")


def buttons_of(request: Request, card: MeetingCard) -> tuple[tuple[Button, ...], ...]:
    """Return what can be done with a meeting."""
    rows: list[tuple[Button, ...]] = []
    over = card.ends_at or card.starts_at + LASTS
    if card.mine and not card.is_cancelled and card.starts_at - OPENS_BEFORE <= request.now < over:
        rows.append((here.button(words(request.say("✓ I am here")), card.id),))
    if card.mine and not card.is_cancelled and card.starts_at > request.now:
        rows.append(
            (
                attend.button(words(request.say("I come")), card.id),
                absent.button(words(request.say("I cannot")), card.id),
            )
        )
        rows.append((send.button(words(request.say("Send somebody")), card.id),))
    if card.organises and card.people:
        rows.append((people.button(words(request.say("Who answered")), card.id),))
    if card.has_papers or card.organises:
        rows.append((folder.button(words(request.say("Agenda, papers")), card.id),))
    if card.counts:
        rows.append((totals.button(words(request.say("Who has come")), card.id, TOP, 0),))
    last = [ics.button(words(request.say("Into my calendar")), card.id)]
    if card.organises and not card.is_cancelled:
        # Another feature's command: features do not import each other.
        last.append(command_button(words(request.say("📌 Give tasks")), f"/giao hop {card.id}"))
    rows.append(tuple(last))
    return tuple(rows)


@router.button("attend")
async def attend(request: Request, knowledge: Knowledge, meeting_id: int) -> Reply:
    """Note that the person comes."""
    await knowledge.attending.answer(request.person.id, meeting_id, Answer.ATTENDS, request.now)
    reply = await card_of(request, knowledge, meeting_id, first=request.say("Noted: you come."))
    return Reply(reply.text, reply.buttons, edit=True)


@router.button("absent")
async def absent(request: Request, _knowledge: Knowledge, meeting_id: int) -> Reply:
    """Ask why the person does not come."""
    return Reply(
        request.say("For which reason? Type it in a few words."),
        buttons=((without.button(words(request.say("Without a reason")), meeting_id),),),
        expects=excused.expect(meeting_id),
    )


@router.button("absentplain")
async def without(request: Request, knowledge: Knowledge, meeting_id: int) -> Reply:
    """Note that the person does not come."""
    return await away(request, knowledge, meeting_id, "")


@router.step("excuse")
async def excused(request: Request, knowledge: Knowledge, meeting_id: int) -> Reply:
    """Note that the person does not come, and why."""
    return await away(request, knowledge, meeting_id, request.text[:LONGEST_REASON])


async def away(request: Request, knowledge: Knowledge, meeting_id: int, reason: str) -> Reply:
    """Note an absence and show the card."""
    await knowledge.attending.answer(request.person.id, meeting_id, Answer.ABSENT, request.now, reason)
    first = request.say("Noted: you do not come. The organiser is told.")
    return await card_of(request, knowledge, meeting_id, first=first)


@router.button("send")
async def send(request: Request, _knowledge: Knowledge, meeting_id: int) -> Reply:
    """Ask who goes instead."""
    return Reply(
        request.say("Who goes instead? Type the full name, for example: Lê Văn An"),
        expects=substitute.expect(meeting_id),
    )


@router.step("substitute")
async def substitute(request: Request, knowledge: Knowledge, meeting_id: int) -> Reply:
    """Send the person who was named."""
    name = await knowledge.attending.send(request.person.id, meeting_id, request.text, request.now)
    first = request.say("Noted: {name} goes instead, and is told.", name=name)
    return await card_of(request, knowledge, meeting_id, first=first)


@router.button("people")
async def people(request: Request, knowledge: Knowledge, meeting_id: int) -> Reply:
    """List who answered what, for who organises the meeting."""
    card = await knowledge.attending.card(request.person.id, meeting_id)
    if card is None or not card.organises:
        return Reply(request.say("This meeting is not within your scope."))
    entries = [
        request.say("{name}: {answer}", name=row.name, answer=words(answer_of(request, row)))
        for row in card.people[:MOST_PEOPLE]
        if row.role != AttendeeRole.SUBSTITUTE
    ]
    parts = [request.say("<b>{title}</b>", title=cut(card.title)), lines(*entries)]
    if len(card.people) > MOST_PEOPLE:
        parts.append(request.say_count("and one more", "and {count} more", len(card.people) - MOST_PEOPLE))
    rows: list[tuple[Button, ...]] = []
    if card.silent and card.starts_at > request.now:
        label = request.say_count("Ask the silent one", "Ask the {count} silent ones", card.silent)
        rows.append((nudge.button(words(label), meeting_id),))
    rows.append((opened.button(words(request.say("◀ Back")), meeting_id),))
    return Reply(paragraphs(*parts), tuple(rows), edit=True)


@router.button("nudge")
async def nudge(request: Request, knowledge: Knowledge, meeting_id: int) -> Reply:
    """Ask those who are silent once more."""
    count = await knowledge.attending.nudge(request.person.id, meeting_id, request.now)
    if not count:
        return Reply(request.say("They were asked a short while ago. Please give them some time."))
    return Reply(request.say_count("One person is asked again.", "{count} people are asked again.", count))


@router.notice("invitation")
async def invited(request: Request, knowledge: Knowledge, due: Due) -> Reply | None:
    """Ask an invited person for an answer; silent once they gave one, or it has begun."""
    card = await knowledge.attending.card(request.person.id, due.subject_id)
    if card is None or card.mine is None or card.mine.answer or card.is_cancelled:
        return None
    if card.mine.role == AttendeeRole.SUBSTITUTE:
        first = request.say("You go to this meeting instead of a colleague:")
    else:
        first = request.say("Please answer whether you come:")
    return Reply(paragraphs(first, *said(request, card)), buttons_of(request, card))


@router.notice("attendance")
async def answered(request: Request, knowledge: Knowledge, due: Due) -> Reply | None:
    """Tell the organiser who does not come themselves."""
    card = await knowledge.attending.card(request.person.id, due.subject_id)
    if card is None or not card.organises or card.is_cancelled:
        return None
    away_ones = [p for p in card.people if p.answer in {Answer.ABSENT, Answer.SENDS}]
    if not away_ones:
        return None
    entries = [
        request.say("{name}: {answer}", name=p.name, answer=words(answer_of(request, p))) for p in away_ones
    ]
    first = request.say("Not everybody comes to “{title}”:", title=cut(card.title))
    return Reply(paragraphs(first, lines(*entries)), buttons_of(request, card))
