"""What a task's holder does: acknowledge, report, hand in, ask for time."""

from __future__ import annotations

import re

from handlers.attaching import safe_file
from handlers.chat import Reply, Request
from handlers.deadline_words import moment_of, typed_moment
from handlers.tasks.cards import shown
from handlers.tasks.routing import router
from handlers.tasks.words import short
from knowledge import Knowledge

PERCENT = re.compile(r"(?<!\d)(\d{1,3})\s*(?:%|phần trăm|phan tram|percent)")


@router.button("acknowledge")
async def acknowledge(request: Request, knowledge: Knowledge, task_id: int) -> Reply:
    """Note that one knows of it."""
    await knowledge.task_acts.acknowledge(request.person.id, task_id, request.now)
    return await shown(request, knowledge, task_id, first=request.say("✓ Acknowledged."), edit=True)


@router.button("progress")
async def progress(request: Request, knowledge: Knowledge, task_id: int) -> Reply:
    """Ask how far it is."""
    await knowledge.tasks.get(request.person.id, task_id)
    text = request.say("How far is it? For example: <i>60 %, the figures of two wards are missing</i>")
    return Reply(text, expects=progressed.expect(task_id))


@router.step("progressed")
async def progressed(request: Request, knowledge: Knowledge, task_id: int) -> Reply:
    """Take how far it is."""
    found = PERCENT.search(request.text)
    note = PERCENT.sub("", request.text, count=1).strip(" ,.;:-")
    percent = int(found[1]) if found else None
    await knowledge.task_acts.progress(request.person.id, task_id, percent, note, request.now)
    return await shown(request, knowledge, task_id, first=request.say("✓ Reported to the giver."))


@router.button("submit")
async def submit(request: Request, knowledge: Knowledge, task_id: int) -> Reply:
    """Ask what is handed in."""
    task = await knowledge.tasks.get(request.person.id, task_id)
    text = request.say("To hand in “{title}”: send the file, or type what was done.", title=short(task.title))
    return Reply(text, expects=submitted.expect(task_id))


@router.step("submitted", takes_files=True)
async def submitted(request: Request, knowledge: Knowledge, task_id: int) -> Reply:
    """Take what is handed in: a file with its caption, or a line."""
    file = await safe_file(knowledge, request.file) if request.file else None
    await knowledge.task_acts.submit(request.person.id, task_id, request.text, request.now, file)
    return await shown(request, knowledge, task_id, first=request.say("✓ Handed in; the giver is told."))


@router.button("take_back")
async def take_back(request: Request, knowledge: Knowledge, task_id: int) -> Reply:
    """Take back what was handed in."""
    zone = request.person.timezone
    await knowledge.task_acts.take_back(request.person.id, task_id, request.now, zone)
    return await shown(request, knowledge, task_id, edit=True)


@router.button("ask")
async def ask(request: Request, knowledge: Knowledge, task_id: int) -> Reply:
    """Ask until when time is needed."""
    await knowledge.tasks.get(request.person.id, task_id)
    text = request.say("Until when, and why? For example: <i>10/3, two wards have not reported</i>")
    return Reply(text, expects=asked.expect(task_id))


@router.step("asked")
async def asked(request: Request, knowledge: Knowledge, task_id: int) -> Reply:
    """Take until when time is needed."""
    found = typed_moment(request)
    until = moment_of(request, found)
    await knowledge.task_acts.ask_extension(
        request.person.id, task_id, until, found.rest.strip(" ,.;:-"), request.now
    )
    return await shown(request, knowledge, task_id, first=request.say("✓ Asked; the giver decides."))
