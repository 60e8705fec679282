"""Giving tasks: by a line, out of a meeting, and handed down."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import quote, unquote

from handlers.chat import Html, Reply, Request, lines, paragraphs, words
from handlers.deadline_words import moment_of, typed_moment
from handlers.routing import OtherMatterError
from handlers.tasks.cards import opened
from handlers.tasks.proposing import proposed
from handlers.tasks.routing import router
from handlers.tasks.words import holder_of, plan_words, short
from knowledge import Knowledge, Refusal
from knowledge.tasks import Order
from knowledge.tasks.whom import Recipient
from knowledge.vietnamese.dates import find
from knowledge.vietnamese.spelling import bare

URGENT = re.compile(r"(?<!\w)(?:khan(?: cap)?|hoa toc|gap|urgent)(?!\w)")
FROM = re.compile(r"(?P<what>vb|hop) (?P<id>\d{1,9})\s*")
SHORT_LABEL, MOST_BUTTONS = 40, 8
SAID = re.compile(r"giao (?!ban|luu|dich|thong|nhan|duc|tiep)[^:\n]{2,200}:\s*\S")


@router.command("giao", "assign", summary="Give work: /giao NAME: WORK before FRIDAY 5pm")
async def assign(request: Request, knowledge: Knowledge) -> Reply:
    """Give work to people, posts or units below; "vb 12" and "hop 5" come from buttons of cards."""
    if source := FROM.fullmatch(request.text):
        if source["what"] == "vb":
            return await proposed(request, knowledge, int(source["id"]))
        return ask_line(request, meeting_id=int(source["id"]))
    return await given(request, knowledge, request.text, "0:0:0")


@router.text(lambda folded: SAID.match(folded) is not None)
async def in_words(request: Request, knowledge: Knowledge) -> Reply:
    """Give work by a plain line: "giao đ/c An: …"; of those who give none it is a question."""
    if not await knowledge.people.oversees(request.person.id):
        raise OtherMatterError
    return await given(request, knowledge, request.text.split(maxsplit=1)[1], "0:0:0")


def ask_line(request: Request, *, parent_id: int = 0, meeting_id: int = 0, document_id: int = 0) -> Reply:
    """Ask whom to give what, and until when."""
    text = request.say(
        "Please type who, what and until when, for example:\n"
        "<i>Lê Văn An, Ward A: send the list before Friday 5pm</i>"
    )
    return Reply(text, expects=line.expect(parent_id, meeting_id, document_id))


@router.step("line")
async def line(
    request: Request, knowledge: Knowledge, parent_id: int, meeting_id: int, document_id: int
) -> Reply:
    """Take the line that was asked for; one without a colon is another matter."""
    if ":" not in request.text:
        raise OtherMatterError
    return await given(request, knowledge, request.text, f"{parent_id}:{meeting_id}:{document_id}")


async def given(request: Request, knowledge: Knowledge, text: str, source: str) -> Reply:
    """Understand who, what and until when, and give it. Raises Refusal."""
    name, _, work = (part.strip() for part in text.partition(":"))
    if not name or not work:
        raise Refusal("Please write: /giao NAME: WORK before WHEN. Both a name and the work are needed.")
    to = await knowledge.tasks.whom(request.person.id, name)
    found = find(work, request.now)
    if found is None or not found.rest:
        return ask_when(request, name, work, source)
    return await give(request, knowledge, to, Order(found.rest, moment_of(request, found)), source)


def ask_when(request: Request, name: str, work: str, source: str) -> Reply:
    """Ask for the moment that was missing, keeping the rest."""
    text = request.say(
        "By when must “{title}” be done? Please write for example: Friday 5pm, or 25/12.", title=short(work)
    )
    kept = (quote(part, safe="") for part in (name, work, source))
    return Reply(text, expects=when.expect(*kept))


@router.step("when")
async def when(request: Request, knowledge: Knowledge, name: str, work: str, source: str) -> Reply:
    """Take the moment that was asked for."""
    to = await knowledge.tasks.whom(request.person.id, unquote(name))
    order = Order(unquote(work), moment_of(request, typed_moment(request)))
    return await give(request, knowledge, to, order, unquote(source))


async def give(
    request: Request, knowledge: Knowledge, to: Sequence[Recipient], order: Order, source: str
) -> Reply:
    """Give it to each, and say who has it and how it will be reminded of. Raises Refusal."""
    parent, meeting, document = (int(part) or None for part in source.split(":"))
    order = replace(
        order,
        is_urgent=URGENT.search(bare(order.title)) is not None,
        parent_id=parent,
        meeting_id=meeting,
        document_id=document,
    )
    made = await knowledge.tasks.give(
        request.person.id, to, order, cause=request.event, now=request.now, zone=request.person.timezone
    )
    tasks = [task for task, _ in made]
    said = [
        request.say(
            "Given to {name}: <b>{title}</b>, due {due}.",
            name=", ".join(holder_of(task) if len(tasks) == 1 else task.who for task in tasks),
            title=short(tasks[0].title),
            due=tasks[0].due_at,
        )
    ]
    if tasks[0].is_urgent:
        said.append(request.say("❗ Urgent"))
    buttons = [(opened.button(f"📌 {task.who}"[:SHORT_LABEL], task.id),) for task in tasks[:MOST_BUTTONS]]
    text: list[Html] = [lines(*said), plan_words(request, made[0][1])]
    if parent:
        buttons.append((opened.button(words(request.say("◀ Back")), parent),))
    return Reply(paragraphs(*text), tuple(buttons))


@router.button("down")
async def down(request: Request, knowledge: Knowledge, task_id: int) -> Reply:
    """Hand a part of a task down to the unit below."""
    await knowledge.tasks.get(request.person.id, task_id)
    return ask_line(request, parent_id=task_id)
