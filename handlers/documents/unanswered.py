"""For those who keep a unit's papers: what people asked in vain, what waits, and the month in numbers."""

from __future__ import annotations

from datetime import timedelta

from handlers.chat import Button, Html, Reply, Request, lines, paragraphs, words
from handlers.documents import enquiries
from handlers.documents.enquiry_words import in_line
from handlers.documents.routing import router
from knowledge import Knowledge, Refusal
from knowledge.documents.enquiries.rows import EnquiryRow
from knowledge.documents.enquiries.unanswered import Month, Wanted

A_PAGE = 5


@router.command("cauhoi", "questions", summary="For secretaries: questions without an answer, and who waits")
async def questions(request: Request, knowledge: Knowledge) -> Reply:
    """Show what waits for an answer, and what nobody answered."""
    return await page(request, knowledge, 0, 0)


@router.button("questions")
async def turned(request: Request, knowledge: Knowledge, waiting: int, offset: int) -> Reply:
    """Show another page of the enquiries or of the questions."""
    reply = await page(request, knowledge, max(0, waiting), max(0, offset))
    return Reply(reply.text, reply.buttons, edit=True)


async def page(request: Request, knowledge: Knowledge, waiting: int, offset: int) -> Reply:
    """Write one page: the open enquiries from a place on, and the questions from a place on."""
    mine = request.person.id
    if not await knowledge.unanswered.keeps_papers(mine):
        raise Refusal("This is for the secretaries and leads of a unit. Ask your own question: /hoi.")
    first = request.now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    open_ones, count = await knowledge.enquiries.waiting(mine, A_PAGE, waiting)
    wanted = await knowledge.unanswered.questions(mine)
    shown = wanted[offset : offset + A_PAGE]
    parts = [in_numbers(request, await knowledge.unanswered.month(mine, first))]
    if open_ones:
        parts.append(
            lines(
                request.say("<b>Waiting for an answer: {count}</b>", count=count),
                *(waiting_line(request, row, n) for n, row in enumerate(open_ones, waiting + 1)),
            )
        )
    if shown:
        parts.append(
            lines(
                request.say("<b>Without an answer: {count}</b>", count=len(wanted)),
                *(wanted_line(request, row, n) for n, row in enumerate(shown, offset + 1)),
            )
        )
    if not open_ones and not shown:
        parts.append(request.say("No question of your units waits for an answer."))
    rows = (*answer_rows(request, open_ones, shown, waiting, offset),)
    return Reply(paragraphs(*parts), (*rows, *turning(request, waiting, offset, count, len(wanted))))


def in_numbers(request: Request, month: Month) -> Html:
    """Say the month in one line."""
    return request.say(
        "This month: {asked} asked, {answered} answered, 👍 {good}, 👎 {bad}.",
        asked=month.asked,
        answered=month.answered,
        good=share(month.good, month.good + month.bad),
        bad=share(month.bad, month.good + month.bad),
    )


def share(part: int, whole: int) -> str:
    """Write a count with its share."""
    return f"{part} ({round(100 * part / whole)} %)" if whole else "0"


def waiting_line(request: Request, row: EnquiryRow, number: int) -> Html:
    """Say an open enquiry with its age."""
    age = (request.now - row.asked_at) // timedelta(days=1)
    if not age:
        return request.say("{number}. {question} – today", number=number, question=in_line(row.question))
    return request.say_count(
        "{number}. {question} – for one day",
        "{number}. {question} – for {count} days",
        age,
        number=number,
        question=in_line(row.question),
    )


def wanted_line(request: Request, row: Wanted, number: int) -> Html:
    """Say a question that stayed without an answer, how often, and when last."""
    last = row.last_at.astimezone(request.person.timezone).date()
    if row.count == 1:
        return request.say(
            "{number}. {question} – {last}", number=number, question=in_line(row.question), last=last
        )
    return request.say(
        "{number}. {question} – {count} times, last {last}",
        number=number,
        question=in_line(row.question),
        count=row.count,
        last=last,
    )


def answer_rows(
    request: Request, open_ones: list[EnquiryRow], shown: list[Wanted], waiting: int, offset: int
) -> list[tuple[Button, ...]]:
    """Make a row of numbers for the enquiries, and one for the questions."""
    rows = []
    if open_ones:
        rows.append(
            tuple(
                enquiries.respond.button(words(request.say("Reply {number}", number=n)), row.id)
                for n, row in enumerate(open_ones, waiting + 1)
            )
        )
    if shown:
        rows.append(
            tuple(
                take_up.button(words(request.say("Answer {number}", number=n)), row.asked_id)
                for n, row in enumerate(shown, offset + 1)
            )
        )
    return rows


def turning(
    request: Request, waiting: int, offset: int, open_ones: int, wanted: int
) -> list[tuple[Button, ...]]:
    """Make the buttons to further pages of each of the two lists."""
    rows = []
    if waiting + A_PAGE < open_ones:
        label = words(request.say("More that wait"))
        rows.append((turned.button(label, waiting + A_PAGE, offset),))
    beside = []
    if offset:
        beside.append(turned.button(words(request.say("Newer")), waiting, max(0, offset - A_PAGE)))
    if offset + A_PAGE < wanted:
        beside.append(turned.button(words(request.say("Older")), waiting, offset + A_PAGE))
    return [*rows, *([tuple(beside)] if beside else [])]


@router.button("take_up")
async def take_up(request: Request, knowledge: Knowledge, asked_id: int) -> Reply:
    """Answer a question that stayed without an answer, for all who ask the like of it."""
    row = await knowledge.enquiries.take_up(request.person.id, asked_id, event=request.event, now=request.now)
    return await enquiries.respond.handler(request, knowledge, row.id)
