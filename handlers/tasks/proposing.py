"""Deadlines that a paper sets, proposed as tasks: a person confirms each."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator

from handlers.chat import Html, Reply, Request, lines, paragraphs, words
from handlers.tasks.routing import router
from handlers.tasks.words import holder_of, plan_words, short
from knowledge import Knowledge, Refusal
from knowledge.tasks import Order
from knowledge.tasks.proposals import Proposal, due_at

MOST_SHOWN = 8
LONGEST_WORDS = 220


async def proposed(request: Request, knowledge: Knowledge, document_id: int, page: int = 0) -> Reply:
    """Show what a paper asks to be done by when. Raises Refusal."""
    if not await knowledge.people.oversees(request.person.id):
        raise Refusal("Tasks are given by leads and secretaries. Please ask yours.")
    found = await knowledge.task_proposals.of(request.person.id, document_id, request.now.date())
    last = [by_line.button(words(request.say("✍ Give another task from it")), document_id)]
    if knowledge.task_proposals.has_model:
        last.append(by_model.button(words(request.say("✨ Let the model look for more")), document_id))
    if not found:
        text = request.say("I found no deadline in this paper that is still to come.")
        return Reply(text, (tuple(last),))
    here = list(enumerate(found))[page * MOST_SHOWN : (page + 1) * MOST_SHOWN]
    parts = [
        request.say(
            "<b>{paper}</b> sets these deadlines. Press one to give it as a task.", paper=found[0].paper
        )
    ]
    parts += [said(request, number, each) for number, each in here]
    rows = [
        (choose.button(words(request.say("Give {number}", number=number + 1)), document_id, number),)
        for number, _ in here
    ]
    if len(found) > (page + 1) * MOST_SHOWN:
        rows.append((further.button(words(request.say("More ▶")), document_id, page + 1),))
    return Reply(paragraphs(*parts), (*rows, tuple(last)))


@router.button("by_model")
async def by_model(request: Request, knowledge: Knowledge, document_id: int) -> Reply:
    """Let the model look for more, which takes a while; what it finds is compared with the text."""
    await knowledge.task_proposals.of(request.person.id, document_id, request.now.date())

    async def grows() -> AsyncIterator[Html]:
        person, today = request.person.id, request.now.date()
        count = await knowledge.task_proposals.ask_model(person, document_id, today)
        if count is None:
            yield request.say("The model cannot be asked now. Please try again later.")
        elif count:
            yield request.say_count(
                "The model found one more deadline, and the text bears it out.",
                "The model found {count} more deadlines, and the text bears them out.",
                count,
            )
        else:
            yield request.say("The model found nothing more that the text bears out.")

    button = again.button(words(request.say("◀ The other deadlines")), document_id)
    return Reply(request.say("The model is reading the paper…"), ((button,),), grows=grows)


@router.button("further")
async def further(request: Request, knowledge: Knowledge, document_id: int, page: int) -> Reply:
    """Show more of them."""
    return await proposed(request, knowledge, document_id, page)


def said(request: Request, number: int, each: Proposal) -> Html:
    """Say one of them."""
    who = each.to.name if each.to else each.who or words(request.say("nobody named"))
    due = request.day(each.due_on) if each.due_on else words(request.say("day to be set"))
    return lines(
        request.say("<b>{number}.</b> {who} – {due}", number=number + 1, who=who, due=due),
        request.say("<i>{text}</i>", text=short(each.words, LONGEST_WORDS)),
    )


@router.button("choose")
async def choose(request: Request, knowledge: Knowledge, document_id: int, number: int) -> Reply:
    """Ask whether one shall be given so; what is not clear is typed."""
    each = await one(request, knowledge, document_id, number)
    example = request.say(
        "Otherwise type it: <i>NAME: WORK before WHEN</i>.",
    )
    expects = router.steps["tasks.line"].expect(0, 0, document_id)
    if each.to is None or each.due_on is None:
        text = request.say("Who shall do it, and until when, is not clear to me. Please type it.")
        return Reply(paragraphs(said(request, number, each), text, example), expects=expects)
    question = request.say(
        "Give to {who}, due {due}?", who=each.to.full(), due=due_at(each.due_on, request.now)
    )
    button = confirmed.button(words(request.say("✓ Give it")), document_id, number)
    text = paragraphs(question, request.say("<i>{text}</i>", text=each.words), example)
    return Reply(text, ((button,),), expects=expects)


@router.button("confirmed")
async def confirmed(request: Request, knowledge: Knowledge, document_id: int, number: int) -> Reply:
    """Give one as it was proposed."""
    each = await one(request, knowledge, document_id, number)
    if each.to is None or each.due_on is None:
        raise Refusal("Who shall do it, and until when, is not clear to me. Please type it.")
    order = Order(each.words, due_at(each.due_on, request.now), document_id=document_id)
    made = await knowledge.tasks.give(
        request.person.id,
        [each.to],
        order,
        cause=f"proposal:{document_id}:{each.due}:{each.to.unit_id}:{hash_of(each.words)}",
        now=request.now,
        zone=request.person.timezone,
    )
    task, steps = made[0]
    text = request.say(
        "Given to {name}: <b>{title}</b>, due {due}.",
        name=holder_of(task),
        title=short(task.title),
        due=task.due_at,
    )
    # By its name: the card's module is imported beside this one.
    card = router.actions["tasks.open"].button(f"📌 {task.who}", task.id)
    others = again.button(words(request.say("◀ The other deadlines")), document_id)
    return Reply(paragraphs(text, plan_words(request, steps)), ((card,), (others,)), edit=True)


@router.button("again")
async def again(request: Request, knowledge: Knowledge, document_id: int) -> Reply:
    """Show the paper's deadlines again."""
    return await proposed(request, knowledge, document_id)


@router.button("by_line")
async def by_line(request: Request, _knowledge: Knowledge, document_id: int) -> Reply:
    """Ask for a task of one's own words, with the paper as its source."""
    text = request.say(
        "Please type who, what and until when, for example:\n"
        "<i>Lê Văn An, Ward A: send the list before Friday 5pm</i>"
    )
    return Reply(text, expects=router.steps["tasks.line"].expect(0, 0, document_id))


async def one(request: Request, knowledge: Knowledge, document_id: int, number: int) -> Proposal:
    """Return one of a paper's proposals. Raises Refusal."""
    found = await knowledge.task_proposals.of(request.person.id, document_id, request.now.date())
    if number >= len(found):
        raise Refusal("This paper has changed meanwhile. Please open it again.")
    return found[number]


def hash_of(text: str) -> str:
    """Name a sentence, so that the same one is given once."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
