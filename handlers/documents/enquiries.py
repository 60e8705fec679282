"""Asking the people of a unit: the way there, their answer, and the way back."""

from __future__ import annotations

from handlers.chat import Button, Html, Reply, Request, lines, paragraphs, words
from handlers.documents import approvals
from handlers.documents.enquiry_words import asked, drafted, short
from handlers.documents.routing import router
from knowledge import Knowledge
from knowledge.documents.enquiries.asking import Sent
from knowledge.documents.enquiries.rows import EnquiryRow
from knowledge.messages.outbox import Due
from knowledge.models import EnquiryState


def enquire_button(request: Request, asked_id: int) -> Button:
    """Make the button that hands a question on to people."""
    return enquire.button(words(request.say("Ask the office in charge")), asked_id, 0)


@router.button("enquire")
async def enquire(request: Request, knowledge: Knowledge, asked_id: int, unit_id: int) -> Reply:
    """Hand one's question on to the unit that owns the paper, or ask to which it shall go."""
    sent = await knowledge.enquiries.ask(
        request.person.id, asked_id, unit_id, event=request.event, now=request.now
    )
    if isinstance(sent, Sent):
        return Reply(confirmed(request, sent))
    return Reply(
        request.say("You have several posts. Which unit shall I ask?"),
        tuple((enquire.button(choice.unit, asked_id, choice.unit_id),) for choice in sent),
    )


def confirmed(request: Request, sent: Sent) -> Html:
    """Say that the question is on its way."""
    if sent.joined:
        return request.say(
            "This question waits at {unit} already. You will get the answer too, as soon as it is there.",
            unit=sent.row.unit,
        )
    return request.say("Sent to {unit}. You will get the answer here.", unit=sent.row.unit)


def answering(request: Request, row: EnquiryRow) -> tuple[tuple[Button, ...], ...]:
    """Make the two buttons of an open enquiry."""
    return (
        (
            respond.button(words(request.say("Reply")), row.id),
            turn_down.button(words(request.say("Not ours to answer")), row.id),
        ),
    )


@router.notice("enquiry")
async def tell_enquiry(request: Request, knowledge: Knowledge, due: Due) -> Reply | None:
    """Bring a question to somebody who may answer it; silent when it is settled."""
    return await told(request, knowledge, due, request.say("A question for your unit:"))


@router.notice("enquiry_reminder")
async def remind(request: Request, knowledge: Knowledge, due: Due) -> Reply | None:
    """Remind of a question that still waits."""
    return await told(
        request, knowledge, due, request.say("Reminder: this question still waits for an answer:")
    )


async def told(request: Request, knowledge: Knowledge, due: Due, opening: Html) -> Reply | None:
    """Write an open enquiry with its buttons."""
    found = await knowledge.enquiries.get(request.person.id, due.subject_id)
    if found is None or not found[0].is_open:
        return None
    return Reply(paragraphs(opening, asked(request, *found)), answering(request, found[0]))


@router.button("respond")
async def respond(request: Request, knowledge: Knowledge, id: int) -> Reply:
    """Show an enquiry and wait for the answer to be typed."""
    row, askers = await knowledge.enquiries.to_answer(request.person.id, id)
    return Reply(
        paragraphs(
            asked(request, row, askers),
            request.say("Please type the answer. I will show it once more before it goes."),
        ),
        expects=typed.expect(id),
    )


@router.step("reply")
async def typed(request: Request, knowledge: Knowledge, id: int) -> Reply:
    """Keep the typed answer and show it before it goes."""
    row = await knowledge.enquiries.draft(request.person.id, id, request.text)
    return Reply(
        drafted(request, row),
        (
            (
                send.button(words(request.say("Send")), id),
                respond.button(words(request.say("Write anew")), id),
            ),
        ),
    )


@router.button("send")
async def send(request: Request, knowledge: Knowledge, id: int) -> Reply:
    """Send the typed answer to everybody who waits."""
    row = await knowledge.enquiries.reply(request.person.id, id, request.now)
    rows = await approvals.offered(request, knowledge, row)
    return Reply(request.say("Your answer is on its way. Thank you."), rows, edit=True)


@router.button("turn_down")
async def turn_down(request: Request, knowledge: Knowledge, id: int) -> Reply:
    """Ask for the reason, which may be left out."""
    row, _ = await knowledge.enquiries.to_answer(request.person.id, id)
    return Reply(
        request.say(
            "Why is “{question}” not yours to answer? Please type a reason, or who can answer.",
            question=short(row.question),
        ),
        ((decline.button(words(request.say("Decline without a reason")), id),),),
        expects=reason.expect(id),
    )


@router.step("reason")
async def reason(request: Request, knowledge: Knowledge, id: int) -> Reply:
    """Decline with the typed reason."""
    return await declined(request, knowledge, id, request.text)


@router.button("decline")
async def decline(request: Request, knowledge: Knowledge, id: int) -> Reply:
    """Decline without a reason."""
    return await declined(request, knowledge, id, "")


async def declined(request: Request, knowledge: Knowledge, id: int, why: str) -> Reply:
    """Settle the enquiry, and say so."""
    await knowledge.enquiries.decline(request.person.id, id, why, request.now)
    return Reply(request.say("Declined. Who asked is told."))


@router.notice("enquiry_reply")
async def tell_reply(request: Request, knowledge: Knowledge, due: Due) -> Reply | None:
    """Bring the answer to somebody who waits for it."""
    row = await knowledge.enquiries.mine(request.person.id, due.subject_id)
    if row is None or row.state in {EnquiryState.OPEN, EnquiryState.DECLINED}:
        return None
    return Reply(
        paragraphs(
            request.say("The answer to your question “{question}”:", question=short(row.question)),
            request.say("<blockquote>{reply}</blockquote>", reply=row.reply),
            request.say(
                "<i>{name}, {unit}, {moment}</i>", name=row.replier, unit=row.unit, moment=row.replied_at
            ),
        ),
        (
            (
                rate.button(words(request.say("👍 Useful")), row.id, 1),
                rate.button(words(request.say("👎 Not useful")), row.id, -1),
            ),
        ),
    )


@router.notice("enquiry_declined")
async def tell_declined(request: Request, knowledge: Knowledge, due: Due) -> Reply | None:
    """Tell somebody that their question is not answered, and why."""
    row = await knowledge.enquiries.mine(request.person.id, due.subject_id)
    if row is None or row.state != EnquiryState.DECLINED:
        return None
    text = request.say(
        "{unit} does not answer your question “{question}”.", unit=row.unit, question=short(row.question)
    )
    if row.reply:
        text = lines(text, request.say("Reason: {reason}", reason=row.reply))
    return Reply(text)


@router.button("rate")
async def rate(request: Request, knowledge: Knowledge, id: int, value: int) -> Reply:
    """Note what somebody thinks of the answer they waited for."""
    stands = await knowledge.enquiries.rate(request.person.id, id, value, request.event)
    if stands:
        return Reply(request.say("Thank you, noted."))
    return Reply(request.say("Taken back: nothing is noted any more."))
